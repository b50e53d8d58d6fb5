"""What-if controls as somebody uses them who has a keyboard, and perhaps no eyes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.lab.screen import PANEL

WAIT = 30_000  # ms, for a loaded machine


def hold_controls(page: Page, line: str) -> None:
    """Labels, keys, an answer that follows, reset, and the line that reproduces it."""
    box = page.locator(f"{PANEL} .widget-vbox").first
    box.scroll_into_view_if_needed()
    answer = box.get_by_role("status")
    before = answer.inner_text()
    fields = box.get_by_role("spinbutton")
    named = [field.aria_snapshot() for field in fields.all()]
    assert len(named) >= 4
    assert all('"' in name for name in named), "each field has a label"
    fields.first.focus()
    page.keyboard.press("ArrowUp")
    expect(answer).not_to_have_text(before, timeout=WAIT, use_inner_text=True)
    box.get_by_role("button", name="Use these values").press("Enter")
    copied = box.get_by_role("textbox", name="To copy")
    copied.wait_for(state="visible")
    page.wait_for_function(f"document.querySelector('{PANEL} .widget-textarea textarea').value !== ''")
    assert copied.input_value().startswith(line)
    box.get_by_role("button", name="Reset").press("Enter")
    expect(answer).to_have_text(before, timeout=WAIT, use_inner_text=True)
    copied.wait_for(state="hidden")
