"""JupyterLab: from the click on Run All Cells to the last number in the prose, with a kernel that has run before."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.measures import NotMeasured
from benchmarks.tools import Run
from tests import browser_setup
from tests.conftest import ROOT
from tests.lab.conftest import copy_project, free_port, serving
from tests.lab.screen import PANEL, Lab

_TOKEN = "of-the-benchmark"
_SHOWN = "([panel, wanted]) => document.querySelectorAll(panel + ' .jp-MarkdownCell .al-value').length >= wanted"
_IDLE = "#jp-main-statusbar >> text=/Idle/"


def run_all(folder: Path, name: str) -> Run:
    """Seconds from the click to the last number in the prose of a notebook.

    The first Run All warms the kernel; the page is then loaded anew, without outputs, on the same kernel.
    Raises NotMeasured: there is no Chromium.
    """
    path = browser_setup.find()
    if not path:
        raise NotMeasured("no Chromium")
    project, port = copy_project(folder), free_port()
    values = _numbers(project / f"notebooks/{name}.ipynb")
    options = f"--no-browser --ServerApp.port={port} --IdentityProvider.token={_TOKEN}"
    command = ["make", "-o", ".venv/ready", "lab", f"LAB_OPTIONS={options}"]
    environment = {**os.environ, "HOME": str(folder), "AFTERLLAMA_ROOT": str(project)}
    workspace = (ROOT / "lab/workspace.json").read_bytes()
    with serving(command, project, environment, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=browser_setup.QUIET)
        with Lab(browser, project, port, _TOKEN, workspace=workspace).opened(name) as page:
            _clicked(page, values)
            _loaded_anew(page)
            seconds = _clicked(page, values)
        browser.close()
    return Run(seconds, 0.0)


def _numbers(path: Path) -> int:
    """How many live numbers the prose has."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return sum("".join(cell["source"]).count("{eval}`") for cell in cells if cell["cell_type"] == "markdown")


def _clicked(page: Page, values: int) -> float:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    entry = page.get_by_role("menuitem", name="Run All Cells", exact=True)
    entry.wait_for()
    started = time.perf_counter()
    entry.click()
    page.wait_for_function(_SHOWN, arg=[PANEL, values], timeout=120_000, polling="raf")
    return time.perf_counter() - started


def _loaded_anew(page: Page) -> None:
    page.wait_for_selector(_IDLE, timeout=60_000)
    page.on("dialog", lambda dialog: dialog.accept())  # what has not been saved may go
    page.reload()
    page.wait_for_selector(f"{PANEL} .jp-Cell", timeout=90_000)
    page.wait_for_selector(_IDLE, timeout=90_000)
    page.wait_for_timeout(2_000)
