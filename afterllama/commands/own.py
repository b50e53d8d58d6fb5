"""Reports with a reader's own parameters: one, or one for each row of a file. The collection is never touched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from afterllama import paths
from afterllama.commands.cases import Case, find
from afterllama.commands.cluster import Cluster
from afterllama.commands.engine import ours, work
from afterllama.commands.summary import Done, summed_up
from afterllama.commands.workers import Workers
from afterllama.data import contract
from afterllama.errors import AfterLlamaError, DataError
from afterllama.run import kernel, plan
from afterllama.run.notebook import Notebook
from afterllama.run.parameters import Plain
from afterllama.run.record import Record


def make(
    notebook: Notebook,
    cases: list[Case],
    jobs: int = 2,
    summary: Path | None = None,
    quiet: bool = False,
    cluster: str = "",
) -> Done:
    """Make the reports that are not there yet; a case that fails leaves the others alone.

    Parameters
    ----------
    jobs : cases that run at the same time on this machine.
    summary : where a table of all cases is kept up to date.
    cluster : address of a Dask scheduler, whose workers then do the work.

    Raises DataError: a table that the notebook reads breaks its contract; ParameterError: there is no such cluster.
    """
    contract.ensure(*(name for name in contract.names() if name in notebook.loads), remember=True)
    done, by_name, state = Done(notebook, summary), {case.name: case for case in cases}, _state(notebook)

    async def turn(name: str) -> str:
        try:
            return await _one(by_name[name], state, done, workers)
        except Exception as error:
            done.failed[name] = _located(error, by_name[name])
            raise done.failed[name] from error
        finally:
            if summary:  # after each, so that an interruption loses nothing
                paths.replace_text(summary, summed_up(done, cases))

    with Cluster(cluster) if cluster else Workers(min(jobs, len(cases))) as workers:
        work({name: set() for name in by_name}, turn, workers.jobs, "made", quiet)
    return done


async def _one(case: Case, state: str, done: Done, workers: Workers | Cluster) -> str:
    key = paths.digest(f"{state} {json.dumps(case.values, sort_keys=True)}".encode())
    if kept := _kept(done.report(case.name), key):
        done.finished[case.name] = kept
        done.kept.append(case.name)
        return "there already"
    if isinstance(workers, Cluster):
        html, record = await workers.call(case.name, _elsewhere, done.notebook.stem, state, case, key)
    else:
        nb = await workers.run(partial(_run, done.notebook, case))
        html, record = await workers.call(case.name, _printed, done.notebook, case, nb, key)
    report = done.report(case.name)
    paths.replace_text(report, html)
    saved = {"key": key, "file": paths.file_hash(report), "record": record.text()}
    paths.replace_text(_record_path(report), json.dumps(saved, ensure_ascii=False))
    done.finished[case.name] = record
    return "your parameters"


def _state(notebook: Notebook) -> str:
    """Names all that a notebook's reports are made from, its parameters apart."""
    step = plan.step(notebook, plan.numbered())
    return paths.digest(json.dumps([step.run, step.print], sort_keys=True).encode("utf-8"))


async def _run(notebook: Notebook, case: Case) -> NotebookNode:
    nb = injected(notebook, case.values)
    return await kernel.run(nb, paths.root() / "notebooks", notebook.stem, thumbs=False)


def _printed(notebook: Notebook, case: Case, nb: NotebookNode, key: str) -> tuple[str, Record]:
    from afterllama.commands import printing  # heavy, and wanted only in a process that prints

    return printing.own_report(notebook, case, nb, key)


def _elsewhere(stem: str, state: str, case: Case, key: str) -> tuple[str, Record]:
    """A report made whole in this process, which another machine's may be.

    Raises DataError: the project there is not the one here.
    """
    notebook = find(stem)
    if _state(notebook) != state:
        fix = "Bring notebooks, data and package of all machines to one state"
        raise DataError("the project of this worker is another", where=str(paths.root()), fix=fix)
    return _printed(notebook, case, asyncio.run(_run(notebook, case)), key)


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
