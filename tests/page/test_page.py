"""A report's page: its parts, what is repeated on it, and what changes where a guard has fallen."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from afterllama.errors import NotebookError
from afterllama.page.exporter import ReportExporter
from afterllama.page.page import build
from afterllama.page.report import ParameterRow, render
from tests.conftest import write_notebook
from tests.executed import notebook, prose


@pytest.fixture
def collection(project: Path) -> Path:
    """A project of two notebooks."""
    write_notebook(project, "06_plan")
    write_notebook(project, "07_next")
    return project


@pytest.fixture
def html(collection: Path) -> str:
    return render(notebook(), "06_plan", stamp="abc")


def test_parts_in_order(html: str) -> None:
    marks = ["<h1>What did Acme plan?</h1>", 'class="answer"', 'id="findings"', "<h2>Contents", 'id="the-floor-rose"',
             'id="fig-floor"', 'id="c-floor"', 'id="source-list"', "Next: 07", "Notes to the numbers"]  # fmt: skip
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


class _Open(HTMLParser):
    """The elements that are open, and those that are closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "col", "img", "input", "br", "hr", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.wrong.append(f"{tag}, line {self.getpos()[0]}")


@pytest.mark.parametrize("own", [None, (ParameterRow("life", "6", "4", True, "years", "Life"),), ()])
def test_every_element_is_closed_in_its_turn(collection: Path, own: tuple[ParameterRow, ...] | None) -> None:
    found = _Open()
    found.feed(render(notebook(), "06_plan", own=own))
    assert (found.wrong, found.open) == ([], [])


def test_exported_from_jupyterlab_it_is_the_collections_report_too(collection: Path) -> None:
    html, _ = ReportExporter().from_notebook_node(notebook(), {"metadata": {"name": "06_plan"}})
    for words in (
        'href="../figures/06-floor.png"',
        'href="../data/guidance.csv"',
        'href="values/06.json"',
        "in a series of 2",
        "Next: 07",
        "edition of November 2026",
    ):
        assert words in html
    assert "of another hand" not in html


def test_under_another_name_it_is_of_another_hand(collection: Path) -> None:
    html = render(notebook(), "06_copy")
    assert "of another hand" in html
    assert "Next: 07" not in html
    assert "Cite this finding" not in html


def test_a_notebook_of_the_collection_without_results_is_no_report(collection: Path) -> None:
    assert "in a series" not in render(new_notebook(cells=[new_markdown_cell("# T")]), "06_plan")


def test_numbers_to_the_last_day_of_the_rows(collection: Path) -> None:
    made = notebook()
    table = collection / "data" / "guidance.csv"
    table.write_text(table.read_text().replace("issued,", "as_of,"))
    assert "<dt>Latest data</dt><dd>July 2026</dd>" in render(made, "06_plan")


def test_an_own_run_lies_one_folder_deeper_with_its_pictures_inside(collection: Path) -> None:
    rows = (ParameterRow("life", "6", "4", True, "years", "Life"), ParameterRow("rate", "", "0.1", False, "", "Rate"))
    made = notebook()
    made.cells.append(prose("## More\nSee [the next](07_next.html) or [above](#findings)."))
    html = render(made, "06_plan", own=rows)
    outward = [link for link in re.findall(r'href="([^"]*)"', html) if not re.match(r"#|[a-z]+:", link)]
    assert all(link.startswith("../") for link in outward)
    assert {"../index.html", "../07_next.html", "../06_plan.html", "../../data/guidance.csv"} <= set(outward)
    assert not [link for link in outward if "figures/" in link]
    assert 'download="06-floor.png" href="data:image/png;base64,AAAA"' in html
    assert "<dt>life</dt><dd>6 years instead of 4</dd>" in html
    assert "1 parameter as in the collection" in html
    assert "Cite this finding" not in html


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


def test_a_heading_may_not_take_the_address_of_a_number_or_of_a_heading_before() -> None:
    cells = [prose("# T\n\n## Cost\n\n{eval}`cost` here"), new_markdown_cell("## Same\n\n## Same\n\n## Main")]
    ids = re.findall(r' id="([^"]*)"', render(new_notebook(cells=cells), "little"))
    assert ids == ["main", "cost-again", "same", "same-again", "main-again"]


def test_a_heading_in_html_without_an_address_gets_one() -> None:
    html = render(new_notebook(cells=[new_markdown_cell("# T\n\n<h2>Raw words</h2>\n\nText")]), "little")
    assert '<section aria-labelledby="raw-words">' in html


def test_fallen_title_gives_way_to_the_subtitle(collection: Path) -> None:
    html = render(notebook(holds=False), "06_plan")
    assert "<h3>USD billion</h3>" in html
    assert "no longer supported" in html
    assert "floor rose</h3>" not in html


def test_description_is_the_answer(html: str) -> None:
    assert '<meta name="description" content="At least 115.0 billion dollars.">' in html


def test_paper_stays_light_where_the_screen_is_dark(html: str) -> None:
    assert html.count("prefers-color-scheme:dark") == html.count("@media screen and (prefers-color-scheme:dark)") == 2


def test_bytes_are_stable(html: str) -> None:
    assert render(notebook(), "06_plan", stamp="abc") == html


def test_sources_are_numbered_by_first_use(html: str) -> None:
    assert build(notebook(), "06_plan").record.sources == ["acme_10k", "daily", "acme_post"]
    assert '<li data-n="1"><a href="https://example.org/10k">' in html.split("Notes to the numbers</h2>")[1]


def test_findings_that_are_none_stop_a_report_and_not_a_stranger(collection: Path) -> None:
    cell = new_markdown_cell("## Findings\n- It is so.", metadata={"tags": ["findings"]})
    made = new_notebook(cells=[new_markdown_cell("# T"), cell])
    assert "It is so." in render(made, "little")
    with pytest.raises(NotebookError, match="a finding opens with none of"):
        render(made, "06_plan")


def test_controls_are_not_printed_but_their_code_and_errors_are() -> None:
    shown = new_output("stream", name="stdout", text="Controls: three sliders")
    broken = new_output("error", ename="ValueError", evalue="no such slider", traceback=[])
    cell = new_code_cell("# What if\nsliders()", outputs=[shown, broken], metadata={"tags": ["controls"]})
    text = render(new_notebook(cells=[new_markdown_cell("# T"), cell]), "little")
    assert "three sliders" not in text
    assert "no such slider" in text
    assert "sliders" in text


def _blocks(*cells: NotebookNode) -> list[str]:
    """Blocks of code and texts of a page, in order."""
    html = render(new_notebook(cells=[new_markdown_cell("# T"), *cells]), "little")
    return re.findall(r"<p>Code: (.*), \d|<pre tabindex=\"0\">(shown)|<p>(Prose)", html)


def _code(name: str, shows: str = "", tag: str = "") -> NotebookNode:
    outputs = [new_output("stream", name="stdout", text=shows)] if shows else []
    return new_code_cell(f"# {name}\nx", outputs=outputs, execution_count=1, metadata={"tags": [tag] if tag else []})


def test_cells_share_a_block_up_to_the_next_output_which_stands_above_it() -> None:
    cells = [_code("compute"), _code("unseen", tag="hide"), _code("draw", "shown"), _code("next")]
    assert _blocks(*cells) == [("", "shown", ""), ("compute; draw", "", ""), ("next", "", "")]


def test_prose_parts_blocks() -> None:
    cells = [_code("one"), new_markdown_cell("Prose"), _code("two"), _code("three")]
    assert _blocks(*cells) == [("one", "", ""), ("", "", "Prose"), ("two; three", "", "")]


def test_story_and_reply_come_before_the_contents_and_methods_are_folded() -> None:
    texts = {
        "story": "## In two minutes\nOnce.",
        "reply": "## What they say\nThis.",
        "": "## It rose\n### By half\nYes.",
    }
    texts["methods"] = "## Methods\nAll.\n### Data\nRows."
    cells = [new_markdown_cell(text, metadata={"tags": [tag] if tag else []}) for tag, text in texts.items()]
    more = new_markdown_cell("### Limits\nFew.\n\n## Sources\n### None\nHere.")
    soup = BeautifulSoup(render(new_notebook(cells=[new_markdown_cell("# T"), *cells, more]), "little"), "html.parser")
    assert [item.get_text() for item in soup.select(".first h2")] == ["In two minutes", "What they say"]
    assert [item.get_text() for item in soup.select(".toc a")] == ["It rose", "Methods", "Sources"]
    assert [item.get_text() for item in soup.select("details summary h3")] == ["Data", "Limits"]
    assert [item.get_text() for item in soup.select("details p")] == ["Rows.", "Few."]


def test_code_has_one_switch_that_is_on_where_nothing_has_been_run() -> None:
    def switches(cell: NotebookNode) -> list[bool]:
        page = render(new_notebook(cells=[new_markdown_cell("# T"), cell]), "little")
        return [item.has_attr("checked") for item in BeautifulSoup(page, "html.parser").select("#show-code")]

    assert switches(_code("one", "shown")) == [False]
    assert switches(new_code_cell("x")) == [True]
    assert switches(new_markdown_cell("Words")) == []
