"""Named rows: names at the left or, on phones, above; a column at the right; as high as they need. Lengths are px."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedLocator
from numpy.typing import NDArray

Column = tuple[str, Sequence[str]]
_GROUND = {"facecolor": "role:paper", "edgecolor": "none", "pad": 1}
_BAR, _GAP, _ROW = 20, 12, 30  # what is drawn in a row; air between rows; a row on a wide page, at least
_DRAWN = 0.8  # part of a row that matplotlib fills: the height of a bar unless told otherwise


@dataclass(frozen=True)
class Rows:
    """The named rows of a y axis."""

    places: NDArray[np.float64]  # in data units, as is the distance of two rows
    pitch: float
    names: list[Text]  # as the author styled them
    tallest: float  # height of the tallest name


def find(axes: Axes) -> Rows | None:
    """The rows, where the y axis has names and not numbers with a unit."""
    places, names = axes.get_yticks(), axes.get_yticklabels()
    letters = "".join(name.get_text() for name in names)
    worded = sum(letter.isalpha() for letter in letters) > sum(letter.isdigit() for letter in letters)
    fixed = worded and isinstance(axes.yaxis.get_major_locator(), FixedLocator)
    named = fixed or isinstance(axes.yaxis.get_major_formatter(), StrCategoryFormatter)
    if not (named and axes.axison and len(places)):
        return None
    apart = np.diff(np.sort(places))
    tallest = max(name.get_window_extent().height for name in names)
    return Rows(np.asarray(places, float), float(apart.min()) if len(apart) else 1.0, names, tallest)


def put_first_on_top(axes: Axes, rows: Rows) -> None:
    """Unless the author has set the limits."""
    if axes.get_autoscaley_on():
        edge = rows.pitch / 2
        bottom = max(rows.places.max() + edge, axes.dataLim.y1)
        axes.set_ylim(bottom, min(rows.places.min() - edge, axes.dataLim.y0))


def lift_names(axes: Axes, rows: Rows) -> None:
    """Names above their rows, at the left edge, on a ground that hides grid and upright lines; no more is there."""
    axes.tick_params(axis="y", labelleft=False)
    for place, name in zip(rows.places, rows.names, strict=True):
        text = _beside(axes, name.get_text(), 0, _top(axes, rows, place), drop=_GAP / 2, va="top", bbox=_GROUND)
        text.set(color=name.get_color(), fontweight=name.get_fontweight(), fontsize=name.get_fontsize())


def add_column(axes: Axes, rows: Rows, column: Column, narrow: bool) -> None:
    """A text a row, flush right: beside the plot, or on phones on the line of the name."""
    heading, words = column
    look: Any = {"ha": "right", "color": "role:second"}
    top = axes.annotate(heading, (1, 1), (0, 4), "axes fraction", "offset points", annotation_clip=False, **look)
    drop, line = (_GAP / 2, {"va": "top", "bbox": _GROUND}) if narrow else (0, {"va": "center_baseline"})
    at = [_top(axes, rows, place) if narrow else place for place in rows.places]
    texts = [_beside(axes, word, 1, y, drop, **line, **look) for y, word in zip(at, words, strict=True)]
    width = 0 if narrow else 12 + max(text.get_window_extent().width for text in (top, *texts))
    for text in (top, *texts):
        text.xyann = (width, text.xyann[1])


def fit(figure: Figure, axes: Axes, rows: Rows, narrow: bool, height: int | None) -> None:
    """Make each row as high as its name and what is drawn in it, and the figure as high as its rows."""
    name = rows.tallest + 2
    row = name + _BAR + _GAP if narrow else max(_ROW, name + _GAP)
    bottom, top = axes.get_ylim()
    count = abs(top - bottom) / rows.pitch
    figure.draw_without_rendering()
    rest = figure.bbox.height - axes.bbox.height
    if height is None:
        figure.set_figheight(round(rest + row * count) / 72)
    else:
        row = max((height - rest) / count, name + 4)
    _bend(axes, rows, min(_BAR / row, 0.7), name / row if narrow else 0)


def _bend(axes: Axes, rows: Rows, drawn: float, name: float) -> None:
    """Bend the y axis so that what is drawn takes ``drawn`` of a row, under ``name`` of it for the name."""
    edge = rows.pitch / 2
    half, lower = _DRAWN * edge, (name if axes.yaxis_inverted() else -name) * edge
    data, seen = [], []
    for place in np.sort(rows.places):
        data += [place - edge, place - half, place + half, place + edge]
        seen += [place - edge, place + lower - drawn * edge, place + lower + drawn * edge, place + edge]
    far = 1e6 * edge  # beyond the rows nothing is bent
    data, seen = [data[0] - far, *data, data[-1] + far], [seen[0] - far, *seen, seen[-1] + far]
    words, (bottom, top) = [text.get_text() for text in rows.names], axes.get_ylim()
    axes.set_yscale("function", functions=(_through(data, seen), _through(seen, data)))
    axes.set_yticks(rows.places, words)
    axes.set_ylim(bottom, top)


def _through(start: list[float], end: list[float]) -> Callable[[Any], NDArray[np.float64]]:
    return lambda values: np.asarray(np.interp(values, start, end))


def _top(axes: Axes, rows: Rows, place: float) -> float:
    """Upper edge of a row."""
    return place + rows.pitch / 2 * (-1 if axes.yaxis_inverted() else 1)


def _beside(axes: Axes, words: str, x: float, y: float, drop: float, **look: Any) -> Annotation:
    """A text at a part of the width and a place of the rows."""
    at = axes.get_yaxis_transform()
    return axes.annotate(words, (x, y), (0, -drop), at, "offset points", annotation_clip=False, **look)
