"""The walks of docs/rerun.md, done as they are written: rows appended, commands run, the changes that are promised."""

import os
import re
import shlex
import subprocess

import pytest

from benchmarks.cluster import cluster
from tests.conftest import ROOT
from tests.lab.conftest import copy_project

pytestmark = pytest.mark.slow
DOC = (ROOT / "docs/rerun.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\S*) ?(\S*)\n(.*?)^```$", re.M | re.S)


def blocks(heading):
    """Kind, file and text of each fenced block of one section, in order."""
    section = DOC.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return _BLOCK.findall(section)


def run(project, command):
    """What a command prints, run in the project's folder as it is written."""
    environment = {**os.environ, "AFTERLLAMA_ROOT": str(project)}
    done = subprocess.run(shlex.split(command), cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def walk(project, heading):
    """Do a section; what its commands printed, and the lines that it promises."""
    printed, promised = "", []
    for kind, file, text in blocks(heading):
        if kind == "csv":
            path = project / file
            path.write_text((path.read_text() if path.exists() else "") + text)
        elif kind == "text":
            promised += text.splitlines()
        else:
            printed += "".join(run(project, command) for command in text.splitlines())
    return printed, promised


@pytest.mark.parametrize("heading", ["A new figure in the news", "Next quarter's results"])
def test_walk_changes_what_it_promises(tmp_path, heading):
    printed, promised = walk(copy_project(tmp_path), heading)
    assert promised
    assert [line for line in promised if line not in printed] == []


def test_new_notebook_is_called_as_the_text_says_and_builds(tmp_path):
    project = copy_project(tmp_path)
    printed, _ = walk(project, "A new notebook")
    assert (project / "notebooks/10_fast_plan_grow.ipynb").exists()
    assert "10: new, with 2 findings and 0 verdicts" in printed


def test_reports_of_ones_own_are_made_as_written(tmp_path):
    project = copy_project(tmp_path)
    printed, _ = walk(project, "A report of your own")
    assert "tokens_per_day (float, tokens)" in printed
    made = {path.name for path in (project / "reports/runs").iterdir()}
    assert made == {"07-acme.html", "07-small-firm.html", "07-large-firm.html", "cases-summary.csv"}
    summary = (project / "reports/runs/cases-summary.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in summary] == ["name", "acme", "small-firm", "large-firm"]


def test_a_cluster_makes_reports_as_written(tmp_path):
    project = copy_project(tmp_path)
    ((_, file, rows),) = [block for block in blocks("A report of your own") if block[0] == "csv"]
    (project / file).write_text(rows)
    with cluster(project, port=8786):
        walk(project, "More than one machine")
    assert len(list((project / "reports/runs").glob("*.html"))) == len(rows.splitlines()) - 1


def test_binder_gets_the_settings(tmp_path):
    binaries = tmp_path / "bin"
    binaries.mkdir()
    python = binaries / "python"
    python.write_text(f"#!/bin/sh\necho {tmp_path}\n")
    python.chmod(0o755)
    environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}"}
    subprocess.run([ROOT / "postBuild"], cwd=ROOT, env=environment, check=True)
    written = tmp_path / "share/jupyter/lab/settings/overrides.json"
    assert written.read_bytes() == (ROOT / "lab/overrides.json").read_bytes()
