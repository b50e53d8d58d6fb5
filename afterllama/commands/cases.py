"""Cases of a reader's own: from the command line or from a CSV file."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from afterllama.errors import ParameterError
from afterllama.run import plan
from afterllama.run.notebook import Notebook
from afterllama.run.notebook import read as read_notebook
from afterllama.run.parameters import Plain, read, words

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Cells = dict[str | None, str | None]


@dataclass(frozen=True)
class Case:
    """One report to be made: its name, its parameters, and where they were read."""

    name: str
    values: dict[str, Plain]
    where: str = ""


def find(name: str) -> Notebook:
    """A notebook by number or file stem.

    Raises ParameterError: there is none.
    """
    found, unknown = plan.named([name])
    if unknown:
        listed = ", ".join(path.stem for path in plan.numbered())
        raise ParameterError(f"no notebook is called {name!r}", where="notebooks/", fix=f"There are {listed}")
    return read_notebook(found[0])


def one(notebook: Notebook, given: Sequence[str], name: str) -> Case:
    """A case from ``name=value`` texts.

    Raises ParameterError: no equals sign, an unknown parameter, an impossible value, or a name unfit for a file.
    """
    for text in given:
        if "=" not in text:
            raise ParameterError(f"{text!r} is no parameter", fix="Write -p name=value")
    pairs = dict(text.split("=", 1) for text in given)
    return Case(_checked(name, ""), read(notebook, pairs))


def many(notebook: Notebook, table: Path, given: Sequence[str] = ()) -> list[Case]:
    """A case for each row of a CSV file with a column ``name`` and one for each parameter.

    A blank cell leaves the default, or what ``given`` says for all rows.

    Raises ParameterError: a row cannot be used; names file, row, parameter and nearest value. Nothing has run then.
    """
    common = {key: words(value) for key, value in one(notebook, given, "all").values.items()}
    lines = enumerate(_rows(table), start=2)
    cases = [_case(notebook, cells, common, f"{table.name}, row {line}") for line, cells in lines]
    names = [case.name for case in cases]
    for case in cases:
        if names.count(case.name) > 1:
            raise ParameterError(f"{case.name!r} stands twice", where=case.where, fix="Each case has its own name")
    return cases


def _rows(table: Path) -> list[Cells]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as handle:
            rows: list[Cells] = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError(f"it cannot be read: {error}", where=str(table), fix="Give a CSV file, UTF-8") from None
    if not rows or "name" not in rows[0]:
        raise ParameterError("no rows with a column name", where=table.name, fix="Its header is name,parameter,…")
    return rows


def _case(notebook: Notebook, cells: Cells, common: dict[str, str], where: str) -> Case:
    full = {key: text for key, text in cells.items() if key is not None and text is not None}
    if len(full) != len(cells):
        raise ParameterError("it has not as many cells as the header", where=where, fix="Mind commas in cells")
    own = {key: text for key, text in full.items() if key != "name" and text.strip()}
    return Case(_checked(full["name"], where), read(notebook, common | own, where), where)


def _checked(name: str, where: str) -> str:
    if _NAME.fullmatch(name):
        return name
    like = "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "acme"
    fix = f"Use small letters, digits and hyphens: {like}"
    raise ParameterError(f"{name!r} cannot name a file", where=where, fix=fix)
