"""The evidence under every number: a button in the text and the note that it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from nbformat import NotebookNode

from afterllama.data import sources, units
from afterllama.evidence.values import FALLEN, MIME
from afterllama.page.markdown import curly
from afterllama.run.record import shown_names

MOST_SOURCES, MOST_TABLES, MOST_SPANS = 4, 6, 8
_PLAIN = ("date", "text", "count", "share", "percent")
_MARKS = {"own word": "own", "independent": "ind", "press": "press"}
UNBROKEN = 24  # characters


class Notes:
    """Live numbers of one notebook: gives their buttons in the text, and their notes for its end.

    Parameters
    ----------
    listed : ids of the sources in the page's list, whose place there is their number in print.
    """

    def __init__(self, nb: NotebookNode, repository: str = "", number: str = "", listed: Sequence[str] = ()) -> None:
        self.values = shown_values(nb)
        self.listed = {source_id: place for place, source_id in enumerate(listed, start=1)}
        self.order = {name: place for place, name in enumerate(shown_names(nb), start=1)}
        self.repository, self.number = repository, number
        self._met: set[str] = set()

    def role(self, name: str, after: str) -> str:
        """A live number with its following punctuation, which may not start a line of its own."""
        record = self.values.get(name, {"text": "?"})
        text = escape(record["text"]) + (f" <mark>({FALLEN})</mark>" if record.get("holds") is False else "")
        if "sources" not in record:
            return f"{text}{after}"
        first = "" if name in self._met else f' id="{name}"'
        self._met.add(name)
        button = f'<button type="button" class="num"{first} popovertarget="n-{name}">{text}</button>'
        kind = ' class="nw"' if len(record["text"]) <= UNBROKEN else ""  # words may break where a number may not
        return f"<span{kind}>{button}<sup>{self.order[name]}</sup>{after}</span>"

    def render(self) -> list[str]:
        """Notes of all numbers, in order of first appearance."""
        return [self._note(name) for name in self.order if "sources" in self.values.get(name, {})]

    def _note(self, name: str) -> str:
        record = self.values[name]
        parts = [
            f'<p class="value"><b>{escape(_figure(record))}</b> {escape(_measure(record["unit"]))}</p>',
            f"<p>{curly(_sentence(record['how']))}</p><dl>",
            _term("Interval", _interval(record)),
            _term("Caution", curly(_sentence(record["low_confidence"])) if record["low_confidence"] else ""),
            _term("Rows", rows(record["rows"])),
            _term("Sources", source_list(record["sources"], self.listed)),
            f'</dl><p class="acts"><a href="#{name}">Link to this number</a>{self._report(name)}</p>',
        ]
        close = f'<button type="button" popovertarget="n-{name}" class="x" aria-label="Close">×</button>'
        label = f"Where {escape(record['text'], quote=True)} comes from"
        return (
            f'<div popover id="n-{name}" class="note" role="dialog" aria-label="{label}">'
            f'<span class="no">{self.order[name]}.</span>{"".join(parts)}'
            f"{close}</div>"
        )

    def _report(self, name: str) -> str:
        if not self.repository:
            return ""
        address = f"{self.repository}/issues/new?title=Number+{self.number}-{name}"
        return f' <a href="{escape(address, quote=True)}">Report an error</a>'


def shown_values(nb: NotebookNode) -> dict[str, dict[str, Any]]:
    """Records of the live numbers by name, as the executed notebook keeps them; text alone for foreign ones."""
    found: dict[str, dict[str, Any]] = {}
    for cell in nb.cells:
        for item in cell.metadata.get("user_expressions", []):
            bundle = item["result"].get("data", {})
            found[item["expression"]] = bundle.get(MIME) or {"text": bundle.get("text/plain", "?")}
    return found


def _measure(name: str) -> str:
    """The unit's words beside a value, as far as the value does not say them itself."""
    kind = units.unit(name)
    rest = kind.name.replace(kind.suffix.strip(), "").strip(" ,") if kind.suffix else kind.name
    return "" if name in _PLAIN else {"percentage": kind.name}.get(rest, rest)


def _figure(record: dict[str, Any]) -> str:
    # the unit's own words follow: "3.3 points percentage points" would say them twice
    text = str(record["text"])
    return text.removesuffix(" points") if record["unit"] == "percentage_points" else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _term(name: str, html: str) -> str:
    return f"<dt>{name}</dt><dd>{html}</dd>" if html else ""


def _interval(record: dict[str, Any]) -> str:
    if record["low"] is None:
        return ""
    try:
        ends = units.write_range(record["low"], record["high"], record["unit"], record.get("digits"))
    except (TypeError, ValueError):
        ends = f"{record['low']} to {record['high']}"
    return escape(f"{ends}: {record['interval']}" if record["value"] is not None else record["interval"])


def rows(row_ids: list[str]) -> str:
    """Tables and lines, grouped: ``capex_guidance, lines 15 and 19``."""
    parts = []
    ordered = sorted(row_ids, key=lambda row: row.rpartition(":")[0])
    for table, members in groupby(ordered, key=lambda row: row.rpartition(":")[0]):
        lines = sorted(int(row.rpartition(":")[2]) for row in members)
        parts.append(f"{escape(table)}, {_spans(lines)}")
    more = f"; and {len(parts) - MOST_TABLES} tables more" if len(parts) > MOST_TABLES else ""
    return "; ".join(parts[:MOST_TABLES]) + more


def _spans(lines: list[int]) -> str:
    spans: list[list[int]] = []
    for number in lines:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    texts = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
    rest = sum(b - a + 1 for a, b in spans[MOST_SPANS:])
    shown = ", ".join(texts[:MOST_SPANS]) + (f" and {rest} more" if rest else "")
    return f"line {shown}" if len(lines) == 1 else f"lines {shown}"


def source_list(source_ids: list[str], listed: Mapping[str, int] | None = None, page: str = "") -> str:
    """Sources as a list: title with address, voice, kind and date; in print their number in the page's list.

    Parameters
    ----------
    page : where the full list stands, if not on the same page.
    """
    places = listed or {}
    items = "".join(
        f"<li{_numbered(places.get(source_id))}>{source_item(source_id)}</li>"
        for source_id in source_ids[:MOST_SOURCES]
    )
    rest = len(source_ids) - MOST_SOURCES
    more = f'<li><a href="{page}#source-list">and {rest} more</a></li>' if rest > 0 else ""
    return f"<ul>{items}{more}</ul>"


def _numbered(place: int | None) -> str:
    return f' data-n="{place}"' if place else ""


def source_item(source_id: str) -> str:
    """One source: what it is, who speaks, when."""
    source = sources.get(source_id)
    title = curly(source.title)
    linked = f'<a href="{escape(source.url, quote=True)}">{title}</a>' if source.url else title
    mark = "own" if source.party else ("ind" if source.impartial else "press")
    words = "interested" if source.interest else {"own": "own word", "ind": "independent", "press": "relay"}[mark]
    facts = [
        sources.KINDS[source.kind],
        f"interest in {source.interest}" if source.interest else "",
        f"relays {source.relays}" if source.relays else "",
        _date(source),
    ]
    if source.quoted:
        facts.append("read through quotations")
    rest = " · ".join(escape(fact) for fact in facts if fact)
    return f'{linked} <small><i class="{mark}">{words}</i> · {escape(source.publisher)} · {rest}</small>'


def _date(source: sources.Source) -> str:
    if source.published_date:
        return units.write_date(source.published_date)
    return f"undated, read {units.write_date(source.accessed)}"


def support_mark(support: str) -> str:
    """Class of the mark that stands before a word of support."""
    return _MARKS.get(support, "none")
