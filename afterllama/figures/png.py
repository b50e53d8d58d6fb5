"""The picture that travels alone: title, subtitle, source and licence stand inside it."""

from __future__ import annotations

import io
import textwrap
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from afterllama.figures import theme

LICENCE = "After Llama, CC BY 4.0; the data keep the terms of their sources"
_DPI = 144
_PAPER = np.array([253, 253, 253])


def frame(pixels: Any, title: str, subtitle: str, source: str) -> bytes:
    """Put a drawing (RGBA, transparent ground) on paper under its title and over its source line."""
    body = np.asarray(pixels).copy()
    width = body.shape[1]
    top = [*_lines(title, 88, 19, 600), *_lines(subtitle, 118, 14, 400)]
    bottom = [*_lines(source, 130, 13, 400), *_lines(LICENCE, 130, 13, 400)]
    parts = [_strip(top, width, "role:ink"), _on_paper(body), _strip(bottom, width, "role:second")]
    image = Image.fromarray(np.vstack(parts).astype(np.uint8))
    out = io.BytesIO()
    # coverage, not count: one dot in a colour of its own keeps it
    image.quantize(64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(text: str, width: int, size: int, weight: int) -> list[tuple[str, int, int]]:
    return [(part, size, weight) for part in textwrap.wrap(text, width)]


def _on_paper(rgba: Any) -> Any:
    alpha = rgba[..., 3:4] / 255.0
    return np.rint(rgba[..., :3] * alpha + _PAPER * (1 - alpha))


def _strip(lines: list[tuple[str, int, int]], width: int, colour: str) -> Any:
    """Lines of text as a band of pixels as wide as the drawing."""
    heights = [size * 1.4 for _, size, _ in lines]
    total = sum(heights) + 20
    with mpl.rc_context(fname=theme.install()):
        figure = Figure(figsize=(width / _DPI, total / 72), dpi=_DPI)
        offset = 10.0
        for (text, size, weight), height in zip(lines, heights, strict=True):
            y = 1 - (offset + height * 0.75) / total
            figure.text(10 * 2 / width, y, text, fontsize=size, fontweight=weight, color=colour)
            offset += height
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return _on_paper(np.asarray(canvas.buffer_rgba()).copy())
