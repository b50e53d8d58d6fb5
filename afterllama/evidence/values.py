"""A number that carries its sources: what it is, how it was made, from which rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from html import escape
from typing import Any

import numpy as np

from afterllama import paths
from afterllama.data import tables, units
from afterllama.errors import CiteError

MIME = "application/vnd.afterllama.value+json"
FALLEN = "no longer supported"


@dataclass(frozen=True)
class Value:
    """A cited value. It has no arithmetic on purpose: compute on plain numbers, cite what is shown.

    ``value`` is None for a range; ``low`` and ``high`` are its ends, and ``interval`` says what they are.
    ``holds`` is the condition on which the words around the number stand, None if there is none.
    """

    value: float | str | None
    unit: str
    text: str
    how: str
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    interval: str = ""
    holds: bool | None = None
    low_confidence: str = ""
    digits: int | None = None
    given: str = ""

    def __str__(self) -> str:
        return self.text

    def record(self) -> dict[str, Any]:
        """Plain data for ``reports/values``; numbers to ten significant digits."""
        return {key: _plain(item) for key, item in asdict(self).items()}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Value:
        names = {field.name for field in fields(cls)}
        kept = {key: item for key, item in record.items() if key in names}
        return cls(**{**kept, "rows": tuple(kept["rows"]), "sources": tuple(kept["sources"])})

    def _repr_html_(self) -> str:
        mark = f" ({FALLEN})" if self.holds is False else ""
        title = escape(f"{self.how}; from {', '.join(self.rows[:4])}", quote=True)
        return f'<span class="al-value" title="{title}">{escape(self.text)}{mark}</span>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        mark = f" ({FALLEN})" if self.holds is False else ""
        return {MIME: self.record(), "text/html": self._repr_html_(), "text/plain": self.text + mark}


def _plain(item: Any) -> Any:
    if isinstance(item, float | np.floating):
        return float(f"{item:.10g}")
    if isinstance(item, tuple):
        return list(item)
    return item


def cite(
    value: Any,
    unit: str,
    *,
    rows: Any,
    how: str,
    low: Any = None,
    high: Any = None,
    interval: str = "",
    digits: int | None = None,
    holds: Any = None,
    low_confidence: str = "",
) -> Value:
    """Tie a computed value to the rows that it comes from, ready to be shown in prose.

    Parameters
    ----------
    value : number, date as ISO text or word, in ``unit``; None to show the range ``low`` to ``high``.
    unit : a name of ``afterllama.data.units.UNITS``; "share" is a fraction shown as percent.
    rows : loaded rows (frames, row Series), other cited Values, or a list of them.
    how : how it was made, in words, for the note behind the number.
    low, high, interval : ends of an interval in ``unit``, and what kind of interval it is.
    digits : decimals, if not those of the unit.
    holds : condition on which the sentence stands ("raised each time"); if false it is marked.
    low_confidence : why rows of low confidence are used here; without it they are refused.

    Raises
    ------
    CiteError : no rows, rows that are not original ones, an unknown unit, or unexplained low confidence.
    """
    row_ids, source_ids = trace(rows)
    if not how.strip():
        raise CiteError("how the number was made is not said", fix="Give how= in a few words")
    if (low is None) != (high is None) or (value is None and low is None):
        raise CiteError("an interval has two ends", fix="Give both low= and high=")
    if low is not None and not interval.strip():
        raise CiteError("what the interval is is not said", fix='Give interval=, such as "95% confidence"')
    refuse_low(row_ids, low_confidence)
    value, low, high = (_scalar(item) for item in (value, low, high))
    text = units.write_range(low, high, unit, digits) if value is None else units.write(value, unit, digits)
    guard = None if holds is None else bool(holds)
    return Value(value, unit, text, how, tuple(row_ids), tuple(source_ids), low, high, interval, guard, low_confidence)


def _scalar(item: Any) -> Any:
    if item is None or isinstance(item, str):
        return item
    if hasattr(item, "isoformat"):
        return item.isoformat()[:10]
    if np.ndim(item) != 0:
        raise CiteError(f"{type(item).__name__} is not one number", fix="Take .item() or .iloc[0]")
    return float(item)


def trace(rows: Any) -> tuple[list[str], list[str]]:
    """Row ids and source ids behind loaded rows and cited values.

    Raises
    ------
    CiteError : there are none, or rows are not original ones.
    """
    parts = list(rows) if isinstance(rows, list | tuple) else [rows]
    cited = [part for part in parts if isinstance(part, Value)]
    loaded = [part for part in parts if not isinstance(part, Value)]
    ids = tables.row_ids(*loaded) if loaded else []
    from_values = [row for value in cited for row in value.rows]
    source_ids = [*tables.sources_of(ids), *(source for value in cited for source in value.sources)]
    if not ids and not from_values:
        raise CiteError("no rows are given", fix="Give rows=, the loaded rows it comes from")
    return list(dict.fromkeys([*ids, *from_values])), list(dict.fromkeys(source_ids))


def refuse_low(row_ids: Iterable[str], reason: str) -> None:
    """Refuse rows of low confidence unless it is said why they are used.

    Raises
    ------
    CiteError : one is of low confidence and no reason is given.
    """
    low = [row for row in row_ids if row.rpartition(":")[0] in tables.read_so_far() and tables.is_low(row)]
    if low and not reason:
        raise CiteError(
            f"{low[0]} is of low confidence",
            fix="Use other rows, or say in low_confidence= why it is used, and in the text that it is",
        )


def saved(notebook: str) -> dict[str, Value]:
    """The values that a notebook's report shows, by name.

    Raises
    ------
    CiteError : the notebook has not been built.
    """
    path = paths.root() / "reports" / "values" / f"{notebook}.json"
    if not path.exists():
        raise CiteError(f"no saved values of {notebook}", where=str(path.name), fix="Build that notebook first")
    record = json.loads(path.read_text(encoding="utf-8"))
    return {name: replace(Value.from_record(item)) for name, item in record["values"].items()}
