"""A small report's notebook as JupyterLab or the build leaves it after its run, made without a kernel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from afterllama import cite, load
from afterllama.evidence import claims, records
from afterllama.evidence.figure import MIME, Figure
from afterllama.evidence.value import Value
from afterllama.figures import show

# As ``show`` writes a drawing, with one line in it.
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 856 300"><style>:root{--role-subject:#1b4f9c}</style>'
    "<style>.floor-wide-0{stroke:var(--role-subject)}</style>"
    '<path class="floor-wide-0" d="M8 8L800 200"/></svg>'
)
FLOOR = Figure(
    **{"name": "floor", "title": "Acme's floor rose", "subtitle": "USD billion", "holds": None},
    **{"alt": "Range bars from 115 to 145, each higher.", "wide": DRAWING, "narrow": DRAWING, "png": "AAAA"},
    **{"rows": ("guidance:2", "guidance:3", "guidance:4"), "sources": ("acme_10k", "daily", "acme_post")},
    csv="issued,low,high\n2026-01-28,115,135\n2026-04-29,125,145\n",
)


def bundle(item: Any) -> NotebookNode:
    """An output as a kernel sends it: a figure, a verdict."""
    data = {MIME: records.plain(item)} if isinstance(item, Figure) else item._repr_mimebundle_()
    return new_output("display_data", data=data)


def figure(monkeypatch: pytest.MonkeyPatch) -> show.Shown:
    """The figure as ``show`` makes it, with its picture and its thumbnail."""
    caught: list[show.Shown] = []
    monkeypatch.setattr(show, "display", caught.append)
    rows = load("guidance").query("confidence == 'high'")

    def draw(fig: Any, narrow: bool) -> None:
        axes = fig.subplots()
        axes.hlines(range(len(rows)), rows["low"], rows["high"], linewidth=8, color="role:subject")
        axes.set_xlim(0, 160)

    show.show(draw, FLOOR.name, data=rows, title=FLOOR.title, subtitle=FLOOR.subtitle, alt=FLOOR.alt)
    return replace(caught[0], **show.pictures()[FLOOR.name])


def prose(text: str, tag: str = "", **values: Any) -> NotebookNode:
    """A Markdown cell with the results of its expressions."""
    cell = new_markdown_cell(text, metadata={"tags": [tag] if tag else []})
    cell.metadata["user_expressions"] = [
        {"expression": name, "result": {"status": "ok", "data": value._repr_mimebundle_()}}
        for name, value in values.items()
        if name in text
    ]
    return cell


def notebook(**changes: Any) -> NotebookNode:
    """The notebook, without any metadata of ours; ``changes`` go to its figure."""
    rows = load("guidance").query("confidence == 'high'").head(1)
    low = cite(
        115, "USD_billion", rows=rows, how="low end of the first guidance", low=114, high=116, interval="a guess"
    )
    day = cite("2026-01-28", "date", rows=rows, how="day of issue")
    verdict = claims.verdict("floor", found=low, since="raised to 130 billion")
    values: dict[str, Value] = {"first_low": low, "first_day": day}
    findings = (
        "## Findings\n- **Company's own word.** It planned {eval}`first_low`, on {eval}`first_day`.\n"
        '  - May be said as: "planned". Not as: "spent".'
    )
    drawn = [bundle(replace(FLOOR, **changes))]
    cells = [
        prose("# What did Acme plan?"),
        prose("At least {eval}`first_low` dollars.", "answer", **values),
        prose(findings, "findings", **values),
        prose("## The floor rose\n> A remark with {eval}`first_low`.\n\nText.", **values),
        new_code_cell('# Each guidance\nrows = load("guidance")\nshow(draw)', execution_count=1, outputs=drawn),
        prose("## Claims judged here"),
        new_code_cell(
            "# The floor\njudge()", execution_count=2, outputs=[bundle(verdict)], metadata={"tags": ["claims"]}
        ),
    ]
    return new_notebook(cells=cells)
