"""What the build knows of the project as a whole: notebooks in order, edition, repository address."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import nbformat

from afterllama import paths
from afterllama.data import contract, units
from afterllama.run import plan


def number(path: Path | str) -> str:
    """``06`` of ``06_business_logic.ipynb``; empty where a name has none."""
    found = re.match(r"(\d\d)_", Path(path).name)
    return found.group(1) if found else ""


def repository() -> str:
    """The repository's address without a slash at its end; empty while it is unset."""
    text = (paths.root() / "pyproject.toml").read_text(encoding="utf-8")
    address: str = tomllib.loads(text).get("tool", {}).get("afterllama", {}).get("repository", "")
    return address.rstrip("/")


def edition() -> str:
    """The edition of the data as words: ``November 2026``."""
    return units.write_date(str(contract.descriptor()["version"]).replace(".", "-"))


def titles() -> list[dict[str, str]]:
    """Number, file stem and question of every notebook."""
    return [{"number": number(path), "stem": path.stem, "title": _title(path)} for path in plan.notebooks()]


def _title(path: Path) -> str:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0][2:].strip())
    return path.stem


def record(number: str) -> dict[str, Any] | None:
    """The saved record of a notebook, None before its first build."""
    path = paths.root() / "reports" / "values" / f"{number}.json"
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def last_day(row_ids: list[str]) -> str:
    """The latest day that the given rows speak of, as ``2026-10-15``; empty if they name none."""
    return max((day for row in row_ids for day in _days(row)), default="")


_DATED = ("snapshot_date", "as_of", "date", "issued_date", "period_end", "release_date", "resolved_on")


def _days(row_id: str) -> list[str]:
    table, _, line = row_id.rpartition(":")
    cells = _table(table).get(int(line), {}) if line.isdigit() else {}
    return [day for column in _DATED if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day := cells.get(column, ""))][:1]


_tables: dict[tuple[str, float], dict[int, dict[str, str]]] = {}


def _table(name: str) -> dict[int, dict[str, str]]:
    path = paths.data() / f"{name}.csv"
    if not path.exists():
        return {}
    key = (str(path), path.stat().st_mtime)
    if key not in _tables:
        with path.open(encoding="utf-8", newline="") as handle:
            _tables[key] = dict(enumerate(csv.DictReader(handle), start=2))
    return _tables[key]
