"""The examples of ``docs/figures.md`` draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from markdown_it import MarkdownIt

from afterllama import load, show
from afterllama.figures import show as figures
from tests.conftest import ROOT

GUIDE = (ROOT / "docs/figures.md").read_text()
BLOCKS = [token.content for token in MarkdownIt().parse(GUIDE) if token.type == "fence"]


def test_the_guide_has_its_examples() -> None:
    assert len(BLOCKS) == 3


@pytest.mark.parametrize("code", BLOCKS)
def test_example_of_the_guide_draws(project: Any, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    shown: list[figures.Shown] = []
    monkeypatch.setattr(figures, "display", shown.append)
    names = ["Muse Spark", "GPT-5.4", "Grok 4.2"]
    numbers = {"low": [1, 2, 3], "high": [4, 6, 9], "median": [2, 3, 4], "rise": [0.1, 0.2, 0.3]}
    given = {
        "lead": pd.Series([-0.6, 5.1, 8.2], names, name="lead"),
        "often": ["<1%", "12%", "50%"],
        "share": pd.DataFrame({"United States": [30, 40, 50], "China": [30, 70, 90]}, index=[2024, 2025, 2026]),
        "rents": pd.DataFrame(numbers, index=names),
        "near_rows": load("guidance").query("confidence == 'high'"),
        "words": {"title": "A title", "subtitle": "Unit, place, period", "alt": "What is seen."},
    }
    exec(code, {"np": np, "show": show, **given})
    assert shown[0].wide
