"""What a measure is, how its sides are timed in turns, and when its goal is reached."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median

from benchmarks.tools import Run


class NotMeasured(Exception):
    """Why a side has no number in this run."""


@dataclass(frozen=True)
class Goal:
    """At most ``limit`` of the unit; with ``against``, at most so many times another side, or so many times faster."""

    limit: float
    against: str = ""
    faster: bool = False

    def words(self, unit: str) -> str:
        """The goal as a reader has it."""
        if not self.against:
            return f"at most {self.limit:g} {unit}"
        return f"{self.limit:g} times faster" if self.faster else f"at most {self.limit:g} times {self.against}"

    def found(self, ours: float, others: Mapping[str, float]) -> float | None:
        """What is held against the limit; None where the other side has no number."""
        if not self.against:
            return ours
        if self.against not in others:
            return None
        return others[self.against] / ours if self.faster else ours / others[self.against]

    def reached(self, found: float) -> bool:
        """Whether that is good enough."""
        return found >= self.limit if self.faster else found <= self.limit


@dataclass(frozen=True)
class Row:
    """One line of the table: what is read from the runs of a measure, in which unit, and its goal."""

    title: str
    unit: str
    goal: Goal
    read: Callable[[Run], float] = lambda run: run.seconds


@dataclass(frozen=True)
class Measure:
    """Runs that are made in turns, by the name of their side, ours first; ``once`` where one round is enough."""

    key: str
    sides: Mapping[str, Callable[[], Run]]
    rows: tuple[Row, ...]
    once: bool = False


@dataclass
class Taken:
    """The runs of a measure by side, and why a side has none."""

    measure: Measure
    runs: dict[str, list[Run]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def values(self, row: Row) -> dict[str, list[float]]:
        """What a row reads from the runs, by side."""
        return {side: [row.read(run) for run in runs] for side, runs in self.runs.items()}

    def medians(self, row: Row) -> dict[str, float]:
        """The medians by side."""
        return {side: median(values) for side, values in self.values(row).items()}


def take(measure: Measure, rounds: int) -> Taken:
    """Time the sides of a measure in turns, A B C, A B C; a side that fails is left out, and all are if it is ours."""
    taken, ours = Taken(measure), next(iter(measure.sides))
    for number in range(1 if measure.once else rounds):
        for side, make in measure.sides.items():
            if not {side, ours} & {*taken.missing}:
                _one(taken, side, make, number)
    return taken


def _one(taken: Taken, side: str, make: Callable[[], Run], number: int) -> None:
    try:
        run = make()
    except (NotMeasured, RuntimeError) as error:
        taken.missing[side] = str(error) if isinstance(error, NotMeasured) else "failed"
        taken.runs.pop(side, None)
        print(f"{taken.measure.key}, {side}: {error}", file=sys.stderr, flush=True)
        return
    taken.runs.setdefault(side, []).append(run)
    print(f"{taken.measure.key}, round {number + 1}, {side}: {run.seconds:.2f} s, CPU {run.cpu:.2f} s", flush=True)
