"""A notebook of a foreign hand: all that JupyterLab may hold and a printed page may not, or not as it is."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PLOTLY = "<div id='p'></div><script>Plotly.newPlot()</script>"
SLIDER = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "IntSlider(value=3)"}
SCRIPT = {"application/javascript": "alert(7)", "text/plain": "<IPython.core.display.Javascript object>"}
WIDE = "<table><thead><tr>{}</tr></thead><tbody><tr>{}</tr></tbody></table>".format(
    "".join(f"<th>column number {n}</th>" for n in range(40)), "".join(f"<td>{n}</td>" for n in range(40))
)
RAW = """<h1 onclick="alert(1)">Shout</h1><h4 id="main">Deep</h4><script>alert(2)</script>
<p style="color:red" class="print" id="main">Red</p><iframe src="https://example.org"></iframe>
<img src="https://example.org/spy.png"><img src=x onerror=alert(3)><a href="javascript:alert(4)">here</a>
<form action="https://example.org"><input name=a></form><svg onload="alert(5)"><script>alert(6)</script></svg>"""
ATTACHED = new_markdown_cell("![](attachment:dot.png) and ![A map](maps/map.png)")
ATTACHED["attachments"] = {"dot.png": {"image/png": DOT}}


def _bundle(data: dict[str, Any]) -> NotebookNode:
    return new_output("display_data", data=data)


def notebook() -> NotebookNode:
    """The notebook, as it would lie on a disk."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Title & <b>bold</b>\n\nText $a^2$ and\n\n$$\\int_0^1 x\\,dx$$\n\n$$\\broken{$$"),
            new_markdown_cell("#### Too deep\n\n## Same\n\n### Sub\n\n## Same\n\n- [ ] open task"),
            new_markdown_cell("# Second title\n\n" + RAW),
            ATTACHED,
            new_raw_cell("raw <b>cell</b>"),
            new_code_cell(
                "1/0",
                execution_count=1,
                outputs=[
                    new_output(
                        "error",
                        ename="ZeroDivisionError",
                        evalue="division by zero",
                        traceback=["\x1b[0;31mZeroDivisionError\x1b[0m: division by <zero>"],
                    )
                ],
            ),
            new_code_cell(
                "print()",
                execution_count=2,
                outputs=[
                    new_output("stream", name="stdout", text="\x1b[1;32mgreen\x1b[0m\n\n  indented\n 10%\r100%\n"),
                    new_output("stream", name="stdout", text="\x1b]8;;https://example.org\x07link\x1b]8;;\x07"),
                    _bundle({"text/html": RAW}),
                    _bundle({"text/html": WIDE}),
                    _bundle({"text/html": PLOTLY, "text/plain": "Chart"}),
                    _bundle({"application/vnd.plotly.v1+json": {"data": []}, "text/html": "<div></div>"}),
                    _bundle(SLIDER),
                    _bundle(SCRIPT),
                    _bundle({"text/latex": r"$\displaystyle \frac{1}{2}$"}),
                    _bundle({"text/markdown": "**strong** <script>alert(8)</script>"}),
                    _bundle({"image/png": DOT}),
                    _bundle(
                        {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(9)</script></svg>"}
                    ),
                    _bundle({"application/x-strange": "?"}),
                    _bundle({"text/plain": "x" * 50_000}),
                ],
            ),
        ]
    )
