"""Headline values of notebook 08, derived a second time from the raw tables with the csv module alone."""

from __future__ import annotations

import csv
import itertools
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAVED = ROOT / "reports" / "values" / "08.json"


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def saved(name: str) -> float:
    value = json.loads(SAVED.read_text(encoding="utf-8"))["values"][name]["value"]
    return float(value)


def incogni_order() -> list[str]:
    """Providers from best to worst; the two unprinted places lie between fourth and eighth."""
    mine = [row for row in rows("privacy_rankings") if row["publisher"] == "Incogni"]
    printed = {row["provider"]: int(row["rank"]) for row in mine if row["metric"] == "overall_rank"}
    middle = [row["provider"] for row in mine if row["metric"] == "in_middle_group"]
    bottom = [row["provider"] for row in mine if row["metric"] == "in_bottom_group"]
    top = sorted((p for p in printed if printed[p] <= 4), key=printed.__getitem__)
    return [*top, *middle, *bottom, *sorted((p for p in printed if printed[p] > 4), key=printed.__getitem__)]


def surfshark_counts() -> dict[str, float]:
    return {
        row["provider"]: float(row["value"])
        for row in rows("privacy_rankings")
        if row["publisher"] == "Surfshark"
        and row["ranking"].endswith("2025")
        and row["metric"] == "data_types_collected"
        and row["provider"] != "Ten apps"
    }


def spearman(one: list[int], other: list[int]) -> float:
    """By the textbook formula for orders without ties."""
    n = len(one)
    return 1 - 6 * sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / (n * (n * n - 1))


def orders(best_first: list[str], other_best_first: list[str]) -> tuple[list[int], list[int]]:
    shared = [name for name in best_first if name in other_best_first]
    second = [name for name in other_best_first if name in shared]
    return list(range(len(shared))), [second.index(name) for name in shared]


def test_correlation_of_incogni_and_surfshark() -> None:
    counts = surfshark_counts()
    one, other = orders(incogni_order(), sorted(counts, key=counts.__getitem__))
    assert len(one) == saved("owner_n")
    assert spearman(one, other) == pytest.approx(saved("owner_correlation"), rel=1e-9)


def test_without_the_two_at_the_bottom_the_agreement_is_no_rarity() -> None:
    counts = {name: count for name, count in surfshark_counts().items() if name not in ("Meta", "Google")}
    one, other = orders(incogni_order(), sorted(counts, key=counts.__getitem__))
    found = spearman(one, other)
    every = [spearman(list(order), other) for order in itertools.permutations(one)]
    above = sum(value >= found - 1e-12 for value in every) / len(every)
    assert found == pytest.approx(saved("rest_correlation"), rel=1e-9)
    assert 2 * above == pytest.approx(saved("rest_chance"), rel=1e-9)


def test_the_unrelated_ranking_does_not_include_meta() -> None:
    assert "Meta" not in {row["provider"] for row in rows("privacy_rankings") if row["publisher"] == "TrustThis"}


def test_topics_left_out_of_advertising_and_countries_of_the_extension() -> None:
    details = {row["question"]: row["detail"] for row in rows("privacy_policies") if row["product"] == "Meta AI"}
    topics = details["sensitive_topics_carve_out"].split(" are left out")[0]
    assert len(re.split(r", | and ", topics)) == saved("excluded_topics")
    countries = details["offsite_activity_in_answers"].split(" in the ")[1]
    assert len(re.split(r", | and ", countries)) == saved("offsite_countries")


def test_binding_measures_on_whatsapp_counted_once_each() -> None:
    regulators = {
        row["regulator"]
        for row in rows("regulatory_events")
        if "Meta" in row["target"] and row["status"] == "ordered" and row["confidence"] != "low"
        if row["topic"] == "access to WhatsApp"
    }
    assert len(regulators) == saved("whatsapp_orders")


def test_memory_leaks_are_those_of_the_safety_report() -> None:
    printed = {
        row["model"]: float(row["value"])
        for row in rows("safety_scorecard")
        if row["benchmark"] == "CIMemories violations@5" and row["source_id"] == "muse_spr"
    }
    assert printed["Muse Spark"] / 100 == pytest.approx(saved("memory_muse"), rel=1e-9)
    assert printed["Claude Opus 4.6"] / 100 == pytest.approx(saved("memory_opus"), rel=1e-9)
