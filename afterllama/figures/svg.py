"""From matplotlib's SVG to one that is small, knows light and dark, and can stand in a page or alone.

A finished drawing has two style elements. The first holds colours and fonts, which a page has of its own; the second
holds the classes, named after the figure and the width, so that many drawings can stand in one page.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from xml.etree import ElementTree as ET

from fontTools import subset

from afterllama.figures import theme

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_FAMILY = "'Source Sans Pro'"
_NUMBERS = ("d", "x", "y", "points", "width", "height")
# All that matplotlib draws with. Nothing here acts, and nothing fetches once links stay inside.
_ELEMENTS = {"svg", "g", "defs", "path", "use", "text", "tspan", "rect", "clipPath"}
_ATTRIBUTES = {*_NUMBERS, "class", "clip-path", "href", "id", "style", "transform", "viewBox"}
_PROPERTIES = {
    *("fill", "fill-opacity", "fill-rule", "font-size", "font-style", "font-weight", "opacity", "stroke"),
    *("stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-opacity"),
    *("stroke-width", "text-anchor"),
}
_DEFAULTS = {("font-family", _FAMILY), ("text-anchor", "start"), ("stroke-linecap", "butt")}
_GROUPS = (f"{_SVG}g", f"{_SVG}defs")
_INVISIBLE = ({"fill": "none"}, {"fill": "none", "opacity": "0"})
Style = dict[str, str]


def finish(raw: str, name: str) -> str:
    """A drawing of matplotlib's, its styles as classes ``<name>-<number>``, its colours as custom properties."""
    root = ET.fromstring(raw)
    _keep_shapes(root)
    styles = {node: _style(node.attrib.pop("style", "")) for node in root.iter()}
    fonts = _fonts(styles)
    _tidy(root, styles, _referenced(root))
    classes, used = _classes(root, styles, name)
    root.attrib = {"viewBox": root.get("viewBox", ""), "stroke-linejoin": "round"}
    for place, rules in enumerate((theme.scheme(used) + fonts, classes)):
        style = ET.Element("style")
        style.text = rules
        root.insert(place, style)
    return _write(root) + "\n"


def inline(text: str, kind: str = "") -> tuple[str, str]:
    """A finished drawing for a page: the drawing, of class ``kind``, and the rules that its classes need.

    The page has ``theme.scheme()`` and the fonts itself, and gives the rules a place in a style element that its
    Content-Security-Policy knows.
    """
    root = ET.fromstring(text)
    _, rules = styles = root.findall(f"{_SVG}style")
    for style in styles:
        root.remove(style)
    root.attrib |= {"class": kind} if kind else {}
    return _write(root), rules.text or ""


def restrict(text: str, prefix: str) -> str:
    """A drawing from a strange hand as shapes and words alone, each id under ``prefix``; empty if it is no SVG.

    Classes and styles become attributes of the elements, so that they reach nothing else in the page.
    """
    try:
        root = ET.fromstring(text)
    except ET.ParseError:
        return ""
    if root.tag != f"{_SVG}svg":
        return ""
    rules = dict(rule for style in root.iter(f"{_SVG}style") for rule in _rules(style.text or ""))
    _keep_shapes(root)
    for node in root.iter():
        styles = rules.get(node.attrib.pop("class", ""), {}) | _style(node.attrib.pop("style", ""))
        node.attrib |= {key: value for key, value in styles.items() if key in _PROPERTIES}
        node.attrib = {key: _prefixed(key, value, prefix) for key, value in node.attrib.items() if _stays(value)}
    return _write(root)


def _rules(css: str) -> list[tuple[str, Style]]:
    blocks = [block.partition("{") for block in css.split("}")]
    return [(name.strip()[1:], _style(body)) for name, _, body in blocks if name.strip().startswith(".")]


def _stays(value: str) -> bool:
    """Does an attribute refer to nothing outside the drawing?"""
    flat = "".join(value.lower().split())
    outward = flat.count("url(") > flat.count("url(#") or any(word in flat for word in ("\\", "@", "javascript:"))
    return not outward


def _prefixed(key: str, value: str, prefix: str) -> str:
    if key == "id":
        return f"{prefix}-{value}"
    return value.replace("#", f"#{prefix}-") if key == "href" or "url(#" in value else value


def _keep_shapes(root: ET.Element) -> None:
    """Drop elements and attributes that matplotlib does not draw with, and links that lead out."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.removeprefix(_SVG) not in _ELEMENTS:
                parent.remove(child)
    for node in root.iter():
        if link := node.attrib.pop(_LINK, ""):
            node.set("href", link)
        if not node.get("href", "#").startswith("#"):
            del node.attrib["href"]
        node.attrib = {key: value for key, value in node.attrib.items() if key in _ATTRIBUTES | _PROPERTIES}


def _style(text: str) -> Style:
    pairs = [declaration.partition(":") for declaration in text.split(";")]
    return {key.strip(): value.strip() for key, _, value in pairs if value.strip()}


def _referenced(root: ET.Element) -> set[str]:
    clips = {node.get("clip-path", "").removeprefix("url(#").removesuffix(")") for node in root.iter()}
    return clips | {node.get("href", "").removeprefix("#") for node in root.iter()}


def _tidy(element: ET.Element, styles: dict[ET.Element, Style], kept: set[str]) -> None:
    """Drop unused ids, invisible shapes, groups that group nothing and decimals that nobody sees; children first."""
    for child in list(element):
        _tidy(child, styles, kept)
        if child.get("id") not in kept:
            child.attrib.pop("id", None)
        if child.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
            del child.attrib["transform"]
        for name in _NUMBERS:
            if name in child.attrib:
                child.set(name, " ".join(_tenth(part) for part in child.attrib[name].split()))
        child.tail = None
        if child.tag == f"{_SVG}g" and not (child.attrib or styles[child]):
            place = list(element).index(child)
            element[place : place + 1] = list(child)
        elif not len(child) and (child.tag in _GROUPS or (styles[child] in _INVISIBLE and "id" not in child.attrib)):
            element.remove(child)
    if len(element):
        element.text = None


def _tenth(part: str) -> str:
    try:
        return f"{round(float(part), 1) + 0:g}"  # minus zero plus zero is zero
    except ValueError:  # a command of a path
        return part


def _classes(root: ET.Element, styles: dict[ET.Element, Style], name: str) -> tuple[str, list[str]]:
    """Give each style a class, named by the order of first use; return the rules and the colours used."""
    roles = {light: role for role, (light, _) in theme.COLOURS.items()}
    names: dict[str, str] = {}
    used: list[str] = []
    for node in root.iter():
        pairs = {key: value for key, value in styles[node].items() if (key, value) not in _DEFAULTS}
        used += [roles[value] for value in pairs.values() if value in roles]
        pairs = {key: f"var({theme.variable(roles[v])})" if v in roles else v for key, v in pairs.items()}
        if rule := ";".join(f"{key}:{value}" for key, value in pairs.items()):
            node.set("class", names.setdefault(rule, f"{name}-{len(names)}"))
    return "".join(f".{key}{{{rule}}}" for rule, key in names.items()), used


def _write(root: ET.Element) -> str:
    for node in root.iter():
        node.tag = node.tag.removeprefix(_SVG)
    root.attrib = {"xmlns": _SVG[1:-1], **root.attrib}
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _fonts(styles: dict[ET.Element, Style]) -> str:
    used: dict[int, set[str]] = {400: set(), 600: set()}
    for node, style in styles.items():
        if node.tag == f"{_SVG}text":
            used[600 if style.get("font-weight") in ("600", "700", "bold") else 400] |= set("".join(node.itertext()))
    faces = "".join(_face(weight, "".join(sorted(glyphs))) for weight, glyphs in used.items() if glyphs)
    return f"text{{font-family:{_FAMILY},sans-serif}}{faces}" if faces else ""


def _face(weight: int, glyphs: str) -> str:
    data = base64.b64encode(woff2(str(theme.font_files()[weight]), glyphs)).decode("ascii")
    source = f"url(data:font/woff2;base64,{data})format('woff2')"
    return f"@font-face{{font-family:{_FAMILY};font-weight:{weight};src:{source}}}"


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
