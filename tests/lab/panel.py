"""What-if controls as somebody uses them who has a keyboard, and perhaps no eyes."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from tests.lab.screen import PANEL

# From the key's arrival in the page to the changed answer in it.
_WATCH = """(panel) => {
  const box = document.querySelector(panel + ' .widget-vbox');
  const answer = box.querySelector('.widget-html');
  window.answered = null;
  box.addEventListener('keydown', () => { window.pressed = performance.now(); }, {capture: true, once: true});
  new MutationObserver((_, watch) => { window.answered = performance.now() - window.pressed; watch.disconnect(); })
    .observe(answer, {childList: true, subtree: true, characterData: true});
}"""


def hold_controls(page: Page, line: str) -> None:
    """Labels, keys, the time of an answer, reset, and the line that reproduces it."""
    box = page.locator(f"{PANEL} .widget-vbox").first
    box.scroll_into_view_if_needed()
    answer = box.get_by_role("status")
    before = answer.inner_text()
    fields = box.get_by_role("spinbutton")
    named = [field.aria_snapshot() for field in fields.all()]
    assert len(named) >= 4
    assert all('"' in name for name in named), "each field has a label"
    assert statistics.median([_time_of_a_step(page, place % 2 == 0) for place in range(6)]) < 200
    fields.first.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function("window.answered !== undefined")
    page.wait_for_timeout(500)
    assert answer.inner_text() != before
    box.get_by_role("button", name="Use these values").press("Enter")
    copied = box.get_by_role("textbox", name="To copy")
    copied.wait_for(state="visible")
    page.wait_for_function(f"document.querySelector('{PANEL} .widget-textarea textarea').value !== ''")
    assert copied.input_value().startswith(line)
    box.get_by_role("button", name="Reset").press("Enter")
    page.wait_for_timeout(500)
    assert answer.inner_text() == before
    copied.wait_for(state="hidden")


def _time_of_a_step(page: Page, up: bool) -> float:
    page.evaluate(_WATCH, PANEL)
    page.locator(f"{PANEL} .widget-vbox").first.get_by_role("spinbutton").first.focus()
    page.keyboard.press("ArrowUp" if up else "ArrowDown")
    page.wait_for_function("window.answered !== null", timeout=5000)
    return float(page.evaluate("window.answered"))
