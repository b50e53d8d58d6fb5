"""Drawings as they stand alone, in a page, and from strange hands."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from afterllama import load
from afterllama.errors import AfterLlamaError
from afterllama.figures import show, svg, theme
from tests.executed import figure

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script>
<style>@import url(https://example.org/x.css);.s0{fill:url(https://example.org/#a)}.note{display:none}</style>
<image href="https://example.org/x.png"/><foreignObject><p>x</p></foreignObject><set attributeName="href"/>
<a href="javascript:alert(2)"><path d="M 0 0 L 1 1"/></a><path class="s0" onclick="alert(3)" d="M 0 0 L 1 1"/>
<path style="fill:u\\72l(https://example.org); stroke: url( 'https://example.org' )" d="M 0 0"/><!-- words -->
<text class="note" id="top">kept</text><use href="https://example.org/#a"/><use href="#top"/></svg>"""


@pytest.fixture
def drawn(project: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    return figure(monkeypatch)


def styles(text: str) -> list[str]:
    return [style.text or "" for style in ET.fromstring(text).iter(f"{NS}style")]


def test_a_drawing_stands_alone_with_its_colours_and_fonts_and_a_page_gets_the_classes_alone(drawn: Any) -> None:
    scheme, classes = styles(drawn.wide)
    assert "--role-subject:#1b4f9c" in scheme
    assert "@font-face" in scheme
    inside, rules = svg.inline(drawn.wide, "figure floor", "wide")
    assert rules == classes
    inlined = ET.fromstring(inside)
    assert inlined.get("class") == "wide"
    assert not list(inlined.iter(f"{NS}style"))
    assert "var(--role-subject)" in classes
    assert "#" not in classes


@pytest.mark.parametrize("text", ["", "<svg", '<svg xmlns="http://www.w3.org/2000/svg"><style/></svg>', HOSTILE])
def test_a_page_takes_in_no_drawing_but_those_of_show(text: str) -> None:
    with pytest.raises(AfterLlamaError, match="figure x: a drawing is no SVG with the two style elements"):
        svg.inline(text, "figure x")


def test_dark_is_for_screens_and_print_stays_light(drawn: Any) -> None:
    for scheme in (styles(drawn.wide)[0], theme.scheme()):
        light, _, dark = scheme.partition("@media screen and (prefers-color-scheme:dark)")
        assert "--role-subject:#1b4f9c" in light
        assert "--role-subject:#7fb0f2" in dark
        assert "@media" not in light + dark


def test_a_colour_has_one_name_in_all_drawings() -> None:
    assert len({theme.variable(name) for name in theme.COLOURS}) == len(theme.COLOURS)
    assert theme.variable("verdict:does not hold") == "--verdict-does-not-hold"


def test_no_light_hex_serves_two_names() -> None:
    assert len({light for light, _ in theme.COLOURS.values()}) == len(theme.COLOURS)


def test_drawings_of_one_figure_share_no_class_and_no_id(drawn: Any) -> None:
    trees = [ET.fromstring(text) for text in (drawn.wide, drawn.narrow, drawn.thumb)]
    for name in ("id", "class"):
        found = [{node.get(name) for node in tree.iter() if node.get(name)} for tree in trees]
        assert len(set.union(*found)) == sum(map(len, found))


def test_two_figures_that_look_alike_share_no_id(drawn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = load("guidance").query("confidence == 'high'")
    caught: list[Any] = []
    monkeypatch.setattr(show, "display", caught.append)
    for name in ("one", "other"):
        words = {"title": "T", "subtitle": "S", "alt": "A"}
        show.show(lambda ax: ax.plot([1, 2], [1, 2], "o", color="role:subject"), name, data=rows, **words)
    one, other = ({node.get("id") for node in ET.fromstring(item.wide).iter() if node.get("id")} for item in caught)
    assert one
    assert not one & other


def test_every_reference_leads_to_an_id(drawn: Any) -> None:
    tree = ET.fromstring(drawn.wide)
    ids = {node.get("id") for node in tree.iter() if node.get("id")}
    clips = {node.get("clip-path", "")[5:-1] for node in tree.iter() if node.get("clip-path")}
    links = {node.get("href", "")[1:] for node in tree.iter() if node.get("href")}
    assert clips
    assert clips | links == ids


def test_places_keep_a_tenth_of_a_pixel_and_no_more(drawn: Any) -> None:
    paths = [node.get("d", "") for node in ET.fromstring(drawn.wide).iter(f"{NS}path")]
    decimals = {len(part.partition(".")[2]) for path in paths for part in path.split()}
    assert decimals == {0, 1}
    assert svg._tenth("-0.04") == "0"


def test_thumbnail_has_data_but_no_words(drawn: Any) -> None:
    tree = ET.fromstring(drawn.thumb)
    assert not list(tree.iter(f"{NS}text"))
    assert "font" not in drawn.thumb
    assert "var(--role-subject)" in drawn.thumb
    assert tree.get("viewBox", "").startswith("0 0 128 ")
    assert len(drawn.thumb) < 4000


def test_a_bar_of_no_length_leaves_no_empty_path() -> None:
    bars = '<path d="" style="fill: #1b4f9c"/><path d="M 0 0 L 1 1" style="fill: #1b4f9c"/>'
    text = svg.finish(f'<svg xmlns="{NS[1:-1]}" viewBox="0 0 9 9"><style/><g id="bars">{bars}</g></svg>', "x")
    assert [path.get("d") for path in ET.fromstring(text).iter(f"{NS}path")] == ["M 0 0 L 1 1"]
