"""Markdown of a notebook as HTML: live numbers, MyST's dropdowns, margin notes, formulas as MathML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from afterllama.evidence.values import Value
from afterllama.page.clean import Attachments, clean, formula
from afterllama.page.jinja import part
from afterllama.page.place import REPORTS, Place
from afterllama.page.words import slug
from afterllama.run.markdown import directive, is_live, parser

_OPENING, _CLOSING = "([“‘", ".,;:!?)”’"
Number = Callable[[str, str, str], str]  # name, and the marks before and after that may not be parted from it
Env = Any  # markdown-it's own name for a mapping that it hands on


@dataclass
class Numbers:
    """Live numbers of a page; ``names`` are those of its prose, in order of first appearance."""

    values: Mapping[str, Value]
    names: Sequence[str]
    _met: set[str] = field(default_factory=set)

    @cached_property
    def noted(self) -> dict[str, int]:
        """Names of those that have a note, with their places in print, which count from one."""
        found = [(name, self.values.get(name), place) for place, name in enumerate(self.names, start=1)]
        return {name: place for name, value, place in found if value and (value.how or value.given)}

    def html(self, name: str, before: str, after: str) -> Markup:
        """A number with the marks around it, which may not be parted from it; its address stands once on a page."""
        if name not in self.noted:
            text = self.values[name].text if name in self.values else "?"
            return Markup("{}{}{}").format(before, text, after)
        first = name not in self._met
        self._met.add(name)
        return part("number", name, self.values[name], self.noted[name], first, before, after)


def elements(
    text: str, number: Number, place: Place = REPORTS, attached: Attachments | None = None, inline: bool = False
) -> BeautifulSoup:
    """One Markdown cell as clean elements.

    Parameters
    ----------
    number : gives the HTML of a live number.
    attached : the attachments of the cell.
    inline : a text without paragraphs.
    """
    ready: dict[str, str] = {}
    env = {"number": number, "ready": ready}
    made = parser(typographer=True)
    tokens = made.parseInline(text, env) if inline else made.parse(text, env)
    soup = clean(_Renderer().render(tokens, made.options, env), place=place, attached=attached)
    for mark in soup.find_all("data"):
        html = ready.pop(str(mark.get("value")), None)
        if html is not None:
            mark.replace_with(PreformattedString(html))
    return soup


def render(text: str, number: Number, place: Place = REPORTS, inline: bool = False) -> Markup:
    """As ``elements``, in writing."""
    return Markup(elements(text, number, place, inline=inline).decode())


def _set_aside(html: str, env: Env) -> str:
    """A mark for HTML of ours, which need not pass the sanitiser. A notebook that writes one gains nothing by it."""
    ready: dict[str, str] = env["ready"]
    ready[str(len(ready))] = html
    return f'<data value="{len(ready) - 1}"></data>'


class _Renderer(RendererHTML):
    """The rules for tokens that are not as CommonMark has them."""

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Env) -> str:
        _take_marks(tokens)
        return super().renderInline(tokens, options, env)

    def myst_role(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        token = tokens[index]
        if not is_live(token):
            return str(part("role", token.meta["name"], token.content))
        around = (token.meta.get("before", ""), token.meta.get("after", ""))
        return _set_aside(env["number"](token.content, *around), env)

    def heading_open(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        tokens[index].attrSet("id", slug(tokens[index + 1].content) or f"section-{index}")
        return self.renderToken(tokens, index, options, env)

    def blockquote_open(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        return '<aside class="margin">\n'

    def blockquote_close(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        return "</aside>\n"

    def colon_fence(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        """MyST's dropdown becomes details; other directives keep their content."""
        name, title = directive(tokens[index])
        made = parser(typographer=True)
        inner = Markup(self.render(made.parse(tokens[index].content, env), options, env))
        heading = Markup(self.render(made.parseInline(title, env), options, env))
        return str(part("dropdown", heading, inner)) if name == "dropdown" else inner

    def math_inline(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        return _formula(tokens[index], False, env)

    def math_block(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        return _formula(tokens[index], True, env)

    math_inline_double = math_block_label = math_block


def _formula(token: Token, block: bool, env: Env) -> str:
    return _set_aside(part("formula", formula(token.content, block), token.content, block), env)


def _take_marks(tokens: Sequence[Token]) -> None:
    """Give each live number the punctuation that follows it and the bracket that it stands in: no line parts them."""
    for place, token in enumerate(tokens):
        if not is_live(token):
            continue
        if place + 1 < len(tokens) and tokens[place + 1].type == "text":
            text = tokens[place + 1].content
            tokens[place + 1].content = text.lstrip(_CLOSING)
            token.meta["after"] = text[: len(text) - len(tokens[place + 1].content)]
        if place and tokens[place - 1].type == "text" and tokens[place - 1].content.endswith(tuple(_OPENING)):
            token.meta["before"] = tokens[place - 1].content[-1]
            tokens[place - 1].content = tokens[place - 1].content[:-1]
