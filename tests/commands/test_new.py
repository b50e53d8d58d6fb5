"""A new notebook builds at once, here in a copy of the real project's tables."""

import json
import shutil

import pytest

from afterllama.commands.build import build
from afterllama.commands.new import scaffold
from afterllama.errors import NotebookError
from afterllama.run.clean import unclean
from afterllama.run.lint import lint
from tests.conftest import ROOT, write_notebook


@pytest.fixture
def copied(tmp_path, monkeypatch, session):
    """The real tables, without notebooks and reports."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    for name in ("pyproject.toml", "requirements.lock", "notebooks/words.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    if (ROOT / ".afterllama/valid.json").exists():
        (tmp_path / ".afterllama").mkdir()
        shutil.copy(ROOT / ".afterllama/valid.json", tmp_path / ".afterllama/valid.json")
    monkeypatch.setenv("AFTERLLAMA_ROOT", str(tmp_path))
    return tmp_path


def test_new_notebook_passes_lint_and_builds_at_once(copied):
    path = scaffold("How fast did Meta's  plan grow?")
    assert path.name == "00_fast_meta_plan.ipynb"
    assert (lint(path), unclean(path)) == ([], [])
    result = build(quiet=True)
    assert result.ok, result
    assert result.built == [path.stem]
    saved = json.loads((copied / "reports/values/00.json").read_text())
    assert saved["title"] == "How fast did Meta's plan grow?"
    assert len(saved["findings"]) == 2
    assert "fig-guidance" in (copied / "reports/00_fast_meta_plan.html").read_text()


@pytest.mark.parametrize(("highest", "following"), [("06_sample", "07_plan"), ("99_sample", "100_plan")])
def test_next_number_follows_the_highest(project, highest, following):
    write_notebook(project, highest)
    assert scaffold("Was it the plan?").name == f"{following}.ipynb"


@pytest.mark.parametrize("question", ["", "Tell me", "?", "Is `x` right here?"])
def test_what_is_no_question_is_refused(project, question):
    with pytest.raises(NotebookError, match="is no question"):
        scaffold(question)


def test_question_with_a_typed_number_is_refused_and_nothing_written(project):
    with pytest.raises(NotebookError, match=r"typed number '9'.*Nothing was written"):
        scaffold("Did Foo 9 win the race?")
    assert list((project / "notebooks").glob("*.ipynb")) == []
