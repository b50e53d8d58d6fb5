import pytest

from afterllama.data import sources
from afterllama.errors import DataError


def test_support_follows_who_speaks(project):
    assert sources.support(["acme_10k", "daily"], "Acme") == "own word"
    assert sources.support(["acme_10k", "lab"], "Acme") == "independent"
    assert sources.support(["acme_10k", "fund"], "Acme") == "press"  # the fund owns a part of Acme
    assert sources.support(["daily"], "Other") == "press"
    assert sources.support([], "Acme") == "none"


def test_relays_and_filings_are_one_voice(project):
    assert sources.voices(["acme_10k", "acme_post", "daily", "lab"]) == ["Acme", "The Lab"]


def test_source_line_marks_own_word_and_shortens(project):
    assert sources.line(["acme_10k", "lab"]) == "Sources: Acme (own word), The Lab."
    assert sources.line(["acme_10k", "daily", "lab"], most=1) == "Sources: Acme (own word), and 2 more."


def test_unknown_source_is_named(project):
    with pytest.raises(DataError, match="unknown source 'nope'"):
        sources.get("nope")


def test_outside_is_who_neither_is_the_party_nor_relays_it(project):
    others = sources.outside(["acme_10k", "daily", "lab", "fund"], "Acme")
    assert [source.source_id for source in others] == ["lab", "fund"]
    assert [source.source_id for source in others if source.impartial] == ["lab"]


def test_one_closed_source_bars_passing_a_row_on(project):
    assert sources.republishable(["lab", "daily"])
    assert not sources.republishable(["lab", "closed"])
    assert sources.republishable([])


def test_a_source_read_through_quotations_says_so_in_its_column(project):
    table = project / "data/sources.csv"
    table.write_text(table.read_text() + "told,Told,The Daily,,2026,2026-11-24,press,no,,,,,,,quotations,\n")
    assert sources.get("told").quoted
    assert not sources.get("daily").quoted
