"""The ledger: every claim with its verdict, between the statements that no claim, or an earlier one, judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterllama.evidence.article import Statement
from afterllama.run.verdicts import Judged


@dataclass(frozen=True)
class Line:
    """A verdict, or a statement and what judged it: other lines, or nothing."""

    verdict: Judged | None = None
    statement: Statement | None = None
    judged_by: tuple[Judged, ...] = ()


def lines(section: str, judged: Sequence[Judged], statements: Sequence[Statement]) -> list[Line]:
    """The lines of a section in the article's order: its verdicts where they first apply, and all other statements."""
    by_id = {item.claim.claim_id: item for item in judged}
    waiting = {key: item for key, item in by_id.items() if item.claim.section == section}
    found: list[Line] = []
    for statement in (item for item in statements if item.section == section):
        known = [by_id[key] for key in statement.claim_ids if key in by_id]
        new = [item for item in known if waiting.pop(item.claim.claim_id, None)]
        found += [Line(verdict=item) for item in new] or [Line(statement=statement, judged_by=tuple(known))]
    return found + [Line(verdict=item) for item in waiting.values()]
