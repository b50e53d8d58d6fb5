"""Templates, with stylesheet, fonts and Content-Security-Policy: everything inside the page, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from afterllama.data import sources, units
from afterllama.evidence.rules import VERDICTS
from afterllama.evidence.value import FALLEN
from afterllama.figures import fonts
from afterllama.page import cited, ledger, words
from afterllama.page.clean import REPORTS

_FILTERS = (
    *(words.curly, words.section, words.sentence, words.slug),
    *(words.amount, words.facts, words.interval, words.mark, words.measure, words.rows, words.voice),
)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loader = PackageLoader("afterllama.page", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {function.__name__: function for function in _FILTERS}
    made.filters |= {
        "day": units.write_date,
        "source": sources.get,
        "of_verdicts": cited.of_verdicts,
        "source_line": cited.source_line,
        "ledger_lines": ledger.lines,
    }
    made.globals.update(FALLEN=FALLEN, REPORTS=REPORTS, VERDICTS=VERDICTS)
    return made


def part(name: str, *given: object) -> Markup:
    """One part of a page, made by the macro of its name in ``parts.html.j2``."""
    parts: ModuleType = cast(ModuleType, _environment().get_template("parts.html.j2").module)
    return Markup(getattr(parts, name)(*given))


def write(template: str, extra: str = "", **context: object) -> str:
    """A page from a template, with stylesheet, fonts and policy; ``extra`` are style rules of this page alone."""
    styles = [Markup(text) for text in (fonts.faces(), stylesheet(), extra) if text]
    return _environment().get_template(template).render(styles=styles, policy=policy(*styles), **context)


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The page's CSS."""
    return (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")


def policy(*styles: str) -> str:
    """A policy that allows these style elements by hash, pictures and fonts inside the page, and nothing else."""
    digests = [base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii") for style in styles]
    hashes = " ".join(f"'sha256-{digest}'" for digest in digests)
    # connect-src 'self' lets an audit read robots.txt; without script nothing else can use it.
    inside = "img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; style-src {hashes}; {inside}"
