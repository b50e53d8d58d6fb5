"""The claims of ``data/claims.csv`` and the tests that were fixed there before the analysis."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from afterllama import paths
from afterllama.data.units import date_span, write_date
from afterllama.errors import ClaimError
from afterllama.evidence.values import Value

VERDICTS = ("holds", "imprecise", "does not hold", "unsettled", "opinion")


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
    notebook: str
    test: str
    holds_within: str
    imprecise_within: str
    condition: str
    if_not: str
    due: str
    reason: str


@lru_cache(maxsize=2)
def _read(path: str, stamp: float) -> dict[str, Claim]:
    with open(path, encoding="utf-8", newline="") as handle:
        return {row["claim_id"]: Claim(**row) for row in csv.DictReader(handle)}


def all_claims() -> dict[str, Claim]:
    """Every claim by its id, in the article's order."""
    path = paths.data() / "claims.csv"
    return _read(str(path), path.stat().st_mtime)


def claim(claim_id: str) -> Claim:
    """One claim.

    Raises
    ------
    ClaimError : it does not stand in claims.csv.
    """
    if claim_id not in all_claims():
        raise ClaimError(f"unknown claim {claim_id!r}", where="data/claims.csv", fix="Use an id of that file")
    return all_claims()[claim_id]


def by_bounds(distance: float, item: Claim) -> str:
    # The slack keeps a decimal fraction that binary cannot hold from deciding a verdict at a bound.
    slack = 1e-9
    if distance <= float(item.holds_within) + slack:
        return "holds"
    return "imprecise" if distance <= float(item.imprecise_within) + slack else "does not hold"


def number_of(found: Value, item: Claim) -> float:
    if found.unit != item.unit and (found.unit, item.unit) not in _SAME_UNIT:
        raise ClaimError(
            f"found is in {found.unit}, the claim in {item.unit}",
            where=f"claim {item.claim_id}",
            fix="Convert it and cite it in the claim's unit",
        )
    if not isinstance(found.value, float):
        raise ClaimError("found is no number", where=f"claim {item.claim_id}", fix="Cite one number")
    return found.value


_SAME_UNIT = {
    ("count", "modes"),
    ("times", "ratio"),
    ("percentage_points", "points"),
    ("index_points", "points"),
}


def _within(item: Claim, found: Value | None, rows: list[str], against: list[str], reading: str | None) -> str:
    if found is None:
        return "unsettled"
    return by_bounds(abs(number_of(found, item) - float(item.value)), item)


def _at_least(item: Claim, found: Value | None, rows: list[str], against: list[str], reading: str | None) -> str:
    if found is None:
        return "unsettled"
    return by_bounds(max(0.0, float(item.value) - number_of(found, item)), item)


def _dated(item: Claim, found: Value | None, rows: list[str], against: list[str], reading: str | None) -> str:
    if found is None:
        return "unsettled"
    first, last = date_span(item.value)
    found_first, found_last = date_span(str(found.value))
    gap = max((found_first - last).days, (first - found_last).days, 0)
    return by_bounds(gap, item)


def _present(item: Claim, found: Value | None, rows: list[str], against: list[str], reading: str | None) -> str:
    if rows and not against:
        return "holds"
    return "does not hold" if against and not rows else "unsettled"


def _reading(item: Claim, found: Value | None, rows: list[str], against: list[str], reading: str | None) -> str:
    if not rows or not against:
        raise ClaimError(
            "a reading shows rows on both sides",
            where=f"claim {item.claim_id}",
            fix="Give rows= and against=: what speaks for the claim and what against",
        )
    return str(reading)


def _forecast(item: Claim, found: Value | None, rows: list[str], against: list[str], reading: str | None) -> str:
    return "unsettled"


TESTS: dict[str, Callable[..., str]] = {
    "within": _within,
    "at_least": _at_least,
    "dated": _dated,
    "present": _present,
    "reading": _reading,
    "forecast": _forecast,
}


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


def describe_test(item: Claim) -> str:
    """The written test as a sentence or two for readers."""
    claimed = write_date(item.value) if item.unit == "date" else item.value
    inside = _measured(item.holds_within, _APART.get(item.unit, item.unit))
    text = {
        "within": f"the figure found is held against {claimed}: within {inside} the claim holds, "
        f"within {item.imprecise_within} it is imprecise",
        "at_least": f"the figure found has to reach {claimed}: short by no more than {inside} the claim holds, "
        f"by no more than {item.imprecise_within} it is imprecise",
        "dated": f"the date found is held against {claimed}: within {inside} the claim holds, "
        f"within {item.imprecise_within} it is imprecise",
        "present": "rows show it and none speak against it: then it holds",
        "reading": "a judgement: our reading of rows for and against",
        "forecast": "a forecast: unsettled on the article’s date; what came of it stands under Since",
    }[item.test]
    extra = f". Besides, this has to be so: {item.condition}. If it is not: {item.if_not}" if item.condition else ""
    return text + extra


def _measured(number: str, unit: str) -> str:
    """``1 percentage point`` and ``2 percentage points``; a scale stays as it is, ``1 billion dollars``."""
    one = number == "1" and not unit.startswith(("billion", "million"))
    return f"{number} {unit.removesuffix('s') if one else unit}".strip()
