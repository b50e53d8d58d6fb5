"""A figure filled, laid out, checked, and written as SVG, as thumbnail and as a picture that travels alone."""

from __future__ import annotations

import base64
import inspect
import io
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from afterllama.errors import FigureError
from afterllama.figures import fonts, layout, renderers, svg, theme
from afterllama.figures.checks import faults
from afterllama.figures.names import Column, settle

WIDE, NARROW, THUMB = 856, 328, 128
LICENCE = "After Llama, CC BY 4.0; the data keep the terms of their sources"
_SMALL = dict.fromkeys(("axes.labelsize", "xtick.labelsize", "legend.fontsize"), 11)
_NARROW_TYPE: dict[Any, Any] = {"font.size": 12, "ytick.labelsize": 12, "lines.markersize": 7, **_SMALL}
_DPI, _EDGE, _LINE = 144, 10, 1.4  # of the picture; edge in points, line in letters' heights
Words = tuple[str, str, str]  # title, subtitle, source line
Draw = Callable[[Axes], object] | Callable[[Figure, bool], object]


def drawings(
    draw: Draw, name: str, heights: tuple[int, int] | None, column: Column | None
) -> tuple[dict[str, str], Figure]:
    """Drawings of a figure that has been checked at both widths.

    SVG by their fields in ``Figure``, ``wide`` and ``narrow``, and the wide one for ``pictures``. Raises FigureError:
    see ``show``.
    """
    wide, narrow = heights or (None, None)
    with mpl.rc_context(theme.install()):
        figure, made = _checked(draw, name, False, wide, column)
    with mpl.rc_context({**theme.install(), **_NARROW_TYPE}):
        return {"wide": made, "narrow": _checked(draw, name, True, narrow, column)[1]}, figure


def pictures(figure: Figure, name: str, words: Words, thumb: bool) -> dict[str, str]:
    """What a page takes of a wide drawing besides, by its fields in ``Figure``; the figure is used up."""
    with mpl.rc_context(theme.install()):
        made = {"png": base64.b64encode(framed(_pixels(figure), *words)).decode("ascii")}
        return made | ({"thumb": _thumb(figure, name)} if thumb else {})


def _checked(draw: Draw, name: str, narrow: bool, height: int | None, column: Column | None) -> tuple[Figure, str]:
    width, usual = (NARROW, 360) if narrow else (WIDE, 300)
    figure = Figure(figsize=(width / 72, (height or usual) / 72))
    renderers.measure(figure, renderers.SVG(width, usual, io.StringIO()))
    _fill(figure, draw, narrow, height, column, f"figure {name}")
    made = _svg(figure, f"{name}-{'n' if narrow else 'w'}")  # also puts every text in its place
    if found := faults(figure):
        more = f", and {len(found) - 4} more" if len(found) > 4 else ""
        where = f"figure {name}, {'narrow' if narrow else 'wide'}"
        fix = "Move or shorten labels, change limits or heights=, or take a colour of the theme"
        raise FigureError(f"{'; '.join(found[:4])}{more}", where=where, fix=fix)
    return figure, made


def _fill(figure: Figure, draw: Any, narrow: bool, height: int | None, column: Column | None, where: str) -> None:
    asked = [one for one in inspect.signature(draw).parameters.values() if one.default is one.empty]
    if len(asked) == 1:
        axes = figure.add_subplot(axes_class=layout.OneAxes)
        draw(axes)
        layout.arrange(figure, axes, narrow, height, column, where)
    elif column:
        raise FigureError("column= needs draw(ax)", where=where, fix="Draw on one axes, or write the column in draw")
    else:
        draw(figure, narrow)


def _svg(figure: Figure, name: str) -> str:
    """Lay out and draw by one renderer: left to ``savefig``, matplotlib measures thrice and draws twice."""
    key = "".join(letter if letter.isalnum() else "-" for letter in f"f-{name}")
    raw = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    renderer: Any = renderers.SVG(*figure.bbox.size, raw, image_dpi=72, metadata=nothing)
    renderers.measure(figure, renderer)
    with mpl.rc_context({"svg.hashsalt": key}):  # no id meets another in one page
        settle(figure)
        _draw(figure, renderer)
        renderer.finalize()
    return svg.finish(raw.getvalue(), key)


def _pixels(figure: Figure) -> NDArray[np.uint8]:
    """A figure as it is laid out, RGBA, on paper and at ``_DPI``."""
    figure.set(dpi=_DPI, facecolor="role:paper")
    renderer: Any = renderers.Agg(*figure.bbox.size, _DPI)
    _draw(figure, renderer)
    return np.asarray(renderer.buffer_rgba())


def _draw(figure: Figure, renderer: RendererBase) -> None:
    """Draw a figure as it is laid out."""
    renderers.measure(figure, renderer)
    engine = figure.get_layout_engine()
    figure.set_layout_engine("none")
    figure.draw(renderer)
    figure.set_layout_engine(engine)


def _thumb(figure: Figure, name: str) -> str:
    """The same drawing 128 px wide: data alone, lines and marks strong enough to be seen."""
    scale = THUMB / figure.bbox.width * figure.dpi / 72
    figure.set(dpi=72, facecolor="none")
    figure.set_size_inches(*(max(scale * side, 0.6) for side in figure.get_size_inches()))
    for legend in list(figure.legends):
        legend.remove()
    for words in figure.findobj(Text):
        words.set_visible(False)
    for axes in figure.axes:
        axes.axis("off")
    for drawn in figure.findobj(Line2D):
        drawn.set(markersize=min(drawn.get_markersize(), 3.5), markeredgewidth=min(drawn.get_markeredgewidth(), 1))
        drawn.set_linewidth(min(drawn.get_linewidth(), 1.2))
    for many in figure.findobj(Collection):
        many.set_linewidth([max(scale * width, 1.2) for width in np.atleast_1d(many.get_linewidth())])
    return _svg(figure, f"{name}-t")


def framed(pixels: NDArray[np.uint8], title: str, subtitle: str, source: str) -> bytes:
    """A drawing (RGBA, on paper) under its title and over its source line, as PNG."""
    top = [*_lines(title, 88, 19, 600), *_lines(subtitle, 118, 14, 400)]
    bottom = [*_lines(source, 130, 13, 400), *_lines(LICENCE, 130, 13, 400)]
    above, below = (2 * _EDGE + sum(size * _LINE for _, size, _ in part) for part in (top, bottom))
    high, wide = pixels.shape[0] * 72 / _DPI, pixels.shape[1]
    paper, *inks = (theme.COLOURS[f"role:{name}"][0] for name in ("paper", "ink", "second"))
    image = Image.new("RGB", (wide, round((above + high + below) * _DPI / 72)), paper)
    image.paste(Image.fromarray(pixels).convert("RGB"), (0, round(above * _DPI / 72)))
    pen = ImageDraw.Draw(image)
    for lines, y, colour in ((top, _EDGE, inks[0]), (bottom, above + high + _EDGE, inks[1])):
        for text, size, weight in lines:
            place = (_EDGE * _DPI / 72, (y + 0.75 * _LINE * size) * _DPI / 72)
            pen.text(place, text, colour, _font(weight, size * _DPI // 72), "ls")
            y += size * _LINE
    # Coverage, not count: one dot in a colour of its own keeps it, also at half the size, where it is found sooner.
    flat: dict[str, Any] = {"method": Image.Quantize.MAXCOVERAGE, "dither": Image.Dither.NONE}
    half = image.resize((image.width // 2, image.height // 2), Image.Resampling.NEAREST).quantize(64, **flat)
    out = io.BytesIO()
    image.quantize(palette=half, **flat).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=8)
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    # Not the default engine, which some systems lack: a picture has the same bytes everywhere.
    return ImageFont.truetype(fonts.whole(fonts.SANS)[weight], size, layout_engine=ImageFont.Layout.BASIC)


def _lines(text: str, width: int, size: int, weight: int) -> list[tuple[str, int, int]]:
    return [(part, size, weight) for part in textwrap.wrap(text, width)]
