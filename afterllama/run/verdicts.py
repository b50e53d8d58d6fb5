"""``reports/verdicts.csv``: every verdict given, in the order of the article."""

from __future__ import annotations

import csv
import io
from typing import Any

from afterllama import paths
from afterllama.evidence.rules import all_claims
from afterllama.run import collection as project
from afterllama.run import plan

COLUMNS = [
    "claim_id", "place", "section", "theme", "claim", "notebook", "verdict", "support", "found", "found_value", "unit",
    "since", "changed", "against", "sources", "test",
]  # fmt: skip


def collect() -> list[dict[str, Any]]:
    """Rows of the ledger, from the saved records of all notebooks."""
    rows = []
    for path in plan.notebooks():
        record = project.record(project.number(path))
        rows += [_row(item, project.number(path)) for item in (record or {}).get("verdicts", [])]
    return sorted(rows, key=lambda row: int(row["place"]))


def _row(item: dict[str, Any], number: str) -> dict[str, Any]:
    claim = all_claims()[item["claim_id"]]
    return {
        **{name: getattr(claim, name) for name in ("place", "section", "theme")},
        **{name: item[name] for name in COLUMNS if name in item},
        "notebook": number,
        "changed": "yes" if item["changed"] else "no",
        "sources": "; ".join(item["sources"]),
    }


def write() -> None:
    """Write the file anew where its content changes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(collect())
    path = paths.root() / "reports" / "verdicts.csv"
    if not path.exists() or path.read_text(encoding="utf-8") != out.getvalue():
        paths.replace_text(path, out.getvalue())
