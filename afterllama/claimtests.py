"""The claims of ``data/claims.csv`` and the tests that were fixed there before the analysis."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from afterllama import paths
from afterllama.errors import ClaimError
from afterllama.tables import date_span
from afterllama.values import Value

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


def describe_test(item: Claim) -> str:
    """The written test as one line for readers."""
    bounds = f"within {item.holds_within} {item.unit} holds, within {item.imprecise_within} is imprecise"
    text = {
        "within": f"found value against {item.value}: {bounds}",
        "at_least": f"found value at least {item.value}: short by {item.holds_within} at most holds, "
        f"by {item.imprecise_within} is imprecise",
        "dated": f"found date against {item.value}, in days: within {item.holds_within} holds, "
        f"within {item.imprecise_within} is imprecise",
        "present": "rows that show it and none against: holds",
        "reading": "a judgement: our reading, with rows for and against",
        "forecast": "a forecast: unsettled on the article's date, its outcome stands under since",
    }[item.test]
    return text + (f"; unless {item.condition}: {item.if_not}" if item.condition else "")
