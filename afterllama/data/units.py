"""How a number is written: digits, scale and unit, the same in every report."""

from __future__ import annotations

import math
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from afterllama.errors import CiteError, DataError


@dataclass(frozen=True)
class Unit:
    """``factor`` scales before printing, ``digits`` are decimals, ``suffix`` stands behind the number."""

    name: str
    digits: int = 0
    suffix: str = ""
    factor: float = 1.0


UNITS = {
    "share": Unit("share, as percent", 0, "%", 100),
    "percent": Unit("percent", 1, "%"),
    "percentage_points": Unit("percentage points", 1, " points"),
    "points": Unit("points", 1, " points"),
    "index_points": Unit("index points", 2),
    "elo": Unit("Elo points", 0),
    "score": Unit("score", 1),
    "rank": Unit("rank", 0),
    "count": Unit("count", 0),
    "probability": Unit("probability", 2),
    "ratio": Unit("times", 1, "×"),
    "times": Unit("times", 1, " times"),
    "USD": Unit("US dollars", 2),
    "USD_million": Unit("US dollars, million", 0, " million"),
    "USD_billion": Unit("US dollars, billion", 1, " billion"),
    "USD_per_Mtok": Unit("US dollars per million tokens", 2),
    "USD_per_hour": Unit("US dollars per hour", 2),
    "million": Unit("million", 1, " million"),
    "billion": Unit("billion", 2, " billion"),
    "million_per_day": Unit("million per day", 2, " million"),
    "tokens_million": Unit("million tokens", 0, " million"),
    "tokens_trillion": Unit("trillion tokens", 1, " trillion"),
    "parameters_billion": Unit("parameters, billion", 0, " billion"),
    "days": Unit("days", 0, " days"),
    "months": Unit("months", 1, " months"),
    "years": Unit("years", 1, " years"),
    "date": Unit("date"),
    "text": Unit("text"),
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def unit(name: str) -> Unit:
    """The unit of a name. Raises CiteError: there is none."""
    if name not in UNITS:
        raise CiteError(f"unknown unit {name!r}", fix=f"Known: {', '.join(UNITS)}")
    return UNITS[name]


def date_span(text: str, *, where: object = "") -> tuple[datetime, datetime]:
    """First and last day that ``2026``, ``2026-10`` or ``2026-10-15`` can mean, each as its midnight.

    Raises DataError: there is none.
    """
    try:
        first = datetime.strptime(text, {4: "%Y", 7: "%Y-%m"}.get(len(text), "%Y-%m-%d"))
    except ValueError:
        raise DataError(f"{text!r} is no date", where=str(where), fix="Write it as printed: 2026-10") from None
    month = first.month if len(text) > 4 else 12
    return first, first if len(text) > 7 else first.replace(month=month, day=monthrange(first.year, month)[1])


def write_date(text: str) -> str:
    """``2026-04-08`` as ``8 April 2026``, ``2026-04`` as ``April 2026``, ``2026`` as it is."""
    date_span(text)
    parts = text.split("-")
    words = [str(int(part)) for part in parts[2:]] + [MONTHS[int(part) - 1] for part in parts[1:2]]
    return " ".join([*words, parts[0]])


def write(value: Any, name: str, digits: int | None = None) -> str:
    """A value as readers see it, with a true minus: ``59%``, ``72.2 billion``, ``8 April 2026``."""
    kind = unit(name)
    if name == "text":
        return str(value)
    if name == "date":
        return write_date(str(value))
    if not math.isfinite(value):
        raise CiteError(f"{value!r} is no number", fix="Look at what it is computed from")
    places = kind.digits if digits is None else digits
    number = f"{float(value) * kind.factor:z,.{places}f}"  # z: no minus before a zero
    return number.replace("-", "−") + kind.suffix


def write_range(low: float, high: float, name: str, digits: int | None = None) -> str:
    """A range as readers see it: ``11 to 24 billion``."""
    first, last = write(low, name, digits), write(high, name, digits)
    return last if first == last else f"{first.removesuffix(unit(name).suffix)} to {last}"
