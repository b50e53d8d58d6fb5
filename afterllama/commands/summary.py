"""What became of a reader's own cases, and the table that sums them up."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from afterllama import paths
from afterllama.commands.cases import Case
from afterllama.errors import AfterLlamaError
from afterllama.evidence.value import Value
from afterllama.run.notebook import Notebook
from afterllama.run.parameters import parameters, words
from afterllama.run.record import Record


@dataclass
class Done:
    """What became of the cases, by name: records of finished ones, errors of the others."""

    notebook: Notebook
    summary: Path | None = None
    finished: dict[str, Record] = field(default_factory=dict)
    failed: dict[str, AfterLlamaError] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def report(self, name: str) -> Path:
        """Where the report of one case lies."""
        return runs() / f"{self.notebook.number}-{name}.html"


def runs() -> Path:
    """The folder of a reader's own reports."""
    return paths.root() / "reports" / "runs"


def summary_path(table: Path) -> Path:
    """Where the summary of a file of cases lies."""
    return runs() / f"{table.stem}-summary.csv"


def headline(notebook: Notebook) -> list[str]:
    """Names of the values in answer and findings, in order."""
    cells = [cell for cell in notebook.cells if {"answer", "findings"} & cell.tags]
    return list(dict.fromkeys(name for cell in cells for name in cell.roles))


def summed_up(done: Done, cases: list[Case]) -> str:
    """As CSV: each case with its parameters, headline values, fallen guards, report and problem."""
    known, names = parameters(done.notebook), headline(done.notebook)
    rows = []
    for case in cases:
        record, error = done.finished.get(case.name), done.failed.get(case.name)
        row = {"name": case.name} | {name: words(case.values.get(name, known[name].default)) for name in known}
        for name in names:
            row |= _cells(name, record.values[name]) if record else {}
        row["no_longer_supported"] = "; ".join(record.fallen) if record else ""
        row["report"] = done.report(case.name).name if record else ""
        rows.append(row | {"problem": error.problem.splitlines()[0] if error else ""})
    # A finished case has all columns in their order; a value that is in another unit in a later one adds its own.
    columns = dict.fromkeys(column for row in sorted(rows, key=len, reverse=True) for column in row)
    text = io.StringIO()
    table = csv.DictWriter(text, list(columns), restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def _cells(name: str, value: Value) -> dict[str, str]:
    """One cell for a number or a word, two for a range; units stand in the header."""
    unit = "" if value.unit == "text" else f" [{value.unit}]"
    if value.value is None and value.low is not None and value.high is not None:
        return {f"{name} low{unit}": words(value.low), f"{name} high{unit}": words(value.high)}
    return {f"{name}{unit}": "" if value.value is None else words(value.value)}
