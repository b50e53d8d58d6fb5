"""Headings and addresses of a page, whatever its notebook wrote."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup
from markupsafe import Markup

from afterllama.page.clean import HEADINGS
from afterllama.page.words import slug


@dataclass
class Outline:
    """One title a page, no level left out below it, no address twice; ``taken`` are addresses already given."""

    taken: set[str]
    title: Markup | None = None
    _level: int = 1

    def enter(self, soup: BeautifulSoup) -> None:
        """Put the elements of the next cell in order; the first heading of the first level becomes the title."""
        if self.title is None and (heading := soup.find("h1")):
            self.title = Markup(heading.decode_contents())
            heading.decompose()
        for heading in soup.find_all(HEADINGS):
            self._level = min(max(int(heading.name[1]), 2), self._level + 1)
            heading.name = f"h{self._level}"
            heading.attrs.setdefault("id", slug(heading.get_text()) or "section")
        for element in soup.find_all(id=True):
            element["id"] = self._free(str(element["id"]))

    def _free(self, name: str) -> str:
        while name in self.taken:
            name += "-again"
        self.taken.add(name)
        return name
