"""One drawing of a figure: filled, laid out, checked, and written as SVG, pixels and thumbnail."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from afterllama.errors import FigureError
from afterllama.figures import layout, svg, theme
from afterllama.figures.checks import faults
from afterllama.figures.layout import OneAxes
from afterllama.figures.rows import Column

WIDE, NARROW, THUMB = 856, 328, 128
_NARROW_TYPE: dict[Any, Any] = {
    "font.size": 12,
    "axes.labelsize": 11,
    "xtick.labelsize": 11,
    "ytick.labelsize": 12,
    "legend.fontsize": 11,
    "lines.markersize": 7,
}
Draw = Callable[[Axes], object] | Callable[[Figure, bool], object]


class Drawn(NamedTuple):
    """A drawing as SVG, and for the wide one its pixels (RGBA, twice the size) and its thumbnail."""

    text: str
    pixels: Any = None
    thumb: str = ""


def drawing(draw: Draw, name: str, narrow: bool, height: int | None, column: Column | None) -> Drawn:
    """The checked drawing at one width; the wide one with its pixels and without its words as well."""
    width, usual = (NARROW, 360) if narrow else (WIDE, 300)
    with mpl.rc_context(_NARROW_TYPE if narrow else None, theme.install()):
        figure = Figure(figsize=(width / 72, (height or usual) / 72))
        canvas: Any = FigureCanvasAgg(figure)
        _fill(figure, draw, narrow, height, column, f"figure {name}")
        canvas.draw()
        _refuse(figure, name, narrow)
        text = _svg(figure, f"{name}-{'n' if narrow else 'w'}")
        return Drawn(text) if narrow else Drawn(text, _pixels(figure), _thumb(figure, name))


def _svg(figure: Figure, name: str) -> str:
    key = "".join(letter if letter.isalnum() else "-" for letter in f"f-{name}")
    with mpl.rc_context({"svg.hashsalt": key}):  # no id meets another in one page
        raw = io.StringIO()
        figure.savefig(raw, format="svg", metadata={"Date": None, "Creator": None})
    return svg.finish(raw.getvalue(), key)


def _fill(figure: Figure, draw: Any, narrow: bool, height: int | None, column: Column | None, where: str) -> None:
    asked = [one for one in inspect.signature(draw).parameters.values() if one.default is one.empty]
    if len(asked) == 1:
        axes = figure.add_subplot(axes_class=OneAxes)
        draw(axes)
        layout.arrange(figure, axes, narrow, height, column, where)
    elif column:
        raise FigureError("column= needs draw(ax)", where=where, fix="Draw on one axes, or write the column in draw")
    else:
        draw(figure, narrow)


def _refuse(figure: Figure, name: str, narrow: bool) -> None:
    if found := faults(figure):
        more = f", and {len(found) - 4} more" if len(found) > 4 else ""
        raise FigureError(
            f"{'; '.join(found[:4])}{more}",
            where=f"figure {name}, {'narrow' if narrow else 'wide'}",
            fix="Move or shorten labels, change limits or heights=, or take a colour of the theme",
        )


def _pixels(figure: Figure) -> Any:
    figure.set_dpi(144)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.buffer_rgba()


def _thumb(figure: Figure, name: str) -> str:
    """The same drawing 128 px wide: data alone, lines and marks strong enough to be seen."""
    scale = THUMB / figure.bbox.width * figure.dpi / 72
    figure.set_dpi(72)
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
