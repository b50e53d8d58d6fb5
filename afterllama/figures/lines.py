"""Names of lines at their ends, and a drawn key for marks and bars: what ``label=`` says, where a reader looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import BboxBase
from numpy.typing import NDArray

_PHONE = 14  # letters of a line's name before it is broken


def key(figure: Figure, axes: Axes) -> None:
    """A key above the plot of what has a public ``label=`` and is no line, in as few rows as fit."""
    if axes.get_legend() or figure.legends:
        return
    look: Any = {"borderpad": 0, "borderaxespad": 0.4, "handlelength": 1.4, "handletextpad": 0.5, "columnspacing": 1.5}
    found = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    named = {line.get_label() for line in _lines(axes)}
    handles = {label: handle for label, handle in found.items() if label not in named}
    for columns in range(len(handles), 0, -1):
        legend = figure.legend(list(handles.values()), list(handles), loc="outside upper left", ncols=columns, **look)
        if columns == 1 or legend.get_window_extent().width <= figure.bbox.width:
            break
        legend.remove()


def name_upright(axes: Axes) -> None:
    """Write the name of each labelled upright line over its upper end."""
    for line in _lines(axes):
        if _is_upright(line):
            _name_above(axes, line)


def name_ends(axes: Axes, narrow: bool) -> list[Annotation]:
    """Write each other labelled line's name at its right end; ``move_apart`` follows once the layout stands."""
    return [_name(axes, line, narrow) for line in _lines(axes) if not _is_upright(line)]


def _lines(axes: Axes) -> list[Line2D]:
    """Lines that carry their names themselves: none where the author has made a legend; marks go into the key."""
    if axes.get_legend():
        return []
    return [line for line in axes.lines if _is_named(line) and line.get_linestyle() not in ("None", "", " ")]


def _is_named(artist: Artist) -> bool:
    return not str(artist.get_label()).startswith("_")


def _points(line: Line2D) -> NDArray[np.float64]:
    """Corners of a line on the canvas, px."""
    points = line.get_transform().transform(np.asarray(line.get_xydata(), float))
    return np.asarray(points[np.isfinite(points).all(axis=1)])


def _is_upright(line: Line2D) -> bool:
    return bool(np.ptp(_points(line)[:, 0]) < 1)


def _name(axes: Axes, line: Line2D, narrow: bool) -> Annotation:
    points = _points(line)
    end = points[points[:, 0].argmax()]
    label = str(line.get_label())
    return axes.annotate(
        fill(label, _PHONE) if narrow else label,
        tuple(axes.transData.inverted().transform(end)),
        (_reach(line), 0),
        textcoords="offset points",
        va="center",
        weight=600,
        color=_ink(line),
        annotation_clip=False,
    )


def _name_above(axes: Axes, line: Line2D) -> None:
    x = np.asarray(line.get_xydata(), float)[0, 0]
    place = axes.transAxes.inverted().transform(_points(line)[0])[0]
    axes.annotate(
        str(line.get_label()),
        (x, 1),
        (0, 4),
        xycoords=axes.get_xaxis_transform(),
        textcoords="offset points",
        ha="left" if place < 0.2 else "right" if place > 0.8 else "center",
        va="bottom",
        color=_ink(line),
        annotation_clip=False,
    )


def _ink(line: Line2D) -> str:
    """The line's own colour, or for a grey line a grey that is dark enough to read."""
    colour = line.get_color()
    return "role:second" if colour in ("role:context", "role:faint", "role:grid") else str(colour)


def _reach(line: Line2D) -> float:
    return 6 + (0 if line.get_marker() in ("None", "", " ", None) else line.get_markersize() / 2)


def move_apart(axes: Axes, names: Sequence[Annotation]) -> None:
    """Move names that stand in one column up and down, as little as possible, until none touches another."""
    boxes = {name: name.get_window_extent() for name in names}
    column: list[Annotation] = []
    for name in sorted(names, key=lambda name: boxes[name].x0):
        if column and boxes[name].x0 > max(boxes[other].x1 for other in column):
            _stack(axes, {other: boxes[other] for other in column})
            column = []
        column.append(name)
    if column:
        _stack(axes, {other: boxes[other] for other in column})


def _stack(axes: Axes, boxes: Mapping[Annotation, BboxBase]) -> None:
    middles = np.array([(box.y0 + box.y1) / 2 for box in boxes.values()])
    least = 1.15 * max(box.height for box in boxes.values())
    for name, shift in zip(boxes, spread(middles, least, axes.bbox.y0, axes.bbox.y1) - middles, strict=True):
        name.xyann = (name.xyann[0], shift)


def spread(places: NDArray[np.float64], least: float, low: float, high: float) -> NDArray[np.float64]:
    """Places at least ``least`` apart, in the same order and between the ends, nearest to the wanted ones.

    Nearest in the sum of squares: less the distance each needs, places may not fall from one to the next, which is
    isotonic regression, solved by its max-min formula (Barlow et al., 1972).
    """
    order = np.argsort(places, kind="stable")
    needed = least * np.arange(len(places))
    wanted = places[order] - needed
    count = range(len(places))
    level = [max(min(wanted[j : k + 1].mean() for k in count[i:]) for j in count[: i + 1]) for i in count]
    top = max(high - needed[-1], low)
    result = np.empty(len(places))
    result[order] = np.clip(level, low, top) + needed
    return result
