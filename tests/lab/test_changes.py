"""An analyst's edits: prose follows a changed row, a wrong row gives one sentence, and a stranger gets nothing."""

import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.conftest import ROOT
from tests.lab.screen import run_all

pytestmark = pytest.mark.slow
VALUES = 6  # live numbers in a scaffolded notebook
ROW = "Meta,2026,capex,2026-01-28,115,135,"


@pytest.fixture
def own(lab):
    """A scaffolded notebook in the copied project, and its table; the table is put back afterwards."""
    environment = {**os.environ, "AFTERLLAMA_ROOT": str(lab.project)}
    command = [sys.executable, "-m", "afterllama", "new", "How fast did the plan grow?"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    path = lab.project / "notebooks" / os.path.basename(done.stdout.split(" is written")[0])
    table = lab.project / "data/capex_guidance.csv"
    before = table.read_text()
    assert ROW in before
    yield path.stem, table
    table.write_text(before)
    path.unlink()


def test_prose_figure_and_guard_follow_an_edited_row(lab, own):
    name, table = own
    with lab.opened(name) as page:
        shown = run_all(page, VALUES)
        assert shown["errors"] == []
        assert shown["values"][1] == ["130 billion"]
        table.write_text(table.read_text().replace(ROW, ROW.replace("115", "135")))
        shown = run_all(page, VALUES)
        assert shown["errors"] == []
        assert shown["values"][4][:2] == ["135 billion", "130 billion (no longer supported)"]
        assert shown["figures"][0]["heading"].endswith("(title no longer supported)")


def test_wrong_edit_gives_one_sentence_in_the_cell(lab, own):
    name, table = own
    with lab.opened(name) as page:
        text = table.read_text()
        line = text[: text.index(ROW)].count("\n") + 1
        table.write_text(text.replace(ROW, ROW.replace("115", "a hundred")))
        shown = run_all(page, VALUES)
        assert len(shown["errors"]) == 1
        message = shown["errors"][0].strip()
        assert message.startswith(f"DataError: data/capex_guidance.csv, row {line}, column low: 'a hundred'")
        assert "Rule: the column's type; see datapackage.yaml." in message
        assert "\n" not in message


def test_server_listens_on_loopback_and_wants_its_token(lab):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{lab.address}/api/contents", timeout=10)
    with error.value as answer:
        assert answer.code == 403
    assert f"http://127.0.0.1:{lab.port}/lab" in (lab.project / "lab.log").read_text()
