"""Headline numbers of notebook 03, derived a second time from the CSV files with the csv module alone."""

from __future__ import annotations

import csv
import json
import math
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
    assert shown("developer_place") == 1 + sum(score > best["Meta"] for score in best.values())


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


def test_chance_of_fourth_by_a_second_generator():
    """Meta fourth among developers under the stated error: the standard library's generator, to two points."""
    import random

    maker = {row["model"]: row["developer"] for row in rows("models")}
    board = [
        (maker[row["model"]], float(row["score"]))
        for row in rows("scores")
        if row["source_id"] == "aa_snapshot_2026_04_10"
        and row["benchmark"] == "AA Intelligence Index v4.0"
        and float(row["score"]) > 49
    ]
    draw, hits = random.Random(7), 0
    for _ in range(20_000):
        best: dict[str, float] = {}
        for name, score in board:
            best[name] = max(best.get(name, -1.0), draw.gauss(score, 1 / 1.96))
        hits += sum(score > best["Meta"] for score in best.values()) == 3
    assert shown("fourth_stated") == pytest.approx(hits / 20_000, abs=0.02)
