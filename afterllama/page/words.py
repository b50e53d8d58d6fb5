"""Words for the templates: as prose has them, as addresses, and what a note says of the evidence under a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from markdown_it import MarkdownIt

from afterllama.data import sources, units
from afterllama.data.sources import Source
from afterllama.evidence.value import Value

_MOST_TABLES, _MOST_SPANS = 6, 8
_READ = {"quotations": "read through quotations", "copy": "read in a copy"}
_PLAIN = ("date", "text", "count", "share", "percent")
# Words on who speaks, of a source or of a verdict's support, with the class of their mark.
_MARKS = {"own word": "own", "independent": "ind", "press": "press", "relay": "press", "interested": "press"}
# Sections of the article that a first capital alone does not write as they are written.
_WRITTEN = ("What Muse Spark is", "Open-source shift", "Self-hosting", "The open-source rupture")


@lru_cache(maxsize=1)
def _typographer() -> MarkdownIt:
    return MarkdownIt("zero", {"typographer": True}).enable("smartquotes")


def curly(text: str) -> str:
    """Words from code or tables, with the apostrophes and quotation marks of prose."""
    tokens = _typographer().parseInline(text)
    return "".join(child.content for token in tokens for child in token.children or [])


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def section(name: str) -> str:
    """A section or theme of claims.csv as a heading."""
    return next((text for text in _WRITTEN if slug(text) == slug(name)), sentence(name.replace("-", " ")))


def slug(text: str) -> str:
    """An address: words of ASCII letters and digits, joined by hyphens."""
    words = re.findall("[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return "-".join(words)[:60].strip("-")


def amount(value: Value) -> str:
    """The text of a value without the words that its unit says again: 3.3 points, percentage points."""
    return value.text.removesuffix(" points") if value.unit == "percentage_points" else value.text


def measure(value: Value) -> str:
    """The unit's words beside a value, as far as the value does not say them itself."""
    kind = units.unit(value.unit)
    if value.unit in _PLAIN:
        return ""
    said = "" if value.unit == "percentage_points" else kind.suffix.strip()
    return kind.name.replace(said, "").strip(" ,") if said else kind.name


def interval(value: Value) -> str:
    """Ends and kind of an interval, as precise as the value; the kind alone where the value is the range."""
    if value.low is None or value.high is None or value.value is None:
        return value.interval
    return f"{units.write_range(value.low, value.high, value.unit, value.digits)}: {value.interval}"


def rows(row_ids: Iterable[str]) -> str:
    """Tables and lines, grouped: ``capex_guidance, lines 15–16, 19``."""
    lines: dict[str, list[int]] = {}
    for row in row_ids:
        table, _, line = row.rpartition(":")
        lines.setdefault(table, []).append(int(line))
    parts = [f"{table}, {_spans(sorted(lines[table]))}" for table in sorted(lines)]
    more = f"; and {len(parts) - _MOST_TABLES} tables more" if len(parts) > _MOST_TABLES else ""
    return "; ".join(parts[:_MOST_TABLES]) + more


def _spans(lines: list[int]) -> str:
    # Consecutive lines keep their distance from their places.
    runs = [[line for _, line in run] for _, run in groupby(enumerate(lines), key=lambda item: item[1] - item[0])]
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    rest = sum(map(len, runs[_MOST_SPANS:]))
    shown = ", ".join(texts[:_MOST_SPANS]) + (f" and {rest} more" if rest else "")
    return f"line {shown}" if len(lines) == 1 else f"lines {shown}"


def voice(source: Source) -> str:
    """In a word, who speaks: a party of itself, an owner, an impartial publisher, or one who passes on."""
    if source.party:
        return "own word"
    return "interested" if source.interest else "independent" if source.impartial else "relay"


def mark(word: str) -> str:
    """Class of the mark that stands before a word on who speaks."""
    return _MARKS.get(word, "none")


def facts(source: Source) -> list[str]:
    """What else a reader should know of a source: kind, interest, whom it relays, date, how it was read."""
    day = source.published_date
    found = [
        sources.KINDS[source.kind],
        f"interest in {source.interest}" if source.interest else "",
        f"relays {source.relays}" if source.relays else "",
        units.write_date(day) if day else f"undated, read {units.write_date(source.accessed)}",
        _READ.get(source.read, ""),
    ]
    return [fact for fact in found if fact]
