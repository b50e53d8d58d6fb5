"""A figure as it is known outside the kernel that drew it: its words, its rows, its drawings."""

from __future__ import annotations

from dataclasses import dataclass, replace

MIME = "application/vnd.afterllama.figure+json"


@dataclass(frozen=True)
class Figure:
    """A checked figure with all that a report prints around it.

    ``wide`` and ``narrow`` are SVG texts, ``thumb`` the small one without words, ``png`` base64, ``csv`` the data
    drawn. ``holds`` is the condition on which the title stands, None if there is none.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    holds: bool | None
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    wide: str = ""
    narrow: str = ""
    thumb: str = ""
    png: str = ""
    csv: str = ""

    @property
    def words(self) -> Figure:
        """Without its drawings and data, as ``reports/values`` keeps it."""
        return replace(self, wide="", narrow="", thumb="", png="", csv="")
