"""Drawings in the page: small, the same picture, their names apart, and nothing active in them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from afterllama.figures import picture, thumb
from afterllama.figures.drawing import Drawings
from tests.executed import figure

HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script>
<style>@import url(https://example.org/x.css);.s0{fill:url(https://example.org/#a)}</style>
<image href="https://example.org/x.png"/><foreignObject><p>x</p></foreignObject><set attributeName="href"/>
<a href="javascript:alert(2)"><path d="M 0 0 L 1 1"/></a><path class="s0" onclick="alert(3)" d="M 0 0 L 1 1"/>
<use href="https://example.org/#a"/></svg>"""


def test_nothing_active_or_fetched_is_drawn() -> None:
    drawn = Drawings()
    html = drawn.figure({"wide": HOSTILE, "narrow": "<svg", "alt": 'A "picture"'})
    assert not re.search("script|example|foreign|onclick|<a|<set|<image", html + drawn.rules())
    assert 'aria-label="A &quot;picture&quot;"' in html
    assert "cannot be read" in html


def test_two_figures_share_rules_but_no_id(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = figure(monkeypatch).record()
    drawn = Drawings()
    html = drawn.figure(record) + drawn.figure(record)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", drawn.rules())) <= set(ids)
    assert "@font-face" not in html + drawn.rules()
    assert "@media screen and (prefers-color-scheme:dark)" in drawn.rules()
    assert set(re.findall(r"var\((--c\d+)\)", drawn.rules())) <= set(re.findall(r"(--c\d+):", drawn.rules()))


def test_a_page_without_drawings_has_no_rules() -> None:
    assert Drawings().rules() == ""


def test_polylines_by_steps_do_not_drift() -> None:
    points = [(10 + 0.34 * n, 20 + 0.17 * n) for n in range(50)]
    text = "M " + " L ".join(f"{x:.2f} {y:.2f}" for x, y in points)
    numbers = [float(part) for part in re.findall(r"-?\d*\.?\d+", picture._path(text))]
    x, y = sum(numbers[::2]), sum(numbers[1::2])
    assert (x, y) == pytest.approx(points[-1], abs=0.06)


def test_rows_of_marks_become_one_path() -> None:
    marks = "".join(f'<use href="#a" x="{n}" y="5" style="fill:red"/>' for n in range(8))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><defs><path id="a" d="M 0 0 L 1 1"/></defs><g>{marks}</g></svg>'
    root = picture.parse(svg)
    picture.reduce(root, picture.Sheet("k"), "i")
    text = picture.write(root)
    assert text.count("<use") == 1
    assert "marker-mid" in text
    assert "L7,5" in text


def test_thumbnail_has_data_but_no_words(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uri = thumb.thumbnail(figure(monkeypatch).wide)
    text = unquote(uri)
    assert "<text" not in text
    assert "<path" in text
    assert "font" not in text
    assert thumb.height(uri) > 10
    assert not re.search(r'[ <>"]', uri)


def test_thumbnail_of_verdicts() -> None:
    assert unquote(thumb.bars([4, 3, 0, 2, 1])).count("<path") == 5
    assert thumb.thumbnail("no drawing") == ""
