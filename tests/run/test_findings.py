from dataclasses import replace

import pytest

from afterllama.errors import NotebookError
from afterllama.evidence.value import Value
from afterllama.run.findings import Finding, findings, unguarded_count, wrong_certainty
from afterllama.run.markdown import plain
from afterllama.run.notebook import Notebook
from tests.conftest import notebook


def parsed(text):
    return findings(Notebook.parse(notebook(("md", "findings", text)), "06_sample"))


def value(*sources, holds=None):
    return Value(1.0, "count", "1", "counted", (), sources, holds=holds)


def test_finding_has_certainty_text_saying_and_an_address_from_its_first_number():
    first = "## Findings\n- **Company's own word.** It is {eval}`low`\n  to {eval}`high`."
    (item,) = parsed(first + '\n  - May be said as: "x". Not as: "y".')
    assert item.address == "06-low"
    assert item.certainty == "Company's own word"
    assert item.text == "It is {eval}`low` to {eval}`high`."
    assert item.saying == 'May be said as: "x". Not as: "y".'
    assert item.names == ("low", "high")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- It is {eval}`low`.", "opens with none of"),
        ("- **Surely.** It is {eval}`low`.", "opens with none of"),
        ("- **Unsettled** It is {eval}`low`.", "opens with none of"),
        ("- **Unsettled. It is {eval}`low`.", "opens with none of"),
        ("- Unsettled.** It is {eval}`low`.", "opens with none of"),
        ("-", "opens with none of"),
        ("- ```\n  x\n  ```", "opens with none of"),
        ("- **Unsettled.** It is {eval}`low`.\n  - Besides, more.", "only how it may be said"),
        ("- **Unsettled.** It is.", "carries no live number"),
        ("- **Unsettled.** {eval}`low`.\n- **Unsettled.** {eval}`low`.", "begin with the same number"),
    ],
)
def test_what_is_no_finding_is_refused(text, complaint):
    with pytest.raises(NotebookError, match=complaint):
        parsed(text)


@pytest.mark.parametrize(
    ("certainty", "sources", "complaint"),
    [
        ("Well supported", ["acme_10k", "lab"], ""),
        ("Well supported", ["acme_10k", "acme_post", "daily"], "rests on Acme alone"),
        ("One source", ["lab"], ""),
        ("One source", ["lab", "acme_10k"], "rests on The Lab, Acme"),
        ("Company's own word", ["acme_10k", "daily"], ""),
        ("Company's own word", ["acme_10k", "lab"], "rests on others too"),
        ("Our estimate", ["lab"], ""),
    ],
)
def test_word_of_certainty_is_held_against_the_voices(project, certainty, sources, complaint):
    item = Finding("06-low", certainty, "It is {eval}`low`.", "", ("low",))
    assert complaint in wrong_certainty(item, {"low": value(*sources)})
    assert bool(complaint) == bool(wrong_certainty(item, {"low": value(*sources)}))


def test_well_supported_asks_two_voices_of_each_number_and_no_assumption_of_ours(project):
    item = Finding("06-low", "Well supported", "It is {eval}`low` to {eval}`high`.", "", ("low", "high"))
    two = value("acme_10k", "lab")
    assert wrong_certainty(item, {"low": two, "high": two}) == ""
    assert "rests on Acme alone" in wrong_certainty(item, {"low": two, "high": value("acme_10k")})
    assert "an assumption of ours" in wrong_certainty(item, {"low": two, "high": replace(two, given="our choice")})
    assert "no number to rest on" in wrong_certainty(item, {})


def test_counting_words_need_a_guarded_value():
    item = Finding("06-low", "Unsettled", "Twice {eval}`low`.", "", ("low",))
    assert unguarded_count(item, {"low": value("lab")}) == "Twice"
    assert unguarded_count(item, {"low": value("lab", holds=True)}) == ""


def test_plain_words_carry_the_values_and_lose_the_marks():
    text = "**About** {eval}`low` of [it](06_x.html), `code`"
    assert plain(text, {"low": "59%"}) == "About 59% of it, code"
