"""From matplotlib's SVG to one that is small, dark-aware and carries its own font."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache

from fontTools import subset

from afterllama import theme

_WEIGHT = re.compile(r"font: (?:(\d+) )?[\d.]+px")
_TEXT = re.compile(r'<text style="([^"]*)"[^>]*>([^<]*)</text>')
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def finish(raw: str) -> str:
    """Embed the used glyphs, add the dark scheme, drop what a browser does not need."""
    text = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>|<!--.*?-->", "", raw, flags=re.S)
    text = text.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "") if "xlink:" not in text else text
    text = _LONG_NUMBER.sub(lambda found: _short(found.group()), text)
    text = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", text)
    text = re.sub(r"(<svg[^>]*?) width=\"[^\"]*\"", r"\1", text, count=1)
    text = re.sub(r"(<svg[^>]*?) height=\"[^\"]*\"", r"\1", text, count=1)
    text = re.sub(r">\s+<", "><", text).strip()
    style = _fonts(text)
    text, scheme = _scheme(text)
    head, body = text.split("<defs>", 1)
    return f"{head}<style>{scheme}{style}</style><defs>{body}\n"


def _short(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _scheme(text: str) -> tuple[str, str]:
    """Replace each role's hex by a custom property, defined once for light and once for dark."""
    light, dark = [], []
    for number, (day, night) in enumerate(theme.COLOURS.values()):
        if day in text:
            text = text.replace(day, f"var(--c{number})")
            light.append(f"--c{number}:{day}")
            dark.append(f"--c{number}:{night}")
    day_rule, night_rule = ";".join(light), ";".join(dark)
    # ``screen`` keeps print light.
    return text, f":root{{{day_rule}}}@media screen and (prefers-color-scheme:dark){{:root{{{night_rule}}}}}"


def _fonts(text: str) -> str:
    used: dict[int, set[str]] = {400: set(), 600: set()}
    for style, words in _TEXT.findall(text):
        found = _WEIGHT.search(style)
        weight = int(found.group(1) or 400) if found else 400
        plain = words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        used[600 if weight >= 600 else 400] |= set(plain)
    return "".join(_face(weight, "".join(sorted(glyphs))) for weight, glyphs in used.items() if glyphs)


def _face(weight: int, glyphs: str) -> str:
    data = base64.b64encode(woff2(str(theme.font_files()[weight]), glyphs)).decode("ascii")
    return (
        f"@font-face{{font-family:'Source Sans Pro';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{data})format('woff2')}}"
    )


@lru_cache(maxsize=256)
def woff2(path: str, glyphs: str, features: tuple[str, ...] = ("kern",)) -> bytes:
    """The given characters of a font as WOFF2; the same bytes for the same input."""
    options = subset.Options(flavor="woff2", layout_features=list(features), hinting=False, desubroutinize=True)
    options.notdef_outline = True
    font = subset.load_font(path, options)
    font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=glyphs)
    cutter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()
