"""What ``show`` lays out on one axes, read from matplotlib's own words: tick labels, ``label=``, bars.

A draw function leaves names as tick labels of the y axis and names of lines and marks as ``label=``. Here names
climb above their rows on phones, lines carry their names at their ends, marks get a key, and the picture is as
high as its rows need. Lengths are px, which are points at 72 dpi.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from matplotlib import dates, rcParams, ticker
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from afterllama.errors import FigureError
from afterllama.figures import lines, rows
from afterllama.figures.rows import Column, Rows


class OneAxes(Axes):
    """Axes whose ``bar_label`` is set as values are everywhere here: semibold, a little apart."""

    def bar_label(self, container: Any, labels: Any = None, *, padding: Any = 4, **kwargs: Any) -> list[Annotation]:
        """As in matplotlib, with other defaults; a value below zero has a minus sign, not a hyphen."""
        made: list[Annotation] = super().bar_label(container, labels, padding=padding, **{"weight": 600, **kwargs})
        for label in made if labels is None else []:
            label.set_text(label.get_text().replace("-", "\N{MINUS SIGN}"))
        return made


def arrange(figure: Figure, axes: Axes, narrow: bool, height: int | None, column: Column | None, where: str) -> None:
    """Lay out what a draw function left on its one axes.

    Raises
    ------
    FigureError : ``column`` has no row to stand in, or not one text a row.
    """
    named = rows.find(axes)
    _check(column, named, where)
    for axis in (axes.xaxis, axes.yaxis):
        _ticks(axis, narrow)
    _ground(axes, named is not None)
    lines.key(figure, axes)
    lines.name_upright(axes)
    if named:
        rows.put_first_on_top(axes, named)
        if narrow:
            rows.lift_names(axes, named)
        if column:
            rows.add_column(axes, named, column, narrow)
        rows.fit(figure, axes, named, narrow, height)
    figure.draw_without_rendering()
    _make_room(axes)
    names = lines.name_ends(axes, narrow)
    figure.draw_without_rendering()
    _thin(axes)
    lines.move_apart(axes, names)


def _check(column: Column | None, named: Rows | None, where: str) -> None:
    count = len(named.places) if named else 0
    if column is not None and len(column[1]) != count:
        problem = f"column= has {len(column[1])} texts for {count} named rows"
        raise FigureError(problem, where=where, fix="Give one text for each tick label of the y axis, in their order")


def _ticks(axis: Axis, narrow: bool) -> None:
    """Few dates, each as short as it can be told; powers of ten written out. What the author has set stays."""
    if isinstance(axis.get_major_locator(), dates.AutoDateLocator):
        locator: Any = dates.AutoDateLocator(minticks=3, maxticks=4 if narrow else 8)
        axis.set_major_locator(locator)
        axis.set_major_formatter(dates.ConciseDateFormatter(locator, show_offset=False))
    if isinstance(axis.get_major_formatter(), ticker.LogFormatterSciNotation):
        axis.set_major_formatter("{x:,.10g}")
        axis.set_minor_formatter(ticker.NullFormatter())


def _ground(axes: Axes, named: bool) -> None:
    """A light grid across the values, and a line where bars start at zero."""
    if not named:
        axes.tick_params(axis="y", labelcolor="role:second", labelsize=rcParams["xtick.labelsize"])
    grid = [*axes.get_xgridlines(), *axes.get_ygridlines()]
    if axes.axison and not any(line.get_visible() for line in grid):
        axes.grid(axis="x" if named else "y")
    for bars in (found for found in axes.containers if isinstance(found, BarContainer)):
        across = bars.orientation == "horizontal"
        line = axes.axvline if across else axes.axhline
        if all((bar.get_x() if across else bar.get_y()) == 0 for bar in bars):
            line(0, color="role:second", linewidth=1, zorder=0.8)
            break


def _thin(axes: Axes) -> None:
    """Where dates or numbers that the author has set as ticks would touch, show every other one; names all stay."""
    ticks = [(place, text) for place, text in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)]
    words = [text.get_text() for _, text in ticks]
    letters, digits = (sum(map(kind, "".join(words))) for kind in (str.isalpha, str.isdigit))
    if not isinstance(axes.xaxis.get_major_locator(), ticker.FixedLocator) or letters > digits:
        return
    boxes = [text.get_window_extent() for _, text in ticks if text.get_text()]
    if any(box.x1 + 4 > after.x0 for box, after in pairwise(boxes)):
        axes.set_xticks([place for place, _ in ticks[::2]], words[::2])
        _thin(axes)


def _make_room(axes: Axes) -> None:
    """Widen the value axis until the texts on it fit between its ends, unless the author has set its limits."""
    texts = [text for text in axes.texts if _in_data(axes, text)]
    for _ in range(8 if texts and axes.get_autoscalex_on() else 0):
        boxes = [text.get_window_extent() for text in texts]
        left = min(0.0, *(box.x0 - axes.bbox.x0 for box in boxes))
        right = max(0.0, *(box.x1 - axes.bbox.x1 for box in boxes))
        if right - left < 0.5:
            break
        ends = [(axes.bbox.x0 + left, 0), (axes.bbox.x1 + right, 0)]
        (low, _), (high, _) = axes.transData.inverted().transform(ends)
        axes.set_xlim(low, high, auto=None)


def _in_data(axes: Axes, text: Text) -> bool:
    return text.xycoords == "data" if isinstance(text, Annotation) else text.get_transform() is axes.transData
