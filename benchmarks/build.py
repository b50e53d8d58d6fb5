"""How long a build takes: nothing to do, one notebook, everything. Run by hand: python benchmarks/build.py

Prints seconds, best of the given number of rounds; asserts nothing, because a machine's speed is not a defect.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = {
    "no-op": [],
    "06 alone": ["06", "--force"],
    "everything, two at a time": ["--force", "--jobs", "2"],
    "everything, one at a time": ["--force", "--jobs", "1"],
}


def seconds(root: Path, words: list[str]) -> float:
    """Wall time of one build in a copy of the project."""
    environment = {**os.environ, "AFTERLLAMA_ROOT": str(root)}
    started = time.perf_counter()
    command = [sys.executable, "-m", "afterllama", "build", *words]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main(rounds: int = 1) -> None:
    """Build once in a copy, then time each case."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "copy"
        for name in ("data", "notebooks", "reports", "figures"):
            shutil.copytree(ROOT / name, root / name)
        for name in ("pyproject.toml", "requirements.lock", "README.md"):
            shutil.copy(ROOT / name, root / name)
        print(f"first build in a fresh copy: {seconds(root, []):.1f} s")
        for case, words in CASES.items():
            print(f"{case}: {min(seconds(root, words) for _ in range(rounds)):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
