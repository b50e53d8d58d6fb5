"""From matplotlib's SVG to one that is small, dark-aware and carries its own font."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from fontTools import subset

from afterllama.figures import theme

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_INVISIBLE = ("fill: none", "fill: none; opacity: 0")
ET.register_namespace("", "http://www.w3.org/2000/svg")
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def finish(raw: str) -> str:
    """Embed the used glyphs, add the dark scheme, drop what a browser does not need."""
    root = ET.fromstring(raw)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    _drop_metadata(root)
    _prune(root, _referenced(root))
    faces = _fonts(root)
    rules = _classes(root)
    text = ET.tostring(root, encoding="unicode")
    text = re.sub(r">\s+<", "><", text).strip()
    text, rules, scheme = _scheme(text, rules)
    return (
        re.sub(r"(<svg[^>]*>)", lambda found: f"{found.group(1)}<style>{scheme}{rules}{faces}</style>", text, count=1)
        + "\n"
    )


def _short(found: re.Match[str]) -> str:
    text = f"{float(found.group()):.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _drop_metadata(root: ET.Element) -> None:
    for child in list(root):
        if child.tag.endswith("metadata"):
            root.remove(child)


def _referenced(root: ET.Element) -> set[str]:
    text = ET.tostring(root, encoding="unicode")
    return set(re.findall(r'(?:href="#|url\(#)([^")]+)', text))


def _prune(element: ET.Element, kept_ids: set[str]) -> None:
    """Remove invisible shapes, unused ids and groups that group nothing, children first."""
    for child in list(element):
        _prune(child, kept_ids)
        if child.get("id") not in kept_ids:
            child.attrib.pop("id", None)
        if re.match(r"rotate\(-?0 ", child.get("transform", "")):
            child.attrib.pop("transform")
        _shorten(child)
        if child.tag == f"{_SVG}path" and child.get("style", "") in _INVISIBLE and "id" not in child.attrib:
            element.remove(child)
        elif child.tag == f"{_SVG}g" and not child.attrib:
            place = list(element).index(child)
            element.remove(child)
            for offset, inner in enumerate(list(child)):
                element.insert(place + offset, inner)


def _shorten(element: ET.Element) -> None:
    """Coordinates to a tenth of a pixel. Only attributes: a label's own decimals are its reader's."""
    for name in ("d", "x", "y", "width", "height", "points"):
        if name in element.attrib:
            element.set(name, _LONG_NUMBER.sub(_short, " ".join(element.attrib[name].split())))


def _classes(root: ET.Element) -> str:
    """Repeated styles become classes; the order of first use names them, so that bytes are stable."""
    styles: dict[str, int] = {}
    for element in root.iter():
        if style := element.attrib.pop("style", None):
            compact = re.sub(r"\s*([:;])\s*", r"\1", style)
            element.set("class", f"s{styles.setdefault(compact, len(styles))}")
    return "".join(f".s{number}{{{style}}}" for style, number in styles.items())


def _scheme(text: str, rules: str) -> tuple[str, str, str]:
    """Replace each role's hex by a custom property, defined once for light and once for dark."""
    light, dark = [], []
    for number, (day, night) in enumerate(theme.COLOURS.values()):
        if day in text or day in rules:
            text, rules = (part.replace(day, f"var(--c{number})") for part in (text, rules))
            light.append(f"--c{number}:{day}")
            dark.append(f"--c{number}:{night}")
    day_rule, night_rule = ";".join(light), ";".join(dark)
    # ``screen`` keeps print light.
    scheme = f":root{{{day_rule}}}@media screen and (prefers-color-scheme:dark){{:root{{{night_rule}}}}}"
    return text, rules, scheme


def _fonts(root: ET.Element) -> str:
    used: dict[int, set[str]] = {400: set(), 600: set()}
    for element in root.iter(f"{_SVG}text"):
        found = re.search(r"font(?:-weight)?: (\d{3})\b", element.get("style", ""))
        weight = int(found.group(1)) if found else 400
        used[600 if weight >= 600 else 400] |= set("".join(element.itertext()))
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
    # Copyright and licence stay inside; the reserved family name may not name a cut font.
    options.name_IDs = [0, 13, 14]
    font = subset.load_font(path, options)
    font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=glyphs)
    cutter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    font.close()
    return out.getvalue()
