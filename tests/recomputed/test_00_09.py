"""Counts of the overview and the ledger, derived a second time from reports/verdicts.csv with the csv module alone."""

import csv
import json
import re
from math import comb
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ORDER = ["holds", "imprecise", "does not hold", "unsettled", "opinion"]
BOUNDS = ("holds_within", "imprecise_within")


def rows(path):
    with (ROOT / path).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def record(number):
    return json.loads((ROOT / "reports" / "values" / f"{number}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def verdicts():
    return rows("reports/verdicts.csv")


@pytest.fixture(scope="module")
def claims():
    return {row["claim_id"]: row for row in rows("data/claims.csv")}


@pytest.fixture(scope="module")
def overview():
    return record("00")["values"]


@pytest.fixture(scope="module")
def ledger():
    return record("09")["values"]


def distance(verdict, claim):
    """How far the number found lies from the claimed one; for a floor, by how much it falls short."""
    gap = float(verdict["found_value"]) - float(claim["value"])
    return abs(gap) if claim["test"] == "within" else max(0.0, -gap)


def alone(verdict, claim, factor=1.0):
    """What the number by itself comes to: verdict by the bounds times a factor, None where nobody gives a number."""
    if not verdict["found_value"]:
        return None
    return ORDER[sum(distance(verdict, claim) > factor * float(claim[bound]) + 1e-9 for bound in BOUNDS)]


def outside(verdict, party, sources):
    """Sources of those who neither are the party nor pass on its word."""
    read = [sources[source_id] for source_id in verdict["sources"].split("; ") if source_id]
    return [source for source in read if party not in (source["party"], source["relays"])]


def voice(source):
    return source["owner"] or source["party"] or source["relays"] or source["publisher"]


def test_claims_by_verdict(verdicts, overview, ledger):
    counts = {word: sum(row["verdict"] == word for row in verdicts) for word in ORDER}
    assert ledger["claims_judged"]["value"] == overview["claims_judged"]["value"] == len(verdicts)
    names = ("claims_holding", "claims_imprecise", "claims_failing", "claims_unsettled", "claims_opinion")
    assert [ledger[name]["value"] for name in names] == [counts[word] for word in ORDER]
    assert sum(counts.values()) == len(verdicts)


def test_claims_with_news_since(verdicts, overview, ledger):
    changed = [row for row in verdicts if row["changed"] == "yes"]
    assert overview["claims_changed"]["value"] == len(changed)
    assert ledger["changed_of_holding"]["value"] == sum(row["verdict"] == "holds" for row in changed)


def test_numbers_that_slip_and_are_right_numbers_of_something_else(verdicts, claims, overview):
    figures = [row for row in verdicts if claims[row["claim_id"]]["kind"] == "figure"]
    slipped = [row for row in figures if row["verdict"] in ("imprecise", "does not hold")]
    assert all(claims[row["claim_id"]]["test"] in ("within", "at_least") for row in slipped)
    by_number = [(row["verdict"], alone(row, claims[row["claim_id"]])) for row in slipped]
    better = [pair for pair in by_number if pair[1] and ORDER.index(pair[1]) < ORDER.index(pair[0])]
    assert overview["slipped_numbers"]["value"] == len(slipped)
    assert overview["right_numbers"]["value"] == len(better)
    assert overview["figures_told"]["value"] == len(figures)
    assert overview["figures_holding"]["value"] == sum(row["verdict"] == "holds" for row in figures)


def test_voices_from_outside(verdicts, claims, ledger):
    sources = {row["source_id"]: row for row in rows("data/sources.csv")}
    others = [outside(row, claims[row["claim_id"]]["party"], sources) for row in verdicts]
    voices = [len({voice(source) for source in found}) for found in others]
    assert ledger["no_voice"]["value"] == voices.count(0)
    assert ledger["one_voice"]["value"] == voices.count(1)


def test_first_hand_from_outside_means_independent_or_our_reading(verdicts, claims, ledger):
    sources = {row["source_id"]: row for row in rows("data/sources.csv")}
    others = [outside(row, claims[row["claim_id"]]["party"], sources) for row in verdicts]
    counted = [any(source["primary"] == "yes" and not source["interest"] for source in found) for found in others]
    support = [row["support"] for row, is_counted in zip(verdicts, counted, strict=True) if is_counted]
    support = [word for word in support if word != "none"]  # what was not found, nobody supports
    assert ledger["first_hand"]["value"] == len(support)
    assert ledger["readings_counted"]["value"] == support.count("our reading")
    assert support.count("independent") == sum(row["support"] == "independent" for row in verdicts)
    assert set(support) == {"independent", "our reading"}


def test_what_overview_and_ledger_both_show_is_the_same_record(overview, ledger):
    shared = set(overview) & set(ledger)
    assert {"claims_judged", "claims_holding", "claims_changed"} <= shared
    assert all(overview[name] == ledger[name] for name in shared)


def test_overview_shows_the_saved_values_of_the_themes_unchanged(overview):
    themes = [record(f"{number:02}")["values"] for number in range(1, 9)]
    for name, value in overview.items():
        if not any(row.startswith("verdicts:") for row in value["rows"]):
            assert any(values.get(name) == value for values in themes), name


def test_slips_on_open_weights_by_what_went_wrong(verdicts, overview):
    """The five claims over downloads by name; the rest are words too large."""
    downloads = {"hub-share-china", "hub-share-us", "downloads-1-2b", "downloads-per-day", "million-daily-users"}
    slips = [
        row
        for row in verdicts
        if row["theme"] == "open-source-shift" and row["verdict"] in ("imprecise", "does not hold")
    ]
    assert overview["downloads_slips"]["value"] == sum(row["claim_id"] in downloads for row in slips)
    assert overview["large_words"]["value"] == sum(row["faults"] in ("overreach", "absolute") for row in slips)


def test_shares_that_hold_at_both_ends_of_the_choices(verdicts, ledger, overview):
    decided = [row["verdict"] for row in verdicts if row["verdict"] not in ("unsettled", "opinion")]
    assert overview["lowest_share"]["value"] == pytest.approx(ledger["strict_holding"]["value"] / len(verdicts))
    assert overview["highest_share"]["value"] == pytest.approx(
        sum(word in ("holds", "imprecise") for word in decided) / len(decided)
    )


@pytest.mark.parametrize("stem", ["00_overview", "09_claims_ledger"])
def test_links_to_other_reports_lead_somewhere(stem):
    notebook = json.loads((ROOT / "notebooks" / f"{stem}.ipynb").read_text(encoding="utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    links = re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", text)
    assert links
    for page, anchor in links:
        if page.startswith("https://"):
            continue  # the article itself
        html = (ROOT / "reports" / (page or f"{stem}.html")).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in html, f"{page}#{anchor}"


def test_claims_that_the_article_gives_to_somebody_and_those_of_its_later_sections(verdicts, claims, ledger):
    given = [row for row in verdicts if claims[row["claim_id"]]["attributed"] == "yes"]
    late = ("the open-source rupture", "the business logic", "what comes next", "conclusion", "questions at the end")
    argued = [row for row in verdicts if row["section"].lower() in late]
    for name, found in (("attributed", given), ("late", argued)):
        assert ledger[f"{name}_claims"]["value"] == len(found)
        assert ledger[f"{name}_holding"]["value"] == sum(row["verdict"] == "holds" for row in found)


def kappa(pairs):
    """Cohen's kappa of pairs of codes (Cohen 1960): agreement beyond chance, over what chance leaves."""
    agreed = sum(ours == theirs for ours, theirs in pairs) / len(pairs)
    first, second = zip(*pairs, strict=True)
    chance = sum(first.count(word) * second.count(word) for word in ORDER) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance)


def test_agreement_of_the_second_coders_as_it_was_before_settling(ledger):
    for coder, agreed in (("blind", "agreed_blind"), ("informed", "agreed_informed")):
        coded = [row for row in rows("data/second_codings.csv") if row["coder"] == coder]
        pairs = [(row["first_verdict"], row["verdict"]) for row in coded]
        assert ledger[agreed]["value"] == sum(ours == theirs for ours, theirs in pairs)
        assert ledger[f"kappa_{coder}"]["value"] == pytest.approx(kappa(pairs), rel=1e-9)
        assert ledger["coded"]["value"] == len(pairs) == 65


def read_as(reading, factor, verdict, claim, rubric):
    """A verdict under a reading of the rubric: the worst of its faults, and of its figure under wider or narrower bounds."""
    given = [rubric[fault][reading] for fault in verdict["faults"].split("; ") if fault]
    ranks = [ORDER.index(word) for word in given if word in ORDER]
    if claim["test"] in ("within", "at_least") and verdict["verdict"] not in ("unsettled", "opinion"):
        ranks.append(ORDER.index(alone(verdict, claim, factor)))
    return max(ranks, default=0)


def test_the_scoreboard_under_the_kind_and_the_strict_reading(verdicts, claims, ledger):
    rubric = {row["fault"]: row for row in rows("data/verdict_rules.csv")}
    for name, reading, factor in [("lenient", "lenient", 2.0), ("strict", "strict", 0.5)]:
        ranks = [read_as(reading, factor, row, claims[row["claim_id"]], rubric) for row in verdicts]
        assert ledger[f"{name}_holding"]["value"] == ranks.count(0)
    published = [read_as("verdict", 1.0, row, claims[row["claim_id"]], rubric) for row in verdicts]
    assert [ORDER[rank] for rank in published] == [row["verdict"] for row in verdicts]


def test_statements_of_the_article_and_those_that_no_claim_judges(ledger):
    article = rows("data/article.csv")
    assert ledger["statements_made"]["value"] == len(article)
    assert ledger["statements_unjudged"]["value"] == sum(not row["claims"] for row in article)


def test_rows_checked_a_second_time_and_how_many_may_be_wrong(ledger):
    results = [row["result"] for row in rows("data/audit.csv")]
    found = {word: results.count(word) for word in ("wrong", "slip", "not reachable")}
    names = ("rows_wrong", "rows_slipped", "rows_unread")
    assert [ledger[name]["value"] for name in names] == list(found.values())
    read = len(results) - found["not reachable"]
    # The upper end of the exact interval is the share at which so few would be found one time in forty.
    share = ledger["wrong_at_most"]["value"]
    as_few = sum(
        comb(read, wrong) * share**wrong * (1 - share) ** (read - wrong) for wrong in range(found["wrong"] + 1)
    )
    assert as_few == pytest.approx(0.025, rel=1e-6)


def test_figures_that_missed_and_those_that_other_bounds_would_turn(verdicts, claims, ledger):
    judged = [(row, claims[row["claim_id"]]) for row in verdicts if row["found_value"]]
    tested = [(row, claim) for row, claim in judged if claim["test"] in ("within", "at_least")]
    missed = [
        (row, claim) for row, claim in tested if distance(row, claim) > 1e-9 and alone(row, claim) == row["verdict"]
    ]
    turned = [row for row, claim in missed if {alone(row, claim, factor) for factor in (0.5, 2.0)} != {row["verdict"]}]
    assert (ledger["could_move"]["value"], ledger["flips"]["value"]) == (len(missed), len(turned))
