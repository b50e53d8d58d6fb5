"""The one engine behind builds and a reader's own runs: what is needed, in order, a few at a time."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path

from afterllama.errors import AfterLlamaError, BuildError


@dataclass
class Outcome:
    """What became of the things to be made, by name."""

    made: list[str] = field(default_factory=list)
    failed: dict[str, AfterLlamaError] = field(default_factory=dict)


# Makes one thing and says why; says nothing where it is there already.
Make = Callable[[str], Awaitable[str]]


def work(needs: Mapping[str, set[str]], make: Make, jobs: int, done: str, quiet: bool = False) -> Outcome:
    """Make what is needed; one that fails leaves the others alone.

    Parameters
    ----------
    needs : names of the things, each with those that come before it.
    jobs : how many are run at the same time; as many others may be printed meanwhile.
    done : what is said of each, such as ``built``.
    quiet : print nothing.
    """
    outcome = Outcome()
    with asyncio.Runner() as runner:
        runner.run(_all(needs, make, max(1, jobs), outcome, done, quiet))
    return outcome


async def _all(needs: Mapping[str, set[str]], make: Make, jobs: int, outcome: Outcome, done: str, quiet: bool) -> None:
    order = TopologicalSorter(needs)
    order.prepare()
    gate = asyncio.Semaphore(2 * jobs)
    running: set[asyncio.Task[str]] = set()

    async def turn(name: str) -> str:
        async with gate:
            if (line := await _one(name, make, outcome, done)) and not quiet:
                print(line, flush=True)
        return name

    while order.is_active():
        running |= {asyncio.create_task(turn(name)) for name in order.get_ready()}
        finished, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        order.done(*(task.result() for task in finished))


async def _one(name: str, make: Make, outcome: Outcome, done: str) -> str:
    started = time.monotonic()
    try:
        why = await make(name)
    except Exception as error:  # whatever it is, the others are made
        outcome.failed[name] = ours(error, name)
        return f"{name}: failed"
    outcome.made += [name] if why else []
    return f"{name}: {done} in {time.monotonic() - started:.1f} s ({why})" if why else ""


def ours(error: Exception, name: str) -> AfterLlamaError:
    """The error as one of ours; what is none is a defect of this package, and says where."""
    if isinstance(error, AfterLlamaError):
        return error
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{name} (at {Path(frame.filename).name}, line {frame.lineno})"
    return BuildError(f"{type(error).__name__}: {error}", where=where, fix="This is a defect of the build")
