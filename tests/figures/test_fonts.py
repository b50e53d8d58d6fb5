"""The shared cuts of the fonts, and what a drawing does that needs more."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from afterllama.figures import fonts, svg

NS = "http://www.w3.org/2000/svg"


def face(text: str) -> TTFont:
    """The font that a drawing of these words carries."""
    drawing = f'<svg xmlns="{NS}" viewBox="0 0 9 9"><style/><text style="fill: #1b4f9c">{text}</text></svg>'
    style = next(ET.fromstring(svg.finish(drawing, "x")).iter(f"{{{NS}}}style")).text or ""
    code = style.partition("base64,")[2].partition(")")[0]
    return TTFont(io.BytesIO(base64.b64decode(code)))


@pytest.mark.parametrize("family", [fonts.SANS, fonts.SERIF])
@pytest.mark.parametrize("weight", [400, 600])
def test_the_shared_cut_is_the_one_made_anew(family: str, weight: int) -> None:
    style = fonts.face(family, weight)
    made = base64.b64encode(fonts.cut(fonts.whole(family)[weight], fonts.CHARACTERS)).decode()
    assert made in style, "python -m afterllama.figures.fonts makes the cuts anew"


def test_the_fonts_of_a_page_are_light() -> None:
    assert fonts.faces().count("@font-face") == 4
    assert len(fonts.faces()) <= 60_000


def test_drawings_share_a_cut_and_one_with_another_character_carries_its_glyph_too() -> None:
    usual, more = face("Łódź").getBestCmap(), face("plain words").getBestCmap()
    assert usual.keys() - more.keys() == {ord("Ł"), ord("ź")}
    assert set(map(ord, fonts.CHARACTERS)) == more.keys()


def test_a_cut_font_keeps_its_licence_and_not_its_reserved_name() -> None:
    names = {entry.nameID: str(entry) for entry in face("words")["name"].names}
    assert "Copyright" in names[0]
    assert "SIL Open Font License" in names[13]
    assert not {1, 4, 6, 16} & names.keys()


def test_a_kernel_cuts_no_font() -> None:
    code = "import sys; from afterllama import show; from afterllama.figures import fonts; fonts.faces(); assert show; print('fontTools.subset' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
