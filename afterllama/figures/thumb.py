"""The small picture of an index entry: a figure of the report without its words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from afterllama.figures import theme
from afterllama.figures.picture import SVG, data_uri, parse, size

WIDTH = 128
_STROKE = re.compile(r"stroke-width:\s*([\d.]+)")


def thumbnail(svg: str) -> str:
    """The data of a drawing alone, 128 px wide: no text, no grid, lines and marks strong enough to be seen.

    Returns
    -------
    Its address; empty where the drawing cannot be read.
    """
    try:
        root = parse(svg)
    except ET.ParseError:
        return ""
    _strip(root)
    x, y, width, height = _plot_area(root)
    scale = WIDTH / width
    for node in root.iter():
        if style := node.get("style", ""):
            node.set("style", _visible(style, scale))
    for defs in root.iter(f"{SVG}defs"):
        for mark in defs.findall(f"{SVG}path"):
            mark.set("transform", f"scale({min(1 / scale, 1.8):.2f})")
    root.set("viewBox", f"{x:.0f} {y:.0f} {width:.0f} {height:.0f}")
    return data_uri(root)


def bars(counts: Sequence[int]) -> str:
    """A bar for each verdict, for a report that has no figure of its own."""
    names = [name for name in theme.COLOURS if name.startswith("verdict:")]
    scale = WIDTH / max([*counts, 1])
    rows = "".join(
        f'<path d="M0 {12 * place}h{count * scale:.1f}v9h-{count * scale:.1f}z" style="fill:{_variable(name)}"/>'
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    )
    day, night = (";".join(f"{_name(name)}:{theme.COLOURS[name][k]}" for name in names) for k in (0, 1))
    scheme = f":root{{{day}}}@media (prefers-color-scheme:dark){{:root{{{night}}}}}"
    box = f"0 0 {WIDTH} {12 * len(names)}"
    return data_uri(parse(f'<svg xmlns="{SVG[1:-1]}" viewBox="{box}"><style>{scheme}</style>{rows}</svg>'))


def height(uri: str) -> int:
    """Height at which a small picture stands, for the page to keep its place."""
    wide, high = size(unquote(uri).replace("'", '"'))
    return round(WIDTH * high / wide)


def _variable(role: str) -> str:
    return f"var({_name(role)})"


def _name(role: str) -> str:
    return f"--c{list(theme.COLOURS).index(role)}"


def _strip(root: ET.Element) -> None:
    """Take away words, the paper behind them, and the grid."""
    gone = (f"stroke:{_variable('role:grid')}", f"fill:{_variable('role:paper')}")
    for parent in list(root.iter()):
        for child in list(parent):
            style = child.get("style", "")
            grid, paper = gone[0] in style, gone[1] in style and "stroke" not in style
            if child.tag == f"{SVG}text" or grid or paper:
                parent.remove(child)
    for style_node in root.iter(f"{SVG}style"):
        style_node.text = re.sub(r"@font-face\{[^}]*\}", "", style_node.text or "")


def _visible(style: str, scale: float) -> str:
    """Thin strokes stay one pixel wide on the small picture; bars drawn as thick strokes shrink with it."""
    width = _STROKE.search(style)
    if "stroke:none" in style or "stroke:" not in style or (width and float(width.group(1)) * scale > 1):
        return style
    return f"{_STROKE.sub('', style)};stroke-width:{1.2 / scale:.1f}"


def _plot_area(root: ET.Element) -> tuple[float, float, float, float]:
    """The box around all that is drawn."""
    xs, ys = zip(*_points(root), strict=True) if list(_points(root)) else ((0.0, 856.0), (0.0, 300.0))
    edge = 8 + (max(xs) - min(xs)) / 40  # room for marks, which are drawn larger
    left, top = min(xs) - edge, min(ys) - edge
    return left, top, max(xs) + edge - left, max(ys) + edge - top


def _points(root: ET.Element) -> Iterator[tuple[float, float]]:
    in_defs = {id(node) for defs in root.iter(f"{SVG}defs") for node in defs.iter()}
    for node in root.iter():
        if id(node) in in_defs or node.get("style", "") in ("fill:none", ""):
            continue
        if node.tag == f"{SVG}use":
            yield float(node.get("x", 0)), float(node.get("y", 0))
        elif node.tag == f"{SVG}path":
            numbers = [float(part) for part in re.findall(r"-?[\d.]+", node.get("d", ""))]
            yield from zip(numbers[::2], numbers[1::2], strict=False)
