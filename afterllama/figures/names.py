"""Names where a reader looks: of rows beside or above them, of lines at their ends, of marks and bars in a drawn key.

Lengths are px.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import filterfalse
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedLocator
from numpy.typing import NDArray

from afterllama.figures.checks import NOTHING

Column = tuple[str, Sequence[str]]
_BAR, _GAP, _ROW = 20, 12, 30  # what is drawn in a row; air between rows; a row on a wide page, at least
_DRAWN = 0.8  # part of a row that matplotlib fills: the height of a bar unless told otherwise
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
    """Write each other labelled line's name at its right end; they move apart once the layout stands."""
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


def settle(figure: Figure) -> None:
    """Give the axes the room that their texts leave, without the cost of a drawing."""
    if engine := figure.get_layout_engine():
        engine.execute(figure)


def find_rows(axes: Axes) -> Rows | None:
    """The rows, where the y axis has names and not numbers with a unit."""
    places, names = axes.get_yticks(), axes.get_yticklabels()
    letters = "".join(name.get_text() for name in names)
    worded = sum(letter.isalpha() for letter in letters) > sum(letter.isdigit() for letter in letters)
    fixed = worded and isinstance(axes.yaxis.get_major_locator(), FixedLocator)
    named = fixed or isinstance(axes.yaxis.get_major_formatter(), StrCategoryFormatter)
    if not (named and axes.axison and len(places)):
        return None
    apart = np.diff(np.sort(places))
    tallest = max(names, key=lambda name: name.get_fontsize() * (1 + name.get_text().count("\n")))
    height = tallest.get_window_extent().height
    return Rows(axes, np.asarray(places, float), float(apart.min()) if len(apart) else 1.0, names, height)


@dataclass(frozen=True)
class Rows:
    """The named rows of a y axis."""

    axes: Axes
    places: NDArray[np.float64]  # in data units, as is the distance of two rows
    pitch: float
    names: list[Text]  # as the author styled them
    tallest: float  # height of the tallest name

    def put_first_on_top(self) -> None:
        """Unless the author has set the limits."""
        if self.axes.get_autoscaley_on():
            edge = self.pitch / 2
            bottom = max(self.places.max() + edge, self.axes.dataLim.y1)
            self.axes.set_ylim(bottom, min(self.places.min() - edge, self.axes.dataLim.y0))

    def lift_names(self) -> None:
        """Names above their rows, at the left edge."""
        self.axes.tick_params(axis="y", labelleft=False)
        for place, name in zip(self.places, self.names, strict=True):
            look = {"fontweight": name.get_fontweight(), "fontsize": name.get_fontsize()}
            self._write(name.get_text(), 0, place, lifted=True, color=name.get_color(), **look)

    def add_column(self, column: Column, narrow: bool) -> None:
        """A text a row, flush right: beside the plot, or on phones on the line of the name."""
        look = {"ha": "right", "color": "role:second"}
        heading = note(self.axes, column[0], (1, 1), (0, 4), "axes fraction", **look)
        words = zip(self.places, column[1], strict=True)
        texts = [heading, *(self._write(word, 1, place, lifted=narrow, **look) for place, word in words)]
        width = 0 if narrow else 12 + max(text.get_window_extent().width for text in texts)
        for text in texts:
            text.xyann = (width, text.xyann[1])

    def _write(self, words: str, x: float, place: float, lifted: bool, **look: Any) -> Annotation:
        """A text at a part of the width, beside what is drawn in a row or above it, hiding grid and upright lines."""
        across, upper = self.axes.get_yaxis_transform(), self.pitch / (-2 if self.axes.yaxis_inverted() else 2)
        if not lifted:
            return note(self.axes, words, (x, place), (0, 0), across, va="center_baseline", **look)
        ground = {"facecolor": "role:paper", "edgecolor": "none", "pad": 1}
        return note(self.axes, words, (x, place + upper), (0, -_GAP / 2), across, va="top", bbox=ground, **look)

    def fit(self, figure: Figure, narrow: bool, height: int | None) -> None:
        """Make each row as high as its name and what is drawn in it, and the settled figure as high as its rows."""
        name = self.tallest + 2
        above, (bottom, top) = name if narrow else 0, self.axes.get_ylim()
        count = abs(top - bottom) / self.pitch
        rest = figure.bbox.height - self.axes.bbox.height
        if height is None:
            row, drawn = name + _BAR + _GAP if narrow else max(_ROW, name + _GAP), float(_BAR)
            figure.set_figheight(round(rest + row * count) / 72)
        else:
            row = max((height - rest) / count, name + 4)
            drawn = max(row - _GAP - above, _BAR)
        self._bend(min(drawn / row, 0.7), above / row)

    def _bend(self, drawn: float, name: float) -> None:
        """Bend the y axis so that what is drawn takes ``drawn`` of a row, under ``name`` of it for the name."""
        edge = self.pitch / 2
        half, lower = _DRAWN * edge, (name if self.axes.yaxis_inverted() else -name) * edge
        middles, far = np.sort(self.places)[:, None], 1e6 * edge  # beyond the rows nothing is bent
        data = np.ravel(middles + np.array([-edge, -half, half, edge]))
        seen = np.ravel(middles + np.array([-edge, lower - drawn * edge, lower + drawn * edge, edge]))
        data, seen = (np.r_[ends[0] - far, ends, ends[-1] + far] for ends in (data, seen))
        words, limits = [text.get_text() for text in self.names], self.axes.get_ylim()
        there, back = partial(np.interp, xp=data, fp=seen), partial(np.interp, xp=seen, fp=data)
        self.axes.set_yscale("function", functions=(there, back))
        self.axes.set_yticks(self.places, words)
        self.axes.set_ylim(*limits)
