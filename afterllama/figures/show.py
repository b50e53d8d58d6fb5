"""``show``: a figure that is checked before it is shown, drawn once for wide pages and once for phones."""

from __future__ import annotations

import base64
import inspect
import io
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from afterllama.data.sources import get, line
from afterllama.data.tables import row_ids
from afterllama.errors import CiteError, FigureError
from afterllama.evidence import records
from afterllama.evidence.figure import MIME
from afterllama.evidence.figure import Figure as FigureRecord
from afterllama.evidence.values import FALLEN, refuse_low, trace
from afterllama.figures import layout, png, svg, theme
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


class Shown(FigureRecord):
    """A figure as a notebook displays it."""

    @property
    def heading(self) -> str:
        """The title, or the subtitle where the title no longer stands."""
        return f"{self.subtitle} (title {FALLEN})" if self.holds is False else self.title

    def _repr_html_(self) -> str:
        picture = base64.b64encode(self.wide.encode("utf-8")).decode("ascii")
        image = f'<img alt="{escape(self.alt, quote=True)}" src="data:image/svg+xml;base64,{picture}">'
        caption = f"<b>{escape(self.heading)}</b><br>{escape(self.subtitle)}"
        return f"<figure><figcaption>{caption}</figcaption>{image}<p>{escape(line(self.sources))}</p></figure>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            MIME: records.plain(self),
            "text/html": self._repr_html_(),
            "text/plain": f"{self.heading}. {self.alt}",
        }


def show(
    draw: Draw,
    name: str,
    *,
    data: pd.DataFrame,
    title: str,
    subtitle: str,
    alt: str,
    holds: Any = None,
    rows: Any = None,
    column: Column | None = None,
    heights: tuple[int, int] | None = None,
    low_confidence: str = "",
    may_pass_on: str = "",
) -> None:
    """Check a figure, then display it with title, source line and alternative text.

    Parameters
    ----------
    draw : ``draw(ax)`` draws on one matplotlib axes; ``show`` does the layout, as ``docs/figures.md`` says.
        ``draw(fig, narrow)`` fills an empty figure and lays it out itself. Either is called for the page (856 px
        wide) and for phones (328 px, ``narrow`` true).
    name : the figure's name in its notebook, also of its files: ``<notebook>-<name>.svg``.
    data : what is drawn; saved as CSV beside the figure.
    title : the finding. ``holds`` is the condition on which it stands.
    subtitle : measure, unit, place and period.
    alt : what the figure shows and the values that matter.
    rows : loaded rows or Values behind ``data``, where ``data`` is computed and not itself loaded rows.
    column : heading, and for each named row of ``draw(ax)`` the text that stands at its right edge.
    heights : px, wide and narrow; without it, named rows take what they need, other figures 300 and 360.
    low_confidence : why rows of low confidence are drawn.
    may_pass_on : why computed data may be given as CSV although a source's table may not: counts of ours, say.

    Raises
    ------
    FigureError : a text is missing; a label cannot be read; data leave their axes; nothing is drawn; a colour is
        not of the theme. Names the figure, the width and the place.
    """
    _require(name, title=title, subtitle=subtitle, alt=alt)
    if not isinstance(data, pd.DataFrame) or data.empty:
        raise FigureError("data= is no table with rows", where=f"figure {name}", fix="Pass what is drawn")
    ids, source_ids = _rows_behind(name, data, rows)
    refuse_low(ids, low_confidence)
    wide, narrow = (_drawing(draw, name, on, heights and heights[on], column) for on in (False, True))
    guard = None if holds is None else bool(holds)
    heading = subtitle if guard is False else title
    shown = Shown(
        name=name,
        title=title,
        subtitle=subtitle,
        alt=alt,
        holds=guard,
        rows=tuple(ids),
        sources=tuple(source_ids),
        wide=wide.text,
        narrow=narrow.text,
        thumb=wide.thumb,
        png=base64.b64encode(png.frame(wide.pixels, heading, subtitle, line(source_ids))).decode("ascii"),
        csv=to_csv(data, source_ids, may_pass_on),
    )
    display(shown)


def _require(name: str, **texts: str) -> None:
    for key, text in texts.items():
        if not text.strip():
            raise FigureError(f"{key}= is empty", where=f"figure {name}", fix="A reader needs it")


def _rows_behind(name: str, data: pd.DataFrame, rows: Any) -> tuple[list[str], list[str]]:
    try:
        return trace(data if rows is None else rows)
    except CiteError as error:
        fix = "Pass rows=, the loaded rows behind data" if rows is None else error.fix
        raise FigureError(error.problem, where=f"figure {name}", fix=fix) from None


def _drawing(draw: Draw, name: str, narrow: bool, height: int | None, column: Column | None) -> Drawn:
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
    if len(inspect.signature(draw).parameters) > 1:
        draw(figure, narrow)
        return
    axes = figure.add_subplot(axes_class=OneAxes)
    draw(axes)
    layout.arrange(figure, axes, narrow, height, column, where)


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


def to_csv(data: pd.DataFrame, source_ids: list[str], may_pass_on: str = "") -> str:
    """What is drawn, as CSV; where a source's terms forbid passing its table on, only where to get it."""
    data = data[[column for column in data.columns if not str(column).endswith(("_first", "_last"))]]
    closed = [get(source_id) for source_id in source_ids if get(source_id).republish == "no"]
    if not closed or may_pass_on:
        return str(data.to_csv(lineterminator="\n", float_format="%.10g"))
    kept = _republishable(data)
    first: dict[str, str] = {}
    for source in closed:
        first.setdefault(source.publisher, source.url)
    places = "; ".join(f"{publisher}: {url}" for publisher, url in first.items())
    note = f'"Left out, because the terms of the source do not allow passing its tables on. See {places}"\n'
    return note if kept is None or kept.empty else str(kept.to_csv(lineterminator="\n")) + note


def _republishable(data: pd.DataFrame) -> pd.DataFrame | None:
    from afterllama.data.tables import sources_of

    try:
        ids = row_ids(data)
    except CiteError:
        return None
    if len(ids) != len(data):
        return None
    return data[[all(get(source).republish != "no" for source in sources_of([row])) for row in ids]]
