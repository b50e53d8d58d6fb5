"""Reports with a reader's own parameters: one, or one for each row of a file. The collection is never touched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pandas as pd
from nbformat import NotebookNode

from afterllama import paths
from afterllama.commands.cases import Case
from afterllama.commands.engine import ours, work
from afterllama.data import contract
from afterllama.errors import AfterLlamaError
from afterllama.evidence.values import Value
from afterllama.page.exporter import ParameterRow, render
from afterllama.run import kernel, plan
from afterllama.run.notebook import Notebook
from afterllama.run.parameters import Plain, parameters, words
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
        return _runs() / f"{self.notebook.number}-{name}.html"


def _runs() -> Path:
    return paths.root() / "reports" / "runs"


def summary_path(table: Path) -> Path:
    """Where the summary of a file of cases lies."""
    return _runs() / f"{table.stem}-summary.csv"


def make(
    notebook: Notebook, cases: list[Case], jobs: int = 2, summary: Path | None = None, quiet: bool = False
) -> Done:
    """Make the reports that are not there yet; a case that fails leaves the others alone.

    Raises DataError: a table that the notebook reads breaks its contract.
    """
    known = {entry["name"] for entry in contract.descriptor()["resources"]}
    for name in known.intersection(notebook.loads):
        contract.ensure(name, remember=True)
    done, by_name = Done(notebook, summary), {case.name: case for case in cases}
    step = plan.step(notebook, plan.State())

    async def turn(name: str) -> str:
        try:
            return await _one(step, by_name[name], done)
        except Exception as error:
            done.failed[name] = _located(error, by_name[name])
            raise done.failed[name] from error
        finally:
            if summary:  # after each, so that an interruption loses nothing
                paths.replace_text(summary, summed_up(done, cases))

    work({name: set() for name in by_name}, turn, jobs, "made", quiet)
    return done


async def _one(step: plan.Step, case: Case, done: Done) -> str:
    key = paths.digest(json.dumps([step.run, step.print, case.values], sort_keys=True).encode("utf-8"))
    report = done.report(case.name)
    if kept := _kept(report, key):
        done.finished[case.name] = kept
        done.kept.append(case.name)
        return "there already"
    nb = injected(done.notebook, case.values)
    await kernel.run(nb, paths.root() / "notebooks", done.notebook.stem, thumbs=False)
    record = Record.of(nb, done.notebook.stem)
    html = render(nb, record.stem, key[:10], listed(done.notebook, case.values), record)
    paths.replace_text(report, html)
    saved = {"key": key, "file": paths.file_hash(report), "record": record.text()}
    paths.replace_text(_record_path(report), json.dumps(saved, ensure_ascii=False))
    done.finished[case.name] = record
    return "your parameters"


def _located(error: Exception, case: Case) -> AfterLlamaError:
    known = ours(error, case.name)
    where = ", ".join(part for part in (case.where, case.name, known.where) if part)
    fix = known.fix if known is not error else "Other cases are not affected"
    return type(known)(known.problem, where=where, fix=fix)


def injected(notebook: Notebook, values: Mapping[str, Plain]) -> NotebookNode:
    """The notebook with a reader's parameters in a cell of their own, as papermill puts it."""
    nb: NotebookNode = nbformat.read(paths.root() / "notebooks" / notebook.name, as_version=4)
    if not values:
        return nb
    from papermill.parameterize import parameterize_notebook  # heavy; only where a run is wanted

    nb.metadata["papermill"] = {}
    for cell in nb.cells:  # papermill counts on them
        cell.metadata.setdefault("tags", [])
    made: NotebookNode = parameterize_notebook(nb, dict(values), comment="Parameters of this run")
    return made


def _record_path(report: Path) -> Path:
    return paths.cache() / "runs" / f"{report.stem}.json"


def _kept(report: Path, key: str) -> Record | None:
    """The record of a report that is there as it was made from the same things; None otherwise."""
    try:
        saved = json.loads(_record_path(report).read_text(encoding="utf-8"))
        same = saved["key"] == key and saved["file"] == paths.file_hash(report)
        return Record.parse(saved["record"]) if same else None
    except (OSError, ValueError, KeyError, TypeError, AfterLlamaError):
        return None  # it is made again


def listed(notebook: Notebook, values: Mapping[str, Plain]) -> tuple[ParameterRow, ...]:
    """Every parameter with its value and the collection's, a reader's own first, for the top of the report."""
    known = parameters(notebook)
    ordered = [*values, *(name for name in known if name not in values)]
    return tuple(
        ParameterRow(
            name=name,
            value=_grouped(values.get(name, known[name].default)),
            default=_grouped(known[name].default),
            changed=name in values,
            unit=known[name].unit,
            help=known[name].help,
        )
        for name in ordered
    )


def _grouped(value: Plain) -> str:
    return value if isinstance(value, str) else f"{value:,.10g}"


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
    fullest = max(rows, key=len)  # that of a finished case has all columns in their order
    return str(pd.DataFrame(rows, columns=list(fullest)).to_csv(index=False, lineterminator="\n"))


def _cells(name: str, value: Value) -> dict[str, str]:
    """One cell for a number or a word, two for a range; units stand in the header."""
    unit = "" if value.unit == "text" else f" [{value.unit}]"
    if value.value is None and value.low is not None and value.high is not None:
        return {f"{name} low{unit}": words(value.low), f"{name} high{unit}": words(value.high)}
    return {f"{name}{unit}": "" if value.value is None else words(value.value)}
