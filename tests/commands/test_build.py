"""The build from tables to reports, on the small project."""

import json
import shutil

import pytest

from afterllama.commands.build import build, choose
from afterllama.errors import BuildError
from afterllama.run.plan import Built, nothing_to_do
from tests.commands.interrupted import interrupted
from tests.conftest import SAMPLE, changed, write_notebook

SPENT_ONLY = (
    ("md", "", "# What was spent?"),
    ("md", "answer", "It was {eval}`spent_2025`."),
    ("md", "story", "## In two minutes\nAll of it."),
    ("md", "reply", "## What Acme says\nNothing."),
    ("md", "findings", "## How sure\n- **Company's own word.** It was {eval}`spent_2025` dollars."),
    (
        "code",
        "",
        '# Spending\nfrom afterllama import cite, load\nspent = load("spent").query("year == \'2025\'")\n'
        'spent_2025 = cite(spent["value"].item(), "USD_billion", rows=spent, how="as filed")',
    ),
    ("md", "methods", "## Methods and limits\n### Questions for a class\nWhy?"),
    ("md", "sources", "## Sources\nAll."),
)
SECOND = (
    ("md", "", "# What does it come to?"),
    ("md", "answer", "More: {eval}`growth_low`."),
    ("md", "story", "## In two minutes\nAll of it."),
    ("md", "reply", "## What Acme says\nNothing."),
    ("md", "findings", "## How sure\n- **Company's own word.** It is {eval}`growth_low`, and {eval}`judged` judged."),
    (
        "code",
        "",
        '# From the other reports\nfrom afterllama import cite, load\ngrowth_low = load("values/06")["growth_low"]\n'
        'verdicts = load("verdicts")\njudged = cite(len(verdicts), "count", rows=verdicts, how="rows of the ledger")',
    ),
    ("md", "methods", "## Methods and limits\n### Questions for a class\nWhy?"),
    ("md", "sources", "## Sources\nAll."),
)


@pytest.fixture
def three(project):
    """A notebook on both tables, one on spending alone, and one that shows the saved values of the first."""
    write_notebook(project, "06_sample")
    write_notebook(project, "07_spent", SPENT_ONLY)
    write_notebook(project, "00_front", SECOND)
    build(quiet=True)
    return project


def values(project, number):
    return json.loads((project / f"reports/values/{number}.json").read_text())


def test_build_writes_report_values_figures_verdicts_and_index(three):
    made = {
        path.relative_to(three).as_posix() for folder in ("reports", "figures") for path in (three / folder).rglob("*")
    }
    assert {
        "reports/06_sample.html",
        "reports/00_front.html",
        "reports/values/06.json",
        "reports/verdicts.csv",
        "reports/about.html",
        "reports/glossary.html",
        "reports/index.html",
        "figures/06-guidance.svg",
        "figures/06-guidance-narrow.svg",
        "figures/06-guidance.png",
        "figures/06-guidance.csv",
    } <= made
    assert values(three, "06")["values"]["growth_low"]["text"] == "59%"
    assert "floor,1,money" in (three / "reports/verdicts.csv").read_text()
    assert "More: 59%." in (three / "README.md").read_text()


def test_second_stage_shows_the_saved_record_itself(three):
    assert values(three, "00")["values"]["growth_low"] == values(three, "06")["values"]["growth_low"]
    assert values(three, "00")["values"]["judged"]["value"] == 1.0


def test_nothing_is_rebuilt_when_nothing_changed(three):
    before = {path: path.stat().st_mtime_ns for path in (three / "reports").rglob("*") if path.is_file()}
    assert nothing_to_do([])
    assert build(quiet=True).built == []
    assert before == {path: path.stat().st_mtime_ns for path in (three / "reports").rglob("*") if path.is_file()}


def test_one_changed_figure_rebuilds_its_readers_and_what_shows_their_values(three):
    table = three / "data/guidance.csv"
    table.write_text(table.read_text().replace(",115,", ",120,"))
    result = build(quiet=True)
    assert sorted(result.built) == ["00_front", "06_sample"]
    assert "06-growth_low: 59% → 66%" in result.changed
    assert any(
        line.startswith("06-first_low: 115 billion → 120 billion; verdict of floor holds → does not")
        for line in result.changed
    )
    assert "66%" in (three / "reports/00_front.html").read_text()


def test_change_that_moves_no_saved_value_leaves_the_second_stage_alone(three):
    table = three / "data/spent.csv"
    table.write_text(table.read_text().replace("2024,39.2", "2024,39.3"))
    assert sorted(build(quiet=True).built) == ["06_sample", "07_spent"]


def test_fallen_guard_marks_title_and_report_and_fails_the_build_by_name(three):
    table = three / "data/guidance.csv"
    table.write_text(table.read_text().replace("2026-07,130", "2026-07,110"))
    result = build(quiet=True)
    assert result.fallen == ["06-guidance (title)"]
    assert not result.ok
    assert "no longer supported" in (three / "reports/06_sample.html").read_text()


def test_failed_notebook_keeps_its_old_report_and_is_marked_in_the_index(three):
    old = (three / "reports/06_sample.html").read_text()
    write_notebook(three, "06_sample", changed(SAMPLE, "spent = load", "nothing = 1 / 0\nspent = load"))
    result = build(quiet=True)
    assert list(result.failed) == ["06_sample"]
    assert (three / "reports/06_sample.html").read_text() == old
    assert "The last build of this report failed" in (three / "reports/index.html").read_text()


def test_a_failure_stays_marked_until_its_notebook_builds_again(three):
    index, sound = three / "reports/index.html", (three / "notebooks/06_sample.ipynb").read_text()
    write_notebook(three, "06_sample", changed(SAMPLE, "spent = load", "nothing = 1 / 0\nspent = load"))
    build(quiet=True)
    build(["07"], force=True, quiet=True)
    assert "The last build of this report failed" in index.read_text()
    (three / "notebooks/06_sample.ipynb").write_text(sound)
    build(["06"], quiet=True)
    assert "The last build of this report failed" not in index.read_text()


def test_report_changed_by_hand_is_printed_again_without_running(three):
    report = three / "reports/07_spent.html"
    right = report.read_text()
    report.write_text(right.replace("72.2", "99.9"))
    assert build(quiet=True).built == ["07_spent"]
    assert report.read_text() == right


def test_figure_that_is_no_longer_shown_is_removed(three):
    cells = changed(SAMPLE, 'show(draw, "guidance"', 'show(draw, "floors"')
    write_notebook(three, "06_sample", cells)
    build(quiet=True)
    assert sorted(path.name for path in (three / "figures").glob("*.svg")) == [
        "06-floors-narrow.svg",
        "06-floors-thumb.svg",
        "06-floors.svg",
    ]


def test_forced_build_gives_the_same_bytes(three):
    before = {
        path: path.read_bytes()
        for folder in ("reports", "figures")
        for path in (three / folder).rglob("*")
        if path.is_file()
    }
    build(force=True, quiet=True)
    assert before == {path: path.read_bytes() for path in before}


def test_warning_of_a_cell_fails_its_notebook_by_name(three):
    write_notebook(three, "07_spent", (*SPENT_ONLY, ("code", "", "# Old\nimport warnings\nwarnings.warn('is old')")))
    problem = str(build(quiet=True).failed["07_spent"])
    assert "is old" in problem
    assert "07_spent.ipynb, cell 9" in problem


def test_unknown_notebook_is_named_with_the_known(three):
    with pytest.raises(BuildError, match=r"'99'.*06_sample"):
        choose(["99"])


def test_interrupted_build_keeps_what_is_done_and_continues(three):
    before = values(three, "06")
    shutil.rmtree(three / ".afterllama/built")
    slow = (*SPENT_ONLY, ("code", "", "# Long work\nimport time\ntime.sleep(30)"))
    write_notebook(three, "07_spent", slow)
    status, words = interrupted(["build"], lambda: Built.read("06_sample"))
    assert status == 130, words
    assert "build again and it continues" in words
    assert values(three, "06") == before
    write_notebook(three, "07_spent", SPENT_ONLY)
    assert sorted(build(quiet=True).built) == ["00_front", "07_spent"]
