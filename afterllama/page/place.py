"""Where a page lies, and where its links lead from there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Place:
    """``prefix`` leads back to ``reports/``; with ``pictures_inside`` a page holds the pictures that it links to."""

    prefix: str = ""
    pictures_inside: bool = False

    def link(self, address: str) -> str:
        """An address as written for a page of ``reports/``, as it reads from here."""
        outward = address.startswith(("#", "/")) or urlsplit(address).scheme
        return address if outward else self.prefix + address


REPORTS = Place()
RUNS = Place("../", pictures_inside=True)
