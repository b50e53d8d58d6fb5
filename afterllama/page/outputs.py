"""Outputs of code cells as HTML: ours in full, anybody's without letting a script in."""

from __future__ import annotations

import base64
import re
from html import escape
from typing import Any
from urllib.parse import quote

import nh3
from latex2mathml.converter import convert as to_mathml
from nbformat import NotebookNode

from afterllama.data import sources
from afterllama.evidence.claims import MIME as VERDICT
from afterllama.evidence.figure import MIME as FIGURE
from afterllama.figures.drawing import Drawings
from afterllama.page.markdown import curly
from afterllama.page.markdown import render as render_markdown
from afterllama.page.tables import from_csv, tidy

# Colours and cursor moves of a terminal, and the window titles and links that some programs send it.
_ANSI = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])|[\x00-\x08\x0b-\x1f\x7f]")
_REFUSED = re.compile(r"<(script|iframe|object|embed|video|audio|canvas|form)\b", re.I)
_LIVE = {
    "application/vnd.plotly.v1+json": "An interactive Plotly chart",
    "application/vnd.jupyter.widget-view+json": "An interactive control",
    "application/vnd.vega.v5+json": "An interactive Vega chart",
    "application/vnd.vegalite.v5+json": "An interactive Vega chart",
    "application/vnd.bokehjs_exec.v0+json": "An interactive Bokeh chart",
    "application/vnd.holoviews_exec.v0+json": "An interactive HoloViews chart",
    "application/geo+json": "An interactive map",
    "application/pdf": "A PDF document",
    "application/javascript": "A script",
}
_PICTURES = ("png", "jpeg", "gif", "webp")
_SAFE = "!$'()*+,-./:;=?@_~"
MOST_TEXT = 40_000


def render(output: NotebookNode, prefix: str, drawings: Drawings) -> str:
    """One output as HTML; what cannot be printed leaves a visible note."""
    if output.output_type == "stream":
        return _text(output.text)
    if output.output_type == "error":
        words = "\n".join(output.get("traceback", [])) or f"{output.ename}: {output.evalue}"
        return f'<div class="error"><p><b>This cell failed: {escape(output.ename)}</b></p>{_text(words)}</div>'
    return _rich(output.get("data", {}), output.get("metadata", {}), prefix, drawings)


def _text(text: Any) -> str:
    """Text of a terminal: no colours, and of a line that was drawn again and again only its last state."""
    lines = [line.rpartition("\r")[2] for line in _joined(text).replace("\r\n", "\n").split("\n")]
    plain = _ANSI.sub("", "\n".join(lines)).rstrip()
    more = len(plain) - MOST_TEXT
    cut = lost(f"The first {MOST_TEXT:,} characters of a longer text; the notebook holds the rest.") if more > 0 else ""
    return f'<pre tabindex="0">{escape(plain[:MOST_TEXT], quote=False)}</pre>{cut}' if plain else ""


def lost(words: str) -> str:
    """A visible note on what the page cannot show."""
    return f'<p class="lost">{escape(words)}</p>'


def _rich(data: dict[str, Any], metadata: dict[str, Any], prefix: str, drawings: Drawings) -> str:
    if FIGURE in data:
        return figure(data[FIGURE], prefix, drawings)
    if VERDICT in data:
        return ""  # the claims table shows it
    pictured = any(kind.startswith("image/") for kind in data)
    for mime, what in _LIVE.items():
        if mime in data and not pictured:
            return lost(f"{what} stands here in JupyterLab; it cannot be printed.") + _plain_beside(data)
    return _standard(data, metadata)


def _plain_beside(data: dict[str, Any]) -> str:
    """The text that stands in for a live output, where it says more than the object's address."""
    text = _joined(data.get("text/plain", ""))
    return _text(text) if text and not re.match(r"\s*(<|Figure\(|FigureWidget|alt\.)", text) else ""


def _standard(data: dict[str, Any], metadata: dict[str, Any]) -> str:
    if "image/svg+xml" in data:
        code = base64.b64encode(_joined(data["image/svg+xml"]).encode()).decode()
        return _image("svg+xml", code, metadata)
    for kind in _PICTURES:
        if f"image/{kind}" in data:
            return _image(kind, re.sub(r"\s", "", _joined(data[f"image/{kind}"])), metadata)
    if "text/html" in data:
        return _html(_joined(data["text/html"]), data)
    if "text/latex" in data:
        return _latex(_joined(data["text/latex"]))
    if "text/markdown" in data:
        return render_markdown(_joined(data["text/markdown"]), lambda name, after: f"{name}{after}")
    if "text/plain" in data:
        return _text(data["text/plain"])
    kinds = ", ".join(sorted(data))
    return lost(f"An output of a kind that cannot be printed ({kinds}).") if data else ""


def _html(html: str, data: dict[str, Any]) -> str:
    """Foreign HTML without what may not run, with a note on it, and with text where nothing else is left."""
    clean = tidy(html)
    if not _REFUSED.search(html):
        return clean
    note = lost("Part of this output needs a script or another page; it cannot be printed.")
    seen = re.sub(r"<(?!img|svg|math)[^>]+>|\s", "", clean)
    return note + (clean if seen else _plain_beside(data))


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _image(kind: str, code: str, metadata: dict[str, Any]) -> str:
    alt = str(metadata.get("alt") or metadata.get(f"image/{kind}", {}).get("alt") or "Picture without description")
    return f'<figure class="plain"><img alt="{escape(alt, quote=True)}" src="data:image/{kind};base64,{code}"></figure>'


def _latex(text: str) -> str:
    bare = re.sub(r"^\s*(\$\$?|\\\[|\\begin\{equation\*?\})|(\$\$?|\\\]|\\end\{equation\*?\})\s*$", "", text)
    try:
        return f"<p>{to_mathml(bare.replace(chr(92) + 'displaystyle', '').strip(), display='block')}</p>"
    except Exception:  # see markdown._formula
        return f"<pre>{nh3.clean_text(text)}</pre>"


def figure(record: dict[str, Any], prefix: str, drawings: Drawings) -> str:
    """A figure of ours: title, both drawings, source line, downloads and the data as a table."""
    fallen = record["holds"] is False
    heading = record["subtitle"] if fallen else record["title"]
    under = "" if fallen else f'<p class="sub">{curly(record["subtitle"])}</p>'
    mark = "<p><mark>The title of this figure is no longer supported by the data.</mark></p>" if fallen else ""
    name, file = record["name"], f"{prefix}-{record['name']}"
    data = quote(record["csv"], safe=_SAFE)  # readable where the page is read as text, and lighter than base64
    return (
        f'<figure id="fig-{name}"><h3>{curly(heading)}</h3>{under}{mark}{drawings.figure(record)}'
        f'<p class="src">{curly(sources.line(record["sources"]))}</p><div class="acts">'
        f'<a download="{file}.csv" href="data:text/csv;charset=utf-8,{data}">Data (CSV)</a> '
        f'<a href="../figures/{file}.png">Picture (PNG)</a> <a href="#fig-{name}">Link to this figure</a>'
        f"<details><summary>Table of the data</summary>{from_csv(record['csv'], heading)}</details></div></figure>"
    )
