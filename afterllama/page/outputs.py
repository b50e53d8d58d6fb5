"""Outputs of code cells as HTML: ours in full, anybody's without letting a script in."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup
from markupsafe import Markup
from nbformat import NotebookNode

from afterllama.errors import AfterLlamaError
from afterllama.evidence.figure import MIME as FIGURE
from afterllama.evidence.figure import Figure
from afterllama.evidence.records import typed
from afterllama.evidence.verdict import MIME as VERDICT
from afterllama.figures import svg, theme
from afterllama.page.clean import REPORTS, Place, formula, picture
from afterllama.page.jinja import part
from afterllama.page.markdown import render as render_markdown
from afterllama.page.tables import from_csv, passed_on, tidy

# Colours and cursor moves of a terminal, and the window titles and links that some programs send it.
_ANSI = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])|[\x00-\x08\x0b-\x1f\x7f]")
_REFUSED = ("script", "iframe", "object", "embed", "video", "audio", "canvas", "form")
# Parts of MIME types.
_LIVE = {
    "plotly": "An interactive Plotly chart",
    "jupyter.widget-view": "An interactive control",
    "vega": "An interactive Vega chart",
    "bokehjs_exec": "An interactive Bokeh chart",
    "holoviews_exec": "An interactive HoloViews chart",
    "geo+json": "An interactive map",
    "pdf": "A PDF document",
    "javascript": "A script",
}
_PICTURES = ("svg+xml", "png", "jpeg", "gif", "webp")
_FORMULAS = (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\begin{equation}", r"\end{equation}"),
             (r"\begin{equation*}", r"\end{equation*}"))  # fmt: skip
_SAFE = "!$'()*+,-./:;=?@_~"
_MOST_TEXT = 40_000
Bundle = Mapping[str, Any]  # by MIME type, as nbformat has it


@dataclass
class Printer:
    """Prints the outputs of one page.

    ``prefix`` begins the names of its figures' files; ``ours`` says that ``show`` drew them, so that they may stand in
    the page; ``rules`` are the styles that they need.
    """

    prefix: str = ""
    place: Place = REPORTS
    ours: bool = False
    rules: str = ""

    def html(self, output: NotebookNode) -> Markup:
        """One output; what cannot be printed leaves a visible note."""
        if output.output_type == "stream":
            return _text(output.text)
        if output.output_type == "error":
            words = "\n".join(output.get("traceback", [])) or f"{output.ename}: {output.evalue}"
            return part("error", output.ename, _text(words))
        data = output.get("data", {})
        if figure := _ours(data):
            return self._figure(figure)
        return Markup() if VERDICT in data else self._rich(data, output.get("metadata", {}))  # the claims table has it

    def _figure(self, figure: Figure) -> Markup:
        """A figure of ours: title, both drawings, source line, downloads and the data as a table."""
        heading = figure.subtitle if figure.holds is False else figure.title
        file = f"{self.prefix}-{figure.name}"
        data = quote(figure.csv, safe=_SAFE)  # readable where the page is read as text, and lighter than base64
        table, given = from_csv(figure.csv, heading), passed_on(figure.csv)
        return part("figure", figure, self.drawing(figure), file, data, table, given, self.place)

    def drawing(self, figure: Figure) -> Markup:
        """Both drawings, of which the page shows one, under their one description."""
        self.rules = self.rules or theme.scheme()
        drawn = []
        for kind, text in (("wide", figure.wide), ("narrow", figure.narrow)):
            if self.ours:
                inside, rules = svg.inline(text, f"figure {figure.name}", kind)
                self.rules += rules
                drawn.append(Markup(inside))
            elif text.startswith("<svg"):  # a picture runs and fetches nothing, whatever is in it
                address = picture("image/svg+xml", base64.b64encode(text.encode("utf-8")).decode("ascii"))
                drawn.append(Markup('<img class="{}" alt="" src="{}">').format(kind, address))
            else:
                drawn.append(part("lost", "A drawing that cannot be read."))
        return part("drawing", figure.alt, drawn)

    def _rich(self, data: Bundle, metadata: Bundle) -> Markup:
        live = next((what for key, what in _LIVE.items() for mime in data if key in mime), "")
        if live and not any(mime.startswith("image/") for mime in data):
            return part("lost", f"{live} stands here in JupyterLab; it cannot be printed.") + _beside(data)
        for kind in _PICTURES:
            if f"image/{kind}" in data:
                return _image(f"image/{kind}", data[f"image/{kind}"], metadata)
        if "text/html" in data:
            return self._html(data["text/html"], data)
        if "text/latex" in data:
            return _latex(data["text/latex"])
        if "text/markdown" in data:
            return render_markdown(data["text/markdown"], lambda *words: Markup.escape("".join(words)))
        if "text/plain" in data:
            return _text(data["text/plain"])
        kinds = ", ".join(sorted(data))
        return part("lost", f"An output of a kind that cannot be printed ({kinds}).") if data else Markup()

    def _html(self, html: str, data: Bundle) -> Markup:
        """Foreign HTML without what may not run, with a note on it, and with text where nothing else is left."""
        clean = tidy(html, self.place)
        if not BeautifulSoup(html, "html.parser").find(_REFUSED):
            return Markup(clean.decode())
        note = part("lost", "Part of this output needs a script or another page; it cannot be printed.")
        return note + (Markup(clean.decode()) if clean.find("img") or clean.get_text(strip=True) else _beside(data))


def _ours(data: Bundle) -> Figure | None:
    try:
        return typed(Figure, data[FIGURE]) if FIGURE in data else None
    except AfterLlamaError:
        return None  # what a stranger calls so


def _text(text: str) -> Markup:
    """Text of a terminal: no colours, and of a line that was drawn again and again only its last state."""
    lines = [line.rpartition("\r")[2] for line in text.replace("\r\n", "\n").split("\n")]
    plain = _ANSI.sub("", "\n".join(lines)).rstrip()
    cut = part("lost", f"The first {_MOST_TEXT:,} characters of a longer text; the notebook holds the rest.")
    return part("pre", plain[:_MOST_TEXT]) + (cut if len(plain) > _MOST_TEXT else "") if plain else Markup()


def _beside(data: Bundle) -> Markup:
    """The text that stands in for a live output, where it says more than the object's address."""
    text = str(data.get("text/plain", ""))
    return Markup() if text.lstrip().startswith(("<", "Figure(", "FigureWidget", "alt.")) else _text(text)


def _image(mime: str, code: str, metadata: Bundle) -> Markup:
    alt = metadata.get("alt") or metadata.get(mime, {}).get("alt") or "Picture without description"
    if mime == "image/svg+xml":
        code = base64.b64encode(code.encode("utf-8")).decode("ascii")
    address = picture(mime, code)
    return part("picture", address, str(alt)) if address else part("lost", f"A picture that cannot be read: {alt}.")


def _latex(text: str) -> Markup:
    bare = text.strip()
    for begin, end in _FORMULAS:
        bare = bare.removeprefix(begin).removesuffix(end)
    made = formula(bare.replace(r"\displaystyle", "").strip(), block=True)
    return Markup("<p>{}</p>").format(made) if made else part("pre", text)
