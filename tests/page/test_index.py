"""The index: scoreboard, entries, what has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from afterllama.page import index
from afterllama.run import record as findings
from tests.conftest import write_notebook
from tests.executed import figure, notebook


@pytest.fixture
def html(project: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    write_notebook(project, "06_plan")
    write_notebook(project, "07_next")
    record = findings.record(notebook(monkeypatch), "06", "06_plan")
    files = {
        "reports/values/06.json": json.dumps(record),
        "reports/06_plan.html": "",
        "figures/06-floor.svg": figure(monkeypatch).wide,
    }
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    index.write({"07_next": "the kernel died"})
    return (project / "reports" / "index.html").read_text(encoding="utf-8")


def test_entries_have_question_answer_picture_and_state(html: str) -> None:
    assert '<a href="06_plan.html">What did Acme plan?</a>' in html
    assert "At least 115.0 billion dollars." in html
    assert '<img alt="" width="128" height="' in html
    assert "The last build of this report failed (the kernel died); there is none yet." in html
    assert '<a href="07_next.html">' not in html


def test_scoreboard_and_changes(html: str) -> None:
    assert 'aria-label="1 claims: holds"' in html
    assert "1 of 6 claims are judged so far." in html
    assert '<a href="06_plan.html#c-floor">Acme guides to at least 115 billion.</a> raised to 130 billion' in html


def test_rows_of_marks_share_one_scale() -> None:
    rows = index.board([{"verdict": "holds"}] * 20 + [{"verdict": "opinion"}])
    assert [row["count"] for row in rows] == [20, 0, 0, 0, 1]
    assert all('viewBox="0 0 280 14"' in row["marks"] for row in rows)


def test_it_is_not_written_anew_for_nothing(html: str, project: Path) -> None:
    path = project / "reports" / "index.html"
    before = path.stat().st_mtime_ns
    index.write({"07_next": "the kernel died"})
    assert path.stat().st_mtime_ns == before
