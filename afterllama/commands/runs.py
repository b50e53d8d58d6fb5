"""Reports with a reader's own parameters: one, or one for each row of a file. The collection is never touched."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from afterllama import paths
from afterllama.commands.own import Case, headline, report_path
from afterllama.commands.own import summary as cases_table
from afterllama.commands.progress import Progress
from afterllama.data import contract
from afterllama.errors import AfterLlamaError, BuildError
from afterllama.page.exporter import render
from afterllama.run import collection as project
from afterllama.run import plan
from afterllama.run import record as findings
from afterllama.run.kernel import Loop, run
from afterllama.run.parameters import Plain, parameters

# Links of a report lead out of its folder, and a run lies one folder deeper; its pictures are its own.
_LINK = re.compile(r'href="(?!#|[a-z]+:)')
_PICTURE = re.compile(r'href="\.\./figures/([^"/]+)\.png"')


@dataclass
class Done:
    """What became of the cases, by name: records of finished ones, errors of the others."""

    path: Path
    summary: Path | None = None
    finished: dict[str, dict[str, Any]] = field(default_factory=dict)
    failed: dict[str, AfterLlamaError] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def report(self, name: str) -> Path:
        return report_path(self.path, name)

    def shown(self, path: Path) -> str:
        """A path as it is printed, from the project's folder."""
        return path.relative_to(paths.root()).as_posix()


def make(path: Path, cases: list[Case], jobs: int = 2, summary: Path | None = None, quiet: bool = False) -> Done:
    """Make the reports that are not there yet; a case that fails leaves the others alone.

    Raises
    ------
    DataError : a table that the notebook reads breaks its contract.
    """
    known = {entry["name"] for entry in contract.descriptor()["resources"]}
    for name in known & set(plan.tables_read(path)):
        contract.ensure(name, remember=True)
    done = Done(path, summary)
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(_all(cases, jobs, done, quiet))
    return done


async def _all(cases: list[Case], jobs: int, done: Done, quiet: bool) -> None:
    step = plan.plan([done.path], plan.Record())[0]
    gate = asyncio.Semaphore(max(1, jobs))
    with Progress("runs", len(cases), quiet) as progress:

        async def turn(case: Case) -> None:
            async with gate:
                await _one(step, case, done, progress)
                if done.summary:  # after each, so that an interruption loses nothing
                    paths.replace_text(done.summary, cases_table(done.path, cases, done.finished, done.failed))

        await asyncio.gather(*(turn(case) for case in cases))


async def _one(step: plan.Step, case: Case, done: Done, progress: Progress) -> None:
    path, key, started = step.path, _key(step, case), time.monotonic()
    if (record := _finished(path, case, key)) is not None:
        done.finished[case.name] = record
        done.kept.append(case.name)
        progress.done(f"{case.name}: made already")
        return
    nb = inject(path, case.values)
    try:
        nb = await run(path, notebook=nb)
        done.finished[case.name] = _save(path, case, nb, key)
    except Exception as error:  # whatever it is, the other cases go on
        done.failed[case.name] = _located(error, case, _injected(nb))
        progress.done(f"{case.name}: failed")
        return
    progress.done(f"{case.name}: made in {time.monotonic() - started:.1f} s")


def _located(error: Exception, case: Case, injected: int) -> AfterLlamaError:
    place = ", ".join(part for part in (case.where, case.name) if part)
    if isinstance(error, AfterLlamaError):
        # Cells behind the injected one are counted as the analyst sees them, without it.
        inside = re.sub(r"(?<=cell )\d+", lambda cell: str(int(cell[0]) - (int(cell[0]) > injected)), error.where)
        where = ", ".join(part for part in (place, inside) if part)
        return type(error)(error.problem, where=where, fix="Other cases are not affected")
    return BuildError(f"{type(error).__name__}: {error}", where=place, fix="This is a defect of the build")


def _injected(nb: NotebookNode) -> int:
    """Place of the cell that holds a reader's parameters, counted from one; beyond the last if there is none."""
    places = [k for k, cell in enumerate(nb.cells) if "injected-parameters" in cell.metadata.get("tags", [])]
    return places[0] + 1 if places else len(nb.cells)


def inject(path: Path, values: dict[str, Plain]) -> NotebookNode:
    """The notebook with a reader's parameters in a cell of their own, as papermill puts it."""
    from papermill.parameterize import parameterize_notebook  # heavy; only where a run is wanted

    nb = nbformat.read(path, as_version=4)
    if not values:
        return nb
    nb.metadata["papermill"] = {}
    for cell in nb.cells:  # papermill counts on them
        cell.metadata.setdefault("tags", [])
    made: NotebookNode = parameterize_notebook(nb, values, comment="Parameters of this run")
    return made


def _key(step: plan.Step, case: Case) -> str:
    text = json.dumps([step.run, step.print, case.values], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:20]


def _record_path(path: Path, case: Case) -> Path:
    return paths.cache() / "runs" / f"{report_path(path, case.name).stem}.json"


def _finished(path: Path, case: Case, key: str) -> dict[str, Any] | None:
    kept = _record_path(path, case)
    try:
        record: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    same = record["key"] == key and record["file"] == paths.file_hash(report_path(path, case.name))
    return record if same else None


def _save(path: Path, case: Case, nb: NotebookNode, key: str) -> dict[str, Any]:
    number, report = project.number(path), report_path(path, case.name)
    html = render(nb, path.stem, stamp=key[:10], parameters=listed(path, case.values))
    paths.replace_text(report, _moved(html, nb, number))
    values = nb.metadata["afterllama"].get("values", {})
    record = {
        "key": key,
        "file": paths.file_hash(report),
        "values": {name: values[name] for name in headline(path) if name in values},
        "fallen": findings.fallen(nb, number, findings.shown_names(nb)),
    }
    paths.replace_text(_record_path(path, case), json.dumps(record, ensure_ascii=False))
    return record


def _moved(html: str, nb: NotebookNode, number: str) -> str:
    """The page as it lies one folder deeper, with the pictures of this run inside it."""
    pictures = {f"{number}-{figure['name']}": figure["png"] for figure in findings.figures(nb)}
    inside = _PICTURE.sub(
        lambda found: f'download="{found[1]}.png" href="data:image/png;base64,{pictures[found[1]]}"', html
    )
    return _LINK.sub('href="../', inside)


def listed(path: Path, values: dict[str, Plain]) -> list[dict[str, Any]]:
    """Every parameter with its value and the collection's, a reader's own first, for the top of the report."""
    known = parameters(path)
    return [
        {
            "name": name,
            "value": _grouped(values.get(name, known[name].default)),
            "default": _grouped(known[name].default),
            "changed": name in values,
            "unit": known[name].unit,
            "help": known[name].help,
        }
        for name in [*values, *(name for name in known if name not in values)]
    ]


def _grouped(value: Plain) -> str:
    return value if isinstance(value, str) else f"{value:,.10g}"
