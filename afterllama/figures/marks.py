"""Marks of the verdicts: each has a shape and a colour of its own, the same in every chart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib import rcParams
from matplotlib.axes import Axes

from afterllama.evidence.rules import VERDICTS

_PITCH = 36  # px of the canvas for a mark, at most: rows of a few keep together
_SIZE = 1.3  # of the usual marker
_SHAPES: dict[str, dict[str, Any]] = {
    "holds": {"marker": "o"},
    "imprecise": {"marker": "o", "fillstyle": "left", "markerfacecoloralt": "role:paper"},
    "does not hold": {"marker": "X"},
    "unsettled": {"marker": "o", "markerfacecolor": "role:paper"},
    "opinion": {"marker": "D", "markerfacecolor": "role:paper"},
}


def verdict_marks(axes: Axes, rows: Iterable[str], verdicts: Iterable[str]) -> None:
    """Draw one mark a claim: in the row that ``rows`` names, as its entry in ``verdicts`` says, in the order given."""
    marks = pd.DataFrame({"row": list(rows), "verdict": list(verdicts)})
    names = list(dict.fromkeys(marks["row"]))
    marks["x"], marks["y"] = marks.groupby("row").cumcount(), marks["row"].map(names.index)
    for verdict in [word for word in VERDICTS if word in set(marks["verdict"])]:
        size = _SIZE * rcParams["lines.markersize"] * (0.8 if verdict == "opinion" else 1)
        look = {"color": f"verdict:{verdict}", "markersize": size, "markeredgewidth": 1.5, "linestyle": "none"}
        chosen = marks[marks["verdict"] == verdict]
        axes.plot(chosen["x"], chosen["y"], label=verdict, **look, **_SHAPES[verdict])
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks([])
    axes.grid(axis="y")  # leads from a short row to its text at the right edge
    axes.set_xlim(-0.5, max(marks["x"].max() + 1, axes.figure.bbox.width / _PITCH) - 0.5)
