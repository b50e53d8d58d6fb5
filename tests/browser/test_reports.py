"""Every committed page in a real browser: three widths, two schemes, print, keyboard, no script, axe."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDE, Opener

WIDTHS = (360, 768, 1440)
# What a bare evaluate needs to say about a page, each as one call.
LOOSE = """[...document.querySelectorAll('a[href^="#"], button[popovertarget]')].map(
  node => node.getAttribute('popovertarget') || decodeURIComponent(node.hash.slice(1)))
  .filter(name => name && !document.getElementById(name))"""
TWICE = """(() => { const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  return ids.filter((name, place) => ids.indexOf(name) !== place) })()"""
FILES = """[...document.querySelectorAll('a[href]')].map(node => node.getAttribute('href'))
  .filter(href => !/^(#|[a-z]+:)/i.test(href))"""
FIGURES = """[...document.querySelectorAll('figure[id]')].map(figure => {
  const drawing = figure.querySelector('.draw[role=img]');
  const shown = [...drawing.querySelectorAll(':scope > svg')].filter(svg => svg.checkVisibility());
  const scale = shown[0].getBoundingClientRect().width / shown[0].viewBox.baseVal.width;
  const sizes = [...shown[0].querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
  return {name: figure.id, alt: drawing.getAttribute('aria-label'), shown: shown.length, smallest: Math.min(...sizes),
    font: sizes.length ? getComputedStyle(shown[0].querySelector('text')).fontFamily : '',
    csv: figure.querySelector('a[download$=".csv"]')?.getAttribute('href') ?? '',
    withheld: /terms do not allow|stands in the overview/.test(figure.querySelector('.src').textContent)} })"""
SMALL = """[...document.querySelectorAll('body *')].filter(node => node.checkVisibility({visibilityProperty: true})
  && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()) && !node.closest('svg, math')
  && parseFloat(getComputedStyle(node).fontSize) < 13).map(node => node.outerHTML.slice(0, 80))"""
# A drawing is one picture to those who cannot see it; its inside is no part of the page to be checked.
PAGE = {"exclude": [[".draw svg"]]}


def _unfolded(page: Page) -> Page:
    """With its methods open and its code shown."""
    page.evaluate("document.querySelectorAll('.methods > details').forEach(fold => fold.open = true)")
    page.evaluate("if (document.querySelector('#show-code')) document.querySelector('#show-code').checked = true")
    return page


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_nothing_runs_over_the_side(open_report: Opener, width: int) -> None:
    """320 px is also 1280 px at 400% zoom; 768 covers 1440 at 200%."""
    assert open_report(width).evaluate(WIDE) <= 0


def test_the_page_asks_for_nothing_and_breaks_no_policy(open_report: Opener) -> None:
    for scheme in ("light", "dark"):
        assert open_report(scheme=scheme).asked == []  # type: ignore[attr-defined]


def test_every_address_leads_somewhere(open_report: Opener, report: Path) -> None:
    page = open_report()
    assert page.evaluate(LOOSE) == []
    assert page.evaluate(TWICE) == []
    missing = [href for href in page.evaluate(FILES) if not (report.parent / unquote(urlsplit(href).path)).exists()]
    assert missing == []


def test_anchors_into_other_reports_resolve(open_report: Opener, report: Path) -> None:
    for href in open_report().evaluate(FILES):
        place = urlsplit(href)
        if place.fragment and place.path.endswith(".html"):
            assert f'id="{place.fragment}"' in (report.parent / place.path).read_text(encoding="utf-8"), href


def test_figures_have_words_data_and_legible_type(open_report: Opener) -> None:
    for width in WIDTHS:
        for figure in _unfolded(open_report(width)).evaluate(FIGURES):
            assert figure["shown"] == 1, figure["name"]  # of the wide and the narrow drawing
            assert len(figure["alt"]) > 40, figure["name"]
            assert figure["smallest"] >= 10, figure
            assert "Source Sans Pro" in figure["font"], figure["name"]
            assert figure["withheld"] or len(unquote(figure["csv"].partition(",")[2]).splitlines()) > 1, figure["name"]


def test_no_text_is_smaller_than_13_px_on_screen(open_report: Opener) -> None:
    assert open_report(360).evaluate(SMALL) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(open_report: Opener, width: int) -> None:
    found = Axe().run(_unfolded(open_report(width)), context=PAGE, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_contrast_enough_in_the_dark(open_report: Opener, width: int) -> None:
    """All that the scheme changes is colour."""
    options = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
    found = Axe().run(_unfolded(open_report(width, "dark")), context=PAGE, options=options)
    assert found.violations_count == 0, found.generate_report()


def _first_number(page: Page) -> bool:
    return page.locator("button.num").count() > 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_note_opens_and_closes_by_keyboard(open_report: Opener, width: int) -> None:
    page = open_report(width)
    if not _first_number(page):
        assert page.locator("[popover]").count() == 0  # a page without live numbers has no notes
        return
    number = page.locator("button.num").first
    note = page.locator(f"#{number.get_attribute('popovertarget')}")
    number.focus()
    page.keyboard.press("Enter")
    assert note.is_visible()
    box = note.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    if width == 360:
        assert box["height"] <= 0.57 * 900  # a sheet, which leaves the sentence in sight
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[popover]') !== null")
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert page.evaluate("document.activeElement.classList.contains('num')")


def test_the_wide_note_hides_no_text_of_its_paragraph(open_report: Opener) -> None:
    page = open_report(1440)
    if not _first_number(page):
        return
    number = page.locator("button.num").first
    number.click()
    note = page.locator("[popover]:popover-open").bounding_box()
    page.keyboard.press("Escape")
    paragraph = number.locator("xpath=ancestor-or-self::*[self::p or self::li][1]").bounding_box()
    assert note is not None
    assert paragraph is not None
    assert note["x"] >= paragraph["x"] + paragraph["width"] - 1


def test_focus_is_visible(open_report: Opener) -> None:
    page = open_report(1440)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    for _ in range(4):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 2


def test_print_is_light_and_tells_all(open_report: Opener) -> None:
    page = open_report(658, "dark")  # A4 less its margins
    page.emulate_media(media="print")
    try:
        assert page.evaluate(WIDE) <= 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 253, 253)"
        assert page.locator("nav.toc, .filter").filter(visible=True).count() == 0
        notes = page.locator(".note")
        assert notes.filter(visible=True).count() == notes.count()
        folds = page.locator(".methods > details > .grid")
        assert folds.filter(visible=True).count() == folds.count()
        assert page.locator(".code").filter(visible=True).count() == 0
    finally:
        page.emulate_media(media="screen")


def test_forced_colours_keep_the_page_whole(open_report: Opener) -> None:
    page = open_report(768)
    page.emulate_media(forced_colors="active")
    try:
        assert page.evaluate(WIDE) <= 0
        marks = page.locator(".holds .m").filter(visible=True)
        if marks.count():
            style = marks.first.evaluate(
                "node => [getComputedStyle(node).borderColor, getComputedStyle(node).backgroundColor]"
            )
            assert style[0] != "rgb(255, 255, 255)"
    finally:
        page.emulate_media(forced_colors="none")


def test_all_works_without_script(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(report.as_uri())
    if _first_number(page):
        page.locator("button.num").first.click()
        assert page.locator("[popover]").first.is_visible()
        page.keyboard.press("Escape")
    if page.locator("summary").count():
        page.locator("summary").first.click()
        assert page.locator("details[open]").count() == 1
    if (switch := page.locator("#show-code")).count():
        assert page.locator(".code").filter(visible=True).count() == 0
        switch.check()
        assert page.locator("main > article > section .code").filter(visible=True).count() > 3
    if page.locator(".filter").count():
        before = page.locator(".part tbody tr").filter(visible=True).count()
        page.locator(".filter input").nth(1).check()
        assert 0 < page.locator(".part tbody tr").filter(visible=True).count() < before
    context.close()


# Where a finger 24 px wide would meet something else than the control under its middle.
MISSED = """(() => {
  const controls = [...document.querySelectorAll('main button, main summary, main label, nav a, .acts a, .cite a')];
  const shown = controls.filter(node => node.checkVisibility() && !node.closest('[popover]'));
  const reached = (node, x, y) => document.elementFromPoint(x, y)?.closest('button, summary, label, a') === node;
  return shown.filter(node => {
    node.scrollIntoView({block: 'center'});
    const box = node.getClientRects()[0], x = box.x + box.width / 2, y = box.y + box.height / 2;
    const half = Math.max(0, 12 - box.width / 2);
    return box.height < 24 && !(reached(node, x, y - 11) && reached(node, x, y + 11))
      || half && !(reached(node, Math.max(1, x - 11), y) && reached(node, Math.min(innerWidth - 2, x + 11), y));
  }).map(node => node.outerHTML.slice(0, 90)) })()"""


def test_no_target_is_too_small_for_a_finger(open_report: Opener) -> None:
    assert open_report(390).evaluate(MISSED) == []


def test_a_deep_link_is_there_at_once(browser: Browser, report: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(report.as_uri())
    name = page.evaluate("[...document.querySelectorAll('main h2[id]')].pop()?.id")
    page.goto(f"{report.as_uri()}#{name}")
    top = page.locator(f"#{name}").bounding_box()
    assert top is not None
    assert -1 <= top["y"] < 844
    page.close()


def test_a_report_prints_on_at_most_fifteen_pages(browser: Browser, report: Path) -> None:
    """The ledger apart, which prints every claim."""
    page = browser.new_page()
    page.goto(report.as_uri())
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))
    page.close()
    assert pages <= (30 if report.stem == "09_claims_ledger" else 15)
