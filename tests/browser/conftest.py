"""For each report one page a scheme, opened once and resized."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

# How far a page is wider than its window, for Chromium and Firefox alike.
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
REPORTS = Path(__file__).resolve().parents[2] / "reports"
FILES = sorted(REPORTS.glob("*.html"))
Opener = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module", params=FILES or [None], ids=lambda path: path.stem if path else "no report")
def report(request: pytest.FixtureRequest) -> Path:
    """Each committed report, and the index; having none is a failure, not a pass."""
    if request.param is None:
        pytest.fail("reports/ holds no page: run `make reports` first")
    return Path(request.param)


@pytest.fixture(scope="module")
def open_report(browser: Browser, report: Path) -> Iterator[Opener]:
    """``open_report(width, scheme)``: the report's page; ``page.asked`` lists requests and complaints."""
    kept: dict[str, Page] = {}

    def opener(width: int = 1440, scheme: str = "light") -> Page:
        if scheme not in kept:
            kept[scheme] = _opened(browser, report, color_scheme=scheme)
        page = kept[scheme]
        page.set_viewport_size({"width": width, "height": 900})
        return page

    yield opener
    for page in kept.values():
        page.context.close()


def _opened(browser: Browser, report: Path, **options: Any) -> Page:
    page = browser.new_context(reduced_motion="reduce", **options).new_page()
    page.asked = []  # type: ignore[attr-defined]
    page.on("request", lambda request: _note(page, request.url, report))
    page.on("console", lambda message: page.asked.append(message.text))  # type: ignore[attr-defined]
    page.goto(report.as_uri())
    return page


def _note(page: Page, url: str, report: Path) -> None:
    if not url.startswith("data:") and url != report.as_uri():
        page.asked.append(url)  # type: ignore[attr-defined]
