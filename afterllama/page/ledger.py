"""All verdicts in the article's order, with a filter that needs no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from afterllama.page.jinja import part
from afterllama.page.place import REPORTS, Place
from afterllama.run.verdicts import Judged


def ledger(judged: Sequence[Judged], place: Place = REPORTS) -> Markup:
    """The whole ledger: two groups of radio buttons, then one table per section of the article."""
    kinds = Counter(item.verdict.verdict for item in judged)
    themes = Counter(item.claim.theme for item in judged)
    sections = [(name, list(group)) for name, group in groupby(judged, key=lambda item: item.claim.section)]
    return part("ledger", kinds, themes, sections, place)


def rules(judged: Sequence[Judged]) -> str:
    """The style rules of the filter: a row, and a section without one, goes unless it has what is chosen."""
    met = {(item.verdict.verdict, item.claim.theme) for item in judged}
    return part("filter_rules", list(dict.fromkeys(item.claim.theme for item in judged)), met)
