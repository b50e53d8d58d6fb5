"""Plain words as prose has them."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt


@lru_cache(maxsize=1)
def _typographer() -> MarkdownIt:
    return MarkdownIt("zero", {"typographer": True}).enable("smartquotes")


def curly(text: str) -> str:
    """Words from code or tables, with the apostrophes and quotation marks of prose."""
    tokens = _typographer().parseInline(text)
    return "".join(child.content for token in tokens for child in token.children or [])


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """An address: words of ASCII letters and digits, joined by hyphens."""
    letters = text.lower().replace("’", "").replace("'", "")
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in letters).split()
    return "-".join(words)[:60].strip("-")
