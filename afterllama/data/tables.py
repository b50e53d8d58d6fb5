"""Tables whose rows know where they come from.

The index of a loaded table names table and line (``capex_guidance:15``). It survives every selection of
pandas; merge, groupby and pivot lose it, and then a number can no longer be traced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from afterllama import paths
from afterllama.data import contract, corrections
from afterllama.data.units import date_span
from afterllama.errors import CiteError, DataError

_DTYPES = {"string": "str", "number": "float64", "integer": "float64", "boolean": "boolean"}


@dataclass
class Session:
    """What this process has loaded: tables, and why rows of low confidence may be used, both by name of table."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    low_confidence: dict[str, str] = field(default_factory=dict)


session = Session()  # a test starts with one of its own: see the fixture ``session``


def read(name: str, low_confidence: str = "") -> pd.DataFrame:
    """One table of ``data/``, or ``verdicts``, with row ids as index; see ``afterllama.load``.

    Raises
    ------
    DataError : the table is unknown or breaks its contract; names file, row, column, value and rule.
    """
    session.tables[name] = _verdicts() if name == "verdicts" else _table(name)
    if low_confidence.strip():
        session.low_confidence[name] = low_confidence
    return session.tables[name].copy()


def read_so_far() -> list[str]:
    """Names of the tables that this session has loaded."""
    return sorted(session.tables)


def _table(name: str) -> pd.DataFrame:
    contract.ensure(name)
    entry = contract.resource(name)
    fields = entry["schema"]["fields"]
    frame = _frame(name, paths.data() / entry["path"], {item["name"]: _DTYPES[item["type"]] for item in fields})
    for column in [item["name"] for item in fields if item.get("dates") == "printed"]:
        spans = [date_span(text, where=row) for row, text in frame[column].items()]
        frame[f"{column}_first"] = pd.to_datetime([first for first, _ in spans])
        frame[f"{column}_last"] = pd.to_datetime([last for _, last in spans])
    return corrections.apply(name, frame)


def _verdicts() -> pd.DataFrame:
    """The ledger that the build collects; its rows carry the sources of their verdicts."""
    path = paths.root() / "reports" / "verdicts.csv"
    if not path.exists():
        raise DataError("no verdicts are saved", where="reports/verdicts.csv", fix="Build the theme reports first")
    frame = _frame("verdicts", path, "str")
    parts = frame["sources"].fillna("").str.partition("; ")
    return frame.assign(place=frame["place"].astype(int), source_id=parts[0], more_sources=parts[2].replace("", None))


def _frame(name: str, path: Path, dtype: Any) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=dtype, keep_default_na=False, na_values=[""], encoding="utf-8")
    frame.index = pd.Index([f"{name}:{line}" for line in range(2, len(frame) + 2)], name="row")
    return frame


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
            found.update(dict.fromkeys(_known([part.name] if _is_row(part.name) else part.index)))
        elif isinstance(part, Iterable) and not isinstance(part, str):
            found.update(dict.fromkeys(row_ids(*part)))
        else:
            raise CiteError(f"{type(part).__name__} is not rows of a table", fix="Pass loaded rows")
    if not found:
        raise CiteError("no rows are left to cite", fix="Look at the query: it selects nothing")
    return list(found)


def _is_row(name: Any) -> bool:
    return isinstance(name, str) and table_of(name) in session.tables


def _known(names: Iterable[Any]) -> list[str]:
    names = list(names)
    for name in names:
        if not _is_row(name) or name not in session.tables[table_of(name)].index:
            fix = "merge, groupby, pivot and reset_index lose the row ids: cite the rows before them"
            raise CiteError(f"{name!r} is no row of a loaded table", fix=fix)
    return names


def table_of(row_id: str) -> str:
    """The table in the id of a row."""
    return row_id.rpartition(":")[0]


def row(row_id: str) -> pd.Series:
    """One original row by its id."""
    return session.tables[table_of(row_id)].loc[row_id]


def source_ids(cells: pd.Series | Mapping[str, Any]) -> list[str]:
    """Ids of the sources of one row: the one that carries its figure, then those that agree or relay."""
    texts = [cells.get(column) for column in ("source_id", "more_sources")]
    parts = [part.strip() for text in texts if isinstance(text, str) for part in text.split(";")]
    return list(filter(None, parts))


def sources_of(row_ids: Iterable[str]) -> list[str]:
    """Source ids of original rows, the ones that carry the figure first."""
    named = [source_ids(row(row_id)) for row_id in row_ids]
    carrying = [source_id for ids in named for source_id in ids[:1]]
    return list(dict.fromkeys([*carrying, *(source_id for ids in named for source_id in ids)]))


def is_low(row_id: str) -> bool:
    """Whether a row of a loaded table is rated of low confidence."""
    return _is_row(row_id) and bool(row(row_id).get("confidence") == "low")
