"""Headline values of notebook 06, derived a second time from the CSV files with the csv module alone."""

import csv
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def rows(table):
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def values():
    return json.loads((ROOT / "reports" / "values" / "06.json").read_text(encoding="utf-8"))["values"]


def close(number):
    return pytest.approx(number, rel=1e-9)


def account(metric, period):
    found = [row for row in rows("meta_financials") if row["metric"] == metric and row["period"] == period]
    assert len(found) == 1
    return float(found[0]["value"]) / 1000


def guidance():
    """Low and high of Meta's guidance for 2026, oldest first."""
    found = [
        (row["issued_date"], float(row["low"]), float(row["high"]))
        for row in rows("capex_guidance")
        if (row["company"], row["fiscal_year"], row["metric"], row["confidence"]) == ("Meta", "2026", "capex", "high")
        and row["low"]
    ]
    return [(low, high) for _, low, high in sorted(found)]


def test_growth_implied_by_first_and_latest_guidance(values):
    spent = account("purchases_ppe", "2025") + account("finance_lease_principal", "2025")
    for name, (low, high) in (("growth_first", guidance()[0]), ("growth_latest", guidance()[-1])):
        assert values[name]["low"] == close(low / spent - 1)
        assert values[name]["high"] == close(high / spent - 1)


def paid_back_in(life, rate, payment=1.0):
    """Present value of a level payment at the end of each year, the last one counted in part by the formula."""
    return payment * (1 - (1 + rate) ** -life) / rate


def test_gross_profit_needed_discounts_back_to_the_increment(values):
    spent = account("capex_incl_finance_leases", "2025")
    low, high = guidance()[-1]
    need = values["gross_profit_needed"]
    assert paid_back_in(7, 0.07, need["low"]) == close(low - spent)
    assert paid_back_in(4, 0.11, need["high"]) == close(high - spent)
    # Whole years need no formula: discount each payment by itself.
    assert sum(need["high"] / 1.11**year for year in range(1, 5)) == close(high - spent)


def test_central_sales(values):
    middle = sum(guidance()[-1]) / 2 - account("capex_incl_finance_leases", "2025")
    life = account("server_useful_life", "2025") * 1000
    assert values["central_sales"]["value"] == close(middle / paid_back_in(life, 0.09) / 0.65)
    assert values["central_profit"]["value"] == close(middle / paid_back_in(life, 0.09))


def test_abnormal_return_by_least_squares_by_hand(values):
    days = rows("market_returns")
    event = next(position for position, day in enumerate(days) if day["date"] == "2026-04-08")
    window = days[event - 130 : event - 10]
    market = [float(day["sp500_return"]) for day in window]
    meta = [float(day["meta_return"]) for day in window]
    mean_market, mean_meta = sum(market) / len(market), sum(meta) / len(meta)
    spread = sum((x - mean_market) ** 2 for x in market)
    slope = sum((x - mean_market) * (y - mean_meta) for x, y in zip(market, meta, strict=True)) / spread
    residuals = [y - mean_meta - slope * (x - mean_market) for x, y in zip(market, meta, strict=True)]
    day_market, day_meta = float(days[event]["sp500_return"]), float(days[event]["meta_return"])
    left = day_meta - mean_meta - slope * (day_market - mean_market)
    variance = sum(e * e for e in residuals) / (len(window) - 2)
    error = (variance * (1 + 1 / len(window) + (day_market - mean_market) ** 2 / spread)) ** 0.5
    assert values["left_over"]["value"] == close(left)
    assert values["statistic"]["value"] == close(left / error)
    assert values["days_bigger"]["value"] == sum(abs(float(day["meta_return"])) > day_meta for day in days)


def test_two_ends_of_advertising_and_need_per_person(values):
    growth = account("advertising_revenue", "2025") - account("advertising_revenue", "2024")
    assert values["advertising_growth"]["value"] == close(growth)
    people = account("daily_active_people", "2026Q2") * 1000
    assert values["needed_per_person"]["value"] == close(values["central_sales"]["value"] / people)
