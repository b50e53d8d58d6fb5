"""The build: validate, run what is stale, print it, and say what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from afterllama import paths
from afterllama.commands.engine import work
from afterllama.commands.workers import Workers
from afterllama.data import contract
from afterllama.errors import AfterLlamaError, BuildError, NotebookError
from afterllama.run import kernel, plan, record, verdicts
from afterllama.run.collection import Collection
from afterllama.run.lint import lint
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
    chosen, among, result = {path.stem: path for path in choose(names)}, plan.numbered(), Result()
    with Workers(min(jobs, len(chosen))) as workers:

        async def make(stem: str) -> str:
            return await _make(read(chosen[stem]), among, force, workers, result)

        outcome = work(plan.needs(map(read, chosen.values())), make, jobs, "built", quiet)
        for stem, error in outcome.failed.items():
            _note_failure(read(chosen[stem]), error)
        workers.wait("the front page", _print_shared)
    result.built, result.failed = outcome.made, outcome.failed
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


async def _make(notebook: Notebook, among: Sequence[Path], force: bool, workers: Workers, result: Result) -> str:
    """Run and print one notebook where it is stale; why it was."""
    if "verdicts" in notebook.loads:
        verdicts.write(Collection.read().records)
    step = plan.step(notebook, among, force)
    if not step.reasons:
        return ""
    nb = await workers.run(partial(_run, notebook)) if step.run_reasons else None
    made, changed, fallen = await workers.call(notebook.stem, _print, step, nb)
    result.changed += changed
    result.fallen += fallen
    plan.Built(step.run, step.print, made).write(notebook.stem)
    return "; ".join(step.reasons[:3])


async def _run(notebook: Notebook) -> NotebookNode:
    path = paths.root() / "notebooks" / notebook.name
    if broken := lint(path):
        where, _, problem = broken[0].partition(": ")
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise NotebookError(problem + more, where=where)
    return await kernel.run(nbformat.read(path, as_version=4), path.parent, notebook.stem)


def _print(step: plan.Step, nb: NotebookNode | None) -> tuple[plan.Hashes, list[str], list[str]]:
    from afterllama.commands import printing  # heavy, and wanted only in a process that prints

    return printing.report(step, nb)


def _print_shared() -> None:
    from afterllama.commands import printing

    printing.shared(Collection.read())


def _note_failure(notebook: Notebook, error: AfterLlamaError) -> None:
    """Keep in the saved record that the last build failed, so that no later build of another forgets it."""
    old = record.saved(notebook.number) or Record(notebook.number, notebook.stem, notebook.title)
    now = replace(old, failed=error.problem.splitlines()[0])
    paths.write_if_changed(record.path(notebook.number), now.text())
