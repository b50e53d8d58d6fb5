"""Code cells as a report shows them: folded, under a line that says what they do, in three tones."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any

from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Operator, String

# Short elements without a meaning of their own: classes would double the weight of the code.
_TONES = ((Comment, "u"), (String, "i"), (Keyword, "b"), (Operator.Word, "b"))


def fold(source: str) -> str:
    """A code cell; its first comment becomes the line that stays visible."""
    first, *rest = source.strip().splitlines()
    label, body = (first.lstrip("# "), rest) if first.startswith("#") else ("code", [first, *rest])
    label = label.rstrip(".")
    count = len([line for line in body if line.strip()])
    lines = f"{count} line{'s' if count != 1 else ''}"
    name = "Code" if label == "code" else f"Code: {escape(label[:1].lower() + label[1:], quote=False)}"
    text = highlight("\n".join(body).strip("\n"))
    return f'<details class="code"><summary>{name}, {lines}</summary><pre tabindex="0">{text}</pre></details>'


def highlight(source: str) -> str:
    """Python in three tones: comments, strings, keywords."""
    tokens = [(_tone(kind), text) for kind, text in lex(source, PythonLexer(stripnl=False, ensurenl=False))]
    parts = []
    for tone, group in groupby(tokens, key=lambda token: token[0]):
        text = escape("".join(text for _, text in group), quote=False)
        parts.append(f"<{tone}>{text}</{tone}>" if tone else text)
    return "".join(parts)


def _tone(kind: Any) -> str:
    return next((name for token, name in _TONES if kind in token), "")
