"""Processes forked from one server that has imported what notebooks import, kernels among them.

The server is multiprocessing's own. Whatever is forked ends with the process that asked for it, however that ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import connection
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

# One thread for linear algebra: two notebooks run side by side on two cores, and sums stay in one order.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
# As ipykernel sets it; matplotlib reads it when it is imported, which here is before there is a kernel.
_INLINE = "module://matplotlib_inline.backend_inline"
# What is safe to import before a fork, because it starts no threads; a kernel imports the rest itself.
_SAFE = ("afterllama", "numpy", "pandas", "scipy", "statsmodels")
_starting, _started = threading.Lock(), False


def can_fork() -> bool:
    """Whether the platform has a fork server."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def start(modules: Iterable[str] = ()) -> None:
    """Start the server, which goes on importing while the caller does other things; nothing where there is no fork.

    ``modules`` are what the notebooks import. A server that has been started stays as it is.
    """
    if can_fork():
        _start(frozenset(name for name in modules if name.partition(".")[0] in _SAFE))


def _start(modules: frozenset[str]) -> None:
    global _started
    with _starting:  # a worker of Dask has threads
        if not _started:
            from multiprocessing import forkserver

            forkserver.set_forkserver_preload([*sorted(modules), "afterllama.run.preload"])
            with _environment({"MPLBACKEND": os.environ.get("MPLBACKEND", _INLINE), **ENVIRONMENT}), no_main():
                forkserver.ensure_running()
            _started = True


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ[name] for name in wanted if name in os.environ}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name in wanted.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


@contextmanager
def no_main() -> Iterator[None]:
    """Hide the main module while a process starts, which would otherwise run it once more."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def context() -> BaseContext:
    """Where processes come from: the fork server, or where there is none new interpreters."""
    start()
    return multiprocessing.get_context("forkserver" if can_fork() else "spawn")


def launch(target: Callable[..., None], *args: object) -> BaseProcess:
    """A process that runs a function of this package."""
    process: BaseProcess = context().Process(target=target, args=args, daemon=True)  # type: ignore[attr-defined]
    with no_main():
        process.start()
    return process


def end_with_parent() -> None:
    """End this process, and all that it starts, as soon as the one that asked for it has ended."""
    grouped = hasattr(os, "setsid")
    if grouped:
        os.setsid()  # a group of its own, which Ctrl-C in a terminal does not reach
    sentinel = getattr(multiprocessing.parent_process(), "sentinel")  # noqa: B009

    def watch() -> None:
        connection.wait([sentinel])
        if grouped:
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
