"""What ``show`` lays out for a draw function of one argument, seen in the picture that it leaves."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from afterllama import load, show
from afterllama.errors import FigureError
from afterllama.figures import layout
from afterllama.figures import show as figures

SVG = "{http://www.w3.org/2000/svg}"
WORDS: Any = {"title": "The floor rose", "subtitle": "USD billion", "alt": "Bars."}
NAMES = ["First name", "Second name", "Third name"]


@pytest.fixture
def drawn(project: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., figures.Shown]:
    """Draw with the sample's rows behind it."""

    def shown(draw: Callable[[Axes], object], **changes: Any) -> figures.Shown:
        kept: list[figures.Shown] = []
        monkeypatch.setattr(figures, "display", kept.append)
        show(draw, "bars", data=load("guidance").query("confidence == 'high'"), **{**WORDS, **changes})
        return kept[0]

    return shown


def places(svg: str) -> dict[str, tuple[float, float]]:
    """Where each text stands, px from the left and from the top."""
    found = [node for node in ET.fromstring(svg).iter(f"{SVG}text") if "x" in node.attrib]
    return {"".join(node.itertext()): (float(node.get("x", "")), float(node.get("y", ""))) for node in found}


def height(svg: str) -> float:
    return float(ET.fromstring(svg).get("viewBox", "").split()[3])


def named_bars(ax: Axes) -> None:
    ax.bar_label(ax.barh(NAMES, [3, 20, -1], color="role:subject"))


def test_names_stand_beside_their_rows_and_on_phones_above_them(drawn: Any) -> None:
    figure = drawn(named_bars)
    wide, narrow = places(figure.wide), places(figure.narrow)
    assert abs(wide["First name"][1] - wide["3"][1]) < 6
    assert narrow["3"][1] - narrow["First name"][1] > 15
    assert {round(narrow[name][0]) for name in NAMES} == {round(narrow["First name"][0])}
    assert narrow["First name"][0] < 10


def test_first_row_is_on_top_unless_the_author_sets_limits(drawn: Any) -> None:
    down = places(drawn(named_bars).wide)
    up = places(drawn(lambda ax: (named_bars(ax), ax.set_ylim(-0.5, 2.5))).wide)
    assert down["First name"][1] < down["Third name"][1]
    assert up["First name"][1] > up["Third name"][1]


def test_height_follows_the_rows_and_can_be_set(drawn: Any) -> None:
    def more(ax: Axes) -> None:
        ax.barh([f"Row {letter}" for letter in "abcdefgh"], range(8), color="role:subject")

    few, many = drawn(named_bars), drawn(more)
    assert height(many.wide) - height(few.wide) == pytest.approx(5 * 30, abs=2)
    assert height(many.narrow) - height(few.narrow) == pytest.approx(5 * 46, abs=6)
    assert height(drawn(more, heights=(500, 600)).wide) == 500


def test_numbers_with_a_unit_are_no_names(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.plot([1, 2], [0, 100], color="role:subject")
        ax.set_yticks([0, 50, 100], ["0", "50", "100 points"])

    assert height(drawn(draw).wide) == 300


def test_lines_carry_their_names_apart_at_their_right_ends(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        for name, end in (("China", 10), ("Europe", 9.9), ("America", 10.1)):
            ax.plot([0, 1, 2], [0, 5, end], color="role:subject", label=name)

    for svg in (drawn(draw).wide, drawn(draw).narrow):
        at = places(svg)
        tops = [at[name][1] for name in ("America", "China", "Europe")]
        assert np.diff(tops).min() > 12
        assert at["China"][0] > max(x for name, (x, _) in at.items() if name.startswith(("0", "1", "2")))


def test_upright_line_carries_its_name_above(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.plot([2020, 2030], [0, 5], color="role:subject")
        ax.axvline(2025, color="role:second", label="release")

    at = places(drawn(draw).wide)
    assert at["release"][1] < 20
    assert at["release"][0] == pytest.approx(428, abs=60)


def test_marks_get_a_key_and_a_legend_of_the_author_stays_alone(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.plot([1, 2, 3], range(3), "o", color="role:subject", label="measured")
        ax.hlines(range(3), 0, 4, color="role:context", label="_range")
        ax.set_yticks(range(3), NAMES)

    at = places(drawn(draw).narrow)
    assert at["measured"][1] < at["First name"][1]
    assert "_range" not in at
    assert drawn(lambda ax: (draw(ax), ax.set_xlim(0, 9), ax.legend(loc="right"))).wide.count(">measured<") == 1


def test_an_upright_line_does_not_strike_the_names_above_rows(drawn: Any) -> None:
    drawn(lambda ax: (named_bars(ax), ax.axvline(4, color="role:subject", zorder=2)), column=("", ["a", "b", "c"]))


def test_column_stands_flush_right_with_its_heading(drawn: Any) -> None:
    figure = drawn(named_bars, column=("First in", ["3%", "12%", "none"]))
    for svg, edge in ((figure.wide, 856), (figure.narrow, 328)):
        at = places(svg)
        assert all(edge - 8 < at[text][0] < edge for text in ("First in", "3%", "12%", "none"))
        assert at["First in"][1] < at["3%"][1] < at["12%"][1]
        assert abs(at["12%"][1] - at["Second name"][1]) < 3


@pytest.mark.parametrize("texts", [["3%"], []])
def test_column_needs_a_text_for_each_row(drawn: Any, texts: list[str]) -> None:
    with pytest.raises(FigureError, match=rf"figure bars: column= has {len(texts)} texts for 3 named rows"):
        drawn(named_bars, column=("First in", texts))


def test_column_and_layout_are_for_one_axes_alone(drawn: Any) -> None:
    def draw(fig: Any, narrow: bool) -> None:
        named_bars(fig.subplots())

    assert places(drawn(draw).narrow)["First name"][0] > 20
    with pytest.raises(FigureError, match=r"figure bars: column= needs draw\(ax\)"):
        drawn(draw, column=("First in", ["3%", "12%", "none"]))


def test_values_fit_beside_bars_and_keep_clear_of_names(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.bar_label(ax.barh(NAMES, [3, 20, -1000], color="role:subject"), fmt="%.3f")

    at = places(drawn(draw).wide)
    assert at["\N{MINUS SIGN}1000.000"][0] > at["Third name"][0] + 60


def test_dates_are_few_and_powers_of_ten_written_out(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.plot(pd.date_range("2025-01-01", "2026-06-01", freq="MS"), 10.0 ** (np.arange(18) / 3), color="role:subject")
        ax.set_yscale("log")

    at = places(drawn(draw).narrow)
    assert {"2025", "2026", "1,000", "100,000"} <= set(at)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("start", ["2023-11-30", "2024-01-01"])
def test_dates_of_any_span_have_two_to_eight_ticks_and_no_warning(start: str, narrow: bool) -> None:
    for days in np.geomspace(5, 3653, 40).round():
        span = pd.date_range(start, periods=2, freq=f"{days:.0f}D")
        axes = Figure().add_subplot()
        axes.plot(span, [0, 1])
        axes.set_xlim(*span)
        layout._ticks(axes.xaxis, narrow)
        low, high = axes.get_xlim()
        assert 2 <= sum(low <= place <= high for place in axes.get_xticks()) <= (5 if narrow else 8)


def test_marks_on_the_edge_are_whole_and_what_lies_beyond_is_refused(drawn: Any) -> None:
    def draw(ax: Axes, low: float) -> None:
        ax.plot([low, 5], NAMES[:2], "o", color="role:subject")
        ax.scatter([0], NAMES[2:], color="role:context")
        ax.set_xlim(0, 6)

    assert "clip-path" not in drawn(lambda ax: draw(ax, 0)).wide.partition("</defs>")[2]
    with pytest.raises(FigureError, match="a mark leaves the axes"):
        drawn(lambda ax: draw(ax, -1))


def test_a_given_height_makes_room_for_marks_beside_each_other_in_a_row(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.plot([1, 2, 3], [-0.3, 0, 0.3], "o", color="role:subject", label="sales")
        ax.bar_label(ax.barh(NAMES, [1, 2, 3], color="role:context"))
        ax.text(4, -0.4, "upper")
        ax.text(4, 0.4, "lower")

    def apart(svg: str) -> float:
        return places(svg)["lower"][1] - places(svg)["upper"][1]

    few, more = drawn(draw), drawn(draw, heights=(400, 500))
    assert apart(few.wide) == pytest.approx(20, abs=1)
    assert apart(few.narrow) == pytest.approx(20, abs=1)
    assert apart(more.wide) > 60
    assert apart(more.narrow) > 60


def test_only_the_author_names_what_is_drawn(drawn: Any) -> None:
    frame = pd.DataFrame({"day": [1, 2, 3], "sales": [1, 2, 3], "half": [1, 1, 1]})

    def draw(ax: Axes) -> None:
        ax.plot("day", "sales", data=frame, color="role:subject")
        ax.scatter("day", "half", data=frame, color="role:context")
        ax.plot("day", "half", "D", data=frame, color="role:second", label="half")

    figure = drawn(draw)
    assert "sales" not in places(figure.wide)
    assert figure.wide.count(">half<") == 1


def test_ticks_that_would_touch_are_thinned_but_names_are_not(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.plot(range(8), range(8), color="role:subject")
        ax.set_xticks(range(8), [f"Jan {year}" for year in range(2019, 2027)])

    figure = drawn(draw)
    assert "Jan 2020" in places(figure.wide)
    assert "Jan 2020" not in places(figure.narrow)
    assert {"Jan 2019", "Jan 2023"} <= set(places(figure.narrow))
    with pytest.raises(FigureError, match="narrow: 'A long name' over 'A long name'"):
        drawn(lambda ax: (ax.plot(range(8), color="role:subject"), ax.set_xticks(range(8), ["A long name"] * 8)))


def test_names_of_lines_that_end_apart_stay_at_their_lines(drawn: Any) -> None:
    def draw(ax: Axes) -> None:
        ax.plot([0, 1], [0, 5], color="role:subject", label="early")
        ax.plot([0, 9], [0, 5], color="role:context", label="late")

    at = places(drawn(draw).wide)
    assert at["early"][1] == at["late"][1]


def test_names_move_as_little_as_they_can() -> None:
    assert layout.spread(np.array([10.0, 11.0, 50.0]), 10, 0, 100) == pytest.approx([5.5, 15.5, 50])
    assert layout.spread(np.array([3.0, 1.0]), 10, 0, 100) == pytest.approx([10, 0])
    assert layout.spread(np.array([99.0, 98.0]), 10, 0, 100) == pytest.approx([100, 90])
