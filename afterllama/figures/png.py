"""The picture that travels alone: title, subtitle, source and licence stand inside it."""

from __future__ import annotations

import io
import textwrap
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from afterllama.figures import theme

LICENCE = "After Llama, CC BY 4.0; the data keep the terms of their sources"
_DPI, _EDGE, _LINE = 144, 10, 1.4  # edge in points, line in letters' heights


def frame(pixels: Any, title: str, subtitle: str, source: str) -> bytes:
    """Put a drawing (RGBA, transparent ground) on paper under its title and over its source line, as PNG."""
    top = [*_lines(title, 88, 19, 600), *_lines(subtitle, 118, 14, 400)]
    bottom = [*_lines(source, 130, 13, 400), *_lines(LICENCE, 130, 13, 400)]
    above, below = (2 * _EDGE + sum(size * _LINE for _, size, _ in part) for part in (top, bottom))
    high, wide = (side * 72 / _DPI for side in pixels.shape[:2])
    with mpl.rc_context(fname=theme.install()):
        figure = Figure(figsize=(wide / 72, (above + high + below) / 72), dpi=_DPI, facecolor="role:paper")
        figure.figimage(pixels, yo=round(below * _DPI / 72), origin="upper")
        _write(figure, top, above + high + below, "role:ink")
        _write(figure, bottom, below, "role:second")
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        image = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    out = io.BytesIO()
    # coverage, not count: one dot in a colour of its own keeps it
    image.quantize(64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(figure: Figure, lines: list[tuple[str, int, int]], y: float, colour: str) -> None:
    """Lines of text from ``y`` points downwards."""
    y -= _EDGE
    wide, high = figure.get_size_inches() * 72
    for text, size, weight in lines:
        place = (_EDGE / wide, (y - 0.75 * _LINE * size) / high)
        figure.text(*place, text, fontsize=size, fontweight=weight, color=colour)
        y -= size * _LINE


def _lines(text: str, width: int, size: int, weight: int) -> list[tuple[str, int, int]]:
    return [(part, size, weight) for part in textwrap.wrap(text, width)]
