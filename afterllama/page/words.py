"""Plain words as prose has them."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

# Sections of the article that a first capital alone does not write as they are written.
_WRITTEN = {
    "what muse spark is": "What Muse Spark is",
    "open-source-shift": "Open-source shift",
    "self-hosting": "Self-hosting",
    "the open-source rupture": "The open-source rupture",
}


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


def section(name: str) -> str:
    """A section or theme of claims.csv as a heading."""
    return _WRITTEN.get(name, sentence(name.replace("-", " ")))


def slug(text: str) -> str:
    """An address: words of ASCII letters and digits, joined by hyphens."""
    letters = text.lower().replace("’", "").replace("'", "")
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in letters).split()
    return "-".join(words)[:60].strip("-")
