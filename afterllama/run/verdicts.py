"""``reports/verdicts.csv``: every verdict given, in the order of the article."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from afterllama import paths
from afterllama.errors import BuildError
from afterllama.evidence.rules import Claim, all_claims
from afterllama.evidence.verdict import Verdict
from afterllama.run.record import Record

COLUMNS = [
    "claim_id", "place", "section", "theme", "claim", "notebook", "verdict", "faults", "support", "found",
    "found_value", "unit", "since", "changed", "against", "sources", "test",
]  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict and the record of the notebook that gives it."""

    claim: Claim
    verdict: Verdict
    record: Record


def judged(records: Mapping[str, Record]) -> list[Judged]:
    """Every verdict of the saved records, in the article's order.

    Raises BuildError: a notebook judges what claims.csv does not have.
    """
    claims = all_claims()
    given = [(item, record) for record in records.values() for item in record.verdicts]
    for item, record in given:
        if item.claim_id not in claims:
            fix = "Build the notebook again, or put the claim back into data/claims.csv"
            raise BuildError(f"judges {item.claim_id!r}, which is no claim", where=f"{record.stem}.ipynb", fix=fix)
    found = [Judged(claims[item.claim_id], item, record) for item, record in given]
    return sorted(found, key=lambda item: int(item.claim.place))


def text(records: Mapping[str, Record]) -> str:
    """The file's content."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(item) for item in judged(records))
    return out.getvalue()


def _row(item: Judged) -> list[object]:
    special = {
        "notebook": item.record.number,
        "changed": "yes" if item.verdict.changed else "no",
        "sources": "; ".join(item.verdict.sources),
        "faults": "; ".join(item.verdict.faults),
        **{name: getattr(item.claim, name) for name in ("place", "section", "theme")},
    }
    return [special[name] if name in special else getattr(item.verdict, name) for name in COLUMNS]


def write(records: Mapping[str, Record]) -> None:
    """Write the file anew where its content changes."""
    paths.write_if_changed(paths.root() / "reports" / "verdicts.csv", text(records))
