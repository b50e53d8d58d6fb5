"""Named rows: names at the left or, on phones, above; a column at the right; as high as they need. Lengths are px."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedLocator
from numpy.typing import NDArray

from afterllama.figures.lines import note

Column = tuple[str, Sequence[str]]
_BAR, _GAP, _ROW = 20, 12, 30  # what is drawn in a row; air between rows; a row on a wide page, at least
_DRAWN = 0.8  # part of a row that matplotlib fills: the height of a bar unless told otherwise


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
    return Rows(axes, np.asarray(places, float), float(apart.min()) if len(apart) else 1.0, names, tallest)


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
        """Make each row as high as its name and what is drawn in it, and the figure as high as its rows."""
        name = self.tallest + 2
        above, (bottom, top) = name if narrow else 0, self.axes.get_ylim()
        count = abs(top - bottom) / self.pitch
        figure.draw_without_rendering()
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
