"""The list of measures: what is run for each of them, by us and by others, and the goal."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from benchmarks import lab, others
from benchmarks.cluster import cluster
from benchmarks.measures import Goal, Measure, NotMeasured, Row
from benchmarks.tools import ROOT, Run, all_memory, copy, ours, run

US, NBCONVERT, PAPERMILL, BOOK, FLOOR = "After Llama", "nbconvert", "papermill", "Jupyter Book", "floor"
EDITED, OWN = "06_business_logic", "07_self_hosting"
CASES, CASES_OF_PAPERMILL, CASES_OF_DASK = 100, 4, 200


@dataclass
class Ground:
    """Copies of the project in one folder; ``tests`` says whether ``make test`` is to be timed."""

    folder: Path
    tests: bool = False
    made: int = 0

    def fresh(self) -> Path:
        """A copy in which nothing has been built yet; the one before it goes."""
        shutil.rmtree(self.folder / f"fresh-{self.made}", ignore_errors=True)
        self.made += 1
        return copy(self.folder / f"fresh-{self.made}")

    @cached_property
    def built(self) -> Path:
        """A copy that has been built."""
        root = copy(self.folder / "built")
        ours(root, "build")
        return root

    @cached_property
    def book(self) -> Path:
        """A copy that Jupyter Book has built."""
        root = copy(self.folder / "book")
        others.book(root)
        return root

    def edit(self, root: Path, name: str) -> Path:
        """Change a comment in the first code cell of a notebook, each time anew."""
        self.made += 1
        path = root / "notebooks" / f"{name}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        first["source"] = [*first["source"], f"\n# Edit {self.made}"]
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        return root

    def cases(self, count: int) -> Path:
        """A table of cases that nobody has asked for before."""
        self.made += 1
        path = self.folder / f"cases-{self.made}.csv"
        rows = [(f"case-{self.made}-{case}", 1_000_000 * (case + 1)) for case in range(count)]
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([("name", "tokens_per_day"), *rows])
        return path


def cold(ground: Ground) -> Measure:
    """Everything built where nothing is."""
    sides = {
        US: lambda: ours(ground.fresh(), "build", "--jobs", "2"),
        NBCONVERT: lambda: others.nbconvert(ground.fresh()),
        PAPERMILL: lambda: _papermill_all(ground.fresh()),
        BOOK: lambda: others.book(ground.fresh()),
        FLOOR: lambda: run([sys.executable, str(ROOT / "benchmarks/floor.py")], ground.built),  # tables are valid there
    }
    wall = Row("cold build of all notebooks", "s", Goal(6, NBCONVERT, faster=True))
    cpu = Row("cold build, CPU", "s of CPU", Goal(2, FLOOR), lambda run: run.cpu)
    return Measure("cold", sides, (wall, cpu))


def _papermill_all(root: Path) -> Run:
    return others.papermill(root, {name: (name, "") for name in others.stems(root)})


def memory(ground: Ground) -> Measure:
    """The peak of driver and descendants together, sampled; a run of its own, because looking takes time."""
    sides = {US: lambda: ours(ground.fresh(), "build", "--jobs", "2", watch=all_memory)}
    row = Row("memory of a cold build, driver and all children (PSS), peak", "MB", Goal(700), lambda run: run.memory)
    return Measure("memory", sides, (row,))


def drawing(ground: Ground) -> Measure:
    """The CPU time of every figure, drawn by ``show`` and by matplotlib alone."""

    def side(*words: str) -> Run:
        done = run([sys.executable, str(ROOT / "benchmarks/floor.py"), *words], ground.built)
        return replace(done, cpu=json.loads(done.output.splitlines()[-1])["drawing"])

    sides = {US: lambda: side("--show"), "matplotlib": lambda: side()}
    row = Row("`show` of all figures", "s of CPU", Goal(2.5, "matplotlib"), lambda run: run.cpu)
    return Measure("show", sides, (row,))


def unchanged(ground: Ground) -> Measure:
    """Nothing to do."""
    sides = {US: lambda: ours(ground.built, "build"), BOOK: lambda: others.book(ground.book)}
    return Measure("unchanged", sides, (Row("`afterllama build`, nothing changed", "s", Goal(0.1)),))


def edited(ground: Ground) -> Measure:
    """One notebook edited and built again."""
    sides = {
        US: lambda: ours(ground.edit(ground.built, EDITED), "build", "06"),
        NBCONVERT: lambda: others.nbconvert(ground.built, EDITED),
        PAPERMILL: lambda: others.papermill(ground.built, {EDITED: (EDITED, "")}),
        BOOK: lambda: others.book(ground.edit(ground.book, EDITED)),
    }
    return Measure("edited", sides, (Row("one notebook edited, `afterllama build 06`", "s", Goal(3)),))


def own(ground: Ground) -> Measure:
    """One report with a reader's own parameters, nothing of ours running or kept from another."""

    def asked() -> Run:
        ground.made += 1
        return ours(ground.built, "run", "07", "-p", f"tokens_per_day={ground.made}e8", "--name", f"own-{ground.made}")

    sides = {US: asked, PAPERMILL: lambda: others.papermill(ground.built, {"own": (OWN, "-p tokens_per_day 5e8")})}
    return Measure("own", sides, (Row("`afterllama run 07 -p …`, first call", "s", Goal(4)),))


def cases(ground: Ground) -> Measure:
    """Many reports from a table."""

    def table() -> Run:
        return _each(ours(ground.built, "run", "07", "--from", str(ground.cases(CASES)), "--jobs", "2"), CASES)

    def papermill() -> Run:
        tasks = {f"case-{case}": (OWN, f"-p tokens_per_day {case + 1}e6") for case in range(CASES_OF_PAPERMILL)}
        return _each(others.papermill(ground.built, tasks), CASES_OF_PAPERMILL)

    row = Row(f"`run 07 --from`, {CASES} cases ({CASES_OF_PAPERMILL} by papermill)", "s a case", Goal(0.5))
    return Measure("cases", {US: table, PAPERMILL: papermill}, (row,))


def _each(done: Run, count: int) -> Run:
    return replace(done, seconds=done.seconds / count, cpu=done.cpu / count)


def dask(ground: Ground) -> Measure:
    """The cases on a cluster of two workers on this machine, against the two jobs of the command itself."""

    def table(*words: str) -> Run:
        return ours(ground.built, "run", "07", "--from", str(ground.cases(CASES_OF_DASK)), *words)

    def distributed() -> Run:
        with cluster(ground.built) as (address, _):
            return table("--dask", address)

    local = "two jobs"
    row = Row(f"`run 07 --from --dask`, {CASES_OF_DASK} cases once, two workers", "s", Goal(1.15, local))
    return Measure("dask", {US: distributed, local: lambda: table("--jobs", "2")}, (row,), once=True)


def jupyterlab(ground: Ground) -> Measure:
    """Run All in JupyterLab, with a kernel that has run before."""

    def clicked() -> Run:
        ground.made += 1
        folder = ground.folder / f"lab-{ground.made}"
        folder.mkdir()
        return lab.run_all(folder, EDITED)

    row = Row("JupyterLab, Run All of 06, from the click to the last number, warm kernel", "s", Goal(4))
    return Measure("lab", {US: clicked}, (row,))


def tests(ground: Ground) -> Measure:
    """The whole of ``make test``, where that was asked for."""

    def timed() -> Run:
        if not ground.tests:
            raise NotMeasured("not measured in this run")
        return run(["make", "test"], ROOT)

    return Measure("tests", {US: timed}, (Row("`make test`", "s", Goal(420)),), once=True)


MEASURES: Sequence[Callable[[Ground], Measure]] = (
    *(cold, memory, drawing, unchanged, edited, own, jupyterlab, cases, dask, tests),
)
