"""Reports and figures are committed and equal what the sources produce, byte for byte."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from afterllama.run import plan
from afterllama.run.notebook import read

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = sys.version_info[:2] == (3, 11) and sys.platform == "linux" and platform.machine() == "x86_64"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory) -> Path:
    """A copy of the checkout, without any record of earlier builds, built from nothing."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("data", "notebooks", "reports", "figures"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "runs"))
    for name in ("pyproject.toml", "requirements.lock", "README.md", "LICENSE-text.md"):
        shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "afterllama", "build", "--force"]
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "AFTERLLAMA_ROOT": str(copy)},
        capture_output=True,
        text=True,
        timeout=1500,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return copy


def _files(root: Path) -> dict[str, bytes]:
    folders = ("reports", "figures")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and "runs" not in path.parts
    }


@pytest.mark.slow
def test_committed_reports_and_figures_equal_a_rebuild(rebuilt):
    committed, made = _files(ROOT), _files(rebuilt)
    assert sorted(committed) == sorted(made)
    if REFERENCE:
        assert [name for name in committed if committed[name] != made[name]] == []


@pytest.mark.slow
def test_shown_digits_and_verdicts_are_the_same_everywhere(rebuilt):
    """Bytes are promised for the reference environment, what readers see for every one."""
    for path in sorted((ROOT / "reports/values").glob("*.json")):
        ours, theirs = (_record(root, path.stem) for root in (ROOT, rebuilt))
        texts = [{name: value["text"] for name, value in record["values"].items()} for record in (ours, theirs)]
        assert texts[0] == texts[1]
        verdicts = [
            [(v["claim_id"], v["verdict"], v["since"]) for v in record["verdicts"]] for record in (ours, theirs)
        ]
        assert verdicts[0] == verdicts[1]


@pytest.mark.slow
def test_readme_equals_a_rebuild(rebuilt):
    assert (rebuilt / "README.md").read_bytes() == (ROOT / "README.md").read_bytes()


def _record(root: Path, number: str) -> dict:
    return json.loads((root / f"reports/values/{number}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def after_change(rebuilt, tmp_path_factory) -> tuple[Path, str]:
    """The rebuilt copy with one guidance figure changed and built again: folder, what was printed."""
    copy = tmp_path_factory.mktemp("changed") / "copy"
    shutil.copytree(rebuilt, copy)
    table = copy / "data/capex_guidance.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count(GUIDANCE) == 1
    table.write_text(text.replace(GUIDANCE, GUIDANCE.replace("115", "120")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "afterllama", "build"],
        cwd=copy, env={**os.environ, "AFTERLLAMA_ROOT": str(copy)}, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    return copy, done.stdout + done.stderr


GUIDANCE = "Meta,2026,capex,2026-01-28,115,135"


@pytest.mark.slow
def test_one_changed_guidance_rebuilds_its_readers_and_what_shows_their_values(after_change):
    copy, printed = after_change
    built = {line.split(":")[0] for line in printed.splitlines() if ": built in" in line}
    notebooks = sorted((copy / "notebooks").glob("*.ipynb"))
    readers = {path.stem for path in notebooks if "capex_guidance" in read(path).loads}
    assert "06_business_logic" in readers
    needs = plan.needs(map(read, notebooks))
    second = {stem for stem, first in needs.items() if first & readers}
    assert readers <= built <= readers | second
    assert "00_overview" in built  # it shows the changed value


@pytest.mark.slow
def test_every_number_that_changed_rests_on_the_changed_row_and_is_printed(after_change, rebuilt):
    copy, printed = after_change
    before, after = (_record(root, "06")["values"] for root in (rebuilt, copy))
    (row,) = (
        f"capex_guidance:{number}"
        for number, line in enumerate((rebuilt / "data/capex_guidance.csv").read_text(encoding="utf-8").splitlines(), 1)
        if line.startswith(GUIDANCE)
    )
    moved = {name for name in before if before[name] != after[name]}
    assert moved
    for name in moved:
        assert row in after[name]["rows"], f"{name} changed without resting on {row}"
        if before[name]["text"] != after[name]["text"]:
            assert f"06-{name}: {before[name]['text']} → {after[name]['text']}" in printed


@pytest.mark.slow
def test_the_verdict_on_the_changed_figure_follows_by_its_written_rule(after_change, rebuilt):
    copy, printed = after_change
    verdicts = [
        {item["claim_id"]: item["verdict"] for item in _record(root, "06")["verdicts"]} for root in (rebuilt, copy)
    ]
    assert [found["capex-2026-low"] for found in verdicts] == ["holds", "does not hold"]
    assert "verdict of capex-2026-low" in printed
