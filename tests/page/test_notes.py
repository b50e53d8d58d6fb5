"""The note under a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterllama.evidence.value import Value
from afterllama.page.jinja import part
from afterllama.page.markdown import Numbers
from afterllama.page.words import interval, mark, rows
from afterllama.run.record import shown
from tests.executed import notebook

REPOSITORY = "https://example.org/r"


def _note(value: Value, repository: str = "") -> str:
    return part("note", "first_low", value, 1, value.sources, repository, "06")


def test_note_tells_value_unit_interval_rows_and_sources(project: Path) -> None:
    note = _note(shown(notebook())["first_low"], REPOSITORY)
    for words in (
        "<b>115.0 billion</b> US dollars",
        "Low end of the first guidance",
        "114.0 to 116.0 billion: a guess",
        "guidance, line 2",
        'href="https://example.org/10k"',
        '<i class="own">own word</i>',
        "28 January 2026",
        'href="#first_low"',
        "https://example.org/r/issues/new?title=Number+06-first_low",
        'aria-label="Close"',
    ):
        assert words in note


def test_no_link_to_report_errors_without_a_repository(project: Path) -> None:
    assert "Report an error" not in _note(shown(notebook())["first_low"])


def test_an_assumption_is_named_as_ours_and_is_a_live_number() -> None:
    value = Value(3, "years", "3 years", "life of a server", (), (), given="a server lasts 'three' years")
    note = _note(value)
    assert "Our assumption: a server lasts ‘three’ years" in note
    assert "Rows" not in note
    assert "Sources" not in note
    html = Numbers({"life": value}, ["life"]).html("life", "", ".")
    assert '<button type="button" class="num" id="life" popovertarget="n-life">3 years</button>' in html


def test_an_interval_is_as_precise_as_its_value() -> None:
    value = Value(1.23, "USD", "1.2", "", (), (), low=1.11, high=1.31, interval="range", digits=1)
    assert interval(value) == "1.1 to 1.3: range"


def test_an_expression_of_a_stranger_is_text_and_cannot_act() -> None:
    value = Value(None, "text", "<script>1</script>", "", (), ())
    numbers = Numbers({"x": value}, ["x"])
    assert numbers.html("x", "(", ")") == "(&lt;script&gt;1&lt;/script&gt;)"
    assert numbers.noted == {}
    assert numbers.html("y", "", "") == "?"


def test_names_of_a_stranger_are_escaped() -> None:
    value = Value(1, "count", "1", "counted", (), ())
    html = Numbers({'x" onclick="y': value}, ['x" onclick="y']).html('x" onclick="y', "", "")
    assert '"y"' not in html
    assert "onclick=&#34;y" in html


def test_rows_are_grouped_into_spans() -> None:
    assert rows(["a:2", "a:3", "a:4", "b:9", "a:7"]) == "a, lines 2–4, 7; b, line 9"
    assert rows([f"a:{2 * n}" for n in range(1, 12)]).endswith("16 and 3 more")
    assert rows([f"{letter}:2" for letter in "abcdefgh"]).endswith("f, line 2; and 2 tables more")


def test_source_says_who_speaks(project: Path) -> None:
    assert '<i class="ind">independent</i>' in part("source", "lab")
    assert "relays Acme" in part("source", "daily")
    assert '<i class="press">relay</i>' in part("source", "daily")
    assert '<i class="press">interested</i>' in part("source", "fund")
    assert "interest in Acme" in part("source", "fund")


def test_many_sources_end_in_a_link_to_the_list(project: Path) -> None:
    html = part("sources", ["lab"] * 10, ["daily", "lab"])
    assert '<a href="#source-list">and 6 more</a>' in html
    assert html.count('<li data-n="2">') == 4


@pytest.mark.parametrize(("support", "kind"), [("independent", "ind"), ("own word", "own"), ("our reading", "none")])
def test_marks(support: str, kind: str) -> None:
    assert mark(support) == kind
