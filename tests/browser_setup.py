"""Find a Chromium for the browser tests, or bring one: ``python tests/browser_setup.py``, as ``make test`` does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HELP = "Install Chromium (Debian: apt-get install chromium) or set CHROMIUM to the path of one."
# A browser that calls home would be counted as a request of the page.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find() -> str | None:
    """Path of an installed Chromium: the variable CHROMIUM, the usual names, Playwright's own download."""
    if path := os.environ.get("CHROMIUM"):
        return path if Path(path).exists() else None
    named = [shutil.which(name) for name in NAMES]
    found = [path for path in [*named, *PLACES, _playwrights()] if path and Path(path).exists()]
    return found[0] if found else None


def _playwrights() -> str:
    """Where Playwright would keep its own Chromium; asked in a process of its own, which leaves no event loop."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def bring() -> None:
    """Install Debian's package where that may be done, else Playwright's download."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)
    if not find():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if not find():
        bring()
    path = find()
    print(f"Browser tests use {path}." if path else f"No Chromium for the browser tests. {HELP}")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
