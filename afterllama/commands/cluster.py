"""A Dask cluster that is there already, as workers for a reader's own reports. Scheduling and retries are Dask's."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from typing import Any, Self, TypeVar

from afterllama.commands.workers import guarded
from afterllama.errors import ParameterError

Answer = TypeVar("Answer")
_PATIENCE = 10  # seconds until a scheduler has to have answered


class Cluster:
    """The workers of a scheduler; they need this package and this project, and as ``jobs`` they have threads.

    Raises ParameterError: Dask is not installed, nobody answers at the address, or there are no workers.
    """

    def __init__(self, address: str) -> None:
        self._client = _connected(address)
        self.jobs = sum(self._client.nthreads().values())
        self._executor = self._client.get_executor(pure=False)
        if not self.jobs:
            raise ParameterError("the cluster has no workers", where=address, fix="Start one: dask worker ADDRESS")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()

    async def call(self, name: str, function: Callable[..., Answer], *args: object) -> Answer:
        """What a function of this package answers on some worker; another takes over where one is lost.

        Raises AfterLlamaError: what the function raised, whatever it was; ``name`` stands in errors.
        """
        future = self._executor.submit(_on_worker, name, function, args)
        answer: Answer = await asyncio.wrap_future(future)
        return answer


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        fix = "Install the extra: pip install 'afterllama[dask]'"
        raise ParameterError("Dask is not installed", where=f"--dask {address}", fix=fix) from None
    try:
        return Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        fix = "Give the address that the scheduler prints, such as tcp://127.0.0.1:8786"
        raise ParameterError(f"no scheduler answers: {error}", where=f"--dask {address}", fix=fix) from None


def _on_worker(name: str, function: Callable[..., Any], args: tuple[object, ...]) -> Any:
    # Dask's nanny starts workers as daemons, which multiprocessing lets have no children; kernels are children.
    multiprocessing.process.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    return guarded(name, function, args)
