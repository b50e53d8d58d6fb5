"""The marks of the verdicts, as matplotlib holds them once drawn."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from afterllama.evidence.rules import VERDICTS
from afterllama.figures import theme
from afterllama.figures.marks import verdict_marks

theme.install()
ROWS = ["first", "first", "second", "first"]


def drawn(rows: list[str], verdicts: list[str], width: float = 10) -> Axes:
    axes = Figure(figsize=(width, 4)).add_subplot()
    verdict_marks(axes, rows, verdicts)
    return axes


def points(axes: Axes) -> dict[str, list[list[float]]]:
    return {str(line.get_label()): np.asarray(line.get_xydata()).tolist() for line in axes.lines}


def test_marks_stand_in_the_rows_that_are_named_in_the_order_given() -> None:
    axes = drawn(ROWS, ["holds", "imprecise", "holds", "holds"])
    assert points(axes) == {"holds": [[0, 0], [0, 1], [2, 0]], "imprecise": [[1, 0]]}
    assert [label.get_text() for label in axes.get_yticklabels()] == ["first", "second"]


def test_every_verdict_has_a_look_of_its_own_and_stands_in_the_key_in_the_order_of_verdicts() -> None:
    axes = drawn(["only"] * 5, list(reversed(VERDICTS)))
    looks = {(line.get_marker(), line.get_fillstyle(), line.get_markerfacecolor()) for line in axes.lines}
    assert len(looks) == len(VERDICTS)
    assert list(points(axes)) == list(VERDICTS)


def test_a_few_marks_keep_together_and_many_fill_the_width() -> None:
    few, many = drawn(ROWS, ["holds"] * 4), drawn(["only"] * 60, ["holds"] * 60)
    assert few.get_xlim()[1] > 10
    assert many.get_xlim() == (-0.5, 59.5)
