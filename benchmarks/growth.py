"""What a notebook costs as the collection grows: ``make growth``, or ``python -m benchmarks.growth 10 100``.

The notebook is the one that ``afterllama new`` writes. Each copy reads a table of its own, with amounts of its own and
an entry of its own in the contract; beside them stand the tables of the collection.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.tools import ROOT, Run, driver_memory, ours

COUNTS = (10, 100, 1_000)
FEWEST = 2  # as many as run at a time: what a build takes to begin and to end is in their time
TABLE, AMOUNTS = "capex_guidance", ("low", "high")
_FILES = ("pyproject.toml", "requirements.lock", "notebooks/words.txt")
_FLAT = 1.15


def project(folder: Path, copies: int) -> Path:
    """A project with so many copies of a notebook, each with a table of its own."""
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "notebooks").mkdir()
    for name in _FILES:
        shutil.copy2(ROOT / name, folder / name)
    names = [f"copy_{number:04d}" for number in range(1, copies + 1)]
    _write_notebooks(folder, names)
    for shift, name in enumerate(names, start=1):
        _write_table(folder / "data", name, shift / 10)
    _write_contract(folder / "data/datapackage.yaml", names)
    return folder


def _write_notebooks(folder: Path, names: Sequence[str]) -> None:
    ours(folder, "new", "How fast did the plan grow?")
    (model,) = (folder / "notebooks").glob("*.ipynb")
    text = model.read_text(encoding="utf-8")
    model.unlink()
    for name in names:
        path = folder / "notebooks" / f"{name.removeprefix('copy_')}_copy.ipynb"
        path.write_text(text.replace(f'load(\\"{TABLE}\\")', f'load(\\"{name}\\")'), encoding="utf-8")


def _write_table(data: Path, name: str, shift: float) -> None:
    with (data / f"{TABLE}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        row.update({key: f"{float(row[key]) + shift:g}" for key in AMOUNTS if row[key]})
    with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_contract(path: Path, names: Sequence[str]) -> None:
    contract: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    entry = next(item for item in contract["resources"] if item["name"] == TABLE)
    contract["resources"] += [{**entry, "name": name, "path": f"{name}.csv"} for name in names]
    path.write_text(yaml.safe_dump(contract, allow_unicode=True, sort_keys=False), encoding="utf-8")


def measure(counts: Sequence[int] = COUNTS) -> dict[int, Run]:
    """A cold build of each number of copies, and of the fewest; memory is that of the driver alone."""
    return {count: _built(count) for count in (FEWEST, *counts)}


def _built(copies: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        done = ours(project(Path(folder), copies), "build", "--jobs", "2", watch=driver_memory)
    print(f"growth, {copies} copies: {done.seconds:.1f} s, driver {done.memory:.0f} MB", flush=True)
    return done


def section(taken: Mapping[int, Run]) -> str:
    """The part of the results on growth."""
    fewest = taken[FEWEST]
    lines = [_line(count, run, fewest) for count, run in taken.items() if count != FEWEST]
    head = [
        "## Growth",
        "",
        "Copies of the notebook that `afterllama new` writes, each with a table of its own, built cold, two jobs. The",
        f"time of a notebook is what a build takes beyond one of {FEWEST} copies, for each copy beyond those.",
        "",
        "| copies | build, s | a notebook, s | a notebook, s of CPU | driver alone, peak MB |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *lines, "", _verdict(taken, fewest)]) + "\n"


def _each(count: int, run: Run, fewest: Run) -> tuple[float, float]:
    further = count - FEWEST
    return (run.seconds - fewest.seconds) / further, (run.cpu - fewest.cpu) / further


def _line(count: int, run: Run, fewest: Run) -> str:
    seconds, cpu = _each(count, run, fewest)
    return f"| {count:,} | {run.seconds:.1f} | {seconds:.2f} | {cpu:.2f} | {run.memory:.0f} |"


def _verdict(taken: Mapping[int, Run], fewest: Run) -> str:
    counts = [count for count in taken if count != FEWEST]
    small, large = min(counts), max(counts)
    time = _each(large, taken[large], fewest)[0] / _each(small, taken[small], fewest)[0]
    memory = taken[large].memory / taken[small].memory
    words = [f"{what} {ratio:.2f} times ({_flat(ratio)})" for what, ratio in (("time", time), ("memory", memory))]
    return f"From {small:,} to {large:,} copies: {' and '.join(words)}; the goal is within 15%."


def _flat(ratio: float) -> str:
    return "flat" if 1 / _FLAT <= ratio <= _FLAT else "**not flat**"


if __name__ == "__main__":
    print(section(measure([int(word) for word in sys.argv[1:]] or COUNTS)))
