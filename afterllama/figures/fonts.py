"""The fonts of pages and drawings, cut once for good to the characters in use.

The cuts lie in ``cuts/``, so that no kernel and no build pays for them; ``python -m afterllama.figures.fonts`` makes
them anew, and a test holds them to what it makes.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro

# Every character that pages and drawings print in these fonts; a test refuses others in pages.
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§°±²³·×áäåçèéêëíïñóôöøúüßÄÅÉÖØÜšž–—‘’“”…€→←↑↓−≈≤≥"
SANS, SERIF = "Source Sans Pro", "Source Serif Pro"
_STYLES = {400: "Regular", 600: "Semibold"}
_PACKAGES = {SANS: font_source_sans_pro, SERIF: font_source_serif_pro}


def whole(family: str) -> dict[int, Path]:
    """The files of a family as its makers gave them, by the weights in use, 400 and 600."""
    found = {path.stem: path for path in Path(_PACKAGES[family].__file__).parent.rglob("*.ttf")}
    return {weight: found[f"{family.replace(' ', '')}-{style}"] for weight, style in _STYLES.items()}


def face(family: str, weight: int, text: str = "") -> str:
    """The rule that brings a font as WOFF2: the cut that all share, or one with more where a text needs more."""
    more = "".join(sorted(set(text) - set(CHARACTERS)))
    content = cut(whole(family)[weight], CHARACTERS + more) if more else _place(family, weight).read_bytes()
    source = f"src:url(data:font/woff2;base64,{base64.b64encode(content).decode('ascii')})format('woff2')"
    return f"@font-face{{font-family:'{family}';font-weight:{weight};{source}}}"


def faces() -> str:
    """Both families, two weights each."""
    return "".join(face(family, weight) for family in (SERIF, SANS) for weight in _STYLES)


@lru_cache(maxsize=16)
def cut(path: Path, characters: str) -> bytes:
    """A font with the glyphs of some characters alone, as WOFF2; the same bytes for the same characters."""
    from fontTools import subset  # heavy; only where a text needs more than the shared characters

    # Copyright and licence stay inside; the reserved family name may not name a cut font.
    look = {"layout_features": ["kern", "lnum", "pnum", "tnum"], "name_IDs": [0, 13, 14], "notdef_outline": True}
    options = subset.Options(flavor="woff2", desubroutinize=True, hinting=False, **look)
    font = subset.load_font(str(path), options)
    font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    font.close()
    return out.getvalue()


def _place(family: str, weight: int) -> Path:
    return Path(__file__).parent / "cuts" / f"{family.replace(' ', '')}-{weight}.woff2"


if __name__ == "__main__":
    for family in _PACKAGES:
        for weight, path in whole(family).items():
            _place(family, weight).write_bytes(cut(path, CHARACTERS))
