"""Headline values of notebook 01, derived a second time from the raw tables."""

import csv
import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

ROOT = Path(__file__).resolve().parents[2]


def rows(table: str) -> list[dict[str, str]]:
    with open(ROOT / "data" / f"{table}.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def saved(name: str) -> float:
    record = json.loads((ROOT / "reports" / "values" / "01.json").read_text(encoding="utf-8"))
    return float(record["values"][name]["value"])


def day_of(event_id: str) -> date:
    found = [row for row in rows("timeline") if row["event_id"] == event_id]
    assert len(found) == 1, event_id
    return date.fromisoformat(found[0]["date"])


def launch() -> date:
    return day_of("muse-spark")


def test_months_from_the_memo_and_from_the_deal_to_the_release() -> None:
    memo = (launch() - day_of("labs-memo")).days
    deal = (launch() - day_of("scale-ai-deal")).days
    assert saved("months_from_memo") == pytest.approx(memo * 12 / 365.25, rel=1e-9)
    assert saved("months_from_deal") == pytest.approx(deal * 12 / 365.25, rel=1e-9)


def test_days_between_the_release_and_the_events_around_it() -> None:
    assert saved("codename_lead") == (launch() - day_of("codename-cnbc")).days
    assert saved("glimmer_days") == (day_of("muse-glimmer") - launch()).days
    assert saved("spark_open_days") == (day_of("muse-spark-open") - launch()).days
    assert saved("paid_api_days") == (day_of("paid-api") - launch()).days


def test_days_by_which_the_paid_interface_and_large_open_weights_came_after_their_terms() -> None:
    known = {row["forecast_id"]: row for row in rows("forecasts")}
    api, weights = known["api-in-june"], known["weights-of-12"]
    assert saved("api_late") == (day_of("paid-api") - date.fromisoformat(api["due"])).days
    assert saved("weights_late") == (day_of("muse-spark-open") - date.fromisoformat(weights["due"])).days
    assert date.fromisoformat(api["resolved_on"]) == day_of("paid-api")
    assert saved("weights_wait") == (day_of("muse-spark-open") - day_of("weights-promised")).days


def test_every_test_of_the_article_is_past_its_day_and_open() -> None:
    tests = [row for row in rows("forecasts") if row["about"] == "tests of the article"]
    assert tests == [row for row in rows("forecasts") if row["due"] == "2026-10-08"]
    assert {row["outcome"] for row in tests} == {"open"}
    assert all(row["due"] < "2026-11-24" for row in tests)
    record = json.loads((ROOT / "reports" / "values" / "01.json").read_text(encoding="utf-8"))["values"]
    assert record["tests_open"]["value"] == ["none", "one", "two", "three", "four", "five"][len(tests)]


def test_people_who_use_an_app_of_meta_on_a_day() -> None:
    (found,) = [
        row for row in rows("meta_ai_usage") if row["metric"] == "daily_active_people" and row["date"] == "2025-12"
    ]
    assert found["unit"] == "billion"
    assert saved("daily_people") == float(found["value"])


def test_downloads_of_an_old_and_the_newest_llama() -> None:
    found = {row["subject"]: float(row["value"] or 0) for row in rows("community") if row["date"] == "2026-10-03"}
    assert saved("old_llama_downloads") == found["Llama 3 8B Instruct"]
    assert saved("new_llama_downloads") == found["Llama 4 Maverick Instruct"]


def test_jobs_cut_in_the_labs_and_in_the_company() -> None:
    found = {row["event_id"]: row["value"] for row in rows("deals_and_talent")}
    assert saved("jobs_ai") == float(found["job-cuts-superintelligence"])
    assert saved("jobs_all") == float(found["job-cuts-company"])


def test_mean_days_between_muse_releases_after_the_first() -> None:
    days = sorted(
        {date.fromisoformat(row["release_date"]) for row in rows("llama_releases") if row["family"] == "Muse"}
    )
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    assert saved("mean_muse_gap") == pytest.approx(mean(gaps), rel=1e-9)


def test_code_world_model_would_split_the_longest_gap() -> None:
    llama4 = max(
        date.fromisoformat(row["release_date"]) for row in rows("llama_releases") if row["family"] == "Llama 4"
    )
    reported = day_of("code-world-model")
    assert saved("longer_part") == max((reported - llama4).days, (launch() - reported).days)


def test_forecasts_that_the_weights_of_muse_glimmer_decided() -> None:
    record = json.loads((ROOT / "reports" / "values" / "01.json").read_text(encoding="utf-8"))["values"]
    opened = day_of("muse-glimmer").isoformat()
    true = [row for row in rows("forecasts") if row["outcome"] == "came true" and not row["due"]]
    decided = [row for row in true if row["asked_by"] != "this collection" and row["resolved_on"] == opened]
    words = ["none", "one", "two", "three", "four", "five"]
    assert record["true_by_one_event"]["value"] == words[len(decided)]
