"""The contract of the tables, ``data/datapackage.yaml``, and its enforcement by frictionless."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from afterllama import paths
from afterllama.errors import DataError

DESCRIPTOR = "datapackage.yaml"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is not built on every platform
_RULES = {
    "type-error": "the column's type",
    "constraint-error": "the column's constraint",
    "foreign-key": "the source must stand in sources.csv",
    "primary-key": "no two rows with the same key",
    "encoding-error": "tables are UTF-8",
    "source-error": "a table has a header and rows",
    "missing-label": "the columns of the contract, in its order",
    "incorrect-label": "the columns of the contract, in its order",
    "extra-label": "the columns of the contract, in its order",
}
Made = TypeVar("Made")


@lru_cache(maxsize=8)
def parse(text: str) -> Any:
    """YAML as JSON data: a date stays the text that it is."""
    return json.loads(json.dumps(yaml.load(text, Loader=_Loader), default=str))


def _cached(path: Path) -> dict[str, Any]:
    """A record of an earlier build; empty where there is none, or none of ours."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=4)
def _package(path: Path, stamp: int, cache: Path) -> dict[str, Any]:
    key = paths.file_hash(path)
    kept = _cached(cache).get(key)
    package: dict[str, Any] = kept if isinstance(kept, dict) else parse(path.read_text(encoding="utf-8"))
    return package


def descriptor() -> dict[str, Any]:
    """The parsed data package."""
    path = paths.data() / DESCRIPTOR
    return _package(path, path.stat().st_mtime_ns, paths.cache() / "contract.json")


def resource(name: str) -> dict[str, Any]:
    """The contract of one table.

    Raises
    ------
    DataError : the table is not in the data package.
    """
    entries: dict[str, dict[str, Any]] = {entry["name"]: entry for entry in descriptor()["resources"]}
    if name not in entries:
        known = f"The tables are {', '.join(sorted(entries))}"
        raise DataError(f"no table is called {name!r}", where=f"data/{DESCRIPTOR}", fix=known)
    return entries[name]


def listed(kind: type[Made], file: str) -> dict[str, Made]:
    """The rows of a table of texts as dataclasses, by their first column; read anew where the file has changed."""
    path = paths.data() / file
    make: Any = kind  # mypy takes no class for hashable
    found: dict[str, Made] = _listed(make, path, path.stat().st_mtime_ns)
    return found


@lru_cache(maxsize=8)
def _listed(make: Any, path: Path, stamp: int) -> dict[str, Any]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {next(iter(row.values())): make(**row) for row in csv.DictReader(handle)}


def validate(name: str) -> list[DataError]:
    """What breaks the contract of one table: first error first, empty if nothing does."""
    from frictionless import Package  # heavy; only where a table has changed

    entry = resource(name)
    if not (paths.data() / entry["path"]).exists():
        return [DataError("the file is missing", where=f"data/{entry['path']}", fix="Restore it")]
    wanted = [r for r in descriptor()["resources"] if r["name"] in (name, "sources")]
    package = Package.from_descriptor({**descriptor(), "resources": wanted}, basepath=str(paths.data()))
    report = package.get_resource(name).validate()
    found = [_error(entry["path"], error) for task in report.tasks for error in task.errors]
    return found or _broken_lines(entry["path"])


def _error(path: str, error: Any) -> DataError:
    row, field, cell = (getattr(error, key, None) for key in ("row_number", "field_name", "cell"))
    where = f"data/{path}" + (f", row {row}" if row else "") + (f", column {field}" if field else "")
    shown = f"{cell!r} breaks a rule: " if cell not in (None, "") else ""
    problem = f"{shown}{error.note or error.message}".rstrip(".")
    return DataError(problem, where=where, fix=f"Rule: {_RULES.get(error.type, error.type)}; see {DESCRIPTOR}")


def _broken_lines(file: str) -> list[DataError]:
    """A cell with a line break would put every later row number off by one."""
    with (paths.data() / file).open(encoding="utf-8", newline="") as handle:
        for number, cells in enumerate(csv.reader(handle), start=1):
            if any("\n" in cell for cell in cells):
                return [DataError("a cell holds a line break", where=f"data/{file}, row {number}")]
    return []


def fingerprint(name: str) -> str:
    """Hash of all that the validity of one table depends on."""
    parts = (DESCRIPTOR, "sources.csv", resource(name)["path"])
    return paths.digest(" ".join(paths.file_hash(paths.data() / part) for part in parts).encode())


_valid = lru_cache(maxsize=4)(_cached)  # read once in a process


def ensure(name: str, *, remember: bool = False) -> None:
    """Raise the first error of a table unless this very content was found valid before.

    Parameters
    ----------
    remember : keep the answer and the parsed contract for later processes; only the build does.

    Raises
    ------
    DataError : the table breaks its contract.
    """
    known, key = _valid(paths.cache() / "valid.json"), fingerprint(name)
    if known.get(name) == key:
        return
    if errors := validate(name):
        raise errors[0]
    if remember:
        known[name] = key
        parsed = {paths.file_hash(paths.data() / DESCRIPTOR): descriptor()}
        paths.replace_text(paths.cache() / "contract.json", json.dumps(parsed, ensure_ascii=False))
        paths.replace_text(paths.cache() / "valid.json", json.dumps(known, indent=1, sort_keys=True))
