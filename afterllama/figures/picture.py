"""SVG of a figure made small: half the weight, the same picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import groupby
from urllib.parse import quote

SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
FEW_MARKS = 6
_URL = re.compile(r"url\(#([^)]+)\)")
_NUMBER = re.compile(r"-?\d+\.\d+")
_RULE = re.compile(r"\.(\w+)\{([^}]*)\}")
_CUTS = re.compile(r"\s*([:;,])\s*")
# Of what may stand in an address, a srcset attribute can bear all but these, spaces and quotes.
_SAFE = "!$'()*+,-./:;=?@_~"


class Sheet:
    """Styles under short class names; one sheet may serve several drawings."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._names: dict[str, str] = {}

    def name(self, style: str) -> str:
        return self._names.setdefault(style, f"{self.prefix}{len(self._names)}")

    def rules(self) -> str:
        return "".join(f".{name}{{{style}}}" for style, name in self._names.items())


def data_uri(root: ET.Element) -> str:
    """A drawing as an address of its own: percent-encoded, which is lighter than base64."""
    sheet = Sheet("k")
    reduce(root, sheet, "i")
    style = root.find(f"{SVG}style")
    if style is not None:
        style.text = (style.text or "") + sheet.rules()
    return "data:image/svg+xml," + quote(write(root).replace('"', "'"), safe=_SAFE)


def reduce(root: ET.Element, sheet: Sheet, ids: str) -> None:
    """Drop what no browser needs: styles become classes of the sheet, ids short, bare groups dissolve."""
    _shorten_ids(root, ids)
    _classes(root, sheet)
    _flatten(root)
    _join_marks(root, ids)
    for node in root.iter():
        for key in {"x", "y"} & set(node.attrib):
            node.set(key, _tenths(node.get(key, "")))
        if node.tag == f"{SVG}path":
            node.set("d", _path(node.get("d", "")))


def parse(svg: str) -> ET.Element:
    """The drawing as a tree, each element with its own style."""
    root = ET.fromstring(svg.strip())
    _inline(root)
    return root


def _inline(root: ET.Element) -> None:
    """Give each element the style that its class stands for, written without needless space."""
    rules: dict[str, str] = {}
    for style in root.iter(f"{SVG}style"):
        rules |= dict(_RULE.findall(style.text or ""))
        style.text = _RULE.sub("", style.text or "")
    for node in root.iter():
        styles = [rules.get(node.attrib.pop("class", ""), ""), node.attrib.pop("style", "")]
        if text := ";".join(part for part in styles if part):
            node.set("style", _CUTS.sub(r"\1", text).strip("; "))


def write(root: ET.Element) -> str:
    """The tree as text."""
    ET.register_namespace("", SVG[1:-1])
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    return text.replace(" />", "/>").replace("&gt;", ">")


def _shorten_ids(root: ET.Element, prefix: str) -> None:
    """Keep the ids that something refers to, under short names."""
    used: dict[str, str] = {}
    for node in root.iter():
        if link := node.attrib.pop(_LINK, ""):
            node.set("href", link)
        for name in [*_URL.findall(" ".join(node.attrib.values())), node.get("href", "#")[1:]]:
            if name:
                used.setdefault(name, f"{prefix}{len(used)}")
    for node in root.iter():
        if (name := node.attrib.pop("id", "")) in used:
            node.set("id", used[name])
        for key, text in node.attrib.items():
            if "#" in text:
                node.set(key, re.sub(r"#([\w-]+)", lambda found: f"#{used.get(found[1], found[1])}", text))


def _classes(root: ET.Element, sheet: Sheet) -> None:
    for node in root.iter():
        style = node.attrib.pop("style", "")
        if clip := node.attrib.pop("clip-path", ""):
            style = f"{style};clip-path:{clip}".lstrip(";")
        if style:
            node.set("class", sheet.name(style))


def _flatten(node: ET.Element) -> None:
    """Dissolve groups that carry nothing, drop empty ones, join style elements into the first."""
    for child in list(node):
        _flatten(child)
        place = list(node).index(child)
        if child.tag == f"{SVG}g" and not child.attrib:
            node[place : place + 1] = list(child)
        elif child.tag == f"{SVG}defs" and not len(child):
            node.remove(child)
    node.text = (node.text or "").strip() if len(node) else node.text
    for child in node:
        child.tail = None


def _join_marks(root: ET.Element, prefix: str) -> None:
    """Many marks of one kind in a row become the corners of one path, a marker at each."""
    number = 0
    for parent in list(root.iter()):
        for (tag, link, kind), group in groupby(
            list(parent), key=lambda node: (node.tag, node.get("href"), node.get("class"))
        ):
            marks = list(group)
            if tag != f"{SVG}use" or len(marks) < FEW_MARKS:
                continue
            corners = " ".join(f"L {mark.get('x', 0)} {mark.get('y', 0)}" for mark in marks)
            shared = {"href": link or ""} | ({"class": kind} if kind else {})
            marker = ET.Element(
                f"{SVG}marker", {"id": f"{prefix}m{number}", "overflow": "visible", "markerUnits": "userSpaceOnUse"}
            )
            ET.SubElement(marker, f"{SVG}use", shared)
            ends = {f"marker-{place}": f"url(#{prefix}m{number})" for place in ("start", "mid", "end")}
            path = ET.Element(f"{SVG}path", {"d": f"M{corners[1:]}", "fill": "none", **ends})
            place = list(parent).index(marks[0])
            parent[place : place + len(marks)] = [marker, path]
            number += 1


def _tenths(text: str) -> str:
    """Numbers to a tenth of a pixel, without the zeros that need not be written."""
    text = _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), text)
    return re.sub(r"(?<![\d.])0\.", ".", text)


def _path(text: str) -> str:
    """A path in few letters. Small marks keep their precision; the lines of a drawing do not need it."""
    if max((abs(float(part)) for part in re.findall(r"-?[\d.]+", text)), default=0) > 20:
        if not set("CQHV") & set(text) and text.count("L") > 6:
            text = _relative(text)
        text = _tenths(text)
    text = re.sub(r"\s*([MLCQHVZzl])\s*", r"\1", " ".join(text.split()))
    # A comma needs no encoding in an address; a space takes three letters.
    return text.replace(" -", "-").replace(" ", ",")


def _relative(text: str) -> str:
    """A polyline by its steps, counted in tenths so that nothing drifts."""
    parts, before, last = [], (0, 0), ""
    for command, x, y in re.findall(r"([ML])\s*(-?[\d.]+)\s+(-?[\d.]+)", text):
        here = (round(float(x) * 10), round(float(y) * 10))
        step = here if command == "M" else (here[0] - before[0], here[1] - before[1])
        name = "M" if command == "M" else "l" if last == "M" else ""  # a command is not said twice
        parts.append(f"{name} {step[0] / 10} {step[1] / 10}")
        before, last = here, command
    return " ".join(parts) + (" z" if re.search("[zZ]", text) else "")


def size(svg: str) -> tuple[int, int]:
    """Width and height of a drawing from its view box."""
    found = re.search(r'viewBox="-?[\d.]+ -?[\d.]+ ([\d.]+) ([\d.]+)"', svg)
    return (round(float(found.group(1))), round(float(found.group(2)))) if found else (856, 300)
