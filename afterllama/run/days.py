"""Which day the data reach: the latest that the rows behind a page's numbers speak of."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from afterllama import paths
from afterllama.paths import Stamp

# The columns that say of which day a row speaks, the most telling first; others say when it was read or is due.
_TELLING = ("snapshot_date", "as_of", "date", "issued_date", "period_end", "release_date", "resolved_on")

_PRECISE = (len("2026-10"), len("2026-10-15"))


def last_day(row_ids: Iterable[str]) -> str:
    """The latest day or month that rows speak of, as ``2026-10-15`` or ``2026-11``; empty if they name none."""
    return max((day for row in row_ids if (day := _day(row))), default="")


def _day(row_id: str) -> str:
    table, _, line = row_id.rpartition(":")
    cells = _table(table).get(line, {})
    return next((cells[column] for column in _TELLING if len(cells.get(column, "")) in _PRECISE), "")


def _table(name: str) -> dict[str, dict[str, str]]:
    path = paths.data() / f"{name}.csv"
    return _read(path, paths.stamp(path)) if path.exists() else {}


@lru_cache(maxsize=64)
def _read(path: Path, stamp: Stamp) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {str(line): row for line, row in enumerate(csv.DictReader(handle), start=2)}
