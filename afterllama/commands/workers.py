"""Who does the work: kernels run notebooks, a few at a time; processes beside them print what came out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from importlib import import_module
from typing import Any, Self, TypeVar

from afterllama.commands import PRINTING
from afterllama.commands.engine import ours
from afterllama.errors import BuildError
from afterllama.run import fork

Answer = TypeVar("Answer")


class Workers:
    """``jobs`` notebooks run at the same time, and as many processes print; all are gone when the block ends."""

    def __init__(self, jobs: int) -> None:
        self.jobs = max(1, jobs)
        self._kernels = asyncio.Semaphore(self.jobs)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        for _ in range(self.jobs):  # they import while the first notebooks run
            self._submit(import_module, PRINTING)
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    async def run(self, notebook: Callable[[], Awaitable[Answer]]) -> Answer:
        """Wait until a kernel may start, then for the notebook that it runs."""
        async with self._kernels:
            return await notebook()

    async def call(self, name: str, function: Callable[..., Answer], *args: object) -> Answer:
        """What a function of this package answers in another process; ``name`` stands in errors.

        Raises AfterLlamaError: what the function raised, whatever it was; BuildError: its process was ended.
        """
        try:
            return await asyncio.wrap_future(self._submit(guarded, name, function, args))
        except BrokenExecutor:
            self._pool = None
            fix = "Build again; what is built is kept"
            raise BuildError("the process that printed it was ended", where=name, fix=fix) from None

    def wait(self, name: str, function: Callable[..., Answer], *args: object) -> Answer:
        """``call`` where nothing else runs."""
        return asyncio.run(self.call(name, function, *args))

    def _submit(self, function: Callable[..., Answer], *args: object) -> Future[Answer]:
        start = (dict(os.environ), os.getcwd())
        self._pool = self._pool or ProcessPoolExecutor(self.jobs, fork.context(), _begin, start)
        with fork.no_main():
            return self._pool.submit(function, *args)


def _begin(environment: dict[str, str], folder: str) -> None:
    fork.end_with_parent()
    os.environ.update(environment)
    os.chdir(folder)


def guarded(name: str, function: Callable[..., Any], args: tuple[object, ...]) -> Any:
    """An error says where it was raised: its traceback does not cross to another process."""
    try:
        return function(*args)
    except Exception as error:
        raise ours(error, name) from None
