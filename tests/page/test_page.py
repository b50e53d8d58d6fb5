"""A report's page: its parts, what is repeated on it, and what changes where a guard has fallen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from afterllama.page.exporter import render
from afterllama.page.page import build
from tests.conftest import write_notebook
from tests.executed import notebook


@pytest.fixture
def html(project: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    write_notebook(project, "06_plan")
    write_notebook(project, "07_next")
    return render(notebook(monkeypatch), "06_plan", stamp="abc")


def test_parts_in_order(html: str) -> None:
    marks = ["<h1>What did Acme plan?</h1>", 'class="answer"', 'id="findings"', "<h2>Contents", 'id="the-floor-rose"',
             'id="fig-floor"', 'id="c-floor"', 'id="source-list"', "Next: 07", "Notes to the numbers"]  # fmt: skip
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_finding_has_address_certainty_and_safe_wording(html: str) -> None:
    assert '<li id="f-first_low">' in html
    assert "Company’s own word.</b>" in html
    assert "May be said as: “planned”. Not as: “spent”." in html
    assert "finding 06-first_low" in html


def test_a_number_is_a_button_once_with_an_address(html: str) -> None:
    assert html.count('id="first_low" popovertarget="n-first_low"') == 1
    assert html.count('popovertarget="n-first_low">115.0 billion</button>') == 3
    assert ">115.0 billion</button><sup>1</sup>,</span>" in html  # the comma may not start a line


def test_margin_note_keeps_its_number(html: str) -> None:
    assert re.search(r'<aside class="margin">\s*<p>A remark with <span class="nw"><button', html)


def test_fallen_title_gives_way_to_the_subtitle(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = render(notebook(monkeypatch, holds=False), "06_plan")
    assert "<h3>USD billion</h3>" in html
    assert "no longer supported" in html
    assert "floor rose</h3>" not in html


def test_description_and_data_date(html: str) -> None:
    assert '<meta name="description" content="At least 115.0 billion dollars.">' in html


def test_bytes_are_stable(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render(notebook(monkeypatch), "06_plan") == render(notebook(monkeypatch), "06_plan")


def test_sources_are_numbered_by_first_use(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = build(notebook(monkeypatch), "06", "06")
    assert len(page.sources) == 3
    assert "Acme, Form 10-K" in page.sources[0]
    assert 'data-n="1"' in page.notes[0]


def test_controls_are_not_printed_but_their_code_and_errors_are() -> None:
    shown = new_output("stream", name="stdout", text="Controls: three sliders")
    broken = new_output("error", ename="ValueError", evalue="no such slider", traceback=[])
    cell = new_code_cell("# What if\nsliders()", outputs=[shown, broken], metadata={"tags": ["controls"]})
    text = render(new_notebook(cells=[new_markdown_cell("# T"), cell]), "little")
    assert "three sliders" not in text
    assert "no such slider" in text
    assert "sliders" in text
