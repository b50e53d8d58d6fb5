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
