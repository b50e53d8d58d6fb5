"""Tables whose rows know where they come from.

The index of a loaded table names table and line (``capex_guidance:15``). It survives every selection of
pandas; merge, groupby and pivot lose it, and then a number can no longer be traced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from afterllama import paths
from afterllama.data import contract
from afterllama.data.sources import CORRECTIONS, all_corrections, source_ids
from afterllama.data.units import date_span
from afterllama.errors import CiteError, DataError

_DTYPES = {"string": "str", "number": "float64", "integer": "float64", "boolean": "boolean"}


@dataclass(frozen=True)
class Origin:
    """What has to be known of a row when it is cited: its sources, and whether it is of low confidence."""

    sources: list[str]
    low: bool


@dataclass
class Session:
    """What this process has loaded, by name of table: its rows, and why those of low confidence may be used."""

    tables: dict[str, dict[str, Origin]] = field(default_factory=dict)
    low_confidence: dict[str, str] = field(default_factory=dict)


session = Session()  # a test starts with one of its own: see the fixture ``session``


def read(name: str, low_confidence: str = "") -> pd.DataFrame:
    """One table of ``data/``, or ``verdicts``, with row ids as index; see ``afterllama.load``."""
    frame = _verdicts() if name == "verdicts" else _table(name)
    session.tables[name] = _origins(frame)
    if low_confidence.strip():
        session.low_confidence[name] = low_confidence
    return frame


def read_so_far() -> list[str]:
    """Names of the tables that this session has loaded."""
    return sorted(session.tables)


def _table(name: str) -> pd.DataFrame:
    contract.ensure(name)
    entry = contract.resource(name)
    fields = entry["schema"]["fields"]
    frame = _frame(name, paths.data() / entry["path"], {item["name"]: _DTYPES[item["type"]] for item in fields})
    for column in [item["name"] for item in fields if item.get("dates") == "printed"]:
        cells = frame[column].items()
        spans = [(None, None) if pd.isna(text) else date_span(text, where=row) for row, text in cells]
        frame[f"{column}_first"] = pd.to_datetime([first for first, _ in spans])
        frame[f"{column}_last"] = pd.to_datetime([last for _, last in spans])
    return _corrected(name, frame)


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


def _origins(frame: pd.DataFrame) -> dict[str, Origin]:
    cells = frame.reindex(columns=["source_id", "more_sources", "confidence"]).to_dict("records")
    known = [Origin(source_ids(row), row["confidence"] == "low") for row in cells]
    return dict(zip(frame.index, known, strict=True))


def _corrected(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    for item in [item for item in all_corrections() if item.table == table]:
        where = f"data/{CORRECTIONS}, correction of {table} {item.where}"
        match = frame.loc[(frame[list(item.where)] == pd.Series(item.where)).all(axis=1), item.column]
        if len(match) != 1:
            raise DataError(f"finds {len(match)} rows instead of one", where=where, fix="Mend its where:")
        if match.item() != item.printed:
            fix = "The source seems mended: remove the correction"
            raise DataError(f"the row no longer holds {item.printed}", where=where, fix=fix)
        frame.loc[match.index, item.column] = item.used
    return frame


def row_ids(*parts: Any) -> list[str]:
    """Ids of the original rows in frames, row Series or lists of them; in order, without repetition.

    Raises CiteError: nothing is in them, or the rows are not original ones.
    """
    found = list(dict.fromkeys(name for part in parts for name in _names(part)))
    if not found:
        raise CiteError("no rows are left to cite", fix="Look at the query: it selects nothing")
    return found


def _names(part: Any) -> list[str]:
    if isinstance(part, Iterable) and not isinstance(part, pd.DataFrame | pd.Series | str):
        return row_ids(*part)
    if not isinstance(part, pd.DataFrame | pd.Series):
        raise CiteError(f"{type(part).__name__} is not rows of a table", fix="Pass loaded rows")
    names = [part.name] if isinstance(part, pd.Series) and _table_of(part.name) in session.tables else list(part.index)
    for name in names:
        if not _origin(name):
            fix = "merge, groupby, pivot and reset_index lose the row ids: cite the rows before them"
            raise CiteError(f"{name!r} is no row of a loaded table", fix=fix)
    return names


def _table_of(name: Any) -> str:
    return name.rpartition(":")[0] if isinstance(name, str) else ""


def _origin(name: Any) -> Origin | None:
    """None for what is no row of a loaded table, such as one that a value of another notebook rests on."""
    return session.tables.get(_table_of(name), {}).get(name)


def sources_of(row_ids: Iterable[str]) -> list[str]:
    """Source ids of original rows, the ones that carry the figure first."""
    named = [session.tables[_table_of(row_id)][row_id].sources for row_id in row_ids]
    return list(dict.fromkeys([*chain(*(ids[:1] for ids in named)), *chain(*named)]))


def refuse_low(row_ids: Iterable[str], reason: str = "") -> str:
    """Why rows of low confidence may be used: the reason given here, else those given to ``load``; empty without any.

    Raises CiteError: one is of low confidence and no reason is given.
    """
    if reason:
        return reason
    low = [row_id for row_id in row_ids if (origin := _origin(row_id)) and origin.low]
    reasons = {row_id: session.low_confidence.get(_table_of(row_id), "") for row_id in low}
    for row_id, why in reasons.items():
        if not why:
            fix = "Use other rows, or say in low_confidence= why it is used, and in the text that it is"
            raise CiteError(f"{row_id} is of low confidence", fix=fix)
    return "; ".join(dict.fromkeys(reasons.values()))
