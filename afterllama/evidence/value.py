"""A cited value as it is known outside the kernel that cited it: number, words, rows and sources."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from afterllama.evidence import records

MIME = "application/vnd.afterllama.value+json"
FALLEN = "no longer supported"


@dataclass(frozen=True)
class Value:
    """A cited value. It has no arithmetic on purpose: compute on plain numbers, cite what is shown.

    ``value`` is None for a range; ``low`` and ``high`` are its ends, and ``interval`` says what they are.
    ``holds`` is the condition on which the words around the number stand, None if there is none.
    ``digits`` are the decimals shown, None for those of the unit. ``given`` says whose assumption it is.
    """

    value: float | str | None
    unit: str
    text: str
    how: str
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    interval: str = ""
    holds: bool | None = None
    low_confidence: str = ""
    digits: int | None = None
    given: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def _marked(self) -> str:
        return f"{self.text} ({FALLEN})" if self.holds is False else self.text

    def _repr_html_(self) -> str:
        origin = [f"from {', '.join(self.rows[:4])}"] if self.rows else []
        title = escape("; ".join([self.how, *origin, *filter(None, [self.given])]), quote=True)
        return f'<span class="al-value" title="{title}">{escape(self._marked)}</span>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {MIME: records.plain(self), "text/html": self._repr_html_(), "text/plain": self._marked}
