"""Headline values of notebook 08, derived a second time from the raw tables with the csv module alone."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAVED = ROOT / "reports" / "values" / "08.json"
ARTICLE = "2026-04-09"
RATING = ["high", "medium", "low"]
QUESTIONS = {
    "train": {"trains_on_chats_by_default"},
    "refuse training": {"training_opt_out"},
    "ads": {"ads_use_of_chats"},
    "kept": {
        "retention_days",
        "retention_days_default",
        "retention_days_if_training_allowed",
        "retention_days_if_training_refused",
    },
    "unsaved": {"temporary_chat"},
    "review": {"human_review"},
}


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def saved(name: str) -> float:
    value = json.loads(SAVED.read_text(encoding="utf-8"))["values"][name]["value"]
    return float(value)


def text(name: str) -> str:
    return str(json.loads(SAVED.read_text(encoding="utf-8"))["values"][name]["value"])


def first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if date else ""


def ads_refusal(product: str) -> str:
    """What the controls of one assistant offer: an end for everyone for free, less than that, or nothing."""
    known = [row for row in rows("ads_controls") if row["product"] == product and row["confidence"] != "low"]
    known = [row for row in known if row["effect"] and first_day(row["date"]) <= ARTICLE]
    if any((row["effect"], row["open_to"], row["cost"]) == ("ends", "everyone", "free") for row in known):
        return "yes"
    return "in part" if any(row["effect"] in ("ends", "limits") for row in known) else "no"


def answers(product: str) -> dict[str, set[str]]:
    """What the best rated rows until the article say, question by question."""
    known = [
        row for row in rows("privacy_policies") if row["product"] == product and first_day(row["as_of"]) <= ARTICLE
    ]
    found: dict[str, set[str]] = {}
    for name, questions in QUESTIONS.items():
        mine = [row for row in known if row["question"] in questions and first_day(row["starts_on"]) <= ARTICLE]
        best = min((RATING.index(row["confidence"]) for row in mine), default=0)
        found[name] = {row["answer"] for row in mine if RATING.index(row["confidence"]) == best}
        if len(found[name]) > 1 and name != "kept":
            found[name] = {"disputed"}
    uses = found["ads"]
    found["refuse ads"] = {"not used"} if uses == {"no"} else {ads_refusal(product)}
    return found


@pytest.mark.parametrize(("product", "name"), [("ChatGPT", "differs_openai"), ("Claude", "differs_anthropic")])
def test_questions_on_which_a_rival_differs_from_meta(product: str, name: str) -> None:
    ours, theirs = answers("Meta AI"), answers(product)
    assert len(ours) == saved("questions_asked")
    apart = [question for question in ours if theirs[question] not in (ours[question], {"disputed"})]
    assert len(apart) == saved(name)


def test_first_day_of_ads_by_chats_and_the_word_on_refusing() -> None:
    starts = {
        row["starts_on"]
        for row in rows("privacy_policies")
        if row["product"] == "Meta AI" and row["question"] == "ads_use_of_chats" and row["starts_on"]
    }
    assert starts == {text("ads_start")}
    told = [row for row in rows("ads_controls") if row["subject"].startswith("Meta (to") and row["effect"] == "none"]
    assert told
    assert text("no_opt_out") == "no"
    named = [row["listed"] for row in rows("ads_controls") if "Ads Preferences" in row["listed"]]
    assert all(part.strip() in named[0] for part in re.split(r", | and ", text("controls_named")))


def test_first_day_of_ads_matched_to_chats_at_chatgpt() -> None:
    days = {
        row["as_of"]
        for row in rows("privacy_policies")
        if row["product"] == "ChatGPT" and row["source_id"] == "openai_ads_2026"
    }
    assert days == {text("openai_ads_start")}


def test_what_is_not_stated_on_keeping_and_where_training_can_be_refused() -> None:
    mine = [row for row in rows("privacy_policies") if row["confidence"] != "low"]
    kept = [row for row in mine if row["product"] in ("Meta AI", "ChatGPT") and row["question"] == "retention_days"]
    assert {(row["product"], row["answer"]) for row in kept} == {
        ("Meta AI", "unspecified"),
        ("ChatGPT", "unspecified"),
    }
    assert text("no_period") == "no"
    refusing = [row for row in mine if (row["product"], row["question"]) == ("Meta AI", "training_opt_out")]
    assert {row["answer"] for row in refusing} == {"partial"}
    assert text("training_places") == "some places"


def test_developers_of_the_one_study() -> None:
    study = [row for row in rows("privacy_rankings") if row["metric"] == "developers_training_on_chats_by_default"]
    assert [float(row["value"]) for row in study] == [saved("developers_training")]
    assert [float(row["rank_of"]) for row in study] == [saved("developers_read")]


def test_day_of_shopping_mode_by_those_who_relay_meta() -> None:
    relays = {row["source_id"] for row in rows("sources") if row["relays"] == "Meta"}
    days = {
        row["as_of"]
        for row in rows("privacy_policies")
        if row["question"] == "feature_at_launch" and row["source_id"] in relays
    }
    assert days == {text("shopping_launch")}


def test_prices_with_and_without_training() -> None:
    prices = {(row["subject"], row["statement"]): row["value"] for row in rows("muse_business")}
    assert float(prices["Contributor tier", "price input"]) == saved("contributor_price")
    assert float(prices["Meta Model API", "standard price input"]) == saved("standard_price")


def test_ratings_that_visibly_include_meta() -> None:
    mine = [row for row in rows("privacy_ratings") if row["covers_meta"] == "yes" and row["confidence"] != "low"]
    assert len(mine) == saved("raters_with_meta")
    assert len({row["owner"] for row in mine}) == saved("rater_owners")


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


def test_requests_that_either_tier_takes() -> None:
    limits = {
        row["statement"]: float(row["value"])
        for row in rows("muse_business")
        if row["unit"] == "requests per minute" and row["date"] == "2026-10-15"
    }
    assert limits == {"limit": saved("contributor_requests"), "standard limit": saved("standard_requests")}
    assert 20 * limits["limit"] == limits["standard limit"]


def test_shopping_wishes_and_voice_rest_on_metas_word_alone() -> None:
    verdicts = json.loads(SAVED.read_text(encoding="utf-8"))["verdicts"]
    mine = next(item for item in verdicts if item["claim_id"] == "shopping-voice-ads")
    known = {row["source_id"]: row for row in rows("sources")}
    assert {known[source]["party"] or known[source]["relays"] for source in mine["sources"]} == {"Meta"}
    assert mine["support"] == "own word"
