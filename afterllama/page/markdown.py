"""Markdown of a notebook as HTML: live numbers, MyST's dropdowns, margin notes, formulas as MathML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from afterllama.evidence.value import Value
from afterllama.page.clean import REPORTS, Attachments, Place, clean, formula
from afterllama.page.jinja import part
from afterllama.page.words import slug
from afterllama.run.markdown import directive, is_live, parser

_OPENING, _CLOSING = ("(", "[", "“", "‘"), ".,;:!?)”’"
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
        made = {name for name, value in self.values.items() if value.how or value.given}
        return {name: place for place, name in enumerate(self.names, start=1) if name in made}

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
    """One Markdown cell, with what is attached to it, as clean elements; ``inline``, a text without paragraphs.

    ``number`` gives the HTML of a live number.
    """
    ready: dict[str, str] = {}
    env = {"number": number, "ready": ready}
    made = parser(typographer=True)
    tokens = made.parseInline(text, env) if inline else made.parse(text, env)
    soup = clean(_Renderer().render(tokens, made.options, env), place=place, attached=attached)
    for mark in soup.find_all("data"):
        if mark.get("value") in ready:
            mark.replace_with(PreformattedString(ready.pop(str(mark["value"]))))
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
        before, after = token.meta.get("before", ""), token.meta.get("after", "")
        return _set_aside(env["number"](token.content, before, after), env)

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

    def math_block(self, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
        tex, block = tokens[index].content, tokens[index].type != "math_inline"
        return _set_aside(part("formula", formula(tex, block), tex, block), env)

    math_inline = math_inline_double = math_block_label = math_block


def _take_marks(tokens: Sequence[Token]) -> None:
    """Give each live number the punctuation that follows it and the bracket that it stands in: no line parts them."""
    for left, right in pairwise(tokens):
        if is_live(left) and right.type == "text":
            rest = right.content.lstrip(_CLOSING)
            left.meta["after"], right.content = right.content.removesuffix(rest), rest
        if is_live(right) and left.type == "text" and left.content.endswith(_OPENING):
            right.meta["before"], left.content = left.content[-1], left.content[:-1]
