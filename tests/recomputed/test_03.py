"""Headline numbers of notebook 03, derived a second time from the CSV files with the csv module alone."""

from __future__ import annotations

import csv
import json
import math
import random
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def shown(name: str) -> float:
    path = ROOT / "reports" / "values" / "03.json"
    return json.loads(path.read_text(encoding="utf-8"))["values"][name]["value"]


def april(model: str, variants: tuple[str, ...] | None = None) -> dict[str, float]:
    """Scores of one model on the board of 10 April 2026, by test."""
    return {
        row["benchmark"]: float(row["score"])
        for row in rows("scores")
        if row["source_id"] == "aa_snapshot_2026_04_10"
        and row["model"] == model
        and (row["variant"] in variants if variants else row["variant"] != "Non-reasoning")
    }


def test_rebuilt_index_of_muse_spark():
    board = april("Muse Spark")
    total = 0.0
    for row in rows("benchmarks"):
        if row["in_aa_index_v4"] == "1" and row["aa_weight"]:
            part = board[row["benchmark"]]
            if row["benchmark"].startswith("GDPval"):
                part = (3 * board["AA Agentic Index v4.0"] - board["tau2-bench Telecom (AA)"]) / 2
            total += float(row["aa_weight"]) / 100 * part
    error = abs(total - board["AA Intelligence Index v4.0"])
    assert error < 0.01
    assert shown("error_muse") == pytest.approx(error, rel=1e-6)


def test_place_among_developers_and_entries():
    maker = {row["model"]: row["developer"] for row in rows("models")}
    best: dict[str, float] = {}
    entries = []
    for row in rows("scores"):
        if row["source_id"] == "aa_snapshot_2026_04_10" and row["benchmark"] == "AA Intelligence Index v4.0":
            score = float(row["score"])
            entries.append((score, row["model"]))
            best[maker[row["model"]]] = max(score, best.get(maker[row["model"]], 0.0))
    order = [model for _, model in sorted(entries, reverse=True)]
    assert shown("entry_place") == order.index("Muse Spark") + 1
    rank = 1 + sum(score > best["Meta"] for score in best.values())
    assert shown("developer_place") == rank
    assert shown("april_rank") == {3: "third", 4: "fourth", 5: "fifth"}[rank]


def test_margin_of_the_weakest_strong_field():
    """Mean margins to the best rival in Meta's chart, by field, typed anew."""
    strong = {
        "health": ["HealthBench Hard", "MedXpertQA (MM)"],
        "stem": ["CharXiv Reasoning", "MMMU-Pro"],
        "pictures": ["SimpleVQA", "ScreenSpot Pro (with Python)"],
    }
    rest = ["HLE (no tools)", "GPQA Diamond", "ARC-AGI-2", "LiveCodeBench Pro", "SWE-bench Verified"]
    rest += ["SWE-bench Pro (public)", "Terminal-Bench 2.0", "DeepSearchQA"]
    modes = {"Thinking", "Max effort", "High", "xhigh", "Reasoning"}
    chart: dict[str, dict[str, float]] = {}
    for row in rows("scores"):
        printed = row["as_of"] == "2026-04-08" and row["measured_by"] == "vendor" and row["variant"] in modes
        if printed and row["confidence"] != "low":
            chart.setdefault(row["benchmark"], {})[row["model"]] = float(row["score"])

    def mean_margin(names: list[str]) -> float:
        margins = []
        for name in names:
            others = [score for model, score in chart[name].items() if model != "Muse Spark"]
            margins.append(chart[name]["Muse Spark"] - max(others))
        return sum(margins) / len(margins)

    weakest = min(mean_margin(names) for names in strong.values()) - mean_margin(rest)
    assert shown("strong_over_rest") == pytest.approx(weakest, rel=1e-9)
    assert shown("strong_behind") == pytest.approx(-mean_margin([name for names in strong.values() for name in names]))
    assert shown("weak_behind") == pytest.approx(-mean_margin(rest))
    assert shown("weak_without_arc") == pytest.approx(-mean_margin([name for name in rest if name != "ARC-AGI-2"]))


def test_no_model_of_the_chart_is_level_with_the_best_of_the_others():
    """The yardstick of the profile, for each of the five models of Meta's chart, over the same fourteen tests."""
    tests = ["HealthBench Hard", "MedXpertQA (MM)", "CharXiv Reasoning", "MMMU-Pro", "SimpleVQA"]
    tests += ["ScreenSpot Pro (with Python)", "HLE (no tools)", "GPQA Diamond", "ARC-AGI-2", "LiveCodeBench Pro"]
    tests += ["SWE-bench Verified", "SWE-bench Pro (public)", "Terminal-Bench 2.0", "DeepSearchQA"]
    chart: dict[str, dict[str, float]] = {name: {} for name in tests}
    for row in rows("scores"):
        printed = row["as_of"] == "2026-04-08" and row["measured_by"] == "vendor" and row["confidence"] != "low"
        if printed and row["benchmark"] in chart and row["variant"] != "Contemplating":
            chart[row["benchmark"]][row["model"]] = float(row["score"])
    means = {}
    for model in ["Muse Spark", "Claude Opus 4.6", "Gemini 3.1 Pro", "GPT-5.4", "Grok 4.20"]:
        given = [scores for scores in chart.values() if model in scores]
        margins = [scores[model] - max(score for name, score in scores.items() if name != model) for scores in given]
        means[model] = sum(margins) / len(margins)
    assert max(means, key=means.__getitem__) == "GPT-5.4"
    assert shown("nearest_overall") == pytest.approx(max(means.values()), rel=1e-9)


def test_smallest_margin_over_maverick():
    newer = {"GLM-5": ("Reasoning",), "Qwen3.5 397B A17B": ("Reasoning",)}
    old = april("Llama 4 Maverick")
    tests = ["AA-Omniscience Accuracy", "AA Coding Index v4.0"]
    margins = [april(model, variants)[test] - old[test] for model, variants in newer.items() for test in tests]
    assert shown("smallest_margin") == pytest.approx(min(margins), rel=1e-9)


def test_chance_of_being_ahead_on_the_board_of_scale():
    board = {
        row["model"]: (float(row["score"]), (float(row["ci_high"]) - float(row["ci_low"])) / 2 / 1.96)
        for row in rows("scores")
        if row["benchmark"] == "SWE-bench Pro public (Scale Labs)" and row["as_of"] == "2026-04-08"
    }
    (muse, muse_error), (gpt, gpt_error) = board["Muse Spark"], board["GPT-5.4"]
    distance = (muse - gpt) / math.hypot(muse_error, gpt_error)
    chance = 0.5 * (1 + math.erf(distance / math.sqrt(2)))
    assert shown("scale_ahead") == pytest.approx(chance, rel=1e-9)
    assert (shown("scale_muse"), shown("scale_gpt")) == (muse, gpt)


def test_chance_of_fourth_by_a_second_generator():
    """Meta truly fourth among developers, and fourth in one more run: the standard library's generator, to two points."""
    maker = {row["model"]: row["developer"] for row in rows("models")}
    board = [
        (maker[row["model"]], float(row["score"]))
        for row in rows("scores")
        if row["source_id"] == "aa_snapshot_2026_04_10"
        and row["benchmark"] == "AA Intelligence Index v4.0"
        and float(row["score"]) > 49
    ]
    for name, error in (("fourth_stated", 1 / 1.96), ("one_more", math.sqrt(2) / 1.96)):
        assert shown(name) == pytest.approx(fourth_of(board, [error] * len(board)), abs=0.02)


def fourth_of(board: list[tuple[str, float]], errors: list[float], count: int = 20_000) -> float:
    """Share of draws in which exactly three developers are above Meta."""
    draw, hits = random.Random(7), 0
    for _ in range(count):
        best: dict[str, float] = {}
        for (name, score), error in zip(board, errors, strict=True):
            best[name] = max(best.get(name, -1.0), draw.gauss(score, error))
        hits += sum(score > best["Meta"] for score in best.values()) == 3
    return hits / count


def test_chance_of_fourth_with_the_luck_of_the_questions():
    """Binomial errors of the tests, that of a rating at even odds for GDPval, no luck shared."""
    maker = {row["model"]: row["developer"] for row in rows("models")}
    inside = [row for row in rows("benchmarks") if row["in_aa_index_v4"] == "1" and row["aa_weight"]]
    entries: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows("scores"):
        if row["source_id"] == "aa_snapshot_2026_04_10":
            entries.setdefault((row["model"], row["variant"]), {})[row["benchmark"]] = float(row["score"])
    board, errors = [], []
    for (model, variant), given in entries.items():
        index = given.get("AA Intelligence Index v4.0", 0.0)
        if index <= 49 or variant == "Non-reasoning":
            continue
        variance = 0.0
        for row in inside:
            count, weight, share = float(row["n_items"]), float(row["aa_weight"]) / 100, given[row["benchmark"]] / 100
            if row["benchmark"].endswith("Non-Hallucination"):
                count *= 1 - given["AA-Omniscience Accuracy"] / 100
            error = 100 * math.sqrt(share * (1 - share) / count)
            if row["benchmark"].startswith("GDPval"):
                error = 800 / math.log(10) / math.sqrt(count) / 20
            variance += (weight * error) ** 2
        board.append((maker[model], index))
        errors.append(math.sqrt(variance))
    assert len(board) == 13
    assert shown("fourth_items") == pytest.approx(fourth_of(board, errors), abs=0.02)


def test_places_among_developers_later():
    """July as the table has it, October counted from the scores of two boards."""
    july = [
        row
        for row in rows("scores")
        if row["benchmark"] == "AA Intelligence Index rank by developer" and row["as_of"] == "2026-07-09"
    ]
    assert [shown("july_developer_place")] == [float(row["score"]) for row in july]
    maker = {row["model"]: row["developer"] for row in rows("models")}
    october = [
        (maker[row["model"]], float(row["score"]))
        for row in rows("scores")
        if row["benchmark"] == "AA Intelligence Index v4.3" and row["as_of"] == "2026-10-08"
    ]
    latest = [
        (row["developer"], float(row["value"]))
        for row in rows("later_scores")
        if row["date"] == "2026-10-24" and row["statement"] == "AA Intelligence Index"
    ]
    for name, board in (("october_place", october), ("latest_place", latest)):
        best: dict[str, float] = {}
        for company, score in board:
            best[company] = max(score, best.get(company, 0.0))
        assert shown(name) == 1 + sum(score > best["Meta"] for score in best.values())
    best_then = {company: max(score for name, score in october if name == company) for company, _ in october}
    assert best_then["Google"] > best_then["Meta"]
    assert len({company for company, _ in latest} | {"Google"}) == 5
