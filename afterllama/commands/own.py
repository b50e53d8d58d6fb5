"""Cases of a reader's own: from the command line or from a CSV file, and the table that sums up what became of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from afterllama import paths
from afterllama.errors import AfterLlamaError
from afterllama.run import plan
from afterllama.run.parameters import ParameterError, Plain, parameters, read, words

# As in execute, whose import takes a second that a refusal need not wait for.
_ROLE = re.compile(r"\{eval\}`([^`]+)`")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Case:
    """One report to be made: its name, its parameters, and where they were read."""

    name: str
    values: dict[str, Plain]
    where: str = ""


def report_path(path: Path, name: str) -> Path:
    """Where the report of one case lies."""
    return paths.root() / "reports" / "runs" / f"{path.stem[:2]}-{name}.html"


def summary_path(table: Path) -> Path:
    """Where the summary of a file of cases lies."""
    return paths.root() / "reports" / "runs" / f"{table.stem}-summary.csv"


def one(path: Path, given: Sequence[str], name: str) -> Case:
    """A case from ``name=value`` texts.

    Raises
    ------
    ParameterError : no equals sign, an unknown parameter, an impossible value, or a name unfit for a file.
    """
    return Case(_checked(name, ""), read(path, _pairs(given)))


def _pairs(given: Sequence[str]) -> dict[str, str]:
    for text in given:
        if "=" not in text:
            raise ParameterError(f"{text!r} is no parameter", fix="Write -p name=value")
    return dict(text.split("=", 1) for text in given)


def many(path: Path, table: Path, given: Sequence[str] = ()) -> list[Case]:
    """A case for each row of a CSV file with a column ``name`` and one for each parameter.

    A blank cell leaves the default, or what ``given`` says for all rows.

    Raises
    ------
    ParameterError : a row cannot be used; names file, row, parameter and nearest value. Nothing has run then.
    """
    common = {key: words(value) for key, value in one(path, given, "all").values.items()}
    lines = enumerate(_rows(table), start=2)
    cases = [_case(path, cells, common, f"{table.name}, row {line}") for line, cells in lines]
    names = [case.name for case in cases]
    for case in cases:
        if names.count(case.name) > 1:
            raise ParameterError(f"{case.name!r} stands twice", where=case.where, fix="Each case has its own name")
    return cases


def _rows(table: Path) -> list[dict[Any, Any]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError(f"it cannot be read: {error}", where=str(table), fix="Give a CSV file, UTF-8") from None
    if not rows or "name" not in rows[0]:
        raise ParameterError("no rows with a column name", where=table.name, fix="Its header is name,parameter,…")
    return rows


def _case(path: Path, cells: dict[Any, Any], common: dict[str, str], where: str) -> Case:
    if None in cells or None in cells.values():
        raise ParameterError("it has not as many cells as the header", where=where, fix="Mind commas in cells")
    own = {key: text for key, text in cells.items() if key != "name" and text.strip()}
    return Case(_checked(cells["name"], where), read(path, common | own, where), where)


def _checked(name: str, where: str) -> str:
    if _NAME.fullmatch(name):
        return name
    like = "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "acme"
    raise ParameterError(
        f"{name!r} cannot name a file", where=where, fix=f"Use small letters, digits and hyphens: {like}"
    )


def headline(path: Path) -> list[str]:
    """Names of the values in answer and findings, in order."""
    found = [
        name
        for cell in plan.cells(path)
        if {"answer", "findings"} & set(cell["metadata"].get("tags", []))
        for name in _ROLE.findall(plan.source(cell))
    ]
    return list(dict.fromkeys(found))


def summary(
    path: Path, cases: list[Case], finished: dict[str, dict[str, Any]], failed: dict[str, AfterLlamaError]
) -> str:
    """As CSV: each case with its parameters, headline values, fallen guards, report and problem."""
    known, names = parameters(path), headline(path)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = {name: _columns(name, finished) for name in names}
    head = [column for found in columns.values() for column in found]
    writer.writerow(["name", *known, *head, "no_longer_supported", "report", "problem"])
    for case in cases:
        record = finished.get(case.name, {"values": {}, "fallen": []})
        cells = [words(case.values.get(name, item.default)) for name, item in known.items()]
        shown = [_cell(record["values"].get(name), column) for name in names for column in columns[name]]
        report = report_path(path, case.name).name if case.name in finished else ""
        problem = failed[case.name].problem.splitlines()[0] if case.name in failed else ""
        writer.writerow([case.name, *cells, *shown, "; ".join(record["fallen"]), report, problem])
    return out.getvalue()


def _columns(name: str, finished: dict[str, dict[str, Any]]) -> list[str]:
    """One column for a number or a word, two for a range; units stand in the header."""
    found = [record["values"][name] for record in finished.values() if name in record["values"]]
    unit = next((f" [{item['unit']}]" for item in found if item["unit"] != "text"), "")
    ends = any(item["value"] is None for item in found)
    return [f"{name} {end}{unit}" for end in ("low", "high")] if ends else [f"{name}{unit}"]


def _cell(value: dict[str, Any] | None, column: str) -> str:
    if value is None:
        return ""
    end = column.removesuffix(f" [{value['unit']}]").rpartition(" ")[2]
    found = value[end] if value["value"] is None else value["value"]
    return words(found)
