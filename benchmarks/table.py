"""``benchmarks/results.md``: the measures as a table, under the machine that they were taken on."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

import psutil

from benchmarks.measures import Row, Taken

_HOW = """\
Written by `make bench`. Each number is the median of its rounds, with the least and the greatest behind it. The sides
of a measure were run in turns, so that a machine that slows down slows all. Every command works on a copy of the
project. CPU is that of the command and all its descendants, user and system. Linear algebra has one thread everywhere.

| side | how it is run |
|---|---|
| After Llama | `afterllama build`, two jobs |
| nbconvert | `jupyter nbconvert --execute --to html` of all notebooks in one process, one after another |
| papermill | two at a time, then one `jupyter nbconvert --to html` of all |
| Jupyter Book | `jcache project execute --executor local-parallel`, then `sphinx-build -j 2`, configured by it |
| floor | the same cells as plain Python, two processes at a time, forked after the imports; a figure is drawn once |
| matplotlib | `draw` called once, and the figure saved as SVG |
"""


def machine() -> str:
    """The machine in a line: cores, processor, memory, Python; no name, no path."""
    memory = psutil.virtual_memory().total / 1e9
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB of memory, {platform.system()}, {python}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def load() -> str:
    """The load averages of the last 1, 5 and 15 minutes."""
    return " ".join(f"{one:.2f}" for one in psutil.getloadavg())


def tools(pinned: Path) -> str:
    """Versions of what is compared."""
    own = [f"{name} {version(name)}" for name in ("nbconvert", "papermill", "jupyterlab")]
    lines = pinned.read_text(encoding="utf-8").splitlines()
    theirs = [line.replace("==", " ") for line in lines if line.startswith(("jupyter-book=", "Sphinx="))]
    return ", ".join([*own, *theirs])


def document(taken: Iterable[Taken], machine: str, tools: str, loads: Sequence[str], rounds: int, growth: str) -> str:
    """The file."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    facts = f"{day}, {machine}. {tools}. Load before: {loads[0]}; after: {loads[1]}. Rounds: {rounds}."
    return "\n".join(["# How fast it is", "", facts, "", _HOW, table(taken), "", growth]).rstrip() + "\n"


def table(taken: Iterable[Taken]) -> str:
    """The measures as a Markdown table."""
    head = ["| measure | After Llama | beside it | goal | found | reached |", "|---|---|---|---|---|---|"]
    return "\n".join(head + [_line(cells) for item in taken for cells in _cells(item)])


def _cells(item: Taken) -> Iterator[list[str]]:
    ours, *others = item.measure.sides
    for row in item.measure.rows:
        beside = "; ".join(f"{side} {_amount(item, side, row)}" for side in others)
        yield [row.title, _amount(item, ours, row), beside, row.goal.words(row.unit), *_answer(item, ours, row)]


def _answer(item: Taken, ours: str, row: Row) -> tuple[str, str]:
    found = item.medians(row)
    value = row.goal.found(found[ours], found) if ours in found else None
    if value is None:
        return "", "not measured"
    unit = "times" if row.goal.against else row.unit
    return f"{value:.3g} {unit}", "yes" if row.goal.reached(value) else "**no**"


def _amount(item: Taken, side: str, row: Row) -> str:
    if side in item.missing:
        return item.missing[side]
    values = item.values(row).get(side, [])
    return f"{median(values):.3g} {row.unit} ({min(values):.3g} to {max(values):.3g})" if values else "not measured"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
