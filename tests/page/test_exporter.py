"""The exporter on notebooks of foreign hands: it prints what it can, says what it cannot, and lets nothing in."""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbconvert import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from afterllama.page.exporter import ReportExporter
from afterllama.page.report import render
from tests.page.foreign import notebook


@pytest.fixture(scope="module")
def page() -> str:
    return render(notebook(), "foreign")


def test_nothing_active_or_fetched_gets_in(page: str) -> None:
    body = page.split("</head>")[1].replace('<input type="checkbox" id="show-code">', "")
    for word in ("<script", "<iframe", "<form", "<input", "javascript:", "onclick", "onerror", "onload", " style="):
        assert word not in body
    assert not re.search(r"<(img|source|link|svg|use)[^>]*(src|srcset|href)=\"?(https?:|//|x)", body)
    assert "default-src 'none'" in html.unescape(page)


def test_what_is_lost_is_said(page: str) -> None:
    lost = re.findall(r'class="lost">([^<]*)', page)
    for words in ("Plotly chart", "interactive control", "A script", "needs a script", "application/x-strange"):
        assert [note for note in lost if words in note], words
    assert "Picture that is not inside the notebook: A map." in page
    assert "IntSlider(value=3)" in page  # what a control says of itself
    assert "The first 40,000 characters of a longer text" in page


def test_errors_and_terminal_text_are_plain(page: str) -> None:
    assert "This cell failed: ZeroDivisionError" in page
    assert "division by &lt;zero&gt;" in page
    assert "\x1b" not in page
    assert ">green\n\n  indented\n100%</pre>" in page
    assert ">link</pre>" in page


def test_formulas_attachments_and_raw_cells(page: str) -> None:
    assert page.count("<math") == 3  # two in the text and one output; what is no formula stays text
    assert r"\broken{" in page
    assert 'src="data:image/png;base64,' in page
    assert "raw &lt;b&gt;cell&lt;/b&gt;" in page


def test_outline_is_whole_and_addresses_are_unique(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    twice = [name for name, count in Counter(re.findall(r' id="([^"]*)"', page)).items() if count > 1]
    assert twice == []
    assert all(f'id="{name}"' in page for name in re.findall(r'href="#([^"]*)"', page))


def test_a_wide_table_scrolls_by_itself(page: str) -> None:
    assert '<div aria-label="Table" class="table wide" role="group" tabindex="0">' in page


def test_it_claims_nothing_of_ours(page: str) -> None:
    assert "All reports" not in page
    assert "edition of" not in page


@pytest.mark.parametrize(
    "nb",
    [
        new_notebook(),
        new_notebook(cells=[new_markdown_cell("no heading")]),
        new_notebook(cells=[new_code_cell("x = 1")]),
        new_notebook(cells=[new_markdown_cell("A value {eval}`x` of nowhere, $")]),
    ],
    ids=["empty", "no heading", "never run", "unknown value"],
)
def test_little_notebooks(nb: nbformat.NotebookNode) -> None:
    text = render(nb, "little")
    assert text.count("<h1>") == 1
    assert "</html>" in text


def test_a_notebook_that_was_not_run_says_so() -> None:
    assert "has not been run" in render(new_notebook(cells=[new_code_cell("x = 1")]), "little")


def test_it_prints_where_there_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERLLAMA_ROOT", str(tmp_path))
    assert "of another hand" in render(notebook(), "03_benchmarks")


def test_a_numbered_name_makes_no_report_of_ours() -> None:
    assert "in a series" not in render(new_notebook(cells=[new_markdown_cell("# T")]), "03_mine")


def test_nbconvert_knows_it_and_bytes_are_stable() -> None:
    assert get_exporter("afterllama") is ReportExporter
    first, _ = ReportExporter().from_notebook_node(notebook())
    second, _ = ReportExporter().from_notebook_node(notebook())
    assert first == second
