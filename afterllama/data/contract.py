"""The contract of the tables, ``data/datapackage.yaml``, and its enforcement by frictionless."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

import yaml

from afterllama import paths
from afterllama.errors import DataError

DESCRIPTOR = "datapackage.yaml"
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


@lru_cache(maxsize=4)
def _parse(text: str) -> dict[str, Any]:
    package: dict[str, Any] = yaml.safe_load(text)
    return package


def descriptor() -> dict[str, Any]:
    """The parsed data package."""
    return _parse((paths.data() / DESCRIPTOR).read_text(encoding="utf-8"))


def resource(name: str) -> dict[str, Any]:
    """The contract of one table.

    Raises
    ------
    DataError : the table is not in the data package.
    """
    names = [entry["name"] for entry in descriptor()["resources"]]
    if name not in names:
        raise DataError(
            f"no table is called {name!r}",
            where=f"data/{DESCRIPTOR}",
            fix=f"The tables are {', '.join(sorted(names))}",
        )
    found: dict[str, Any] = descriptor()["resources"][names.index(name)]
    return found


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
    return found or _broken_lines(entry)


def _error(path: str, error: Any) -> DataError:
    row, field, cell = (getattr(error, key, None) for key in ("row_number", "field_name", "cell"))
    where = f"data/{path}" + (f", row {row}" if row else "") + (f", column {field}" if field else "")
    shown = f"{cell!r} breaks a rule: " if cell not in (None, "") else ""
    rule = _RULES.get(error.type, error.type)
    return DataError(
        f"{shown}{error.note or error.message}".rstrip("."),
        where=where,
        fix=f"Rule: {rule}; see {DESCRIPTOR}",
    )


def _broken_lines(entry: dict[str, Any]) -> list[DataError]:
    """A cell with a line break would put every later row number off by one."""
    import csv

    with (paths.data() / entry["path"]).open(encoding="utf-8", newline="") as handle:
        for number, cells in enumerate(csv.reader(handle), start=1):
            if any("\n" in cell for cell in cells):
                return [DataError("a cell holds a line break", where=f"data/{entry['path']}, row {number}")]
    return []


def fingerprint(name: str) -> str:
    """Hash of all that the validity of one table depends on."""
    digest = hashlib.sha256()
    for part in (DESCRIPTOR, "sources.csv", resource(name)["path"]):
        path = paths.data() / part
        digest.update(path.read_bytes() if path.exists() else b"missing")
    return digest.hexdigest()


def _record() -> dict[str, str]:
    path = paths.cache() / "valid.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return known


def ensure(name: str, *, remember: bool = False) -> None:
    """Raise the first error of a table unless this very content was found valid before.

    Raises
    ------
    DataError : the table breaks its contract.
    """
    record, key = _record(), fingerprint(name)
    if record.get(name) == key:
        return
    if errors := validate(name):
        raise errors[0]
    if remember:  # only the build writes
        paths.cache().mkdir(exist_ok=True)
        text = json.dumps({**_record(), name: key}, indent=1, sort_keys=True)
        (paths.cache() / "valid.json").write_text(text, encoding="utf-8")
