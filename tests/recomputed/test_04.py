"""Headline values of notebook 04, derived a second time from the raw tables with the csv module alone."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date
from math import log
from pathlib import Path
from statistics import NormalDist, mean, median

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
    assert (saved("two_free", "low"), saved("two_free", "high")) == (saved("two_by_paper"), saved("two_pooled"))


def test_tokens_on_the_index_of_muse_spark_and_maverick() -> None:
    used = {(row["snapshot_date"], row["model"]): float(row["output_tokens_m"]) for row in rows("token_use")}
    april, july = "2026-04-10", "2026-07-10"
    assert saved("tokens_over_maverick") == pytest.approx(
        used[april, "Muse Spark"] / used[april, "Llama 4 Maverick"], rel=1e-9
    )
    assert saved("july_share") == pytest.approx(used[july, "GPT-5.5 (low)"] / used[july, "Muse Spark"], rel=1e-9)
    assert saved("ladder_cut") == pytest.approx(used[july, "GPT-5.5 (xhigh)"] / used[july, "GPT-5.5 (low)"], rel=1e-9)


def test_the_chance_of_tenfold_by_the_published_rates_that_have_an_interval() -> None:
    years = (date(2026, 4, 8) - date(2025, 4, 5)).days / 365.25
    chances = []
    for row in rows("algorithmic_progress"):
        level = row["ci_level"].removesuffix("%")
        if row["metric_family"] != "training compute" or not level.isdigit() or row["source_id"] == "ho2024":
            continue
        rate, width = float(row["factor_per_year"]), NormalDist().inv_cdf(0.5 + int(level) / 200)
        gap = log(10) / years - log(rate)
        end = log(float(row["ci_high"]) / rate) if gap > 0 else log(rate / float(row["ci_low"]))
        chances.append(1 - NormalDist().cdf(gap / (end / width)))
    assert saved("chance_range", "low") == pytest.approx(min(chances), rel=1e-9)
    assert saved("chance_range", "high") == pytest.approx(max(chances), rel=1e-9)
