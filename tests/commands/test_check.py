import datetime

from afterllama.commands.build import build
from afterllama.commands.check import check, overdue
from tests.conftest import write_notebook

FORECASTS = """\
forecast_id,question,outcome,due
early,Will it come?,open,2026-10-08
done,Did it come?,came true,2026-10-08
later,Will it stay?,open,2027-01-31
undated,Will it ever?,open,
"""


def test_never_built_is_stale_and_built_is_not(project):
    write_notebook(project, "06_sample")
    assert check()["stale"] == ["06_sample: never built here"]
    build(quiet=True)
    assert not any(check().values())


def test_reason_names_what_changed(project):
    write_notebook(project, "06_sample")
    build(quiet=True)
    table = project / "data/guidance.csv"
    table.write_text(table.read_text().replace(",115,", ",120,"))
    assert check()["stale"] == ["06_sample: data/guidance.csv changed"]


def test_broken_table_is_named_and_nothing_is_built(project):
    write_notebook(project, "06_sample")
    table = project / "data/guidance.csv"
    table.write_text(table.read_text().replace(",115,", ",42%,"))
    found = check()
    assert "42%" in found["broken"][0]
    assert not (project / "reports").exists()


def test_only_open_questions_whose_day_has_passed_are_overdue(project):
    (project / "data/forecasts.csv").write_text(FORECASTS)
    assert list(overdue(datetime.date(2026, 11, 24))) == ["early, due 2026-10-08: Will it come?"]
    assert list(overdue(datetime.date(2026, 10, 8))) == []
