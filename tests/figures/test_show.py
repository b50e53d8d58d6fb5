import base64
import io
import json

import pandas as pd
import pytest
from PIL import Image

from afterllama import load, show
from afterllama.errors import CiteError, FigureError
from afterllama.evidence import records
from afterllama.figures import show as figures

TEXTS = {"title": "The floor rose", "subtitle": "USD billion, by date", "alt": "Range bars from 115 to 145."}


@pytest.fixture
def guidance(project):
    return load("guidance").query("confidence == 'high'")


@pytest.fixture
def shown(monkeypatch):
    kept = []
    monkeypatch.setattr(figures, "display", kept.append)
    monkeypatch.setattr(figures, "_drawn", {})
    return kept


def bars(frame):
    def draw(fig, narrow):
        ax = fig.subplots()
        ax.hlines(frame["issued"], frame["low"], frame["high"], color="role:subject", linewidth=8)
        ax.set_xlim(0, 160)

    return draw


def test_figure_is_drawn_twice_and_carries_what_a_report_needs(guidance, shown):
    show(bars(guidance), "bars", data=guidance, holds=guidance["low"].is_monotonic_increasing, **TEXTS)
    (figure,) = shown
    assert 'viewBox="0 0 856 300"' in figure.wide
    assert 'viewBox="0 0 328 360"' in figure.narrow
    assert figure.rows == ("guidance:2", "guidance:3", "guidance:4")
    assert figure.csv.startswith("row,issued,low")
    assert "issued_first" not in figure.csv
    json.dumps(records.plain(figure))


def test_same_drawing_gives_the_same_bytes(guidance, shown):
    made = []
    for _ in range(2):
        show(bars(guidance), "bars", data=guidance, holds=len(guidance) > 2, **TEXTS)
        made.append(figures.pictures())
    assert shown[0] == shown[1]
    assert made[0] == made[1]


def test_picture_and_thumbnail_are_made_when_they_are_asked_for_of_the_last_figure_of_a_name(guidance, shown):
    for title in ("An older title", TEXTS["title"]):
        show(bars(guidance), "bars", data=guidance, holds=len(guidance) > 2, **{**TEXTS, "title": title})
    assert not any(figure.png or figure.thumb for figure in shown)
    made = figures.pictures()
    assert set(made) == {"bars"}
    picture = Image.open(io.BytesIO(base64.b64decode(made["bars"]["png"])))
    assert picture.width == 1712
    assert made["bars"]["thumb"].startswith("<svg")
    show(bars(guidance), "bars", data=guidance, holds=len(guidance) > 2, **TEXTS)
    assert figures.pictures() == made
    assert figures.pictures() == {}


def test_svg_keeps_text_embeds_its_font_and_has_a_dark_scheme(guidance, shown):
    show(bars(guidance), "bars", data=guidance, holds=len(guidance) > 2, **TEXTS)
    svg = shown[0].wide
    assert "2026-01-28</text>" in svg
    assert "data:font/woff2" in svg
    assert "prefers-color-scheme:dark" in svg
    assert "#1b4f9c" not in svg.split("</style>")[1]
    assert "<metadata" not in svg


def test_fallen_title_gives_way_to_the_subtitle(guidance, shown):
    show(bars(guidance), "bars", data=guidance, holds=guidance["low"].is_monotonic_decreasing, **TEXTS)
    assert shown[0].holds is False
    assert shown[0].heading == "USD billion, by date (title no longer supported)"


@pytest.mark.parametrize("missing", ["title", "subtitle", "alt"])
def test_missing_text_is_named(guidance, missing):
    with pytest.raises(FigureError, match=f"figure bars: {missing}= is empty"):
        show(bars(guidance), "bars", data=guidance, holds=len(guidance) > 2, **{**TEXTS, missing: " "})


def test_overlapping_labels_are_refused_by_name(guidance):
    def draw(fig, narrow):
        ax = fig.subplots()
        ax.set_xlim(0, 1)
        ax.text(0.5, 0.5, "first")
        ax.text(0.51, 0.5, "second")

    with pytest.raises(FigureError, match="'first' over 'second'"):
        show(draw, "bars", data=guidance, holds=len(guidance) > 2, **TEXTS)


def test_label_that_leaves_the_canvas_is_refused_at_the_width_where_it_does(guidance):
    def draw(fig, narrow):
        fig.subplots().plot([0, 1], [0, 0], color="role:subject")
        fig.text(0.5, 0.5, "a label that is too long for the width of a telephone, by far")

    with pytest.raises(FigureError, match=r"figure bars, narrow.*leaves the canvas"):
        show(draw, "bars", data=guidance, holds=len(guidance) > 2, **TEXTS)


def test_computed_data_needs_the_rows_behind_it(guidance, shown):
    mean = guidance.groupby("source_id")["low"].mean().to_frame()
    with pytest.raises(FigureError, match="rows="):
        show(bars(guidance), "bars", data=mean, holds=len(mean) > 1, **TEXTS)
    show(bars(guidance), "bars", data=mean, rows=guidance, holds=len(mean) > 1, **TEXTS)
    assert shown[0].sources == ("acme_10k", "acme_post", "daily")


def test_low_confidence_rows_need_a_reason(project):
    with pytest.raises(CiteError, match="low confidence"):
        show(bars(load("guidance")), "bars", data=load("guidance"), holds=len(load("guidance")) > 2, **TEXTS)


def test_csv_leaves_out_what_a_source_does_not_allow_to_pass_on(project):
    table = project / "data/guidance.csv"
    table.write_text(table.read_text() + "2026-08,1,2,closed,,high\n")
    frame = load("guidance").query("confidence == 'high'")
    text = figures.to_csv(frame, ["acme_10k", "closed"])
    assert "acme_10k" in text
    assert ",closed," not in text
    assert "https://example.org/board" in text


def test_computed_csv_from_a_closed_source_holds_only_the_address(project):
    table = project / "data/guidance.csv"
    table.write_text(table.read_text() + "2026-08,1,2,closed,,high\n")
    load("guidance")
    text = figures.to_csv(pd.DataFrame({"mean": [1.5]}), ["closed"])
    assert "1.5" not in text
    assert "https://example.org/board" in text


def test_labels_keep_their_decimals_and_semibold_brings_its_own_font(guidance, shown):
    def draw(fig, narrow):
        ax = fig.subplots()
        ax.plot([0, 1], [0, 0], color="role:subject")
        ax.text(0.2, 0.5, "0.0183 of it")
        ax.text(0.2, 0.8, "1.2345", weight=600)
        ax.set_ylim(0, 1)

    show(draw, "bars", data=guidance, holds=len(guidance) > 2, **TEXTS)
    svg = shown[0].wide
    assert ">0.0183 of it<" in svg
    assert ">1.2345<" in svg
    assert svg.count("@font-face") == 2
