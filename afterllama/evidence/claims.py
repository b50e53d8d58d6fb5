"""Verdicts by the tests of ``data/claims.csv``, which were written down before the analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from IPython.display import display

from afterllama.data.sources import support
from afterllama.data.tables import refuse_low
from afterllama.errors import ClaimError
from afterllama.evidence.rules import (
    NO_FAULT,
    TESTS,
    Claim,
    by_bounds,
    claim,
    decide,
    describe,
    faults,
    number_of,
    worse,
)
from afterllama.evidence.value import Value
from afterllama.evidence.values import trace
from afterllama.evidence.verdict import Verdict

OUTCOMES = ("open", "came true", "came true in part", "did not come true")


def judge(claim_id: str, **evidence: Any) -> None:
    """Give a claim its verdict by the test that claims.csv fixed for it, and display it; arguments as ``verdict``."""
    display(verdict(claim_id, **evidence))


def verdict(
    claim_id: str,
    *,
    found: Value | None = None,
    condition: Any = None,
    rows: Any = None,
    against: Any = None,
    reading: str | None = None,
    says: str = "",
    says_against: str = "",
    now: Value | None = None,
    since: str | None = None,
    outcome: str | None = None,
    low_confidence: str = "",
) -> Verdict:
    """The verdict of a claim. Raises ClaimError: an argument that its test does not take, or one that is missing.

    Parameters
    ----------
    found : the cited value, for the tests ``within``, ``at_least`` and ``dated``; None if nobody says.
    condition : truth of the claim's extra part, where claims.csv has one; computed, not typed.
    rows, against : loaded rows or Values that show the claim, and that speak against it.
    reading : for the test ``reading`` only: the fault of the rubric that we read in it, or "no fault"; needs rows
        for and against, and the rubric says what verdict it gives.
    says, says_against : what the evidence says, in a few words (text from cited values).
    now : the value today, compared with ``found`` by the claim's own bounds.
    since : what has changed since the article, in a few words; nothing if unchanged.
    outcome : for the test ``forecast``: "open", "came true", "came true in part", "did not come true".
    low_confidence : why rows of low confidence are used.
    """
    item = claim(claim_id)
    _check_arguments(item, found, condition, reading, outcome)
    for_rows, for_sources = _traced([found, rows], low_confidence)
    con_rows, con_sources = _traced([against], low_confidence)
    answer = decide(item, found, for_rows, con_rows, reading)
    broken = condition is not None and not bool(condition) and answer not in ("unsettled", "opinion")
    found_faults = _faults(item, answer, reading, broken)
    answer = worse(answer, item.fault, f"claim {claim_id}") if broken else answer
    sources = tuple(dict.fromkeys([*for_sources, *con_sources]))
    supported = _supported(item, found_faults, sources)
    if (answer, supported, item.attributed) == ("holds", "own word", "no"):
        found_faults = ("relay only",)
    changed, since_text = _since(item, found, now, since, outcome)
    return Verdict(
        claim_id=claim_id,
        claim=item.claim,
        test=describe(item),
        reason=item.reason,
        verdict=answer,
        support=supported,
        faults=found_faults,
        found=says or (found.text if found else "nothing that settles it"),
        found_value=found.value if found else None,
        unit=found.unit if found else "",
        since=since_text,
        changed=changed,
        against=says_against,
        rows=tuple(for_rows),
        against_rows=tuple(con_rows),
        sources=sources,
    )


def _faults(item: Claim, answer: str, reading: str | None, broken: bool) -> tuple[str, ...]:
    """The faults of the rubric behind a verdict, that of its figure before that of its condition."""
    if item.test == "reading":
        own = str(reading)
    elif answer == "holds":
        own = NO_FAULT
    elif answer == "unsettled":
        own = "question" if item.test == "forecast" else "absence of evidence"
    else:
        own = "rounding" if TESTS[item.test].distance else "contradicted"
    found = [own, item.fault if broken else NO_FAULT]
    return tuple(fault for fault in found if fault != NO_FAULT)


def _supported(item: Claim, found_faults: Sequence[str], sources: Sequence[str]) -> str:
    """Whose word a verdict rests on."""
    if "absence of evidence" in found_faults:  # what was not found, nobody supports
        return "none"
    return "our reading" if item.test == "reading" else support(sources, item.party)


def _traced(parts: list[Any], low_confidence: str) -> tuple[list[str], list[str]]:
    flat = [part for item in parts for part in (item if isinstance(item, list | tuple) else [item])]
    kept = [part for part in flat if part is not None and not (isinstance(part, pd.DataFrame) and part.empty)]
    if not kept:
        return [], []
    row_ids, source_ids = trace(kept)
    if not any(isinstance(part, Value) and part.low_confidence for part in kept):
        refuse_low(row_ids, low_confidence)
    return row_ids, source_ids


def _check_arguments(item: Claim, found: object, condition: object, reading: str | None, outcome: str | None) -> None:
    asked = f"claims.csv asks: {item.condition}" if item.condition else "claims.csv has no condition for it"
    known = [NO_FAULT, *faults()]
    typed, outcomes = item.test == "reading", OUTCOMES if item.test == "forecast" else (None,)
    refused = [
        (bool(item.condition) != (condition is not None), "condition= does not fit the written test", asked),
        (typed != (reading is not None), "only a reading is typed, and a reading is typed", ""),
        (typed and reading not in known, f"{reading!r} is no fault of the rubric", f"One of {', '.join(known)}"),
        (outcome not in outcomes, "a forecast has an outcome", f"One of {', '.join(OUTCOMES)}"),
        (found and not TESTS[item.test].distance, "found= is for figures and dates", "Pass rows= and against="),
    ]
    for broken, problem, fix in refused:
        if broken:
            raise ClaimError(problem, where=f"claim {item.claim_id} (test {item.test})", fix=fix)


def _since(
    item: Claim, found: Value | None, now: Value | None, since: str | None, outcome: str | None
) -> tuple[bool, str]:
    if outcome is not None:
        return outcome != "open", f"{outcome}: {since}" if since else outcome
    if now is not None and found is not None:
        apart = abs(number_of(now, item) - number_of(found, item))
        since = None if by_bounds(apart, item) == "holds" else since or f"now {now.text}"
    return bool(since), since or "unchanged"
