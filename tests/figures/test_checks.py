"""Each fault of a figure is found, and what is no fault is let through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from afterllama.figures import checks, theme

Draw = Callable[[Axes], object]


def faults(draw: Draw) -> list[str]:
    """Faults of a drawing 856 px wide with both axes from 0 to 10, so that a unit is about 80 and 28 px."""
    with mpl.rc_context(theme.install()):
        figure = Figure(figsize=(856 / 72, 300 / 72))
        canvas: Any = FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set(xlim=(0, 10), ylim=(0, 10))
        axes.plot([0, 10], [0.2, 0.2], color="role:context")
        draw(axes)
        canvas.draw()
        return checks.faults(figure)


def bar(axes: Axes, width: float = 5.0, **look: Any) -> None:
    axes.barh(5, width, height=1, **{"color": "role:subject", **look})


@pytest.mark.parametrize(
    ("draw", "fault"),
    [
        (lambda ax: (ax.text(5, 5, "first"), ax.text(5.1, 5, "second")), "'first' over 'second'"),
        (lambda ax: (ax.text(5, 5, "one", va="center"), ax.text(5, 5.3, "two", va="center")), "'one' over 'two'"),
        (lambda ax: (ax.text(5, 5, "left", ha="right"), ax.text(4.9, 5, "right")), "'left' over 'right'"),
        (lambda ax: ax.figure.text(-0.01, 0.5, "half gone"), "leaves the canvas"),
        (lambda ax: (bar(ax), ax.text(4.9, 5, "over its end", va="center")), "'over its end' over a bar"),
        (lambda ax: (bar(ax), ax.text(2, 5.5, "over its edge", va="center")), "'over its edge' over a bar"),
        (lambda ax: (bar(ax, fc="none", ec="role:subject"), ax.text(4.9, 5, "end", va="center")), "'end' over a bar"),
        (lambda ax: (bar(ax, left=3, width=0.1), ax.text(3, 5, "hidden", va="center", ha="center")), "over a bar"),
        (lambda ax: (ax.plot([0, 10], [0, 10]), ax.text(5, 5, "crossed", va="center")), "'crossed' over a line"),
        (
            lambda ax: (ax.plot([0, 10], [0, 10]), ax.text(5, 5, "under", bbox={"fc": "w", "ec": "none"}, zorder=1)),
            "'under' over a line",
        ),
        (lambda ax: (ax.hlines([4, 5], 0, 9), ax.text(5, 5, "struck", va="center")), "'struck' over a line"),
        (lambda ax: (ax.step([0, 5, 10], [1, 9, 9], where="post"), ax.text(4, 5, "step, a long one")), "over a line"),
        (lambda ax: (ax.axvline(5, color="role:second"), ax.text(4.9, 5, "over it")), "'over it' over a line"),
        (lambda ax: (ax.plot(5, 5, "o"), ax.text(5, 5, "on a mark", va="center")), "'on a mark' over a mark"),
        (lambda ax: (ax.scatter([5], [5], s=60), ax.text(5, 5, "on a mark", va="center")), "'on a mark' over a mark"),
        (lambda ax: (ax.fill_between([0, 5], 2, 8), ax.text(4.9, 5, "half in")), "'half in' over an area"),
        (lambda ax: bar(ax, 12), "a bar leaves the axes: 0 to 12, where they show 0 to 10"),
        (lambda ax: ax.plot([1, 12], [5, 5]), "a line leaves the axes: 1 to 12"),
        (lambda ax: ax.plot([5], [11], "o"), "a mark leaves the axes: 11 to 11"),
        (lambda ax: ax.hlines(5, 2, 11), "a line leaves the axes: 2 to 11"),
        (lambda ax: ax.plot([1, 2], [5, 5], color="#123456"), "colour #123456 is not of the theme"),
        (lambda ax: ax.text(5, 5, "red", color="red"), "colour #ff0000 is not of the theme"),
        (lambda ax: ax.plot(5, 5, "o", mfc="white"), "colour #ffffff is not of the theme"),
        (lambda ax: [line.remove() for line in list(ax.lines)], "nothing is drawn"),
    ],
)
def test_fault_is_found(draw: Draw, fault: str) -> None:
    assert any(fault in found for found in faults(draw)), faults(draw)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: (ax.text(5, 5, "one", va="center"), ax.text(5, 6, "two", va="center")),
        lambda ax: (bar(ax), ax.text(0.2, 5, "inside", va="center", color="role:paper")),
        lambda ax: ax.bar_label(ax.barh([3, 5, 7], [1, 5, 9], color="role:subject"), padding=4),
        lambda ax: ax.bar_label(ax.barh(5, 5, color="role:subject"), label_type="center"),
        lambda ax: (ax.plot([0, 10], [0, 10]), ax.text(5, 5, "boxed", va="center", bbox={"fc": "w", "ec": "none"})),
        lambda ax: (ax.plot([0, 5], [5, 5]), ax.annotate("end", (5, 5), (6, 0), textcoords="offset points")),
        lambda ax: (ax.plot([0, 10], [5, 5]), ax.text(5, 5.1, "on top of it", va="bottom")),
        lambda ax: (ax.grid(), ax.text(4, 4, "across the grid, whose lines are pale", va="center")),
        lambda ax: (ax.axvspan(4, 6, color="role:atleast"), ax.text(3, 5, "across a pale band, readable as it is")),
        lambda ax: (ax.fill_between([0, 5], 2, 8, alpha=0.25), ax.text(4.9, 5, "half on faint ground")),
        lambda ax: (ax.set_xscale("log"), ax.set_xlim(0.1, 10), ax.lines[0].set_xdata([0.1, 10]), bar(ax)),
        lambda ax: (ax.plot([1, np.nan, 3], [1, np.nan, 1]), ax.plot([10], [10], "o", clip_on=False)),
        lambda ax: ax.set_xticks([0, 5, 10, 20], ["0", "5", "10", "hidden, as it lies beyond the axis"], minor=True),
    ],
)
def test_what_is_no_fault_is_let_through(draw: Draw) -> None:
    assert faults(draw) == []
