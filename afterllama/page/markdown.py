"""Markdown of a notebook to clean HTML: MyST's ``{eval}`` role and dropdowns, margin notes, formulas as MathML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from latex2mathml.converter import convert as to_mathml
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from afterllama.run.kernel import ROLE

# Private-use characters stand in for what must pass the sanitiser untouched.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"([(\u005b\u201c\u2018]?){_OPEN}([^{_CLOSE}]*){_CLOSE}([.,;:!?)\u201d\u2019]*)")
# What nh3 lets pass, less what HTML has given up.
_TAGS = (nh3.ALLOWED_TAGS | {"details", "summary", "figure", "figcaption", "section"}) - {
    *("acronym", "area", "center", "map", "rtc", "strike", "tt"),
}
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "details": {"open"},
    "time": {"datetime"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "col": {"span"},
}
_PICTURE = re.compile(r"<img\b[^>]*>")
Role = Callable[[str, str], str]
_OPENING = re.compile(r"(?:(?<=^)|(?<=[\s(;:,]))'(?=\w[^']*')")
_QUOTED = re.compile(r'"([^"]*)"')


def apostrophes(text: str) -> str:
    """Plain words with the apostrophes and single quotation marks that prose has."""
    return _OPENING.sub("‘", text).replace("'", "’")


def curly(text: str) -> str:
    """Plain words from code or tables, escaped, with the apostrophes and quotation marks that prose has."""
    return escape(_QUOTED.sub(r"“\1”", apostrophes(text)), quote=False)


def slug(text: str) -> str:
    """A heading's address: words of ASCII letters and digits, joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", "")))[:60].strip("-")


def clean(html: str, foreign: bool = False) -> str:
    """HTML without scripts, styles, event handlers or addresses other than http, https, mailto and data images.

    Parameters
    ----------
    foreign : also without ids and classes, which would meet ours.
    """
    attributes = {key: set(names) for key, names in _ATTRIBUTES.items()}
    if foreign:
        attributes["*"] = {"lang", "title"}
    safe = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=attributes,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
        attribute_filter=_only_images_as_data,
    )
    return _PICTURE.sub(_picture, safe)


def _picture(found: re.Match[str]) -> str:
    """A picture that is inside the page, with words for those who cannot see it; a note for one that is not."""
    alt = re.search(r'\balt="([^"]*)"', found[0])
    words = alt[1] if alt else ""
    if " src=" not in found[0]:
        return f'<span class="lost">Picture that is not inside the notebook{": " if words else ""}{words}.</span>'
    return found[0] if alt else found[0].replace("<img", '<img alt="Picture without description"', 1)


def _only_images_as_data(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src" and not value.startswith("data:image/"):
        return None  # a report loads nothing
    if attribute == "href" and value.startswith("data:"):
        return None
    return value


def render(text: str, role: Role) -> str:
    """One Markdown cell as HTML.

    Parameters
    ----------
    role : ``role(name, punctuation)`` gives the HTML of a live number with the punctuation that follows it.
    """
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"{_OPEN}#{len(kept) - 1}{_CLOSE}"

    marked = ROLE.sub(lambda found: f"{_OPEN}{found.group(1)}{_CLOSE}", text)
    html = clean(_parser().render(marked, {"keep": keep}))
    html = html.replace("<blockquote>", '<aside class="margin">').replace("</blockquote>", "</aside>")
    return _MARK.sub(lambda found: _restore(found, kept, role), html)


def _restore(found: re.Match[str], kept: list[str], role: Role) -> str:
    before, name, after = found.groups()
    if name.startswith("#"):
        return before + kept[int(name[1:])] + after
    html = role(name, after)
    # An opening bracket may not end the line before its number.
    return f'<span class="nw">{before}{html}</span>' if before and html.startswith("<span") else before + html


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "typographer": True}).enable(["table", "strikethrough"])
    parser.enable(["smartquotes"])
    parser.use(colon_fence_plugin).use(dollarmath_plugin, double_inline=True)
    parser.add_render_rule("colon_fence", _fence)
    for kind in ("math_inline", "math_block", "math_inline_double", "math_block_label"):
        parser.add_render_rule(kind, _formula)
    parser.add_render_rule("heading_open", _heading)
    return parser


def _heading(self: Any, tokens: Any, index: int, options: Any, env: dict[str, Any]) -> str:
    words = tokens[index + 1].content
    name = slug(words) or f"section-{index}"
    taken = env.setdefault("taken", set())
    while name in taken:
        name += "-again"
    taken.add(name)
    return f'<{tokens[index].tag} id="{name}">'


def _fence(self: Any, tokens: Any, index: int, options: Any, env: dict[str, Any]) -> str:
    """MyST's dropdown becomes details; other directives keep their content."""
    found = re.match(r"\{(\w+)\}\s*(.*)", tokens[index].info.strip())
    inner = _parser().render(tokens[index].content, env)
    if found and found.group(1) == "dropdown":
        return f"<details><summary>{_parser().renderInline(found.group(2))}</summary>{inner}</details>\n"
    return inner


def _formula(self: Any, tokens: Any, index: int, options: Any, env: dict[str, Any]) -> str:
    block = tokens[index].type != "math_inline"
    try:
        html = to_mathml(tokens[index].content, display="block" if block else "inline")
    except Exception:  # latex2mathml raises many kinds; the source is better than a broken page
        html = f"<code>{nh3.clean_text(tokens[index].content)}</code>"
    if block:  # scrolls by itself where it is wider than the page
        html = f'<div class="formula" role="group" aria-label="Formula" tabindex="0">{html}</div>'
    kept = str(env["keep"](html)) if "keep" in env else html
    return f"{kept}\n" if block else kept
