"""Outputs of code cells; foreign kinds are tried in test_export."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from nbformat.v4 import new_output

from afterllama.figures.drawing import Drawings
from afterllama.page import code, outputs
from tests.executed import bundle, figure


def test_figure_has_words_data_and_downloads(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = figure(monkeypatch)
    html = outputs.render(bundle(shown), "06", Drawings())
    assert "<h3>Acme’s floor rose</h3>" in html
    assert 'role="img" aria-label="Range bars from 115 to 145, each higher."' in html
    address = html.split('download="06-floor.csv" href="')[1].split('"')[0]
    assert unquote(address.partition(",")[2]) == shown.csv
    assert 'href="../figures/06-floor.png"' in html
    assert "<summary>Table of the data</summary>" in html
    assert "Source: Acme (own word)." in html or "Sources: Acme (own word)" in html


def test_an_empty_stream_leaves_nothing() -> None:
    assert outputs.render(new_output("stream", name="stdout", text="\n"), "06", Drawings()) == ""


def test_a_picture_beside_a_live_chart_is_shown() -> None:
    data = {"application/vnd.plotly.v1+json": {}, "image/png": "AAAA"}
    html = outputs.render(new_output("display_data", data=data), "06", Drawings())
    assert 'src="data:image/png;base64,AAAA"' in html
    assert "cannot be printed" not in html


def test_code_folds_under_its_first_comment() -> None:
    html = code.fold("# Growth of it.\nx = 'a'  # why\n\nfor y in x: pass")
    assert "<summary>Code: growth of it, 2 lines</summary>" in html
    assert "x = <i>'a'</i>  <u># why</u>\n\n<b>for</b> y <b>in</b> x: <b>pass</b>" in html
    assert "<summary>Code, 1 line</summary>" in code.fold("x < 1")
    assert "x &lt; 1" in code.fold("x < 1")
