"""Notebooks are mostly analysis: what is cited, judged and drawn stays short, and a cell holds one idea."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from statistics import median

import pytest

from afterllama.run.cell import Cell
from afterllama.run.collection import Collection
from afterllama.run.notebook import Notebook, read

NOTEBOOKS = [read(path) for path in Collection.read().files]
VERBS = ("show", "cite", "judge")


@dataclass(frozen=True)
class Lines:
    """Lines of code of a cell by what they do; blank lines and comments do not count."""

    kinds: Counter[str]
    figures: int

    @property
    def total(self) -> int:
        return self.kinds.total()

    @property
    def drawing(self) -> int:
        return self.kinds["draw"] + self.kinds["show"]


def count(cell: Cell) -> Lines:
    texts = cell.source.splitlines()
    real = {place for place, line in enumerate(texts, start=1) if line.strip() and not line.strip().startswith("#")}
    kinds = dict.fromkeys(real, "analysis")
    shows = list(cell.calls("show"))
    drawn = {call.args[0].id for call in shows if call.args and isinstance(call.args[0], ast.Name)}
    spans = [(verb, call) for verb in VERBS for call in cell.calls(verb)]
    spans += [
        ("draw", node) for node in ast.walk(cell.tree) if isinstance(node, ast.FunctionDef) and node.name in drawn
    ]
    for kind, node in spans:
        assert node.end_lineno is not None
        kinds.update(dict.fromkeys(real & {*range(node.lineno, node.end_lineno + 1)}, kind))
    return Lines(Counter(kinds.values()), len(shows))


def counted(*notebooks: Notebook) -> list[Lines]:
    return [count(cell) for notebook in notebooks for cell in notebook.cells if cell.kind == "code"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_cells_are_short(notebook: Notebook) -> None:
    found = counted(notebook)
    assert median(lines.total for lines in found) <= 15
    assert max(lines.total for lines in found) <= 30


def test_most_code_is_analysis_in_all_notebooks_together() -> None:
    found = counted(*NOTEBOOKS)
    assert sum(lines.kinds["analysis"] for lines in found) >= 0.6 * sum(lines.total for lines in found)


def test_a_figure_costs_at_most_fifteen_lines_in_the_median() -> None:
    costs = [lines.drawing / lines.figures for lines in counted(*NOTEBOOKS) if lines.figures]
    assert len(costs) > 40
    assert median(costs) <= 15
