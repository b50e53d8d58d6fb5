"""Names of lines at their ends, and a drawn key for marks and bars: what ``label=`` says, where a reader looks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import filterfalse
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from afterllama.figures.checks import NOTHING

_PHONE = 14  # letters of a line's name before it is broken
_KEY: Any = {"borderpad": 0, "borderaxespad": 0.4, "handlelength": 1.4, "handletextpad": 0.5, "columnspacing": 1.5}


def key(figure: Figure, axes: Axes) -> None:
    """A key above the plot of what has a public ``label=`` and is no line, in as few rows as fit."""
    if axes.get_legend() or figure.legends:
        return
    named = {line.get_label() for line in _lines(axes)}
    found = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    handles = {label: handle for label, handle in found.items() if label not in named}
    for columns in range(len(handles), 0, -1):
        legend = figure.legend(list(handles.values()), list(handles), loc="outside upper left", ncols=columns, **_KEY)
        if columns == 1 or legend.get_window_extent().width <= figure.bbox.width:
            break
        legend.remove()


def name_upright(axes: Axes) -> None:
    """Write the name of each labelled upright line over its upper end."""
    for line in filter(_is_upright, _lines(axes)):
        at = (np.asarray(line.get_xydata(), float)[0, 0], 1)
        across = axes.transAxes.inverted().transform(_points(line)[0])[0]
        look = {"ha": "left" if across < 0.2 else "right" if across > 0.8 else "center", "va": "bottom"}
        note(axes, str(line.get_label()), at, (0, 4), axes.get_xaxis_transform(), color=_ink(line), **look)


def name_ends(axes: Axes, narrow: bool) -> list[Annotation]:
    """Write each other labelled line's name at its right end; ``move_apart`` follows once the layout stands."""
    made = []
    for line in filterfalse(_is_upright, _lines(axes)):
        points, name = _points(line), str(line.get_label())
        x, y = axes.transData.inverted().transform(points[points[:, 0].argmax()])
        reach = 6 + (0 if line.get_marker() in NOTHING else line.get_markersize() / 2)
        words, look = fill(name, _PHONE) if narrow else name, {"va": "center", "weight": 600}
        made.append(note(axes, words, (x, y), (reach, 0), color=_ink(line), **look))
    return made


def note(axes: Axes, words: str, at: Any, shift: Any, coords: Any = "data", **look: Any) -> Annotation:
    """A text px from a place, also where the place lies on the edge of the axes or beyond."""
    return axes.annotate(words, at, shift, coords, "offset points", annotation_clip=False, **look)


def _lines(axes: Axes) -> list[Line2D]:
    """Lines that carry their names themselves: none where the author has made a legend; marks go into the key."""
    named = [line for line in axes.lines if not str(line.get_label()).startswith("_")]
    return [] if axes.get_legend() else [line for line in named if line.get_linestyle() not in NOTHING]


def _points(line: Line2D) -> NDArray[np.float64]:
    """Corners of a line on the canvas, px."""
    points = line.get_transform().transform(np.asarray(line.get_xydata(), float))
    return np.asarray(points[np.isfinite(points).all(axis=1)])


def _is_upright(line: Line2D) -> bool:
    return bool(np.ptp(_points(line)[:, 0]) < 1)


def _ink(line: Line2D) -> str:
    """The line's own colour, or for a grey line a grey that is dark enough to read."""
    colour = str(line.get_color())
    return "role:second" if colour in ("role:context", "role:faint", "role:grid") else colour


def move_apart(axes: Axes, names: Iterable[Annotation]) -> None:
    """Move names that stand in one column up and down, as little as possible, until none touches another."""
    boxes = {name: name.get_window_extent() for name in names}
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
    order, needed = np.argsort(places, kind="stable"), least * np.arange(len(places))
    result = np.empty(len(places))
    level = isotonic_regression(places[order] - needed).x
    result[order] = np.clip(level, low, max(high - needed[-1], low)) + needed
    return result
