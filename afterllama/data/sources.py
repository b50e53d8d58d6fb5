"""Who says so: the one list of sources, what kind of support they give, and their slips that are mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterllama import paths
from afterllama.data.contract import listed, parse
from afterllama.errors import DataError

CORRECTIONS = "corrections.yaml"
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
    read: str
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
        return self.read == "quotations"


@dataclass(frozen=True)
class Correction:
    """A slip of a source, mended in the open: the cell found by ``where`` (column to value), ``printed`` is ``used``.

    It guards itself: once the row no longer holds the printed value, loading fails until it is removed.
    """

    table: str
    where: dict[str, str]
    column: str
    printed: float
    used: float
    source_id: str
    reason: str


def all_sources() -> dict[str, Source]:
    """Every source by its id."""
    return listed(Source, "sources.csv")


def all_corrections() -> list[Correction]:
    """Every correction in force."""
    found = parse((paths.data() / CORRECTIONS).read_text(encoding="utf-8"))
    return [Correction(**item) for item in found or []]


def get(source_id: str) -> Source:
    """One source. Raises DataError: it does not stand in sources.csv."""
    known = all_sources()
    if source_id not in known:
        raise DataError(f"unknown source {source_id!r}", where="data/sources.csv", fix="Add it there")
    return known[source_id]


def source_ids(cells: Mapping[str, Any]) -> list[str]:
    """Ids of the sources of one row: the one that carries its figure, then those that agree or relay."""
    texts = [text for text in (cells.get("source_id"), cells.get("more_sources")) if isinstance(text, str)]
    return [part.strip() for text in texts for part in text.split(";") if part.strip()]


def support(source_ids: Sequence[str], party: str) -> str:
    """``own word``, ``independent`` or ``press``: how a statement about a party is supported; ``none`` by nothing.

    Own word: every source is the party's, or relays it. Independent: a primary source is not the party's, and its
    publisher has no stake in one of whom it speaks.
    """
    if others := outside(source_ids, party):
        return "independent" if any(source.impartial for source in others) else "press"
    return "own word" if source_ids else "none"


def outside(source_ids: Iterable[str], party: str) -> list[Source]:
    """The sources that are neither a party's nor relay it."""
    return [source for source in map(get, source_ids) if party not in (source.party, source.relays)]


def voices(source_ids: Iterable[str]) -> list[str]:
    """The unrelated parties behind sources, each once."""
    return list(dict.fromkeys(get(source_id).voice for source_id in source_ids))


def republishable(source_ids: Iterable[str]) -> bool:
    """Whether rows of these sources may be passed on as a table; a single figure always may be."""
    return all(get(source_id).republish != "no" for source_id in source_ids)


def line(source_ids: Sequence[str], most: int = 4) -> str:
    """The source line under a figure: publishers with a word on who speaks about himself."""
    names = list(dict.fromkeys(spoken(get(source_id)) for source_id in source_ids))
    rest = f", and {len(names) - most} more" if len(names) > most else ""
    label = "Source" if len(names) == 1 else "Sources"
    return f"{label}: {', '.join(names[:most])}{rest}."


def spoken(source: Source) -> str:
    """Who speaks, as a source line names it."""
    if source.party:
        return f"{source.party} (own word)"
    return f"{source.publisher} (relays {source.relays})" if source.relays else source.publisher
