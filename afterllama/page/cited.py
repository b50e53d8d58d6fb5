"""The source line under a figure of a page: who speaks, and each document as a link with its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from afterllama.data.sources import Source, get, spoken
from afterllama.evidence.figure import Figure

_MOST_SPEAKERS, _MOST_DOCUMENTS = 4, 3


@dataclass(frozen=True)
class Speaker:
    """Who speaks, with the first of the documents."""

    name: str
    documents: tuple[Source, ...]


@dataclass(frozen=True)
class SourceLine:
    """The first speakers behind a figure, and how many documents are left to the list of all sources."""

    speakers: tuple[Speaker, ...]
    more: int


def of_verdicts(item: Figure) -> bool:
    """Whether a figure counts our verdicts alone."""
    return bool(item.rows) and all(row.startswith("verdicts:") for row in item.rows)


def source_line(source_ids: Sequence[str]) -> SourceLine:
    """The source line of a figure; documents of one speaker stand together."""
    documents: dict[str, dict[str, Source]] = {}
    for source in map(get, source_ids):
        # Of two of one day the line shows one: their links would read alike.
        documents.setdefault(spoken(source), {}).setdefault(source.published_date, source)
    first = list(documents.items())[:_MOST_SPEAKERS]
    speakers = tuple(Speaker(name, tuple(listed.values())[:_MOST_DOCUMENTS]) for name, listed in first)
    return SourceLine(speakers, len(source_ids) - sum(len(speaker.documents) for speaker in speakers))
