"""A record is read from results and outputs alone, and is the same after it was saved."""

import pytest

from afterllama.errors import BuildError
from afterllama.evidence import value
from afterllama.run import days
from afterllama.run.record import Record, saved, shown
from tests.executed import notebook


@pytest.fixture
def nb(project):
    return notebook()


def test_record_holds_question_answer_findings_values_verdicts_and_figures(nb):
    record = Record.of(nb, "06_sample")
    assert (record.number, record.title, record.answer) == (
        "06",
        "What did Acme plan?",
        "At least {eval}`first_low` dollars.",
    )
    assert [item.address for item in record.findings] == ["06-first_low"]
    assert {name: str(value) for name, value in record.values.items()} == {
        "first_low": "115.0 billion",
        "first_day": "28 January 2026",
    }
    assert [item.claim_id for item in record.verdicts] == ["floor"]
    assert [item.name for item in record.figures] == ["floor"]
    assert record.figures[0].wide == ""  # drawings stay in figures/
    assert record.fallen == []


def test_saved_record_is_the_record(nb):
    record = Record.of(nb, "06_sample")
    assert Record.parse(record.text()) == record
    assert Record.parse(record.text()).text() == record.text()


def test_fallen_guards_are_named(project):
    record = Record.of(notebook(holds=False), "06_sample")
    assert record.fallen == ["06-floor (title)"]


def test_numbers_reach_to_the_last_day_that_their_rows_speak_of(project):
    (project / "data/dated.csv").write_text("date,due\n2026-03-01,2027-01-01\n2026-05-02,\n2026-06,\n")
    assert days.last_day(["dated:2", "dated:3", "dated:4"]) == "2026-06"
    assert days.last_day(["dated:2"]) == "2026-03-01"
    assert days.last_day(["nowhere:2", "dated:99"]) == ""


def test_record_says_to_which_day_its_numbers_reach(project):
    table = project / "data/guidance.csv"
    made = notebook()
    table.write_text(table.read_text().replace("issued,", "date,", 1))
    assert Record.of(made, "06_sample").data_to == "2026-07"  # also of what a verdict rests on


def test_what_a_stranger_calls_a_value_is_shown_as_text(nb):
    for cell in nb.cells:
        for item in cell.metadata.get("user_expressions", []):
            item["result"]["data"] = {value.MIME: {"text": 3}, "text/plain": "7"}
    found = shown(nb)["first_low"]
    assert (found.text, found.how, found.rows) == ("7", "", ())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"number": "06", "stem": "x", "title": "y", "values": 3}'])
def test_what_is_no_record_is_refused_and_counts_as_unsaved(project, text):
    with pytest.raises(BuildError, match="Build its notebook again"):
        Record.parse(text)
    path = project / "reports/values/06.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert saved("06") is None
