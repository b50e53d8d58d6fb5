"""The claims of ``data/claims.csv`` and the tests that were fixed there before the analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from afterllama.data.contract import listed
from afterllama.data.units import date_span, write_date
from afterllama.errors import ClaimError
from afterllama.evidence.value import Value

NO_FAULT = "no fault"
VERDICTS = ("holds", "imprecise", "does not hold", "unsettled", "opinion")
_SAME_UNIT = {("count", "modes"), ("times", "ratio"), ("percentage_points", "points"), ("index_points", "points")}


@dataclass(frozen=True)
class Claim:
    """One claim of the article: in our words, with the test that its verdict follows from."""

    claim_id: str
    place: str
    section: str
    theme: str
    claim: str
    kind: str
    value: str
    unit: str
    claimed_on: str
    party: str
    attributed: str
    notebook: str
    test: str
    holds_within: str
    imprecise_within: str
    condition: str
    fault: str
    due: str
    reason: str


@dataclass(frozen=True)
class Rule:
    """One line of the rubric: a kind of fault, what it does to a verdict, and under the other two readings."""

    fault: str
    verdict: str
    lenient: str
    strict: str
    told_by: str
    reason: str


def all_claims() -> dict[str, Claim]:
    """Every claim by its id, in the article's order."""
    return listed(Claim, "claims.csv")


def claim(claim_id: str) -> Claim:
    """One claim. Raises ClaimError: it does not stand in claims.csv."""
    if claim_id not in all_claims():
        raise ClaimError(f"unknown claim {claim_id!r}", where="data/claims.csv", fix="Use an id of that file")
    return all_claims()[claim_id]


def rubric() -> dict[str, Rule]:
    """The rubric of ``data/verdict_rules.csv`` by kind of fault."""
    return listed(Rule, "verdict_rules.csv")


def faults() -> list[str]:
    """The kinds of fault that decide a verdict by themselves: not those that a claim's bounds decide."""
    return [fault for fault, item in rubric().items() if item.verdict in VERDICTS]


def rule(fault: str, where: str = "") -> Rule:
    """One kind of fault. Raises ClaimError: the rubric does not have it, or leaves it to the bounds."""
    if fault not in faults():
        fix = f"One of {', '.join(faults())}; or 'no fault' for a reading without one"
        raise ClaimError(f"{fault!r} is no fault of the rubric", where=where or "data/verdict_rules.csv", fix=fix)
    return rubric()[fault]


def worse(verdict: str, fault: str, where: str) -> str:
    """The later in ``VERDICTS`` of a verdict and the one that a fault leads to.

    A figure that misses and whose origin nobody finds is unsettled: what was not found may have been another figure.
    """
    return max(verdict, rule(fault, where).verdict, key=VERDICTS.index)


def by_bounds(distance: float, item: Claim) -> str:
    """The verdict of a distance from what is claimed, by the claim's two bounds."""
    # The slack keeps a decimal fraction that binary cannot hold from deciding a verdict at a bound.
    slack = 1e-9
    if distance <= float(item.holds_within) + slack:
        return "holds"
    return "imprecise" if distance <= float(item.imprecise_within) + slack else "does not hold"


def number_of(found: Value, item: Claim) -> float:
    """The number found, in the claim's unit. Raises ClaimError: it is in another unit, or no number."""
    where = f"claim {item.claim_id}"
    if found.unit != item.unit and (found.unit, item.unit) not in _SAME_UNIT:
        fix = "Convert it and cite it in the claim's unit"
        raise ClaimError(f"found is in {found.unit}, the claim in {item.unit}", where=where, fix=fix)
    if not isinstance(found.value, float):
        raise ClaimError("found is no number", where=where, fix="Cite one number")
    return found.value


def _apart(found: Value, item: Claim) -> float:
    return abs(number_of(found, item) - float(item.value))


def _short(found: Value, item: Claim) -> float:
    return max(0.0, float(item.value) - number_of(found, item))


def _days(found: Value, item: Claim) -> float:
    (first, last), (found_first, found_last) = date_span(item.value), date_span(str(found.value))
    gap: int = max((found_first - last).days, (first - found_last).days, 0)
    return gap


@dataclass(frozen=True)
class Test:
    """A test: its words for readers and, for one that measures, how far what is found lies from what is claimed."""

    words: str
    distance: Callable[[Value, Claim], float] | None = None


_BOUNDS = "within {inside} the claim holds, within {outside} it is imprecise"
TESTS = {
    "within": Test(f"the figure found is held against {{claimed}}: {_BOUNDS}", _apart),
    "at_least": Test(
        "the figure found has to reach {claimed}: short by no more than {inside} the claim holds, "
        "by no more than {outside} it is imprecise",
        _short,
    ),
    "dated": Test(f"the date found is held against {{claimed}}: {_BOUNDS}", _days),
    "present": Test("rows show it and none speak against it: then it holds"),
    "reading": Test("a judgement: our reading of rows for and against"),
    "forecast": Test("a forecast: unsettled on the article’s date; what came of it stands under Since"),
}


def decide(item: Claim, found: Value | None, rows: Sequence[str], against: Sequence[str], reading: str | None) -> str:
    """The verdict by a claim's test, from a value found, ids of rows for and against, and the fault that
    we read in it where it is read.

    Raises ClaimError: a reading without rows on both sides.
    """
    if distance := TESTS[item.test].distance:
        return "unsettled" if found is None else by_bounds(distance(found, item), item)
    match item.test, bool(rows), bool(against):
        case "present", True, False:
            return "holds"
        case "present", False, True:
            return "does not hold"
        case "reading", True, True:
            return "holds" if reading == NO_FAULT else rule(str(reading), f"claim {item.claim_id}").verdict
        case "reading", _, _:
            fix = "Give rows= and against=: what speaks for the claim and what against"
            raise ClaimError("a reading shows rows on both sides", where=f"claim {item.claim_id}", fix=fix)
    return "unsettled"


# How far apart two figures of a unit are, in words.
_APART = {
    "date": "days",
    "percent": "percentage points",
    "index_points": "index points",
    "USD_billion": "billion dollars",
    "USD_million": "million dollars",
    "million_per_day": "million a day",
    "ratio": "",
    "rank": "places",
}


def describe(item: Claim) -> str:
    """The written test as a sentence or two for readers."""
    claimed = write_date(item.value) if item.unit == "date" else item.value
    unit = _APART.get(item.unit, item.unit)
    if item.holds_within == "1" and not unit.startswith(("billion", "million")):  # a scale has no plural
        unit = unit.removesuffix("s")
    inside = f"{item.holds_within} {unit}".strip()
    text = TESTS[item.test].words.format(claimed=claimed, inside=inside, outside=item.imprecise_within)
    if not item.condition:
        return text
    verdict = rule(item.fault, f"claim {item.claim_id}").verdict
    return f"{text}. Besides, this has to be so: {item.condition}. If it is not: {verdict} ({item.fault})"
