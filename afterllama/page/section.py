"""Sections of a page, and the findings that it tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4 import Tag
from markupsafe import Markup

from afterllama.run.findings import Finding

FIRST, FOLDED = ("story", "reply"), "methods"  # tags: sections of the first layer, and the one whose parts are folded


@dataclass
class Section:
    """One section: address, heading, parts of its body, the tag of its cell among ours, and what is folded in it."""

    name: str
    heading: Markup
    body: list[Markup] = field(default_factory=list)
    tag: str = ""
    folds: list[Section] = field(default_factory=list)

    @classmethod
    def under(cls, heading: Tag, tag: str = "") -> Section:
        """An empty section that begins with a heading."""
        return cls(str(heading.get("id", "")), Markup(heading.decode_contents()), tag=tag)

    def add(self, html: Markup) -> None:
        """A part of the section, or of its last fold."""
        if html:
            (self.folds[-1] if self.folds else self).body.append(html)


@dataclass
class Told:
    """A finding as the page tells it; ``words`` are its text without links and notes."""

    finding: Finding
    text: Markup
    saying: Markup
    words: str
