"""The note under a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterllama.page.notes import Notes, rows, source_item, source_list, support_mark
from tests.executed import notebook


def test_note_tells_value_unit_interval_rows_and_sources(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = Notes(notebook(monkeypatch), "https://example.org/r", "06").render()[0]
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


def test_no_link_to_report_errors_without_a_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Report an error" not in "".join(Notes(notebook(monkeypatch)).render())


def test_rows_are_grouped_into_spans() -> None:
    assert rows(["a:2", "a:3", "a:4", "b:9", "a:7"]) == "a, lines 2–4, 7; b, line 9"
    assert rows([f"a:{2 * n}" for n in range(1, 12)]).endswith("16 and 3 more")


def test_source_says_who_speaks(project: Path) -> None:
    assert '<i class="ind">independent</i>' in source_item("lab")
    assert "relays Acme" in source_item("daily")
    assert '<i class="press">relay</i>' in source_item("daily")
    assert '<i class="press">interested</i>' in source_item("fund")
    assert "interest in Acme" in source_item("fund")


def test_many_sources_end_in_a_link_to_the_list(project: Path) -> None:
    assert '<a href="#source-list">and 6 more</a>' in source_list(["lab"] * 10)


@pytest.mark.parametrize(("support", "mark"), [("independent", "ind"), ("our reading", "none")])
def test_marks(support: str, mark: str) -> None:
    assert support_mark(support) == mark
