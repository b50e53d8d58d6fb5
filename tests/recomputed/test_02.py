"""Headline values of notebook 02, derived a second time from the raw tables with the csv module only."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = date(2026, 4, 9)


def rows(table: str, **wanted: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if all(row[key] == value for key, value in wanted.items())]


def shown(name: str) -> float:
    values = json.loads((ROOT / "reports" / "values" / "02.json").read_text(encoding="utf-8"))["values"]
    return float(values[name]["value"])


def last_total() -> tuple[date, float]:
    own = [row for row in rows("llama_downloads") if row["counted_by"].startswith("Meta")]
    last = max(own, key=lambda row: row["date"])
    return date.fromisoformat(last["date"]), float(last["cumulative_downloads_m"])


def test_a_million_a_day_would_have_led_to_the_projected_total() -> None:
    named_on, total = last_total()
    assert shown("projected") == pytest.approx(total + (ARTICLE - named_on).days, rel=1e-9)


def test_the_lifetime_average_up_to_the_article() -> None:
    born = min(date.fromisoformat(row["release_date"]) for row in rows("llama_releases", family="LLaMA 1"))
    assert shown("lifetime_article") == pytest.approx(last_total()[1] / (ARTICLE - born).days, rel=1e-9)


def test_days_from_the_closed_launch_to_the_open_weights() -> None:
    (closed,) = rows("llama_releases", model="Muse Spark")
    (opened,) = (row for row in rows("llama_releases") if row["model"].startswith("Muse Spark Open"))
    days = date.fromisoformat(opened["release_date"]) - date.fromisoformat(closed["release_date"])
    assert shown("days_closed") == pytest.approx(days.days, rel=1e-9)


def test_the_host_asks_more_than_meta() -> None:
    (host,) = rows("api_prices", model="Muse Spark Open")
    (own,) = rows("api_prices", model="Muse Spark 1.3", as_of="2026-10-15")
    premium = float(host["input_price"]) / float(own["input_price"]) - 1
    assert shown("price_premium") == pytest.approx(premium, rel=1e-9)


def test_developers_that_keep_their_best_model_closed() -> None:
    both = rows("dual_track", row_type="both kinds")
    kept = sum(float(row["index_gap_closed_minus_open"]) > 0 for row in both)
    assert (shown("two_kinds"), shown("keep_best")) == (len(both), kept)


def test_plain_licences_of_chinese_models_of_2025() -> None:
    listed = [row for row in rows("open_releases", country="China") if row["release_date"].startswith("2025")]
    plain = [row for row in listed if row["licence"] in ("Apache 2.0", "Apache License 2.0", "MIT", "MIT License")]
    assert shown("china_plain") == pytest.approx(len(plain) / len(listed), rel=1e-9)


def test_the_gap_in_points_under_index_v41() -> None:
    gaps = sorted((row["date"], float(row["gap_value"])) for row in rows("open_closed_gap", index_version="v4.1"))
    assert (shown("gap_rescaled"), shown("gap_august")) == (gaps[0][1], gaps[-1][1])


def test_half_of_the_developers_with_open_models_only_are_chinese() -> None:
    opened = rows("dual_track", row_type="one kind", closed_scored="0")
    assert shown("open_only") == len(opened) == 2 * sum(row["country"] == "China" for row in opened)
