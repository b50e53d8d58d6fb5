"""What ``show`` lays out on one axes, read from matplotlib's own words: tick labels, ``label=``, bars.

On phones names climb above their rows; lines carry their names at their ends, marks get a key, and the picture is as
high as its rows need. Lengths are px, which are points at 72 dpi.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib import dates, rcParams, ticker
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from numpy.typing import NDArray

from afterllama.errors import FigureError
from afterllama.figures import checks, names


def _named_by_hand(method: Callable[..., Any]) -> Any:
    """A method of axes that names nothing unasked; with ``data=`` matplotlib takes the name of a column."""

    @wraps(method)
    def draw(axes: Axes, *args: Any, data: Any = None, **kwargs: Any) -> Any:
        label = {} if data is None else {"label": "_unnamed"}
        return method(axes, *args, data=data, **{**label, **kwargs})

    return draw


class OneAxes(Axes):
    """Axes on which only the author names what is drawn, and whose bars carry values as everywhere here."""

    plot = _named_by_hand(Axes.plot)
    scatter = _named_by_hand(Axes.scatter)
    errorbar = _named_by_hand(Axes.errorbar)
    hlines = _named_by_hand(Axes.hlines)
    vlines = _named_by_hand(Axes.vlines)

    def bar_label(self, container: Any, labels: Any = None, *, padding: Any = 4, **kwargs: Any) -> list[Annotation]:
        """As in matplotlib, but semibold and a little apart; a value below zero has a minus sign, not a hyphen."""
        made: list[Annotation] = super().bar_label(container, labels, padding=padding, **{"weight": 600, **kwargs})
        for label in made if labels is None else []:
            label.set_text(label.get_text().replace("-", "\N{MINUS SIGN}"))
        return made


def arrange(
    figure: Figure, axes: Axes, narrow: bool, height: int | None, column: names.Column | None, where: str
) -> None:
    """Lay out what a draw function left on its one axes. Raises FigureError: ``column`` has not one text a row."""
    named = names.find_rows(axes)
    count = len(named.places) if named else 0
    if column and len(column[1]) != count:
        problem = f"column= has {len(column[1])} texts for {count} named rows"
        raise FigureError(problem, where=where, fix="Give one text for each tick label of the y axis, in their order")
    _ticks(axes.xaxis, narrow)
    _ticks(axes.yaxis, narrow)
    _ground(axes, named is not None)
    names.key(figure, axes)
    names.name_upright(axes)
    if named:
        named.put_first_on_top()
        if narrow:
            named.lift_names()
        if column:
            named.add_column(column, narrow)
    texts = _on_values(axes)
    if named or texts:
        names.settle(figure)  # once: rows need heights, texts widths, and neither changes the other
    if named:
        named.fit(figure, narrow, height)
    if texts:
        _make_room(axes, texts)
    _unclip_marks(axes)
    ends = names.name_ends(axes, narrow)
    if (numbered := _has_own_numbers(axes)) or ends:
        names.settle(figure)
        _move_apart(axes, ends)
    if numbered:
        _thin(axes)


def _ticks(axis: Axis, narrow: bool) -> None:
    """Few dates, each as short as it can be told; powers of ten written out. What the author has set stays."""
    if isinstance(axis.get_major_locator(), dates.AutoDateLocator):
        # Of other pairs matplotlib warns for some spans that no step divides into so few ticks.
        least, most = (2, 5) if narrow else (3, 8)
        locator: Any = dates.AutoDateLocator(minticks=least, maxticks=most)
        axis.set_major_locator(locator)
        axis.set_major_formatter(dates.ConciseDateFormatter(locator, show_offset=False))
    if isinstance(axis.get_major_formatter(), ticker.LogFormatterSciNotation):
        axis.set_major_formatter("{x:,.10g}")
        axis.set_minor_formatter(ticker.NullFormatter())


def _ground(axes: Axes, named: bool) -> None:
    """A light grid across the values, and a line where bars start at zero."""
    if not named:
        axes.tick_params(axis="y", labelcolor="role:second", labelsize=rcParams["xtick.labelsize"])
    if axes.axison and not any(line.get_visible() for line in (*axes.get_xgridlines(), *axes.get_ygridlines())):
        axes.grid(axis="x" if named else "y")
    for bars in (found for found in axes.containers if isinstance(found, BarContainer)):
        across = bars.orientation == "horizontal"
        if all((bar.get_x() if across else bar.get_y()) == 0 for bar in bars):
            (axes.axvline if across else axes.axhline)(0, color="role:second", linewidth=1, zorder=0.8)
            break


def _has_own_numbers(axes: Axes) -> bool:
    """Whether the author has set dates or numbers as ticks; of names all stay."""
    words = "".join(text.get_text() for text in axes.get_xticklabels())
    letters, digits = (sum(map(kind, words)) for kind in (str.isalpha, str.isdigit))
    return isinstance(axes.xaxis.get_major_locator(), ticker.FixedLocator) and 0 < digits >= letters


def _thin(axes: Axes) -> None:
    """Where dates or numbers that the author has set as ticks would touch, show every other one."""
    places, texts = axes.get_xticks(), axes.get_xticklabels()
    words = [text.get_text() for text in texts]
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    if any(box.x1 + 4 > after.x0 for box, after in pairwise(boxes)):
        axes.set_xticks(places[::2], words[::2])
        _thin(axes)


def _on_values(axes: Axes) -> list[Text]:
    """Texts that stand at values on the axis, unless the author has set its limits."""
    texts = [text for text in axes.texts if getattr(text, "xycoords", text.get_transform()) in ("data", axes.transData)]
    return texts if axes.get_autoscalex_on() else []


def _make_room(axes: Axes, texts: list[Text]) -> None:
    """Widen the value axis until the texts fit between its ends."""
    for _ in range(8):
        boxes = [text.get_window_extent() for text in texts]
        left = min(0.0, *(box.x0 - axes.bbox.x0 for box in boxes))
        right = max(0.0, *(box.x1 - axes.bbox.x1 for box in boxes))
        if right - left < 0.5:
            break
        (low, _), (high, _) = axes.transData.inverted().transform([(axes.bbox.x0 + left, 0), (axes.bbox.x1 + right, 0)])
        axes.set_xlim(low, high, auto=None)


def _unclip_marks(axes: Axes) -> None:
    """Let the edge of the axes cut no mark; what lies beyond the edge stays cut, and is refused."""
    drawn = checks.drawn_in(axes)
    beyond = {one.artist for one in drawn if not checks.within(one.extent, axes.bbox)}
    for artist in {one.artist for one in drawn if one.kind == "a mark"} - beyond:
        artist.set_clip_on(False)


def _move_apart(axes: Axes, ends: Iterable[Annotation]) -> None:
    """Move names that stand in one column up and down, as little as possible, until none touches another."""
    boxes = {name: name.get_window_extent() for name in ends}
    columns: list[list[Annotation]] = []
    for name in sorted(boxes, key=lambda name: boxes[name].x0):
        if columns and boxes[name].x0 <= max(boxes[other].x1 for other in columns[-1]):
            columns[-1].append(name)
        else:
            columns.append([name])
    for column in columns:
        middles = np.array([(boxes[name].y0 + boxes[name].y1) / 2 for name in column])
        least = 1.15 * max(boxes[name].height for name in column)
        for name, shift in zip(column, spread(middles, least, axes.bbox.y0, axes.bbox.y1) - middles, strict=True):
            name.xyann = (name.xyann[0], shift)


def spread(places: NDArray[np.float64], least: float, low: float, high: float) -> NDArray[np.float64]:
    """Places at least ``least`` apart, in the same order and between the ends, nearest to the wanted ones by squares.

    Less the distance each needs, places may not fall from one to the next: isotonic regression.
    """
    from scipy.optimize import isotonic_regression  # heavy; only where lines carry names

    order, needed = np.argsort(places, kind="stable"), least * np.arange(len(places))
    result = np.empty(len(places))
    level = isotonic_regression(places[order] - needed).x
    result[order] = np.clip(level, low, max(high - needed[-1], low)) + needed
    return result
