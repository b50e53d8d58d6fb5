"""Headline values of notebook 02, derived a second time from the raw tables with the csv module only."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = date(2026, 4, 9)
LAUNCH = date(2026, 4, 8)


def rows(table: str, **wanted: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if all(row[key] == value for key, value in wanted.items())]


def saved(name: str) -> dict[str, object]:
    values = json.loads((ROOT / "reports" / "values" / "02.json").read_text(encoding="utf-8"))["values"]
    found: dict[str, object] = values[name]
    return found


def shown(name: str) -> float:
    return float(str(saved(name)["value"]))


def verdict(claim_id: str) -> str:
    record = json.loads((ROOT / "reports" / "values" / "02.json").read_text(encoding="utf-8"))
    (found,) = (item["verdict"] for item in record["verdicts"] if item["claim_id"] == claim_id)
    return str(found)


def last_total() -> tuple[date, float]:
    own = [row for row in rows("llama_downloads") if row["counted_by"].startswith("Meta")]
    last = max(own, key=lambda row: row["date"])
    return date.fromisoformat(last["date"]), float(last["cumulative_downloads_m"])


def first_llama() -> date:
    return min(date.fromisoformat(row["release_date"]) for row in rows("llama_releases", family="LLaMA 1"))


# The findings, each by its first value


def test_the_first_days_on_which_meta_names_safety_and_the_business() -> None:
    later = [row for row in rows("reopening") if row["reason"] not in ("", "none") and row["date"] > str(LAUNCH)]
    by_reason = {
        reason: min(row["date"] for row in later if row["reason"] == reason) for reason in ("safety", "business")
    }
    assert (saved("reason_first")["value"], saved("business_on")["value"]) == (
        by_reason["safety"],
        by_reason["business"],
    )
    safety = sorted(row["date"] for row in later if row["reason"] == "safety")
    assert saved("inside_on")["value"] == safety[1] == "2026-06-04"
    assert shown("reason_after") == (date.fromisoformat(by_reason["safety"]) - LAUNCH).days


def test_days_from_the_closed_launch_to_the_open_weights() -> None:
    (closed,) = rows("llama_releases", model="Muse Spark")
    (opened,) = (row for row in rows("llama_releases") if row["model"].startswith("Muse Spark Open"))
    days = date.fromisoformat(opened["release_date"]) - date.fromisoformat(closed["release_date"])
    assert shown("days_closed") == pytest.approx(days.days, rel=1e-9)


def test_the_month_of_the_crossover_is_the_one_that_most_name_and_none_is_later_than_the_launch() -> None:
    dated = rows("family_downloads", key="qwen-passes-llama")
    firm = [row["date"][:7] for row in dated if row["confidence"] != "low"]
    assert 2 * firm.count("2025-09") > len(firm)
    assert saved("crossover")["value"] == "September 2025"
    assert all(date.fromisoformat(row["date"]) < LAUNCH for row in dated)


def test_the_floor_up_to_the_article_and_the_average_up_to_the_last_total() -> None:
    named_on, total = last_total()
    assert shown("lifetime_article") == pytest.approx(total / (ARTICLE - first_llama()).days, rel=1e-9)
    assert shown("lifetime_2025") == pytest.approx(total / (named_on - first_llama()).days, rel=1e-9)
    assert abs(shown("lifetime_2025") - 1) > 0.5
    assert verdict("downloads-per-day") == "does not hold"


def test_the_shares_of_china_and_of_the_united_states() -> None:
    for name, country in (("china_share", "China"), ("us_share", "United States")):
        (row,) = rows("hub_share", basis="all downloads, one year", region_or_org=country)
        assert shown(name) == pytest.approx(float(row["value_pct"]) / 100, rel=1e-9)


def lag(row: dict[str, str]) -> float:
    return float(row["lag_months"] or (float(row["lag_low"]) + float(row["lag_high"])) / 2)


def test_the_shortest_and_longest_lag_of_authors_that_are_known() -> None:
    counted = [lag(row) for row in rows("open_closed_gap", kind="lag", counted="yes")]
    assert (saved("lag_range")["low"], saved("lag_range")["high"]) == (min(counted), max(counted))
    left_out = [row for row in rows("open_closed_gap", kind="lag", counted="no") if row["confidence"] != "low"]
    assert shown("private_lag") == max(map(lag, left_out)) > max(counted)


def test_each_end_of_the_lag_is_one_author_and_the_longer_one_the_middle_of_a_range() -> None:
    counted = rows("open_closed_gap", kind="lag", counted="yes")
    ends = [min(counted, key=lag), max(counted, key=lag)]
    for end in ends:
        assert {row["source_id"] for row in counted if lag(row) == lag(end)} == {end["source_id"]}
    assert not ends[1]["lag_months"]


# Further values


def test_what_meta_counted_in_2024_is_about_what_others_found_fifteen_months_later() -> None:
    (own,) = rows("llama_downloads", date="2024-08-29")
    (others,) = rows("llama_downloads", source_id="aipressa_bloomberg")
    assert shown("meta_hub") == float(own["cumulative_downloads_m"])
    assert float(own["cumulative_downloads_m"]) / float(others["cumulative_downloads_m"]) == pytest.approx(1, abs=0.05)
    assert round((date.fromisoformat(others["date"]) - date.fromisoformat(own["date"])).days / 30.44) == 15


def test_reactions_with_a_month_only() -> None:
    undated = [row for kind in ("doubt", "acceptance") for row in rows("dual_track", row_type=kind, date="2026-04")]
    accepting = rows("dual_track", row_type="acceptance")
    assert (shown("month_only"), shown("month_against")) == (len(undated), len(accepting))
    assert all(row in undated for row in accepting)


def test_the_gap_before_and_after_kimi_k26_on_one_scale() -> None:
    points = sorted(rows("open_closed_gap", kind="index", index_version="v4.0"), key=lambda row: row["date"])
    with_kimi = next(row for row in points if row["best_open"] == "Kimi K2.6")
    assert (shown("gap_april"), shown("gap_kimi_april")) == (
        float(points[0]["gap_usable"]),
        float(with_kimi["gap_usable"]),
    )


def test_developers_whose_two_models_are_close_in_time() -> None:
    near = [
        float(row["index_gap_closed_minus_open"])
        for row in rows("dual_track", row_type="both kinds")
        if abs((date.fromisoformat(row["best_closed_date"]) - date.fromisoformat(row["best_open_date"])).days) <= 100
    ]
    assert (shown("near_pairs"), shown("near_closed")) == (len(near), sum(gap > 0 for gap in near))


def test_llamas_share_of_new_models_is_about_one_in_seven() -> None:
    llama = rows("hub_share", basis="new derivatives", region_or_org="Meta Llama")
    (after,) = (float(row["value_pct"]) for row in llama if row["period_start"] == "2025-07-01")
    assert shown("llama_after") == pytest.approx(after / 100, rel=1e-9)
    assert round(100 / after) == 7
    peaks = [float(row["value_pct"]) / 100 for row in llama if row["confidence"] == "low"]
    assert (saved("peak_range")["low"], saved("peak_range")["high"]) == (min(peaks), max(peaks))


def test_two_counts_of_one_project_lie_about_a_million_a_day_apart() -> None:
    counts = sorted((row["date"], float(row["downloads_m"])) for row in rows("family_downloads", key="llama"))
    (start, before), (end, after) = counts
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    assert shown("winter_rate") == pytest.approx((after - before) / days, rel=1e-9)


def test_developers_that_keep_their_best_model_closed() -> None:
    both = rows("dual_track", row_type="both kinds")
    kept = sum(float(row["index_gap_closed_minus_open"]) > 0 for row in both)
    assert (shown("two_kinds"), shown("keep_best")) == (len(both), kept)


def test_plain_licences_of_chinese_models_of_2025() -> None:
    listed = [row for row in rows("open_releases", country="China") if row["release_date"].startswith("2025")]
    plain = [row for row in listed if row["licence"] in ("Apache 2.0", "Apache License 2.0", "MIT", "MIT License")]
    assert shown("china_plain") == pytest.approx(len(plain) / len(listed), rel=1e-9)


def test_the_gap_in_points_is_against_a_model_that_could_be_used() -> None:
    points = {row["date"]: row for row in rows("open_closed_gap", index_version="v4.1")}
    assert (shown("gap_back"), shown("gap_august")) == (
        float(points["2026-07-10"]["gap_usable"]),
        float(points[max(points)]["gap_usable"]),
    )
    assert shown("gap_august") < shown("gap_back") / 2
    out = [row for day, row in points.items() if "2026-06-12" <= day < "2026-07-01"]
    assert len(out) == 2
    assert all("Fable" in row["best_closed"] and "Opus 4.8" in row["usable_closed"] for row in out)


def test_half_of_the_developers_with_open_models_only_are_chinese() -> None:
    opened = rows("dual_track", row_type="one kind", closed_scored="0")
    assert shown("open_only") == len(opened) == 2 * sum(row["country"] == "China" for row in opened)
