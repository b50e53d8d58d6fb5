"""Figures drawn in the page itself: they use its fonts, its classes and its dark scheme, and their text can be found.

Inside an ``img`` every drawing would need fonts of its own, two thirds of its weight. What clashed when
matplotlib's files stood side by side, ids and styles, is renamed here.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import escape
from typing import Any

from afterllama.figures.picture import SVG, Sheet, parse, reduce, write

# All that matplotlib draws with; a drawing of a foreign hand brings nothing else in.
_ELEMENTS = {"svg", "g", "defs", "path", "use", "text", "tspan", "rect", "clipPath", "marker"}
_ATTRIBUTES = {
    *("class", "clip-path", "clip-rule", "d", "fill", "height", "href", "id", "marker-end", "marker-mid"),
    *("marker-start", "markerUnits", "opacity", "overflow", "style", "transform", "viewBox", "width", "x", "y"),
    "{http://www.w3.org/1999/xlink}href",
}
_COLOUR = re.compile(r"--(c\d+):(#[0-9a-f]{3,8})")
_FONT = re.compile(r"font-family:[^;]*;?")
_OUTWARD = re.compile(r"url\((?!#)|@|expression|javascript:", re.I)


class Drawings:
    """The drawings of one page, and the style rules that they share."""

    def __init__(self) -> None:
        self._sheet = Sheet("k")
        self._count = 0
        self._light: dict[str, str] = {}
        self._dark: dict[str, str] = {}

    def figure(self, record: dict[str, Any]) -> str:
        """Both drawings of a figure, of which the page shows one, under its one description."""
        wide, narrow = (self._one(record[kind], kind) for kind in ("wide", "narrow"))
        return f'<div class="draw" role="img" aria-label="{escape(record["alt"], quote=True)}">{wide}{narrow}</div>'

    def _one(self, text: str, kind: str) -> str:
        try:
            root = parse(text)
        except ET.ParseError:
            return '<p class="lost">A drawing that cannot be read.</p>'
        self._take_colours(root)
        _restrict(root)
        self._count += 1
        reduce(root, self._sheet, f"d{self._count}-")
        root.set("class", kind)
        return write(root).replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)

    def _take_colours(self, root: ET.Element) -> None:
        for style in root.iter(f"{SVG}style"):
            light, _, dark = (style.text or "").partition("@media")
            self._light |= dict(_COLOUR.findall(light))
            self._dark |= dict(_COLOUR.findall(dark))

    def rules(self) -> str:
        """Style rules of all drawings; empty where there are none. ``screen`` keeps print light."""
        if not self._count:
            return ""
        day, night = (_declared(colours) for colours in (self._light, self._dark))
        dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}"
        return f":root{{{day}}}{dark}{self._sheet.rules()}"


def _declared(colours: dict[str, str]) -> str:
    return ";".join(f"--{name}:{colours[name]}" for name in sorted(colours, key=lambda name: int(name[1:])))


def _restrict(root: ET.Element) -> None:
    """Keep shapes and words; the page has the fonts and the rules, and nothing may act or be fetched."""
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).removeprefix(SVG) not in _ELEMENTS:
                parent.remove(child)
    for node in root.iter():
        for name, text in list(node.attrib.items()):
            outward = "href" in name and not text.startswith("#")
            if name not in _ATTRIBUTES or outward or _OUTWARD.search(text):
                del node.attrib[name]
        if "style" in node.attrib:
            node.set("style", _FONT.sub("", node.get("style", "")).strip(";"))
