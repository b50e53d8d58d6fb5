"""A scheduler of Dask and two workers, each a process on loopback, while a block runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

_LIMIT = 60  # seconds in which it has to be there
_HERE = ("--host", "127.0.0.1", "--no-dashboard")


@contextmanager
def cluster(
    root: Path, nannies: Sequence[str] = ("--no-nanny", "--no-nanny"), port: int = 0
) -> Iterator[tuple[str, list[psutil.Popen]]]:
    """The scheduler's address and the processes of the workers, which have one thread each.

    Parameters
    ----------
    root : the project that the workers have.
    nannies : for each worker, whether it stands under a nanny of Dask's: ``--nanny`` or ``--no-nanny``.
    port : of the scheduler, any free one unless given.

    Raises RuntimeError: the scheduler does not start.
    """
    from distributed import Client

    with tempfile.TemporaryDirectory() as folder:
        file, options = Path(folder) / "scheduler.json", ("--nthreads", "1", "--local-directory", folder)
        started = [_start(root, "scheduler", "--port", str(port), "--scheduler-file", str(file), *_HERE)]
        try:
            address = _address(file)
            started += [_start(root, "worker", address, nanny, *options, *_HERE) for nanny in nannies]
            with Client(address, timeout=_LIMIT) as client:
                client.wait_for_workers(len(nannies), timeout=_LIMIT)
            yield address, started[1:]
        finally:
            _end(started)


def _start(root: Path, *words: str) -> psutil.Popen:
    environment = {**os.environ, "AFTERLLAMA_ROOT": str(root)}
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    return psutil.Popen([sys.executable, "-m", "dask", *words], cwd=root, env=environment, **quiet)


def _address(file: Path) -> str:
    limit = time.monotonic() + _LIMIT
    while time.monotonic() < limit:
        if file.exists() and (text := file.read_text(encoding="utf-8")):
            return str(json.loads(text)["address"])
        time.sleep(0.05)
    raise RuntimeError("the scheduler does not start")


def _end(started: Sequence[psutil.Popen]) -> None:
    for process in reversed(started):
        if process.is_running():
            process.terminate()
            process.wait(30)
