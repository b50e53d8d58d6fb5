"""Who says so: the one list of sources, and what kind of support they give."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from afterllama import paths
from afterllama.errors import DataError

KINDS = {
    "filing": "company filing",
    "vendor": "company page",
    "academic": "academic paper",
    "dataset": "data set",
    "press": "press",
    "blog": "blog",
    "third_party": "third party",
}


@dataclass(frozen=True)
class Source:
    """One document.

    ``party`` is set where it speaks about itself, ``relays`` where it passes on a party's word, ``interest`` where
    its publisher owns a part of a party, or is owned by one, of which it speaks.
    """

    source_id: str
    title: str
    publisher: str
    url: str
    published_date: str
    accessed: str
    kind: str
    primary: str
    party: str
    relays: str
    interest: str
    owner: str
    licence: str
    republish: str
    note: str

    @property
    def voice(self) -> str:
        """Whose word it is: an owner of several names counts once; else the party it speaks or relays for."""
        return self.owner or self.party or self.relays or self.publisher

    @property
    def impartial(self) -> bool:
        """First-hand, and without a stake in those of whom it speaks; a party still speaks about itself."""
        return self.primary == "yes" and not self.interest

    @property
    def quoted(self) -> bool:
        """Read through quotations only: the page itself was not opened."""
        return "read through quotations" in self.note


@lru_cache(maxsize=2)
def _read(path: str, stamp: float) -> dict[str, Source]:
    with open(path, encoding="utf-8", newline="") as handle:
        return {row["source_id"]: Source(**row) for row in csv.DictReader(handle)}


def all_sources() -> dict[str, Source]:
    """Every source by its id."""
    path = paths.data() / "sources.csv"
    return _read(str(path), path.stat().st_mtime)


def get(source_id: str) -> Source:
    """One source.

    Raises
    ------
    DataError : it does not stand in sources.csv.
    """
    try:
        return all_sources()[source_id]
    except KeyError:
        raise DataError(f"unknown source {source_id!r}", where="data/sources.csv", fix="Add it there") from None


def support(source_ids: Sequence[str], party: str) -> str:
    """``own word``, ``independent`` or ``press``: how a statement about a party is supported.

    Own word: every source is the party's, or relays it. Independent: a primary source is not the party's, and its
    publisher has no stake in one of whom it speaks.
    """
    sources = [get(source_id) for source_id in source_ids]
    if not sources:
        return "none"
    if all(party in (source.party, source.relays) for source in sources):
        return "own word"
    if any(source.impartial and party not in (source.party, source.relays) for source in sources):
        return "independent"
    return "press"


def voices(source_ids: Iterable[str]) -> list[str]:
    """The unrelated parties behind sources, each once."""
    return list(dict.fromkeys(get(source_id).voice for source_id in source_ids))


def line(source_ids: Sequence[str], most: int = 4) -> str:
    """The source line under a figure: publishers with a word on who speaks about himself."""
    named: dict[str, None] = {}
    for source_id in source_ids:
        source = get(source_id)
        own = " (own word)" if source.party else f" (relays {source.relays})" if source.relays else ""
        named[f"{source.party or source.publisher}{own}"] = None
    names = list(named)
    rest = f", and {len(names) - most} more" if len(names) > most else ""
    label = "Source" if len(names) == 1 else "Sources"
    return f"{label}: {', '.join(names[:most])}{rest}."
