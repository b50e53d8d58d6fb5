"""From run notebooks to pages, records and figures: what processes beside the driver do."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from afterllama import paths
from afterllama.commands.cases import Case
from afterllama.evidence.figure import MIME, Figure
from afterllama.page import about, archive, index
from afterllama.page.report import ParameterRow, render
from afterllama.run import changes, plan, record, verdicts
from afterllama.run.collection import Collection
from afterllama.run.lint import accept
from afterllama.run.notebook import Notebook
from afterllama.run.parameters import Plain, parameters
from afterllama.run.record import Record


def report(step: plan.Step, nb: NotebookNode | None) -> tuple[plan.Hashes, list[str], list[str]]:
    """Accept, keep and print what was run, or what the last run left where only the printing is stale.

    Hashes of what was written, what changed against the committed edition, and guards that fell.
    """
    stem, before = step.notebook.stem, record.saved(step.notebook.number)
    kept = nb or nbformat.read(plan.executed(stem), as_version=4)
    made = Record.of(kept, stem)
    if nb:
        accept(nb, made)
        paths.replace_text(plan.executed(stem), nbformat.writes(nb))
    saved = _save(step, kept, made)
    return saved, changes.compare(changes.committed(made.number, before), made), made.fallen


def _save(step: plan.Step, nb: NotebookNode, made: Record) -> plan.Hashes:
    """Write a notebook's report, record and figures; hashes of what was written."""
    files: dict[str, str | bytes] = {
        f"reports/{made.stem}.html": render(nb, made.stem, step.stamp, record=made),
        f"reports/values/{made.number}.json": made.text(),
    }
    for figure in record.outputs(nb, MIME, Figure):
        base = f"figures/{made.number}-{figure.name}"
        files[f"{base}.svg"], files[f"{base}-narrow.svg"] = figure.wide, figure.narrow
        files[f"{base}.csv"], files[f"{base}.png"] = figure.csv, base64.b64decode(figure.png)
        if figure.thumb:
            files[f"{base}-thumb.svg"] = figure.thumb
    for name, content in files.items():
        paths.replace_text(paths.root() / name, content)
    for path in (paths.root() / "figures").glob(f"{made.number}-*"):
        if f"figures/{path.name}" not in files:
            path.unlink()
    return {name: paths.file_hash(paths.root() / name) for name in sorted(files)}


def own_report(notebook: Notebook, case: Case, nb: NotebookNode, key: str) -> tuple[str, Record]:
    """The page of a reader's own report and its record; ``key`` names all that it was made from."""
    made = Record.of(nb, notebook.stem)
    return render(nb, made.stem, key[:10], listed(notebook, case.values), made), made


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


def shared(collection: Collection) -> None:
    """What is printed of all records together."""
    verdicts.write(collection.records)
    archive.write()
    index.write(collection)
    about.write(collection)
    index.write_answers(collection)
