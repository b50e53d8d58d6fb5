"""Tables whose rows know where they come from.

The index of a loaded table names table and line (``capex_guidance:15``). It survives every selection of
pandas; merge, groupby and pivot lose it, and then a number can no longer be traced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from afterllama import paths
from afterllama.data import contract, corrections
from afterllama.errors import CiteError, DataError

_read: dict[str, pd.DataFrame] = {}
_DTYPES = {"string": "str", "number": "float64", "integer": "float64", "boolean": "boolean"}


def read(name: str) -> pd.DataFrame:
    """One table of ``data/``, or ``verdicts``, with row ids as index; see ``afterllama.load``.

    Raises
    ------
    DataError : the table is unknown or breaks its contract; names file, row, column, value and rule.
    """
    _read[name] = _verdicts() if name == "verdicts" else _table(name)
    return _read[name].copy()


def read_so_far() -> list[str]:
    """Names of the tables that this session has loaded."""
    return sorted(_read)


def _table(name: str) -> pd.DataFrame:
    contract.ensure(name)
    return corrections.apply(name, _frame(name))


def _verdicts() -> pd.DataFrame:
    """The ledger that the build collects; its rows carry the sources of their verdicts."""
    path = paths.root() / "reports" / "verdicts.csv"
    if not path.exists():
        raise DataError("no verdicts are saved", where="reports/verdicts.csv", fix="Build the theme reports first")
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    frame.index = pd.Index([f"verdicts:{line}" for line in range(2, len(frame) + 2)], name="row")
    parts = frame["sources"].fillna("").str.partition("; ")
    return frame.assign(place=frame["place"].astype(int), source_id=parts[0], more_sources=parts[2].replace("", None))


def _frame(name: str) -> pd.DataFrame:
    entry = contract.resource(name)
    fields = entry["schema"]["fields"]
    frame = pd.read_csv(
        paths.data() / entry["path"],
        dtype={field["name"]: _DTYPES[field["type"]] for field in fields},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    frame.index = pd.Index([f"{name}:{line}" for line in range(2, len(frame) + 2)], name="row")
    for field in fields:
        if "date" in field.get("constraints", {}).get("pattern", "") or _is_date(field):
            _add_span(frame, field["name"])
    return frame


def _is_date(field: dict[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("pattern", "").startswith(r"\d{4}(-"))


def _add_span(frame: pd.DataFrame, column: str) -> None:
    spans = [date_span(text, where=row) for row, text in frame[column].items()]
    frame[f"{column}_first"] = pd.to_datetime([first for first, _ in spans])
    frame[f"{column}_last"] = pd.to_datetime([last for _, last in spans])


def date_span(text: Any, *, where: Any = "") -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day that a printed date can mean: ``2026``, ``2026-10`` or ``2026-10-15``.

    Raises
    ------
    DataError : there is no such day.
    """
    if pd.isna(text):
        return pd.NaT, pd.NaT
    unit = {4: "Y", 7: "M", 10: "D"}.get(len(str(text)), "D")
    try:
        period = pd.Period(str(text), freq=unit)
    except ValueError:
        raise DataError(f"{text!r} is no date", where=str(where), fix="Write it as printed: 2026-10") from None
    return period.start_time.normalize(), period.end_time.normalize()


def row_ids(*parts: Any) -> list[str]:
    """Ids of the original rows in frames, row Series or lists of them; in order, without repetition.

    Raises
    ------
    CiteError : nothing is in them, or the rows are not original ones.
    """
    found: dict[str, None] = {}
    for part in parts:
        if isinstance(part, pd.DataFrame):
            found.update(dict.fromkeys(_known(part.index)))
        elif isinstance(part, pd.Series):
            names = [part.name] if _is_row(part.name) else part.index
            found.update(dict.fromkeys(_known(names)))
        elif isinstance(part, Iterable) and not isinstance(part, str):
            found.update(dict.fromkeys(row_ids(*part)))
        else:
            raise CiteError(f"{type(part).__name__} is not rows of a table", fix="Pass loaded rows")
    if not found:
        raise CiteError("no rows are left to cite", fix="Look at the query: it selects nothing")
    return list(found)


def _is_row(name: Any) -> bool:
    return isinstance(name, str) and name.rpartition(":")[0] in _read


def _known(names: Iterable[Any]) -> list[str]:
    names = list(names)
    for name in names:
        if not _is_row(name) or name not in _read[name.rpartition(":")[0]].index:
            raise CiteError(
                f"{name!r} is no row of a loaded table",
                fix="merge, groupby, pivot and reset_index lose the row ids: cite the rows before them",
            )
    return names


def row(row_id: str) -> pd.Series:
    """One original row by its id."""
    return _read[row_id.rpartition(":")[0]].loc[row_id]


def sources_of(row_ids: Iterable[str]) -> list[str]:
    """Source ids of original rows, the ones that carry the figure first."""
    first: dict[str, None] = {}
    more: dict[str, None] = {}
    for row_id in row_ids:
        cells = row(row_id)
        if cells["source_id"]:
            first[cells["source_id"]] = None
        if pd.notna(cells.get("more_sources")):
            more.update(dict.fromkeys(part.strip() for part in cells["more_sources"].split(";")))
    return list({**first, **more})


def is_low(row_id: str) -> bool:
    """Whether a row is rated of low confidence."""
    return bool(row(row_id).get("confidence") == "low")
