"""Code cells as a report shows them when its switch is on: under a line that says what they do, in three tones."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from markupsafe import Markup
from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Operator, String

from afterllama.page.jinja import part

# Short elements without a meaning of their own: classes would double the weight of the code.
_TONES = ((Comment, "u"), (String, "i"), (Keyword, "b"), (Operator.Word, "b"))


def block(cells: Iterable[str]) -> Markup:
    """Code cells as one part, whose heading is made of the first three first comments; others stay in the code."""
    parts = [source.strip().partition("\n") for source in cells]
    comments = [first for first, _, _ in parts if first.startswith("#")]
    named, more = comments[:3], len(comments[3:])
    names = [first.lstrip("# ").rstrip(".") for first in named] + ([f"and {more} more"] if more else [])
    bodies = [(rest if first in named else first + end + rest).strip("\n") for first, end, rest in parts]
    code = "\n\n".join(filter(None, bodies))
    count = len([line for line in code.splitlines() if line.strip()])
    return part("code", "; ".join(name[:1].lower() + name[1:] for name in names), count, _toned(code))


def _toned(code: str) -> list[tuple[str, Markup]]:
    """Python in runs of one tone: comments, strings, keywords, all else."""
    tokens = lex(code, PythonLexer(stripnl=False, ensurenl=False))
    runs = groupby(tokens, key=lambda token: next((tone for kind, tone in _TONES if token[0] in kind), ""))
    # Quotation marks as they are: escaped, they would add a fortieth to the weight of a report.
    return [(tone, Markup(escape("".join(text for _, text in run), quote=False))) for tone, run in runs]
