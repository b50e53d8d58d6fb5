"""Tests that would not notice a fault are none: each mutation of the package below makes a fast test fail.

The ones that matter most decide what gets onto a page or into the archive of tables.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# What goes wrong: the file, the text that is replaced and what replaces it, and the tests that have to notice.
MUTATIONS = {
    "a picture of any address passes the sanitiser": (
        "page/clean.py", 'inside if inside.startswith("data:image/") else None', "inside", "page/test_clean.py",
    ),
    "a strange drawing stands in the page itself": (
        "page/outputs.py", "if self.ours:", "if True:", "page/test_outputs.py",
    ),
    "the archive passes on rows of closed sources": (
        "page/archive.py", 'name == "sources.csv" or sources.republishable(', 'True or sources.republishable(', "page/test_archive.py",
    ),
    "no condition is asked of a title": (
        "run/lint.py", 'ast.Constant(None)), ast.Constant)', "ast.Constant(None)), ast.Load)", "run/test_lint.py",
    ),
    "a cell that warns is printed": (
        "run/lint.py", 'item.name == "stderr"', 'item.name == "never"', "run/test_accept.py",
    ),
    "what changed leaves verdicts out": (
        "run/changes.py", '*_moved(verdicts, _verdicts(before), _verdicts(after), "none → {}", "gone"),', "", "run/test_changes.py",
    ),
    "the plan ignores the package's code": (
        "run/plan.py", '"code": code_hash(_KERNEL)', '"code": ""', "run/test_plan.py",
    ),
    "the plan ignores the sources": (
        "run/plan.py", '"data/sources.csv", ', "", "run/test_plan.py",
    ),
    "the last day of the data is always empty": (
        "run/days.py", 'return max((day for row in row_ids if (day := _day(row))), default="")', 'return ""', "run/test_record.py",
    ),
    "two roles share a colour": (
        "figures/theme.py", '("#1b4f9d", "#7fb0f3")', '("#1b4f9c", "#7fb0f2")', "figures/test_svg.py",
    ),
    "print is drawn dark": (
        "figures/theme.py", "@media screen and (", "@media (", "figures/test_svg.py",
    ),
    "drawings are rounded to whole pixels": (
        "figures/svg.py", "round(float(part), 1)", "round(float(part))", "figures/test_svg.py",
    ),
    "labels may overlap by twelve pixels": (
        "figures/checks.py", "_SLACK, _EDGE = 1.0, 1.5", "_SLACK, _EDGE = 12.0, 1.5", "figures/test_checks.py",
    ),
    "rows of low confidence need no reason": (
        "data/tables.py", "        if not why:\n", "        if False:\n", "evidence/test_values.py",
    ),
    "a false condition raises a verdict": (
        "evidence/rules.py", "return max(verdict, rule(fault, where).verdict, key=VERDICTS.index)", "return min(verdict, rule(fault, where).verdict, key=VERDICTS.index)", "evidence/test_claims.py",
    ),
    "voices of all numbers together make a finding well supported": (
        "run/findings.py", "return \"\" if len(parties) > 1 else", "return \"\" if parties else", "run/test_findings.py",
    ),
    "ticks outside the axes count as labels": (
        "figures/checks.py", "if off or not low - edge <= tick.get_loc() <= high + edge:", "if False:", "figures/test_checks.py",
    ),
    "drawings leave characters out that the shared cut of the fonts lacks": (
        "figures/fonts.py", "if more else", "if False else", "figures/test_fonts.py",
    ),
    "the build makes no pictures": (
        "run/kernel.py", "        figure.update(made.get(", "        dict(made.get(", "run/test_kernel.py",
    ),
    "an error does not name its line": (
        "run/kernel.py", "            return int(number)\n", "            return None\n", "run/test_kernel.py",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package and tests in a folder of their own, beside the project's data as they are."""
    folder = tmp_path_factory.mktemp("mutated")
    for name in ("afterllama", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data", "notebooks", "figures", "reports", "pyproject.toml", "requirements.lock", "README.md"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_is_noticed_by_a_fast_test(copy: Path, name: str) -> None:
    file, old, new, tests = MUTATIONS[name]
    path = copy / "afterllama" / file
    sound = path.read_text(encoding="utf-8")
    assert sound.count(old) == 1, f"{file} no longer reads so: write the mutation anew"
    path.write_text(sound.replace(old, new), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not slow", "-p", "no:cacheprovider", f"tests/{tests}"]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=120)
    finally:
        path.write_text(sound, encoding="utf-8")
    assert done.returncode == 1, done.stdout[-2000:]
