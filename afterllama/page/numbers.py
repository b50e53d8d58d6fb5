"""Live numbers of a page: each a button in the text, with a place among the notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from afterllama.evidence.values import Value
from afterllama.page.jinja import part


@dataclass
class Numbers:
    """Live numbers of a page: ``order`` has their places in print, which count from one."""

    values: Mapping[str, Value]
    order: Mapping[str, int]
    _met: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, values: Mapping[str, Value], shown: Iterable[str]) -> Numbers:
        return cls(values, {name: place for place, name in enumerate(shown, start=1)})

    @property
    def noted(self) -> list[str]:
        """Names of those that have a note, in order of first appearance."""
        return [name for name in self.order if name in self.values and _is_cited(self.values[name])]

    def html(self, name: str, before: str, after: str) -> Markup:
        """A number with the marks around it, which may not be parted from it; its address stands once on a page."""
        if name not in self.noted:
            text = self.values[name].text if name in self.values else "?"
            return Markup("{}{}{}").format(before, text, after)
        first = name not in self._met
        self._met.add(name)
        return part("number", name, self.values[name], self.order[name], first, before, after)


def _is_cited(value: Value) -> bool:
    return bool(value.how or value.given)
