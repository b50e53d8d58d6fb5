"""Code cells as a report shows them: folded, under a line that says what they do, in three tones."""

from __future__ import annotations

from html import escape
from itertools import groupby

from markupsafe import Markup
from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Operator, String, _TokenType

from afterllama.page.jinja import part

# Short elements without a meaning of their own: classes would double the weight of the code.
_TONES = ((Comment, "u"), (String, "i"), (Keyword, "b"), (Operator.Word, "b"))


def fold(source: str) -> Markup:
    """A code cell; its first comment becomes the line that stays visible."""
    first, *rest = source.strip().splitlines()
    label, body = (first.lstrip("# ").rstrip("."), rest) if first.startswith("#") else ("", [first, *rest])
    count = len([line for line in body if line.strip()])
    return part("code", label[:1].lower() + label[1:], count, _toned("\n".join(body).strip("\n")))


def _toned(source: str) -> list[tuple[str, Markup]]:
    """Python in runs of one tone: comments, strings, keywords, all else."""
    tokens = [(_tone(kind), text) for kind, text in lex(source, PythonLexer(stripnl=False, ensurenl=False))]
    runs = groupby(tokens, key=lambda token: token[0])
    # Quotation marks as they are: escaped, they would add a fortieth to the weight of a report.
    return [(tone, Markup(escape("".join(text for _, text in run), quote=False))) for tone, run in runs]


def _tone(kind: _TokenType) -> str:
    return next((name for token, name in _TONES if kind in token), "")
