"""Slips of sources that are mended in the open."""

from __future__ import annotations

from dataclasses import dataclass

from afterllama import paths
from afterllama.data import contract

FILE = "corrections.yaml"


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


def all_corrections() -> list[Correction]:
    """Every correction in force."""
    found = contract.parse((paths.data() / FILE).read_text(encoding="utf-8"))
    return [Correction(**item) for item in found or []]
