"""Outputs of code cells; foreign kinds are tried in test_exporter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from nbformat.v4 import new_output

from afterllama.page import code
from afterllama.page.clean import RUNS
from afterllama.page.outputs import Printer
from tests.executed import FLOOR, bundle


def test_figure_has_words_data_and_downloads(project: Path) -> None:
    html = Printer("06").html(bundle(FLOOR))
    assert "<h3>Acme’s floor rose</h3>" in html
    assert 'role="img" aria-label="Range bars from 115 to 145, each higher."' in html
    address = html.split('download="06-floor.csv" href="')[1].split('"')[0]
    assert unquote(address.partition(",")[2]) == FLOOR.csv
    assert 'href="../figures/06-floor.png"' in html
    assert "<summary>Table of the data</summary>" in html
    assert "Source: Acme (own word)." in html or "Sources: Acme (own word)" in html


def test_an_empty_stream_leaves_nothing() -> None:
    assert Printer().html(new_output("stream", name="stdout", text="\n")) == ""


def test_a_picture_beside_a_live_chart_is_shown() -> None:
    data = {"application/vnd.plotly.v1+json": {}, "image/png": "AAAA"}
    html = Printer().html(new_output("display_data", data=data))
    assert 'src="data:image/png;base64,AAAA"' in html
    assert "cannot be printed" not in html


def test_a_figure_of_an_own_run_has_its_picture_inside(project: Path) -> None:
    html = Printer("06", RUNS).html(bundle(FLOOR))
    assert f'download="06-floor.png" href="data:image/png;base64,{FLOOR.png}"' in html
    assert "figures/" not in html


def test_a_drawing_fetches_nothing_and_does_nothing(project: Path) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script>'
        '<path d="M0 0h9" onload="alert(2)" style="fill:url(https://example.org/a)"/>'
        '<use href="https://example.org/b"/><image href="https://example.org/c"/></svg>'
    )
    printer = Printer("06")
    page, _, _ = printer.html(bundle(replace(FLOOR, wide=drawing))).partition('<p class="src">')
    html = page + printer.rules
    for word in ("example.org", "<script", "onload", "url("):
        assert word not in html
    assert '<img class="wide" alt="" src="data:image/svg+xml;base64,' in html


def test_what_a_stranger_calls_a_drawing_and_is_none_is_said(project: Path) -> None:
    html = Printer("06").html(bundle(replace(FLOOR, wide="<p>none</p>")))
    assert "A drawing that cannot be read." in html
    assert "<p>none" not in html


def test_our_drawing_stands_in_the_page_with_its_rules_beside_it(project: Path) -> None:
    printer = Printer("06", ours=True)
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 856 300" class="wide"><path' in printer.html(
        bundle(FLOOR)
    )
    assert ".floor-wide-0{stroke:var(--role-subject)}" in printer.rules


def test_what_a_stranger_calls_a_figure_is_none_of_ours() -> None:
    data = {"application/vnd.afterllama.figure+json": {"name": "x"}, "text/plain": "a figure"}
    assert "a figure</pre>" in Printer().html(new_output("display_data", data=data))


def test_a_picture_that_is_none_is_said() -> None:
    html = Printer().html(new_output("display_data", data={"image/png": '"><script>'}))
    assert "A picture that cannot be read" in html
    assert "<script" not in html


def test_code_stands_under_its_first_comment() -> None:
    html = code.block(["# Growth of it.\nx = 'a'  # why\n\nfor y in x: pass"])
    assert "<p>Code: growth of it, 2 lines</p>" in html
    assert "x = <i>'a'</i>  <u># why</u>\n\n<b>for</b> y <b>in</b> x: <b>pass</b>" in html
    assert "<p>Code, 1 line</p>" in code.block(["x < 1"])
    assert "x &lt; 1" in code.block(["x < 1"])


def test_cells_in_one_block_are_named_by_their_comments_and_parted_by_a_blank_line() -> None:
    html = code.block(["# Compute the rent\nx = 1", "# Cite it.\ny = 2\n", "z = 3"])
    assert "<p>Code: compute the rent; cite it, 3 lines</p>" in html
    assert "x = 1\n\ny = 2\n\nz = 3</pre>" in html


def test_a_block_names_three_cells_and_leaves_further_comments_in_the_code() -> None:
    html = code.block([f"# Step {n}\nx = {n}" for n in range(5)])
    assert "<p>Code: step 0; step 1; step 2; and 2 more, 7 lines</p>" in html
    assert "<u># Step 3</u>\nx = 3" in html
