"""A bad table stops the build before any notebook runs, with file, row, column, value and rule."""

import pytest

from afterllama.commands.build import build
from afterllama.errors import DataError
from tests.conftest import write_notebook

CASES = {
    "a missing column": (lambda t: t.replace("issued,low", "low", 1), ["guidance.csv", "columns of the contract"]),
    "an unknown source": (
        lambda t: t.replace("acme_post,,high", "nobody,,high", 1),
        ["guidance.csv", "row 3", "nobody", "sources.csv"],
    ),
    "a percent sign in a number": (
        lambda t: t.replace(",115,", ",42%,"),
        ["guidance.csv", "row 2", "column low", "42%", "type"],
    ),
    "a duplicate key": (lambda t: t + "2026-01-28,115,135,acme_10k,,high\n", ["guidance.csv", "row 6", "same key"]),
    "a month that is none": (
        lambda t: t.replace("2026-01-28", "2026-13-28"),
        ["guidance.csv", "row 2", "column issued", "2026-13-28"],
    ),
    "a line break in a cell": (lambda t: t.replace("acme_10k,daily", 'acme_10k,"da\nily"'), ["row 2", "line break"]),
    "a file of no bytes": (lambda t: "", ["guidance.csv", "header and rows"]),
}


@pytest.mark.parametrize("case", CASES)
def test_one_error_names_what_and_where_and_reports_stay_untouched(project, case):
    spoil, wanted = CASES[case]
    write_notebook(project, "06_sample")
    report = project / "reports" / "06_sample.html"
    report.parent.mkdir()
    report.write_text("the old report")
    table = project / "data/guidance.csv"
    table.write_text(spoil(table.read_text()))
    with pytest.raises(DataError) as caught:
        build(quiet=True)
    for part in wanted:
        assert part in str(caught.value)
    assert report.read_text() == "the old report"
    assert sorted(path.name for path in (project / "reports").iterdir()) == ["06_sample.html"]


def test_utf_16_is_refused(project):
    table = project / "data/guidance.csv"
    table.write_bytes(table.read_text().encode("utf-16"))
    with pytest.raises(DataError, match=r"guidance\.csv.*UTF-8"):
        build(quiet=True)


def test_a_day_that_no_month_has_is_refused_on_loading(project):
    from afterllama import load

    table = project / "data/guidance.csv"
    table.write_text(table.read_text().replace("2026-01-28", "2026-02-30"))
    with pytest.raises(DataError, match=r"guidance:2.*2026-02-30"):
        load("guidance")


def test_missing_file_is_named(project):
    (project / "data/guidance.csv").unlink()
    with pytest.raises(DataError, match=r"data/guidance\.csv: the file is missing"):
        build(quiet=True)


def test_validity_is_remembered_by_content(project, monkeypatch):
    from afterllama.data import contract

    contract.ensure("guidance", remember=True)
    monkeypatch.setattr(contract, "validate", lambda name: pytest.fail("validated again"))
    contract.ensure("guidance")
