"""HTML of any hand without what acts, fetches or clashes, with links that lead on from where the page lies."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote, urlsplit

import nh3
from bs4 import BeautifulSoup
from latex2mathml.converter import convert
from markupsafe import Markup

from afterllama.page.words import slug

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What nh3 lets pass, less what HTML has given up.
_TAGS = (nh3.ALLOWED_TAGS | {"section"}) - {"acronym", "area", "center", "map", "rtc", "strike", "tt"}
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "details": {"open"},
    "data": {"value"},
    "time": {"datetime"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "col": {"span"},
}
# What the converter of formulas writes.
_MATHML = {
    *("math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace"),
    *("msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none"),
}
_MATHML_ATTRIBUTES = {
    *("accent", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form"),
    *("height", "largeop", "linebreak", "linethickness", "lspace", "mathbackground", "mathcolor", "mathsize"),
    *("mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rspace"),
    *("scriptlevel", "separator", "stretchy", "voffset", "width", "xmlns"),
}
# Pictures that a cell carries, by name: their data in base64 by MIME type, as nbformat has them.
Attachments = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Place:
    """``prefix`` leads back to ``reports/``; with ``pictures_inside`` a page holds the pictures that it links to."""

    prefix: str = ""
    pictures_inside: bool = False

    def link(self, address: str) -> str:
        """An address as written for a page of ``reports/``, as it reads from here."""
        outward = address.startswith(("#", "/")) or urlsplit(address).scheme
        return address if outward else self.prefix + address


REPORTS = Place()
RUNS = Place("../", pictures_inside=True)


@dataclass
class Outline:
    """One title a page, no level left out below it, no address twice; ``taken`` are addresses already given."""

    taken: set[str]
    title: Markup | None = None
    _level: int = 1

    def enter(self, soup: BeautifulSoup) -> None:
        """Put the elements of the next cell in order; the first heading of the first level becomes the title."""
        if self.title is None and (heading := soup.find("h1")):
            self.title = Markup(heading.decode_contents())
            heading.decompose()
        for heading in soup.find_all(HEADINGS):
            self._level = min(max(int(heading.name[1]), 2), self._level + 1)
            heading.name = f"h{self._level}"
            heading.attrs.setdefault("id", slug(heading.get_text()) or "section")
        for element in soup.find_all(id=True):
            while element["id"] in self.taken:
                element["id"] += "-again"
            self.taken.add(str(element["id"]))


def clean(
    html: str, foreign: bool = False, place: Place = REPORTS, attached: Attachments | None = None
) -> BeautifulSoup:
    """HTML without scripts, styles, event handlers or addresses other than http, https, mailto and data images.

    ``foreign`` HTML loses its ids and classes too, which would meet ours; ``attached`` are the attachments of the
    cell. A picture that is not inside the notebook becomes a note; one without words says so.
    """
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={**_ATTRIBUTES, "*": {"lang", "title"}} if foreign else _ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
        link_rel=None,
        attribute_filter=partial(_address, place, attached or {}),
    )
    soup = BeautifulSoup(safe, "html.parser")
    for image in soup.find_all("img"):
        words = str(image.get("alt", ""))
        if not image.get("src"):
            image.name, image.attrs = "span", {"class": "lost"}
            image.string = f"Picture that is not inside the notebook{': ' if words else ''}{words}."
        else:
            image.attrs.setdefault("alt", "Picture without description")
    return soup


def _address(place: Place, attached: Attachments, tag: str, attribute: str, value: str) -> str | None:
    """An attribute as it may stay; a report loads nothing, so that a picture has to be inside it."""
    if attribute == "href":
        return place.link(value) if urlsplit(value).scheme in ("", "http", "https", "mailto") else None
    if attribute != "src":
        return value
    scheme, _, name = value.partition(":")
    bundle = attached.get(unquote(name), {}) if scheme == "attachment" else {}
    inside = next((picture(mime, code) for mime, code in bundle.items()), value)
    return inside if inside.startswith("data:image/") else None


def picture(mime: str, code: str) -> str:
    """The data address of a picture in base64; empty where it is none."""
    try:
        data = base64.b64decode("".join(code.split()), validate=True)
    except binascii.Error:
        return ""
    known = mime in {f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp", "bmp", "svg+xml")}
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}" if known else ""


def formula(tex: str, block: bool = False) -> Markup | None:
    """A formula as MathML; None where it is none."""
    try:
        made = convert(tex, display="block" if block else "inline")
    except Exception:  # latex2mathml raises many kinds; the source is better than a broken page
        return None
    # The converter writes the words of a formula as they stand, tags and all.
    return Markup(nh3.clean(made, tags=_MATHML, attributes={"*": _MATHML_ATTRIBUTES}, link_rel=None))
