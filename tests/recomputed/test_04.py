"""Headline values of notebook 04, derived a second time from the raw tables with the csv module alone."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAVED = ROOT / "reports" / "values" / "04.json"


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def saved(name: str, part: str = "value") -> float:
    return float(json.loads(SAVED.read_text(encoding="utf-8"))["values"][name][part])


def rl_pairs() -> list[dict[str, str]]:
    kinds = ("rl_length", "rl_mode", "rl_budget")
    return [row for row in rows("length_rl") if row["use"] == "main" and row["method_class"] in kinds]


def test_the_typical_cut_and_change_are_medians_over_all_pairs() -> None:
    pairs = rl_pairs()
    assert saved("n_pairs") == len(pairs)
    assert saved("n_papers") == len({row["paper_key"] for row in pairs})
    assert saved("cut_typical") == pytest.approx(median(float(row["token_ratio"]) for row in pairs), rel=1e-9)
    assert saved("change_typical") == pytest.approx(median(float(row["accuracy_change"]) for row in pairs), rel=1e-9)


def test_few_cuts_of_five_keep_their_score() -> None:
    changes = [float(row["accuracy_change"]) for row in rl_pairs() if float(row["token_ratio"]) >= 5]
    assert saved("n_beyond_five") == len(changes)
    assert saved("kept_beyond_five") == sum(change > -1 for change in changes)


def test_the_share_of_free_halvings_by_pair_and_by_paper() -> None:
    by_paper: dict[str, list[bool]] = defaultdict(list)
    for row in rl_pairs():
        if float(row["token_ratio"]) >= 2:
            by_paper[row["paper_key"]].append(float(row["accuracy_change"]) > -1)
    assert saved("two_pooled") == pytest.approx(mean(kept for paper in by_paper.values() for kept in paper), rel=1e-9)
    assert saved("two_by_paper") == pytest.approx(mean(mean(paper) for paper in by_paper.values()), rel=1e-9)
    left_out = [mean(mean(kept) for key, kept in by_paper.items() if key != out) for out in by_paper]
    assert saved("by_paper_left_out", "low") == pytest.approx(min(left_out), rel=1e-9)
    assert saved("by_paper_left_out", "high") == pytest.approx(max(left_out), rel=1e-9)
    without = [kept for key, paper in by_paper.items() if key != "dler" for kept in paper]
    assert saved("pooled_without") == pytest.approx(mean(without), rel=1e-9)


def test_the_tenfold_of_the_launch_post_is_one_of_pretraining_and_stood_in_a_memo() -> None:
    (post,) = [row for row in rows("muse_statements") if row["topic"] == "compute ratio"]
    memo = {
        row["compared_with"]: float(row["value"])
        for row in rows("teachers")
        if row["topic"] == "efficiency" and row["date"] == "2026-01-20"
    }
    assert post["ratio_concerns"] == "pretraining FLOP"
    assert saved("training_ratio") == float(post["ratio"]) == saved("memo_ratio") == memo["Llama 4 Maverick"]
    assert saved("memo_behemoth") == memo["Llama 4 Behemoth"]


def test_bloomberg_names_three_families_of_teachers() -> None:
    (report,) = [row for row in rows("teachers") if row["topic"] == "teacher" and row["value"]]
    named = [name for name in ("Gemma", "gpt-oss", "Qwen") if name in report["statement"]]
    assert saved("teacher_families") == float(report["value"]) == len(named)
    assert report["origin"] == "Bloomberg"


def test_tokens_on_the_index_in_april_july_and_august() -> None:
    used = {(row["snapshot_date"], row["model"]): float(row["output_tokens_m"]) for row in rows("token_use")}
    april, july, august = "2026-04-10", "2026-07-10", "2026-08-22"
    ratios = {
        "tokens_below_gpt": 1 - used[april, "Muse Spark"] / used[april, "GPT-5.4 (xhigh)"],
        "tokens_over_maverick": used[april, "Muse Spark"] / used[april, "Llama 4 Maverick"],
        "later_growth": used[august, "Muse Spark 1.2 (xhigh)"] / used[july, "Muse Spark"] - 1,
        "july_share": used[july, "GPT-5.5 (low)"] / used[july, "Muse Spark"],
        "ladder_cut": used[july, "GPT-5.5 (xhigh)"] / used[july, "GPT-5.5 (low)"],
    }
    for name, ratio in ratios.items():
        assert saved(name) == pytest.approx(ratio, rel=1e-9), name
    # Muse Spark 1.1 is said to have written nearly as much more than the first as 1.2.
    before = used[august, "Muse Spark 1.1 (xhigh)"] / used[july, "Muse Spark"] - 1
    assert 0.9 * saved("later_growth") < before < saved("later_growth")
    index = {
        row["model"]: float(row["intelligence_index"]) for row in rows("token_use") if row["snapshot_date"] == july
    }
    assert saved("ladder_cost") == pytest.approx(index["GPT-5.5 (xhigh)"] - index["GPT-5.5 (low)"], rel=1e-9)


def test_what_a_majority_vote_gains_by_source_and_on_models_that_think() -> None:
    by_source: dict[str, list[float]] = defaultdict(list)
    recent = []
    for row in rows("parallel_compute"):
        if row["selection_rule"] != "majority vote" or row["base_is_single"] != "True" or not row["score_base"]:
            continue
        gain = float(row["score_parallel"]) - float(row["score_base"])
        by_source[row["source_id"]].append(gain)
        if row["date"] >= "2025-08":
            recent.append(gain)
    middles = {source: median(gains) for source, gains in by_source.items()}
    left_out = [median(middle for source, middle in middles.items() if source != out) for out in middles]
    assert saved("vote_gain_by_source") == pytest.approx(median(middles.values()), rel=1e-9)
    assert saved("vote_gain_by_source", "low") == pytest.approx(min(left_out), rel=1e-9)
    assert saved("vote_gain_by_source", "high") == pytest.approx(max(left_out), rel=1e-9)
    assert len(recent) == 2
    assert (saved("vote_gain_recent", "low"), saved("vote_gain_recent", "high")) == pytest.approx(
        (min(recent), max(recent)), rel=1e-9
    )


def test_rates_at_a_fixed_score_or_loss_and_rates_of_ten_a_year() -> None:
    listed = [
        row
        for row in rows("algorithmic_progress")
        if row["metric_family"] == "training compute"
        and row["rate_type"] != "dispersion"
        and row["source_id"] != "ho2024"
    ]
    strict = [float(row["factor_per_year"]) for row in listed if row["comparable"] == "yes"]
    ten = [row for row in listed if float(row["factor_per_year"]) >= 10]
    assert (saved("strict_rates", "low"), saved("strict_rates", "high")) == (min(strict), max(strict))
    assert (saved("all_rates"), saved("rates_of_ten")) == (len(listed), len(ten))
    assert saved("epoch_of_ten") == sum(row["source_id"] == "epoch_stitching" for row in ten)
