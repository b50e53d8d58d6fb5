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


def test_growth_implied_by_the_latest_guidance(values):
    spent = account("purchases_ppe", "2025") + account("finance_lease_principal", "2025")
    low, high = guidance()[-1]
    assert values["growth_latest"]["low"] == close(low / spent - 1)
    assert values["growth_latest"]["high"] == close(high / spent - 1)
    assert values["spent_2025"]["value"] == close(spent)
    assert (values["guidance_first"]["low"], values["guidance_first"]["high"]) == guidance()[0]


def paid_back_in(life, rate, payment=1.0):
    """Present value of a level payment at the end of each year, the last one counted in part by the formula."""
    return payment * (1 - (1 + rate) ** -life) / rate


def test_gross_profit_needed_discounts_back_to_a_fourth_and_to_all(values):
    spent = account("capex_incl_finance_leases", "2025")
    life = account("server_useful_life", "2025") * 1000
    low, high = guidance()[-1]
    need, once = values["gross_profit_needed"], values["need_of_addition"]
    assert paid_back_in(life, 0.09, need["low"]) == close((low - spent) / 4)
    assert paid_back_in(life, 0.09, need["high"]) == close(high)
    assert paid_back_in(7, 0.07, once["low"]) == close(low - spent)
    # Whole years need no formula: discount each payment by itself.
    assert sum(once["high"] / 1.11**year for year in range(1, 5)) == close(high - spent)


def test_central_case_and_what_it_settles_at_if_it_recurs(values):
    middle = sum(guidance()[-1]) / 2 - account("capex_incl_finance_leases", "2025")
    life = account("server_useful_life", "2025") * 1000
    once = middle / paid_back_in(life, 0.09)
    assert values["central_sales"]["value"] == close(once / 0.65)
    assert values["central_profit"]["value"] == close(once)
    assert values["steady_profit"]["value"] == close(life * once)
    # Whole lives show why: of six yearly purchases each paid off in three years, three payments run at a time.
    assert [sum(1 for bought in range(6) if bought <= year < bought + 3) for year in range(2, 6)] == [3, 3, 3, 3]
    # In the settled state the payments cover a year's purchase and the return on what is not yet paid off.
    assert life * once > middle == close(values["addition_middle"]["value"])


def test_prices_and_plans_of_muse(values):
    said = {(row["subject"], row["statement"]): row for row in rows("muse_business")}
    for name, subject, statement in (
        ("price_output", "Meta Model API", "standard price output"),
        ("contributor_output", "Contributor tier", "price output"),
        ("plans_counted", "Meta", "subscriptions and trials over all plans to date"),
    ):
        assert values[name]["value"] == close(float(said[subject, statement]["value"]))
    # The same prices stand in the table of prices, from other documents.
    listed = {row["model"]: row for row in rows("api_prices") if row["provider"] == "meta"}
    assert values["price_output"]["value"] == close(float(listed["Muse Spark 1.3"]["output_price"]))
    assert values["contributor_output"]["value"] == close(float(listed["Muse Spark 1.3 contributor"]["output_price"]))


def test_free_cash_costs_and_leases_of_the_second_quarter(values):
    left = account("operating_cash_flow", "2026Q2") - account("capex_incl_finance_leases", "2026Q2")
    assert values["free_cash_latest"]["value"] == close(left)
    (costs,) = (
        row for row in rows("meta_financials") if (row["metric"], row["period"]) == ("costs_and_expenses", "2026Q2")
    )
    assert values["one_off_costs"]["value"] == close(float(costs["legal_bn"]) + float(costs["severance_bn"]))
    leases = account("leases_not_yet_commenced", "2026Q2")
    assert values["leases_latest"]["value"] == close(leases)
    assert leases > guidance()[-1][1]


def test_each_publisher_ranks_its_own_holding_first(values):
    for name, publisher, period, held in (
        ("menlo_own", "Menlo Ventures", "2025-12", "Anthropic"),
        ("a16z_own", "a16z", "2026 (expected)", "OpenAI"),
    ):
        shares = {
            row["entity"]: float(row["value"])
            for row in rows("enterprise_llm_share")
            if (row["publisher"], row["period"]) == (publisher, period)
            and row["metric"] in ("share", "share of LLM wallet")
            and row["entity"] in ("OpenAI", "Anthropic", "Google")
        }
        assert max(shares, key=shares.get) == held
        assert values[name]["value"] == close(shares[held])


def test_close_and_rank_of_the_day_by_least_squares_by_hand(values):
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
    assert values["rise_at_close"]["value"] == close(day_meta)
    assert values["left_over"]["value"] == close(left)
    assert values["largest_rise"]["value"] == max(market) < day_market
    further = sum(abs(residual) > left for residual in residuals)
    assert values["rank_of_day"]["value"] == f"{further} of {len(window)}"


def test_two_ends_of_advertising_and_need_per_person(values):
    growth = account("advertising_revenue", "2025") - account("advertising_revenue", "2024")
    assert values["advertising_growth"]["value"] == close(growth)
    assert values["central_sales"]["value"] < growth < 2 * values["central_sales"]["value"]
    people = account("daily_active_people", "2026Q2") * 1000
    assert values["needed_per_person"]["value"] == close(values["central_sales"]["value"] / people)
