"""The contract of the tables, ``data/datapackage.yaml``, and its enforcement by frictionless."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NotRequired, TypedDict, TypeVar

from afterllama import paths
from afterllama.errors import DataError
from afterllama.paths import Stamp

DESCRIPTOR = "datapackage.yaml"
_RULES = {
    "type-error": "the column's type",
    "constraint-error": "the column's constraint",
    "foreign-key": "the source must stand in sources.csv",
    "primary-key": "no two rows with the same key",
    "encoding-error": "tables are UTF-8",
    "source-error": "a table has a header and rows",
    **dict.fromkeys(["missing-label", "incorrect-label", "extra-label"], "the columns of the contract, in its order"),
}
Made = TypeVar("Made")


class Field(TypedDict):
    """A column; ``dates`` is "printed" where it holds dates as the sources print them."""

    name: str
    type: str
    dates: NotRequired[str]


class Resource(TypedDict):
    """The contract of one table, whose ``schema`` has ``fields``."""

    name: str
    path: str
    schema: dict[str, list[Field]]


class Package(TypedDict):
    """The contract as far as this package reads it."""

    version: str
    description: NotRequired[str]
    resources: list[Resource]


@lru_cache(maxsize=8)
def parse(text: str) -> Any:
    """YAML as JSON data: a date stays the text that it is."""
    import yaml  # only where no build has remembered what it says

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is not built on every platform
    return json.loads(json.dumps(yaml.load(text, Loader=loader), default=str))


def _remembered(name: str) -> dict[str, Any]:
    """A record of an earlier build; empty where there is none, or none of ours."""
    path = paths.cache() / name
    try:
        return _record(path, paths.stamp(path))
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=4)
def _record(path: Path, stamp: Stamp) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def descriptor() -> Package:
    """The parsed data package."""
    path = paths.data() / DESCRIPTOR
    return _package(path, paths.stamp(path))


@lru_cache(maxsize=4)
def _package(path: Path, stamp: Stamp) -> Package:
    found: Package = _remembered("contract.json").get(paths.file_hash(path)) or parse(path.read_text(encoding="utf-8"))
    return found


def block(name: str) -> str:
    """Digest of what the data package says of one table."""
    path = paths.data() / DESCRIPTOR
    return _block(path, paths.stamp(path), name)


@lru_cache(maxsize=256)
def _block(path: Path, stamp: Stamp, name: str) -> str:
    entries = [entry for entry in _package(path, stamp)["resources"] if entry["name"] == name]
    return paths.digest(json.dumps(entries, sort_keys=True).encode())


def names() -> list[str]:
    """The tables of the data package, in its order."""
    return [entry["name"] for entry in descriptor()["resources"]]


def resource(name: str) -> Resource:
    """The contract of one table. Raises DataError: it is not in the data package."""
    entries = {entry["name"]: entry for entry in descriptor()["resources"]}
    if name not in entries:
        known = f"The tables are {', '.join(sorted(entries))}"
        raise DataError(f"no table is called {name!r}", where=f"data/{DESCRIPTOR}", fix=known)
    return entries[name]


def listed(make: Callable[..., Made], file: str) -> dict[str, Made]:
    """The rows of a table of texts as dataclasses, by their first column; read anew where the file has changed."""
    path = paths.data() / file
    found: dict[str, Made] = _listed(make, path, paths.stamp(path))
    return found


@lru_cache(maxsize=8)
def _listed(make: Callable[..., Any], path: Path, stamp: Stamp) -> dict[str, Any]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {next(iter(row.values())): make(**row) for row in csv.DictReader(handle)}


def validate(name: str) -> list[DataError]:
    """What breaks the contract of one table: first error first, empty if nothing does."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # a second; see commands/__init__.py
    import frictionless  # heavy; only where a table has changed

    file = resource(name)["path"]
    if not (paths.data() / file).exists():
        return [DataError("the file is missing", where=f"data/{file}", fix="Restore it")]
    wanted = [entry for entry in descriptor()["resources"] if entry["name"] in (name, "sources")]
    package = frictionless.Package.from_descriptor({**descriptor(), "resources": wanted}, basepath=str(paths.data()))
    found = package.get_resource(name).validate().flatten(["type", "note", "rowNumber", "fieldName", "cell"])
    return [_error(file, *parts) for parts in found] or _broken_lines(file)


def _error(file: str, kind: str, note: str, row: int | None, field: str | None, cell: str | None) -> DataError:
    where = f"data/{file}" + (f", row {row}" if row else "") + (f", column {field}" if field else "")
    problem = (f"{cell!r} breaks a rule: " if cell else "") + note.rstrip(".")
    return DataError(problem, where=where, fix=f"Rule: {_RULES.get(kind, kind)}; see {DESCRIPTOR}")


def _broken_lines(file: str) -> list[DataError]:
    """A cell with a line break would put every later row number off by one."""
    with (paths.data() / file).open(encoding="utf-8", newline="") as handle:
        broken = [number for number, cells in enumerate(csv.reader(handle), 1) if "\n" in "".join(cells)]
    return [DataError("a cell holds a line break", where=f"data/{file}, row {number}") for number in broken]


def fingerprint(name: str) -> str:
    """Hash of all that the validity of one table depends on."""
    parts = (DESCRIPTOR, "sources.csv", resource(name)["path"])
    return paths.digest(" ".join(paths.file_hash(paths.data() / part) for part in parts).encode())


def broken(tables: Iterable[str], *, remember: bool = False) -> dict[str, list[DataError]]:
    """What breaks the contract, by table; a content that was found valid before is not looked at again.

    ``remember`` keeps what is valid and the parsed contract for later processes; a notebook's ``load`` does not.
    """
    known, keys = _remembered("valid.json"), {name: fingerprint(name) for name in tables}
    found = {name: _validated(name, key) for name, key in keys.items() if known.get(name) != key}
    valid = {name: keys[name] for name, errors in found.items() if not errors}
    if remember and valid:
        parsed = {paths.file_hash(paths.data() / DESCRIPTOR): descriptor()}
        paths.replace_text(paths.cache() / "contract.json", json.dumps(parsed, ensure_ascii=False))
        paths.replace_text(paths.cache() / "valid.json", json.dumps(known | valid, indent=1, sort_keys=True))
    return {name: errors for name, errors in found.items() if errors}


@lru_cache(maxsize=256)
def _validated(name: str, key: str) -> list[DataError]:
    return validate(name)


def ensure(*tables: str, remember: bool = False) -> None:
    """Raise the first DataError of tables, if there is one; ``remember`` as in ``broken``."""
    for errors in broken(tables, remember=remember).values():
        raise errors[0]
