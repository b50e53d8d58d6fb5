"""The build: validate, run what is stale, print it, and say what changed."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from afterllama import paths
from afterllama.commands.engine import work
from afterllama.data import contract
from afterllama.errors import AfterLlamaError, BuildError, NotebookError
from afterllama.evidence.figure import MIME, Figure
from afterllama.page import archive, index
from afterllama.page.report import render
from afterllama.run import changes, kernel, plan, record, verdicts
from afterllama.run.collection import Collection
from afterllama.run.lint import accept, lint
from afterllama.run.notebook import Notebook, read
from afterllama.run.record import Record


@dataclass
class Result:
    """What a build did: notebooks built, errors by notebook, what moved, guards that fell."""

    built: list[str] = field(default_factory=list)
    failed: dict[str, AfterLlamaError] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.failed and not self.fallen


def build(names: Sequence[str] = (), jobs: int = 2, force: bool = False, quiet: bool = False) -> Result:
    """Build what is stale, of the named notebooks or of all.

    Parameters
    ----------
    names : numbers (``06``) or file stems.
    jobs : notebooks that run at the same time.
    force : build even what is up to date.

    Raises DataError: a table breaks its contract; nothing has been touched then; BuildError: no such notebook.
    """
    contract.ensure(*contract.names(), remember=True)
    chosen = {path.stem: read(path) for path in choose(names)}
    before = {stem: record.saved(notebook.number) for stem, notebook in chosen.items()}
    among = plan.numbered()

    async def make(stem: str) -> str:
        return await _make(chosen[stem], among, force)

    outcome = work(plan.needs(chosen.values()), make, jobs, "built", quiet)
    for stem, error in outcome.failed.items():
        _note_failure(chosen[stem], error)
    collection = Collection.read()
    _write_shared(collection)
    result = Result(outcome.made, outcome.failed)
    for stem in outcome.made:
        now = collection.records[chosen[stem].number]
        result.changed += changes.compare(changes.committed(now.number, before[stem]), now)
        result.fallen += now.fallen
    return result


def choose(names: Sequence[str]) -> list[Path]:
    """Notebooks by number or stem; all of them if no name is given.

    Raises BuildError: a name fits none.
    """
    chosen, unknown = plan.named(names)
    if unknown:
        listed = ", ".join(path.stem for path in plan.numbered())
        raise BuildError(f"no notebook is called {unknown[0]!r}", where="notebooks/", fix=f"There are {listed}")
    return chosen


async def _make(notebook: Notebook, among: Sequence[Path], force: bool) -> str:
    """Run and print one notebook where it is stale; why it was."""
    if "verdicts" in notebook.loads:
        verdicts.write(Collection.read().records)
    step = plan.step(notebook, among, force)
    if not step.reasons:
        return ""
    made = _save(step, *await _executed(step))
    plan.Built(step.run, step.print, made).write(notebook.stem)
    return "; ".join(step.reasons[:3])


async def _executed(step: plan.Step) -> tuple[NotebookNode, Record]:
    """The executed notebook and its record: run now, or kept from the last run where only the printing is stale."""
    stem = step.notebook.stem
    if not step.run_reasons:
        kept = nbformat.read(plan.executed(stem), as_version=4)
        return kept, Record.of(kept, stem)
    path = paths.root() / "notebooks" / step.notebook.name
    if broken := lint(path):
        where, _, problem = broken[0].partition(": ")
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise NotebookError(problem + more, where=where)
    nb = await kernel.run(nbformat.read(path, as_version=4), path.parent, stem)
    made = Record.of(nb, stem)
    accept(nb, made)
    paths.replace_text(plan.executed(stem), nbformat.writes(nb))
    return nb, made


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


def _note_failure(notebook: Notebook, error: AfterLlamaError) -> None:
    """Keep in the saved record that the last build failed, so that no later build of another forgets it."""
    old = record.saved(notebook.number) or Record(notebook.number, notebook.stem, notebook.title)
    now = replace(old, failed=error.problem.splitlines()[0])
    paths.write_if_changed(record.path(notebook.number), now.text())


def _write_shared(collection: Collection) -> None:
    """What is printed of all records together."""
    verdicts.write(collection.records)
    archive.write()
    index.write(collection)
    index.write_findings(collection)
