"""The build: validate, plan, execute in parallel, print, index, and say what changed."""

from __future__ import annotations

import asyncio
import base64
import json
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from afterllama import paths
from afterllama.commands.progress import Progress
from afterllama.data import contract
from afterllama.errors import AfterLlamaError, BuildError, NotebookError
from afterllama.page import archive, index, readme
from afterllama.page.exporter import render
from afterllama.run import changes, plan, verdicts
from afterllama.run import collection as project
from afterllama.run import record as findings
from afterllama.run.accept import accept
from afterllama.run.kernel import Loop, run
from afterllama.run.lint import lint


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

    Raises
    ------
    DataError : a table breaks its contract; nothing has been touched then.
    BuildError : no such notebook.
    """
    validate_all()
    chosen = choose(names)
    before = {path.stem: project.record(project.number(path)) for path in chosen}
    result = Result()
    for stage, second in (("reports", False), ("overview and ledger", True)):
        stage_paths = [path for path in chosen if plan.is_second_stage(path) == second]
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(_stage(stage, stage_paths, jobs, force, result, quiet))
        if not second:
            verdicts.write()
    for path in chosen:
        if path.stem in result.built:
            number = project.number(path)
            after = project.record(number)
            assert after is not None
            result.changed += changes.compare(number, changes.committed(number, before[path.stem]), after)
    verdicts.write()
    archive.write()
    index.write({name: error.problem.splitlines()[0] for name, error in result.failed.items()})
    readme.write()
    return result


def validate_all() -> None:
    """Check every table of the contract before any notebook runs.

    Raises
    ------
    DataError : the first error; its text names how many more there are.
    """
    for entry in contract.descriptor()["resources"]:
        contract.ensure(entry["name"], remember=True)


def choose(names: Sequence[str]) -> list[Path]:
    """Notebooks by number or stem; all of them if no name is given.

    Raises
    ------
    BuildError : a name fits none.
    """
    chosen, unknown = plan.named(names)
    if unknown:
        listed = ", ".join(path.stem for path in plan.notebooks())
        raise BuildError(f"no notebook is called {unknown[0]!r}", where="notebooks/", fix=f"There are {listed}")
    return chosen


async def _stage(name: str, chosen: list[Path], jobs: int, force: bool, result: Result, quiet: bool) -> None:
    record = plan.Record.read()
    steps = [step for step in plan.plan(chosen, record, force) if step.reasons]
    gate = asyncio.Semaphore(max(1, jobs))
    with Progress(name, len(steps), quiet) as progress:
        await asyncio.gather(*(_one(step, gate, record, result, progress) for step in steps))


async def _one(
    step: plan.Step, gate: asyncio.Semaphore, record: plan.Record, result: Result, progress: Progress
) -> None:
    async with gate:
        started = time.monotonic()
        try:
            nb = await _executed(step)
            made, fallen = _save(step, nb)
        except Exception as error:  # whatever it is, the other reports are built
            result.failed[step.stem] = _ours(error, step)
            progress.done(f"{step.stem}: failed")
            return
        record.notebooks[step.stem] = {"run": step.run, "print": step.print, "made": made}
        record.write()
        result.built.append(step.stem)
        result.fallen += fallen
        progress.done(f"{step.stem}: built in {time.monotonic() - started:.1f} s ({'; '.join(step.reasons[:3])})")


def _ours(error: Exception, step: plan.Step) -> AfterLlamaError:
    if isinstance(error, AfterLlamaError):
        return error
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{step.path.name} (at {Path(frame.filename).name}, line {frame.lineno})"
    return BuildError(f"{type(error).__name__}: {error}", where=where, fix="This is a defect of the build")


async def _executed(step: plan.Step) -> NotebookNode:
    """The executed notebook: run now, or kept from the last run where only the printing is stale."""
    kept = paths.cache() / "executed" / step.path.name
    if not step.run_reasons:
        return nbformat.read(kept, as_version=4)
    if broken := lint(step.path):
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise NotebookError(broken[0].split(": ", 1)[1] + more, where=broken[0].split(": ", 1)[0])
    nb = await run(step.path)
    accept(nb, step.path)
    paths.replace_text(kept, nbformat.writes(nb))
    return nb


def _save(step: plan.Step, nb: NotebookNode) -> tuple[dict[str, str], list[str]]:
    """Write a notebook's report, values and figures; hashes of what was written, and fallen guards."""
    number, stem = project.number(step.path), step.stem
    record = findings.record(nb, number, stem)
    files: dict[str, str | bytes] = {
        f"reports/{stem}.html": render(nb, stem, stamp=step.stamp),
        f"reports/values/{number}.json": json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n",
    }
    for figure in findings.figures(nb):
        base = f"figures/{number}-{figure['name']}"
        files[f"{base}.svg"] = figure["wide"]
        files[f"{base}-narrow.svg"] = figure["narrow"]
        files[f"{base}.csv"] = figure["csv"]
        files[f"{base}.png"] = base64.b64decode(figure["png"])
    for name, content in files.items():
        paths.replace_text(paths.root() / name, content)
    _remove_old_figures(number, files)
    made = {name: paths.file_hash(paths.root() / name) for name in sorted(files)}
    return made, findings.fallen(nb, number, list(record["values"]))


def _remove_old_figures(number: str, files: dict[str, Any]) -> None:
    for path in (paths.root() / "figures").glob(f"{number}-*"):
        if f"figures/{path.name}" not in files:
            path.unlink()
