"""All verdicts in the article's order, with a filter that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product

from markupsafe import Markup

from afterllama.evidence.rules import VERDICTS
from afterllama.page.jinja import part
from afterllama.page.place import REPORTS, Place
from afterllama.page.words import sentence, slug
from afterllama.run.verdicts import Judged

# Names that a first capital alone does not write as they are written.
_WRITTEN = {
    "what muse spark is": "What Muse Spark is",
    "open-source-shift": "Open-source shift",
    "self-hosting": "Self-hosting",
    "the open-source rupture": "The open-source rupture",
}


@dataclass(frozen=True)
class Row:
    """One verdict with the classes that the filter knows it by."""

    judged: Judged

    @property
    def kind(self) -> str:
        return f"v{VERDICTS.index(self.judged.verdict.verdict)}"

    @property
    def theme(self) -> str:
        return f"t-{slug(self.judged.claim.theme)}"

    @property
    def both(self) -> str:
        return f"{self.kind}-{slug(self.judged.claim.theme)}"


def ledger(judged: Sequence[Judged], place: Place = REPORTS) -> Markup:
    """The whole ledger: two groups of radio buttons, then one table per section of the article."""
    rows = [Row(item) for item in judged]
    sections = [_section(name, list(group)) for name, group in groupby(rows, key=lambda row: row.judged.claim.section)]
    kinds = [(f"v{k}", name, sum(row.kind == f"v{k}" for row in rows)) for k, name in enumerate(VERDICTS)]
    names = dict.fromkeys((row.theme, _written(row.judged.claim.theme)) for row in rows)
    themes = [(theme, name, sum(row.theme == theme for row in rows)) for theme, name in names]
    return part("ledger", kinds, themes, sections, len(rows), place)


def _section(name: str, rows: list[Row]) -> tuple[str, list[str], list[Row]]:
    return _written(name), sorted({kind for row in rows for kind in (row.kind, row.theme, row.both)}), rows


def _written(name: str) -> str:
    return _WRITTEN.get(name, sentence(name.replace("-", " ")))


def rules(judged: Sequence[Judged]) -> str:
    """The style rules of the filter: a row, and a section without one, goes unless it has what is chosen."""
    rows = [Row(item) for item in judged]
    kinds, themes = [f"v{k}" for k in range(len(VERDICTS))], list(dict.fromkeys(row.theme for row in rows))
    met = {(row.kind, row.theme) for row in rows}
    single = [f":root:has(#f-{key}:checked) :is(.part,.part tbody tr):not(.{key}){{display:none}}"
              for key in [*kinds, *themes]]  # fmt: skip
    both = [_both(kind, theme, (kind, theme) in met) for kind, theme in product(kinds, themes)]
    return ".nomatch{display:none}" + "".join([*single, *both])


def _both(kind: str, theme: str, met: bool) -> str:
    chosen = f":root:has(#f-{kind}:checked):has(#f-{theme}:checked)"
    hidden = f"{chosen} .part:not(.{kind}-{theme.removeprefix('t-')}){{display:none}}"
    return hidden if met else f"{hidden}{chosen} .nomatch{{display:block}}"
