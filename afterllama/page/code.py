"""Code cells as a report shows them: folded, under a line that says what they do, in three tones."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from markupsafe import Markup
from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Operator, String, _TokenType

from afterllama.page.jinja import part

# Short elements without a meaning of their own: classes would double the weight of the code.
_TONES = ((Comment, "u"), (String, "i"), (Keyword, "b"), (Operator.Word, "b"))
_MOST_NAMES = 3


def fold(cells: Iterable[str]) -> Markup:
    """Code cells as one fold; their first comments become the line that stays visible, the first three of them."""
    names: list[str] = []
    bodies: list[str] = []
    more = 0
    for source in map(str.strip, cells):
        first, _, rest = source.partition("\n")
        named = first.startswith("#")
        if named and len(names) < _MOST_NAMES:
            name = first.lstrip("# ").rstrip(".")
            names.append(name[:1].lower() + name[1:])
            source = rest
        else:
            more += named  # its comment stays in the code
        bodies.append(source.strip("\n"))
    body = "\n\n".join(filter(None, bodies))
    label = "; ".join([*names, f"and {more} more"] if more else names)
    return part("code", label, len([line for line in body.splitlines() if line.strip()]), _toned(body))


def _toned(source: str) -> list[tuple[str, Markup]]:
    """Python in runs of one tone: comments, strings, keywords, all else."""
    tokens = [(_tone(kind), text) for kind, text in lex(source, PythonLexer(stripnl=False, ensurenl=False))]
    runs = groupby(tokens, key=lambda token: token[0])
    # Quotation marks as they are: escaped, they would add a fortieth to the weight of a report.
    return [(tone, Markup(escape("".join(text for _, text in run), quote=False))) for tone, run in runs]


def _tone(kind: _TokenType) -> str:
    return next((name for token, name in _TONES if kind in token), "")
