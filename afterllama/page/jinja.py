"""Templates, with stylesheet, fonts and Content-Security-Policy: everything inside the page, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import cast

import font_source_serif_pro
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from afterllama.data import sources, units
from afterllama.evidence.rules import VERDICTS
from afterllama.evidence.value import FALLEN
from afterllama.figures import theme
from afterllama.figures.svg import font_face
from afterllama.page import words

# Every character that a page may print in its own fonts; a test refuses others.
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§°±²³·×áäåçèéêëíïñóôöøúüßÄÅÉÖØÜšž–—‘’“”…€→←↑↓−≈≤≥"
_FILTERS = (
    *(words.curly, words.section, words.sentence, words.slug),
    *(words.amount, words.facts, words.interval, words.mark, words.measure, words.rows, words.voice),
)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loader = PackageLoader("afterllama.page", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {function.__name__: function for function in _FILTERS}
    made.filters |= {"day": units.write_date, "source": sources.get, "source_line": sources.line}
    made.globals.update(FALLEN=FALLEN, VERDICTS=VERDICTS)
    return made


def part(name: str, *given: object) -> Markup:
    """One part of a page, made by the macro of its name in ``parts.html.j2``."""
    parts: ModuleType = cast(ModuleType, _environment().get_template("parts.html.j2").module)
    return Markup(getattr(parts, name)(*given))


def write(template: str, extra: str = "", **context: object) -> str:
    """A page from a template, with stylesheet, fonts and policy; ``extra`` are style rules of this page alone."""
    styles = [Markup(text) for text in (font_faces(), stylesheet(), extra) if text]
    return _environment().get_template(template).render(styles=styles, policy=policy(*styles), **context)


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The page's CSS."""
    return (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def font_faces() -> str:
    """Both families, two weights each, cut to the characters in use, as data URIs."""
    files = {path.stem: path for path in Path(font_source_serif_pro.__file__).parent.rglob("*.ttf")}
    serif = {400: files["SourceSerifPro-Regular"], 600: files["SourceSerifPro-Semibold"]}
    families = {"Source Serif Pro": serif, "Source Sans Pro": theme.font_files()}
    look = (CHARACTERS, ("kern", "lnum", "pnum", "tnum"))
    return "".join(font_face(name, *cut, *look) for name, cuts in families.items() for cut in cuts.items())


def policy(*styles: str) -> str:
    """A policy that allows these style elements by hash, pictures and fonts inside the page, and nothing else."""
    digests = [base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii") for style in styles]
    hashes = " ".join(f"'sha256-{digest}'" for digest in digests)
    # connect-src 'self' lets an audit read robots.txt; without script nothing else can use it.
    inside = "img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; style-src {hashes}; {inside}"
