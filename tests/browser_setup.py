"""Find the browsers of the tests, or bring them: ``python tests/browser_setup.py``, as ``make test`` does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kind:
    """A browser: the variable that names one, its commands and places, Debian's package, Playwright's download."""

    variable: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    package: str
    download: str = ""

    @property
    def help(self) -> str:
        name = self.variable.title()
        return f"Install {name} (Debian: apt-get install {self.package}) or set {self.variable} to the path of one."


CHROMIUM = Kind(
    "CHROMIUM",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "chromium",
    "chromium",
)
FIREFOX = Kind(
    "FIREFOX", ("firefox-esr", "firefox"), ("/Applications/Firefox.app/Contents/MacOS/firefox",), "firefox-esr"
)
# A browser that calls home would be counted as a request of the page.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find(kind: Kind = CHROMIUM) -> str | None:
    """Path of an installed one: its variable, the usual names, Playwright's own download."""
    if path := os.environ.get(kind.variable):
        return path if Path(path).exists() else None
    named = [shutil.which(name) for name in kind.names]
    own = _playwrights(kind.download) if kind.download else ""
    found = [path for path in [*named, *kind.places, own] if path and Path(path).exists()]
    return found[0] if found else None


def _playwrights(browser: str) -> str:
    """Where Playwright would keep its own; asked in a process of its own, which leaves no event loop."""
    code = f"from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.{browser}.executable_path)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def bring(kind: Kind = CHROMIUM) -> None:
    """Install Debian's package where that may be done, else Playwright's download."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", kind.package]):
            subprocess.run(["apt-get", "-qq", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)
    if kind.download and not find(kind):
        command = [sys.executable, "-m", "playwright", "install", kind.download]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    missing = 0
    for kind in (CHROMIUM, FIREFOX):
        if not find(kind):
            bring(kind)
        path = find(kind)
        missing += not path
        print(f"Browser tests use {path}." if path else f"Browser tests lack one. {kind.help}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
