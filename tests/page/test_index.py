"""The index: scoreboard, entries, what has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afterllama.page import index
from afterllama.page.jinja import part
from afterllama.run.collection import Collection
from afterllama.run.record import Record
from tests.conftest import write_notebook
from tests.executed import DRAWING, notebook


@pytest.fixture
def record(project: Path) -> Record:
    """Two notebooks, of which one was built and the other failed before it ever was."""
    write_notebook(project, "06_plan")
    write_notebook(project, "07_next")
    made = Record.of(notebook(), "06_plan")
    never = Record("07", "07_next", "What did Acme plan?", failed="the kernel died")
    files = {
        "reports/values/06.json": made.text(),
        "reports/values/07.json": never.text(),
        "reports/06_plan.html": "",
        "figures/06-floor-thumb.svg": DRAWING,
    }
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return made


def _written(project: Path) -> str:
    index.write(Collection.read())
    return (project / "reports" / "index.html").read_text(encoding="utf-8")


def test_entries_have_question_answer_picture_and_state(record: Record, project: Path) -> None:
    html = _written(project)
    assert '<a href="06_plan.html">What did Acme plan?</a>' in html
    assert "At least 115.0 billion dollars." in html
    assert '<span class="thumb" aria-hidden="true"><svg' in html
    assert ".floor-wide-0{stroke:var(--role-subject)}" in html
    assert "The last build of this report failed (the kernel died); there is none yet." in html
    assert '<a href="07_next.html">' not in html


def test_numbers_to_the_last_day_of_the_rows(record: Record, project: Path) -> None:
    (project / "reports/values/06.json").write_text(replace(record, data_to="2026-07-31").text())
    assert _written(project).count("Latest data: 31 July 2026") == 2


def test_a_report_that_failed_is_marked_above_its_older_one(record: Record, project: Path) -> None:
    (project / "reports/values/06.json").write_text(replace(record, failed="cell 3: no rows").text())
    html = _written(project)
    assert "The last build of this report failed (cell 3: no rows); an older one is shown." in html
    assert '<a href="06_plan.html">' in html


def test_scoreboard_and_changes(record: Record, project: Path) -> None:
    html = _written(project)
    assert 'aria-label="1 claims: holds"' in html
    assert "1 of 7 claims are judged so far." in html
    assert "1 of the claims have news since the article" in html


def test_counts_of_the_scoreboard_lead_to_the_filtered_ledger(record: Record, project: Path) -> None:
    assert "#f-v0" not in _written(project)
    write_notebook(project, "09_claims_ledger")
    assert '<a class="v does-not-hold" href="09_claims_ledger.html#f-v2">' in _written(project)


def test_the_first_report_gives_story_news_and_chart(record: Record, project: Path) -> None:
    texts = {"story": "It planned {eval}`first_low`, and {eval}`lost`.", "news": "- Later {eval}`first_day`."}
    (project / "reports/values/06.json").write_text(replace(record, **texts).text())
    for name in ("06-floor.svg", "06-floor-narrow.svg"):
        (project / "figures" / name).write_text(DRAWING, encoding="utf-8")
    html = _written(project)
    assert '<p>It planned <a class="live" href="06_plan.html#first_low">115.0 billion</a>, and ?.</p>' in html
    assert '<li>Later <a class="live" href="06_plan.html#first_day">28 January 2026</a>.</li>' in html
    assert html.count('<figure id="fig-floor">') == 1
    assert ".floor-wide-0{" in html


def test_without_a_story_the_index_says_what_the_collection_is(record: Record, project: Path) -> None:
    html = _written(project)
    assert 'id="what-happened"' not in html
    assert "<figure" not in html


def test_rows_of_marks_share_one_scale() -> None:
    assert part("marks", "holds", 20, 20).count("<circle") == 20
    assert all('viewBox="0 0 280 14"' in part("marks", verdict, 1, 20) for verdict in ("holds", "opinion"))


def test_it_is_not_written_anew_for_nothing(record: Record, project: Path) -> None:
    _written(project)
    path = project / "reports" / "index.html"
    before = path.stat().st_mtime_ns
    _written(project)
    assert path.stat().st_mtime_ns == before
