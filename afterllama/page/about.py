"""``reports/about.html`` and ``reports/glossary.html``: who made this, how far to trust it, and what its words mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from afterllama import paths
from afterllama.data import sources
from afterllama.data.contract import listed
from afterllama.evidence.rules import all_claims
from afterllama.page import jinja
from afterllama.run.collection import Collection
from afterllama.run.notebook import number
from afterllama.run.verdicts import Judged, judged

READ = ("first-hand", "copy", "relay", "none")


@dataclass(frozen=True)
class Term:
    """A term of the reports, and what it means there; ``report`` is the number of the one that uses it most."""

    term: str
    meaning: str
    report: str


def terms() -> list[Term]:
    """The glossary in the order of the alphabet; empty where a collection has none."""
    if not (paths.data() / "glossary.csv").exists():
        return []
    return sorted(listed(Term, "glossary.csv").values(), key=lambda item: item.term.lower())


def write(collection: Collection) -> None:
    """Write both pages from the saved records and tables, where they change."""
    given = judged(collection.records)
    documents = sources.all_sources().values()
    context: dict[str, Any] = {
        "collection": collection,
        "judged": len(given),
        "total": len(all_claims()),
        "support": Counter(item.verdict.support for item in given),
        "read": how_read(given),
        "sources": len(documents),
        "origins": sum(source.primary == "yes" for source in documents),
        "quoted": sum(source.primary == "yes" and source.quoted for source in documents),
        "copies": sum(source.primary == "yes" and source.read == "copy" for source in documents),
        "terms": terms(),
        "stems": {number(path.stem): path.stem for path in collection.files},
    }
    for name in ("about", "glossary"):
        html = jinja.write(f"{name}.html.j2", **context)
        paths.write_if_changed(paths.root() / "reports" / f"{name}.html", html)


def how_read(given: Sequence[Judged]) -> dict[str, int]:
    """How many verdicts rest on what was read first-hand, on copies of it, on relays alone, and on no source."""
    found = dict.fromkeys(READ, 0)
    for item in given:
        found[_nearest([sources.get(source) for source in item.verdict.sources])] += 1
    return found


def _nearest(listed: Sequence[sources.Source]) -> str:
    """The nearest that a verdict's sources come to whoever made the statement or measured the figure."""
    origins = [source for source in listed if source.primary == "yes" and not source.quoted]
    if any(source.read != "copy" for source in origins):
        return "first-hand"
    return "copy" if origins else "relay" if listed else "none"
