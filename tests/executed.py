"""A small report's notebook as it is after its run, made without a kernel: values, figure, verdict, findings."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from afterllama import cite, load
from afterllama.evidence import claims, records
from afterllama.figures import show as figures


def bundle(item: Any) -> NotebookNode:
    return new_output("display_data", data=item._repr_mimebundle_())


def figure(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> figures.Shown:
    """A figure as ``show`` makes it."""
    caught: list[figures.Shown] = []
    monkeypatch.setattr(figures, "display", caught.append)
    rows = load("guidance").query("confidence == 'high'")

    def draw(fig: Any, narrow: bool) -> None:
        axes = fig.subplots()
        axes.hlines(range(len(rows)), rows["low"], rows["high"], linewidth=8, color="role:subject")
        axes.set_xlim(0, 160)

    words = {"title": "Acme's floor rose", "subtitle": "USD billion", "alt": "Range bars from 115 to 145, each higher."}
    figures.show(draw, "floor", data=rows, **{**words, **changes})
    return caught[0]


def notebook(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> NotebookNode:
    """The notebook; ``changes`` go to its figure."""
    rows = load("guidance").query("confidence == 'high'").head(1)
    low = cite(
        115, "USD_billion", rows=rows, how="low end of the first guidance", low=114, high=116, interval="a guess"
    )
    day = cite("2026-01-28", "date", rows=rows, how="day of issue")
    prose = [
        new_markdown_cell("# What did Acme plan?"),
        new_markdown_cell("At least {eval}`first_low` dollars.", metadata={"tags": ["answer"]}),
        new_markdown_cell(
            "## Findings\n- **Company's own word.** It planned {eval}`first_low`, on {eval}`first_day`.\n"
            '  - May be said as: "planned". Not as: "spent".',
            metadata={"tags": ["findings"]},
        ),
        new_markdown_cell("## The floor rose\n> A remark with {eval}`first_low`.\n\nText."),
    ]
    values = {"first_low": low, "first_day": day}
    for cell in prose:
        cell.metadata["user_expressions"] = [
            {"expression": name, "result": {"status": "ok", "data": value._repr_mimebundle_()}}
            for name, value in values.items()
            if name in cell.source
        ]
    verdict = claims.verdict("floor", found=low, since="raised to 130 billion")
    code = [
        new_code_cell(
            "# Each guidance\nshow(draw)", execution_count=1, outputs=[bundle(figure(monkeypatch, **changes))]
        ),
        new_code_cell(
            "# The floor\njudge()", execution_count=2, outputs=[bundle(verdict)], metadata={"tags": ["claims"]}
        ),
    ]
    cells = [*prose, code[0], new_markdown_cell("## Claims judged here"), code[1]]
    session = {
        "values": {name: records.plain(value) for name, value in values.items()},
        "tables": ["guidance"],
    }
    return new_notebook(cells=cells, metadata={"afterllama": session})
