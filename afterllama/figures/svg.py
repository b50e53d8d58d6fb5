"""From matplotlib's SVG to one that is small, knows light and dark, and can stand in a page or alone.

A finished drawing has two style elements. The first holds colours and fonts, which a page has of its own; the second
holds the classes, named after the figure and the width, so that many drawings can stand in one page.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from afterllama.errors import AfterLlamaError
from afterllama.figures import fonts, theme

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_NUMBERS = ("d", "x", "y", "points", "width", "height")
_DEFAULTS = {("font-family", f"'{fonts.SANS}'"), ("text-anchor", "start"), ("stroke-linecap", "butt")}
_GROUPS = (f"{_SVG}g", f"{_SVG}defs")
_INVISIBLE = ({"fill": "none"}, {"fill": "none", "opacity": "0"})
ET.register_namespace("", _SVG[1:-1])
Styles = dict[ET.Element, dict[str, str]]


def finish(raw: str, name: str) -> str:
    """A drawing of matplotlib's, its styles as classes ``<name>-<number>``, its colours as custom properties."""
    root = ET.fromstring(raw)
    del root[0]  # matplotlib's own style element
    for node in root.iter():
        if link := node.attrib.pop(_LINK, ""):
            node.set("href", link)
    styles = {node: _style(node.attrib.pop("style", "")) for node in root.iter()}
    faces = _fonts(styles)
    links = [node.get(key, "") for node in root.iter() for key in ("clip-path", "href")]
    _tidy(root, styles, {link.partition("#")[2].removesuffix(")") for link in links})
    classes, used = _classes(styles, root, name)
    root.attrib = {"viewBox": root.get("viewBox", ""), "stroke-linejoin": "round"}
    root[:0] = style, rules = ET.Element(f"{_SVG}style"), ET.Element(f"{_SVG}style")
    style.text, rules.text = theme.scheme(used) + faces, classes
    return _write(root) + "\n"


def inline(text: str, where: str, kind: str = "") -> tuple[str, str]:
    """A finished drawing for a page: the drawing, of class ``kind``, and the rules that its classes need.

    The page has ``theme.scheme()`` and the fonts itself, and gives the rules a place in a style element that its
    Content-Security-Policy knows. Raises AfterLlamaError: not a drawing that ``show`` made.
    """
    try:
        root = ET.fromstring(text)
        _, rules = styles = root.findall(f"{_SVG}style")
    except (ET.ParseError, ValueError):
        problem = "a drawing is no SVG with the two style elements that show writes"
        raise AfterLlamaError(problem, where=where, fix="Run its notebook again") from None
    for style in styles:
        root.remove(style)
    root.attrib |= {"class": kind} if kind else {}
    return _write(root), rules.text or ""


def _style(text: str) -> dict[str, str]:
    pairs = [declaration.partition(":") for declaration in text.split(";")]
    return {key.strip(): value.strip() for key, _, value in pairs if value.strip()}


def _tidy(element: ET.Element, styles: Styles, kept: set[str]) -> None:
    """Drop unused ids, invisible shapes, groups that group nothing and decimals that nobody sees; children first."""
    for place, child in reversed(list(enumerate(element))):
        _tidy(child, styles, kept)
        child.tail = None
        if child.get("id") not in kept:
            child.attrib.pop("id", None)
        if child.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
            del child.attrib["transform"]
        for name in child.attrib.keys() & _NUMBERS:
            child.set(name, " ".join(_tenth(part) for part in child.attrib[name].split()))
        nothing = child.tag == f"{_SVG}path" and not child.get("d")
        invisible = nothing or (styles[child] in _INVISIBLE and "id" not in child.attrib)
        bare = child.tag == _GROUPS[0] and not (child.attrib or styles[child])
        if bare or (not len(child) and (invisible or child.tag in _GROUPS)):
            element[place : place + 1] = list(child)
    if len(element):
        element.text = None


def _tenth(part: str) -> str:
    try:
        return f"{round(float(part), 1) + 0:g}"  # minus zero plus zero is zero
    except ValueError:  # a command of a path
        return part


def _classes(styles: Styles, root: ET.Element, name: str) -> tuple[str, list[str]]:
    """Give each style a class, named by the order of first use; return the rules and the colours used."""
    roles = {light: role for role, (light, _) in theme.COLOURS.items()}
    names: dict[str, str] = {}
    used: list[str] = []
    for node in root.iter():
        pairs = [pair for pair in styles[node].items() if pair not in _DEFAULTS]
        used += [roles[value] for _, value in pairs if value in roles]
        look = [(key, f"var({theme.variable(roles[value])})" if value in roles else value) for key, value in pairs]
        if rule := ";".join(map(":".join, look)):
            node.set("class", names.setdefault(rule, f"{name}-{len(names)}"))
    return "".join(f".{key}{{{rule}}}" for rule, key in names.items()), used


def _write(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _fonts(styles: Styles) -> str:
    words = {400: "", 600: ""}
    for node, style in styles.items():
        if node.tag == f"{_SVG}text":
            words[600 if style.get("font-weight") in ("600", "700", "bold") else 400] += "".join(node.itertext())
    faces = "".join(fonts.face(fonts.SANS, weight, text) for weight, text in words.items() if text)
    return f"text{{font-family:'{fonts.SANS}',sans-serif}}{faces}" if faces else ""
