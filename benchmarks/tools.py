"""Copies of the project, and commands run in them: wall time, CPU of the command and all its children, peak memory."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
_FOLDERS = ("data", "notebooks", "reports", "figures")
_FILES = ("pyproject.toml", "requirements.lock", "README.md", "CHANGES.md", "LICENSE-text.md")
_SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER
_PAUSE = 0.1  # seconds between two looks at memory
_PATIENCE = 5.0  # seconds in which orphans have to end


@dataclass(frozen=True)
class Run:
    """A finished command: seconds by the clock, CPU seconds of it and its descendants, peak MB where it was watched."""

    seconds: float
    cpu: float
    memory: float = 0.0
    output: str = ""


def copy(folder: Path) -> Path:
    """The project as a checkout without caches: nothing has been built or validated there."""
    for name in _FOLDERS:
        left_out = shutil.ignore_patterns("runs", ".ipynb_checkpoints", ".ruff_cache")
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    for name in _FILES:
        shutil.copy2(ROOT / name, folder / name)
    return folder


Look = Callable[[int], float]


def ours(root: Path, *words: str, watch: Look | None = None) -> Run:
    """``afterllama`` with the given words, on a copy of the project."""
    return run([sys.executable, "-m", "afterllama", *words], root, watch)


def run(command: Sequence[str], root: Path, watch: Look | None = None, inside: str = "") -> Run:
    """Run a command to its end.

    Parameters
    ----------
    root : the copy of the project that it works on.
    watch : what to sample while it runs, given its process: ``driver_memory`` or ``all_memory``.
    inside : the folder of the copy in which it runs.

    Raises RuntimeError: it failed; with the end of what it printed.
    """
    adopt()
    environment = {**os.environ, "AFTERLLAMA_ROOT": str(root)}
    with tempfile.TemporaryFile("w+") as out:
        others, before, started = _children(), _cpu_of_children(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=root / inside, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL
        )
        memory = _peak(process, watch) if watch else 0.0
        status, seconds = process.wait(), time.perf_counter() - started
        _reap(others)
        cpu = _cpu_of_children() - before
        out.seek(0)
        text = out.read()
    if status:
        raise RuntimeError(f"{' '.join(command)} failed:\n{text[-3000:]}")
    return Run(seconds, cpu, memory, text)


def adopt() -> None:
    """Let orphans of our children become our children, so that no CPU time of a descendant is lost (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children())


def _reap(others: set[psutil.Process]) -> None:
    """Wait a little for orphans of a command, so that their time is counted; ``others`` were there before it."""
    psutil.wait_procs(_children() - others, timeout=_PATIENCE)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(process: subprocess.Popen[bytes], look: Look) -> float:
    highest = 0.0
    while process.poll() is None:
        highest = max(highest, look(process.pid))
        time.sleep(_PAUSE)
    return highest


def driver_memory(pid: int) -> float:
    """Resident memory of a process alone, MB."""
    try:
        return float(psutil.Process(pid).memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def all_memory(pid: int) -> float:
    """Proportional memory (PSS) of a process and its descendants, orphans among them, MB."""
    total = 0
    for child in _family(pid):
        try:
            total += child.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # it has just ended
    return total / 1e6


def _family(pid: int) -> list[psutil.Process]:
    """A process and its descendants; whoever started it has adopted the orphans among them."""
    try:
        parent = psutil.Process(pid).parent()
    except psutil.NoSuchProcess:
        return []
    return parent.children(recursive=True) if parent else []
