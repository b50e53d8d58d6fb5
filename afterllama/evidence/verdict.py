"""A verdict as it is known outside the kernel that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from afterllama.evidence import records

MIME = "application/vnd.afterllama.verdict+json"


@dataclass(frozen=True)
class Verdict:
    """What a claim comes to: verdict on the article's date, its support, and what has happened since."""

    claim_id: str
    claim: str
    test: str
    reason: str
    verdict: str
    support: str
    found: str
    found_value: float | str | None
    unit: str
    since: str
    changed: bool
    against: str
    rows: tuple[str, ...]
    against_rows: tuple[str, ...]
    sources: tuple[str, ...]
    faults: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        rest = escape(f"{self.found}; since: {self.since}")
        return f"<p>{escape(self.claim)}<br><b>{self.verdict.capitalize()}</b> ({self.support}); {rest}</p>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        plain = f"{self.claim_id}: {self.verdict} ({self.support}); found {self.found}; since: {self.since}"
        return {MIME: records.plain(self), "text/html": self._repr_html_(), "text/plain": plain}
