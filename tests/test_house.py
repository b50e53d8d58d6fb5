"""The house: arrows between rooms held by import-linter, each of which can fail; small modules; parsers, not patterns."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FORBIDDEN = [
    ("errors", "afterllama.paths"),
    ("errors", "afterllama.page.page"),
    ("paths", "afterllama.data.tables"),
    ("models/penalty", "afterllama.paths"),
    ("models/penalty", "afterllama.data.units"),
    ("data/tables", "afterllama.evidence.values"),
    ("data/tables", "afterllama.models.ranks"),
    ("evidence/values", "afterllama.figures.theme"),
    ("figures/show", "afterllama.run.lint"),
    ("run/plan", "afterllama.figures.theme"),
    ("run/plan", "afterllama.page.markdown"),
    ("page/page", "afterllama.commands.check"),
    ("page/page", "afterllama.figures.show"),
    ("commands/build", "afterllama.figures.checks"),
]


def _linted(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contracts in a folder of their own."""
    shutil.copytree(ROOT / "afterllama", tmp_path / "afterllama", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_point_one_way(copy: Path) -> None:
    done = _linted(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("module", "imported"), FORBIDDEN)
def test_a_forbidden_import_is_refused(copy: Path, module: str, imported: str) -> None:
    path = copy / "afterllama" / f"{module}.py"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nimport {imported}\n", encoding="utf-8")
    done = _linted(copy)
    assert done.returncode == 1
    assert imported in done.stdout


def test_every_test_file_is_collected() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    collected = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert there
    assert there == collected


def test_no_folder_has_a_name_that_tools_pass_over() -> None:
    passed_over = {"build", "dist", "venv", "node_modules", "CVS", "_darcs"}
    folders = {path for top in ("afterllama", "tests") for path in (ROOT / top).rglob("*") if path.is_dir()}
    assert not [path for path in folders if path.name in passed_over]


MODULES = sorted((ROOT / "afterllama").rglob("*.py"))


def test_modules_are_small_and_the_package_too() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [path.name for path, count in lines.items() if count > 200] == []
    assert sum(lines.values()) <= 7_600  # the aim is 5,000; the front door and the pages about the collection added 150


def test_text_patterns_are_few() -> None:
    """What has a structure is parsed; a pattern is for words."""
    calls = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    ]
    assert len(calls) < 25, calls


def test_only_what_is_data_crosses_a_border_untyped() -> None:
    """No public function of a room gives or takes a ``dict[str, Any]``; JSON is typed where it is read."""
    found = []
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            inner = node.body if isinstance(node, ast.ClassDef) else [node]
            for item in inner:
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and not item.name.startswith("_"):
                    signature = " ".join(ast.unparse(part) for part in [item.args, *filter(None, [item.returns])])
                    found += [f"{path.name}: {item.name}"] if "dict[str, Any]" in signature else []
    assert found == []


def test_a_kernel_loads_none_of_the_rooms_that_print() -> None:
    code = (
        "import sys; from afterllama import cite, judge, load, show; import afterllama.figures.controls;"
        "print(sorted({name.split('.')[1] for name in sys.modules if name.startswith('afterllama.')}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(ast.literal_eval(done.stdout)) == {"data", "errors", "evidence", "figures", "paths"}
