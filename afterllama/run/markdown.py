"""Markdown of a notebook as tokens: one parser for what is checked, saved and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

_WORDS = ("text", "code_inline", "myst_role")


@lru_cache(maxsize=2)
def parser(typographer: bool = False) -> MarkdownIt:
    """CommonMark with tables, MyST's roles and directives, and formulas; ``typographer`` curls quotation marks."""
    made = MarkdownIt("commonmark", {"html": True, "typographer": typographer}).enable(["table", "strikethrough"])
    if typographer:
        made.enable(["smartquotes"])
    return made.use(colon_fence_plugin).use(dollarmath_plugin, double_inline=True).use(myst_role_plugin)


def directive(token: Token) -> tuple[str, str]:
    """Name and argument of a colon fence: ``dropdown`` and ``Answer`` of ``:::{dropdown} Answer``."""
    name, _, argument = token.info.strip().partition("}")
    return name.removeprefix("{"), argument.strip()


def walk(text: str) -> Iterator[Token]:
    """Every block token of a text in order, with those inside directives; inline tokens carry their children."""
    for token in parser().parse(text):
        yield token
        if token.type == "colon_fence":
            yield from parser().parseInline(directive(token)[1])
            yield from walk(token.content)


def is_live(token: Token) -> bool:
    """Whether an inline token is a number that the kernel fills in: MyST's role ``eval``."""
    return token.type == "myst_role" and token.meta["name"] == "eval"


def roles(tokens: Iterable[Token]) -> list[str]:
    """Expressions of the ``eval`` roles in tokens, in order, each as often as it stands there."""
    return [child.content for token in tokens for child in token.children or [] if is_live(child)]


def plain(text: str, values: Mapping[str, object]) -> str:
    """A text as words alone, each live number as the value of its name; ``?`` for a name without one."""
    blocks = (_words(token, values) for token in walk(text) if token.type == "inline")
    return " ".join(block for block in blocks if block).strip()


def _words(token: Token, values: Mapping[str, object]) -> str:
    parts = []
    for child in token.children or []:
        if is_live(child):
            parts.append(str(values.get(child.content, "?")))
        elif child.type in _WORDS:
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)
