"""What the front door takes from the first report: its answer, its story and chart, and what has happened since."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from afterllama import paths
from afterllama.evidence.figure import Figure
from afterllama.page.clean import REPORTS
from afterllama.page.jinja import part
from afterllama.page.markdown import render
from afterllama.page.outputs import Printer
from afterllama.run.record import Record


@dataclass(frozen=True)
class Front:
    """The first report's question, and HTML of its answer, story, chart and news, with the style rules of the chart.

    A number is a link to its place in the report, where its evidence opens.
    """

    question: str
    answer: Markup
    story: Markup
    news: Markup
    chart: Markup
    rules: str


def front(record: Record) -> Front:
    """The front door's part of a saved record; what the record does not have is empty."""

    def number(name: str, before: str, after: str) -> Markup:
        return part("linked", record.stem, name, record.values.get(name), before, after)

    story, news = (render(text, number) for text in (record.story, record.news))
    answer = render(record.answer, number, inline=True)
    return Front(record.title, answer, story, news, *_chart(record))


def _chart(record: Record) -> tuple[Markup, str]:
    """The first figure whose files are there, with its rules."""
    base = paths.root() / "figures"
    for item in record.figures[:1]:
        files = [base / f"{record.number}-{item.name}{kind}.svg" for kind in ("", "-narrow")]
        if all(path.exists() for path in files):
            return _drawn(item, record.stem, *(path.read_text(encoding="utf-8") for path in files))
    return Markup(), ""


def _drawn(item: Figure, stem: str, wide: str, narrow: str) -> tuple[Markup, str]:
    printer = Printer(place=REPORTS, ours=True)
    drawing = printer.drawing(replace(item, wide=wide, narrow=narrow))
    return part("lead", item, drawing, stem), printer.rules
