"""The article that the claims are from, statement by statement: ``data/article.csv``."""

from __future__ import annotations

from dataclasses import dataclass

from afterllama import paths
from afterllama.data.contract import listed

FILE = "article.csv"


@dataclass(frozen=True)
class Statement:
    """One statement in our words: ``claims`` holds ids of those that judge it; ``not_judged`` says why none does."""

    place: str
    section: str
    paragraph: str
    kind: str
    statement: str
    claims: str
    not_judged: str

    @property
    def claim_ids(self) -> list[str]:
        """Ids of the claims that judge it; none for one that is not judged."""
        return [part.strip() for part in self.claims.split(";") if part.strip()]


def statements() -> list[Statement]:
    """Every statement in the article's order; none where a collection has no such table."""
    return list(listed(Statement, FILE).values()) if (paths.data() / FILE).exists() else []
