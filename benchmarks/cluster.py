"""A scheduler of dask and two workers as processes on loopback, while a block runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measures import NotMeasured

_LIMIT = 60  # seconds in which it has to be there


@contextmanager
def cluster(root: Path, workers: int = 2) -> Iterator[str]:
    """The scheduler's address.

    Raises NotMeasured: ``distributed`` is not installed; RuntimeError: the scheduler does not start.
    """
    if not find_spec("distributed"):
        raise NotMeasured("not installed")
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    scheduler = [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = [*dask, "worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"]
    started = [_start(scheduler, root)]
    try:
        _wait(port)
        started += [_start(worker, root) for _ in range(workers)]
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


def _start(command: list[str], root: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "AFTERLLAMA_ROOT": str(root)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=root, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    limit = time.monotonic() + _LIMIT
    while time.monotonic() < limit:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the scheduler does not answer")
