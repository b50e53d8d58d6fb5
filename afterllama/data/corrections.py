"""Figures of a source that are demonstrably slips, corrected in the open.

Each correction names the cell, what the source prints, what we use and why. It guards itself: once the row
no longer holds the printed value, loading fails until the correction is removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from afterllama import paths
from afterllama.data import contract
from afterllama.errors import DataError

FILE = "corrections.yaml"


@dataclass(frozen=True)
class Correction:
    """One cell of one table: found by ``where`` (column to value), ``printed`` replaced by ``used``."""

    table: str
    where: dict[str, str]
    column: str
    printed: float
    used: float
    source_id: str
    reason: str


def all_corrections() -> list[Correction]:
    """Every correction in force."""
    path = paths.data() / FILE
    found: list[dict[str, Any]] = contract.parse(path.read_text(encoding="utf-8")) if path.exists() else []
    return [Correction(**item) for item in found or []]


def apply(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with its corrections.

    Raises
    ------
    DataError : a correction finds no row, several, or one that no longer holds the printed value.
    """
    for item in [item for item in all_corrections() if item.table == table]:
        where = f"data/{FILE}, correction of {table} {item.where}"
        match = frame.loc[(frame[list(item.where)] == pd.Series(item.where)).all(axis=1), item.column]
        if len(match) != 1:
            raise DataError(f"finds {len(match)} rows instead of one", where=where, fix="Mend its where:")
        if match.item() != item.printed:
            fix = "The source seems mended: remove the correction"
            raise DataError(f"the row no longer holds {item.printed}", where=where, fix=fix)
        frame.loc[match.index, item.column] = item.used
    return frame
