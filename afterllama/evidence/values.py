"""``load`` and ``cite``: from rows to a number that carries its sources, what it is and how it was made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any, SupportsFloat, TypedDict, Unpack, overload

import numpy as np

from afterllama import paths
from afterllama.data import tables, units
from afterllama.errors import CiteError
from afterllama.evidence import records
from afterllama.evidence.value import Value

_Many = list[Any] | tuple[Any, ...]
_One = SupportsFloat | str | date | None


def load(name: str, low_confidence: str = "") -> Any:
    """Read a table of ``data/``, or the saved values of another notebook.

    Raises DataError: the table is unknown or breaks its contract; CiteError: that notebook has not been built.

    Parameters
    ----------
    name : a table of datapackage.yaml; ``verdicts``, all that were given; ``values/NN``, the numbers of notebook NN.
    low_confidence : why rows of low confidence of this table are used, for every ``cite``, ``show`` and ``judge``
        that does not say so itself.

    Returns
    -------
    DataFrame, one row per row of the file, indexed by ``table:line``. A blank cell is missing. Each column of dates as
    printed (a year, a month or a day) has two companions, ``…_first`` and ``…_last``: the first and last day that it
    can mean. For ``values/NN``: dict of name to Value.
    """
    if not name.startswith("values/"):
        return tables.read(name, low_confidence)
    path = paths.root() / "reports" / f"{name}.json"
    if not path.exists():
        raise CiteError(f"no saved values of {path.stem}", where=path.name, fix="Build that notebook first")
    record = json.loads(path.read_text(encoding="utf-8"))
    return {key: records.typed(Value, item) for key, item in record["values"].items()}


class _More(TypedDict, total=False):
    each_rows: Any
    low: Any
    high: Any
    interval: str
    digits: int | None
    holds: Any
    given: str
    low_confidence: str


@overload
def cite(value: _Many, unit: str, rows: Any = None, how: Sequence[str] = "", **more: Unpack[_More]) -> list[Value]: ...


@overload
def cite(value: _One, unit: str, rows: Any = None, how: str = "", **more: Unpack[_More]) -> Value: ...


def cite(
    value: Any,
    unit: str,
    rows: Any = None,
    how: Sequence[str] = "",
    *,
    each_rows: Any = None,
    low: Any = None,
    high: Any = None,
    interval: str = "",
    digits: int | None = None,
    holds: Any = None,
    given: str = "",
    low_confidence: str = "",
) -> Value | list[Value]:
    """Tie a computed value to the rows that it comes from, ready to be shown in prose.

    Raises CiteError: no original rows, an unknown unit, low confidence without a reason, lists of unlike lengths.

    Parameters
    ----------
    value : number, date as ISO text or word, in ``unit``; None to show the range ``low`` to ``high``. A list of
        them gives a list of Values; then ``how``, ``low``, ``high`` and ``holds`` may be lists of the same length.
    unit : a name of ``afterllama.data.units.UNITS``; "share" is a fraction shown as percent.
    rows : loaded rows (frames, row Series), other cited Values, or a list of them.
    how : how it was made, in words, for the note behind the number.
    each_rows : in place of ``rows``, the rows of each of several values, in a list of the same length.
    low, high, interval : ends of an interval in ``unit``, and what kind of interval it is.
    digits : decimals, if not those of the unit.
    holds : condition on which the sentence stands ("raised each time"); if false it is marked.
    given : whose assumption it is and why, for a number that the report sets itself; ``rows`` may then be left out.
    low_confidence : why rows of low confidence are used here; without it they are refused.
    """
    shared = {"interval": interval, "digits": digits, "given": given, "low_confidence": low_confidence}
    if not isinstance(value, list | tuple):
        if each_rows is not None or isinstance(holds, list | tuple):
            raise CiteError("lists are for several values", fix="Give rows=, and one condition")
        return _cite(unit, shared, value, rows, how, low, high, holds)
    if rows is not None and each_rows is not None:
        raise CiteError("rows= and each_rows= are both given", fix="Give one of them")
    each_rows = [rows] * len(value) if each_rows is None else each_rows
    options = {"each_rows": each_rows, "how": how, "low": low, "high": high, "holds": holds}
    columns = [_of_each(name, item, len(value)) for name, item in options.items()]
    return [_cite(unit, shared, *parts) for parts in zip(value, *columns, strict=True)]


def _of_each(name: str, item: Any, count: int) -> list[Any]:
    several = isinstance(item, list | tuple)
    if several and len(item) != count:
        raise CiteError(f"{name}= has {len(item)} entries for {count} values", fix="Give one for each, or one for all")
    return list(item) if several else [item] * count


def _cite(unit: str, shared: dict[str, Any], value: Any, rows: Any, how: Any, low: Any, high: Any, holds: Any) -> Value:
    row_ids, source_ids = ([], []) if rows is None and shared["given"].strip() else trace(rows)
    if not isinstance(how, str) or not how.strip():
        raise CiteError("how the number was made is not said", fix="Give how= in a few words")
    if (low is None) != (high is None) or (value is None and low is None):
        raise CiteError("an interval has two ends", fix="Give both low= and high=")
    if low is not None and not shared["interval"].strip():
        raise CiteError("what the interval is is not said", fix='Give interval=, such as "95% confidence"')
    shared = {**shared, "low_confidence": tables.refuse_low(row_ids, shared["low_confidence"])}
    value, low, high = (_scalar(item) for item in (value, low, high))
    digits, guard = shared["digits"], None if holds is None else bool(holds)
    text = units.write_range(low, high, unit, digits) if value is None else units.write(value, unit, digits)
    return Value(value, unit, text, how, tuple(row_ids), tuple(source_ids), low, high, holds=guard, **shared)


def _scalar(item: Any) -> Any:
    if item is None or isinstance(item, str):
        return item
    if hasattr(item, "isoformat"):
        return item.isoformat()[:10]
    if np.ndim(item) != 0:
        raise CiteError(f"{type(item).__name__} is not one number", fix="Take .item() or .iloc[0]")
    return float(item)


def trace(rows: Any) -> tuple[list[str], list[str]]:
    """Row and source ids behind loaded rows and cited values. Raises CiteError: none, or rows that are not original."""
    parts = rows if isinstance(rows, list | tuple) else [] if rows is None else [rows]
    cited = [part for part in parts if isinstance(part, Value)]
    loaded = [part for part in parts if not isinstance(part, Value)]
    own = tables.row_ids(*loaded) if loaded else []
    row_ids = list(dict.fromkeys([*own, *chain(*(value.rows for value in cited))]))
    source_ids = list(dict.fromkeys([*tables.sources_of(own), *chain(*(value.sources for value in cited))]))
    if not row_ids:
        fix = "Give rows=, the loaded rows it comes from, or given=, whose assumption it is"
        raise CiteError("no rows are given", fix=fix)
    return row_ids, source_ids
