"""How fast After Llama is, beside nbconvert, papermill and Jupyter Book on the same notebooks: ``make bench``.

A whole run writes ``benchmarks/results.md``; a run of chosen measures only prints. Nothing is asserted: the speed of a
machine is no defect.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import growth, table
from benchmarks.measures import Taken, take
from benchmarks.sides import MEASURES, Ground
from benchmarks.tools import ROOT

RESULTS, PINNED = ROOT / "benchmarks/results.md", ROOT / "benchmarks/requirements.txt"
# The linear algebra of a run has one thread, for all alike: two notebooks run side by side on two cores.
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")


def options(words: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description="Measure and compare.")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each measure")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="one measure; may be repeated")
    parser.add_argument("--tests", action="store_true", help="time make test as well")
    parser.add_argument("--growth", type=int, nargs="*", default=growth.COUNTS, help="numbers of copies")
    return parser.parse_args(words)


def measured(folder: Path, given: argparse.Namespace) -> Iterator[Taken]:
    """The measures that are asked for, taken one after another."""
    ground = Ground(folder, given.tests)
    for measure in (make(ground) for make in MEASURES):
        if measure.key in (given.only or measure.key):
            yield take(measure, given.rounds)


def main() -> None:
    """Measure, and write the results where nothing was left out, after each measure: an interruption keeps those."""
    given, taken, before = options(), [], table.load()
    os.environ.update(_ONE_THREAD)

    def write(grown: str) -> None:
        facts = (table.machine(), table.tools(PINNED), (before, table.load()))
        RESULTS.write_text(table.document(taken, *facts, given.rounds, grown), encoding="utf-8")

    with tempfile.TemporaryDirectory() as folder:
        for one in measured(Path(folder), given):
            taken.append(one)
            if not given.only:
                write("")
    if not given.only:
        write(growth.section(growth.measure(given.growth)))
    print(table.table(taken))


if __name__ == "__main__":
    main()
