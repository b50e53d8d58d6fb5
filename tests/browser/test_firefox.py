"""Every committed page in Firefox too: it keeps to its width, brings its fonts, opens its notes, asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import websocket

from tests import browser_setup
from tests.browser.conftest import WIDE
from tests.browser.firefox import Firefox, started

WIDTHS = (360, 1440)
ENTER, TAB, ESCAPE = "\ue007", "\ue004", "\ue00c"
FACES = "[...document.fonts].map(face => [face.family.replaceAll('\\x22', ''), face.status])"
NUMBERS = "[...document.querySelectorAll('button.num')].filter(node => node.checkVisibility())"
FOCUS = """(number => { number.scrollIntoView({block: 'center'}); number.focus({preventScroll: true});
  return document.activeElement === number })"""
OPEN = "document.querySelector('[popover]:popover-open')"
OUTSIDE = f"""(box => [-box.left, -box.top, box.right - innerWidth, box.bottom - innerHeight]
  .map(Math.round).filter(over => over > 0))({OPEN}.getBoundingClientRect())"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    path = browser_setup.find(browser_setup.FIREFOX)
    if not path:
        pytest.fail(f"no Firefox. {browser_setup.FIREFOX.help}")
    with started(path, tmp_path_factory.mktemp("firefox")) as place:
        socket = websocket.create_connection(f"{place}/session", timeout=120, suppress_origin=True)
        with closing(socket):
            yield Firefox(socket)


@pytest.fixture(scope="module")
def page(firefox: Firefox, report: Path) -> Firefox:
    """Each committed report, opened once and resized."""
    firefox.size(1440)
    firefox.open(report.as_uri())
    return firefox


def test_the_fonts_in_the_page_are_used(page: Firefox) -> None:
    faces = page.js(FACES)
    assert {family for family, _ in faces} == {"Source Serif Pro", "Source Sans Pro"}
    assert {status for _, status in faces} == {"loaded"}


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_over_the_side(page: Firefox, width: int) -> None:
    page.size(width)
    assert page.js(WIDE) <= 0


@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_note_opens_and_closes_by_keyboard(page: Firefox, width: int, place: int) -> None:
    """The last number too: what Firefox makes of anchor() changes with the scrolling."""
    page.size(width)
    if not page.js(f"{NUMBERS}.length"):
        assert page.js("document.querySelectorAll('[popover]').length") == 0  # a page without live numbers has no notes
        return
    number = f"{NUMBERS}.at({place})"
    assert page.js(f"{FOCUS}({number})")
    page.press(ENTER)
    try:
        assert page.js(f"{OPEN}?.id") == page.js(f"{number}.getAttribute('popovertarget')")
        assert page.js(OUTSIDE) == []
        page.press(TAB)
        assert page.js(f"{OPEN}.contains(document.activeElement)")
    finally:
        page.press(ESCAPE)
    assert page.js(OPEN) is None
    assert page.js(f"document.activeElement === {number}")


def test_the_page_asks_for_nothing_and_breaks_no_policy(page: Firefox, report: Path) -> None:
    """Firefox tells of what would leave the machine; files beside the page are seen in Chromium."""
    assert [url[:99] for url in page.asked if not url.startswith("data:") and url != report.as_uri()] == []
    assert page.js("window.broken") == []
