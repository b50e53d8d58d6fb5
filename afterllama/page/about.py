"""``reports/about.html`` and ``reports/glossary.html``: who made this, how far to trust it, and what its words mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from afterllama import paths
from afterllama.data import sources
from afterllama.data.contract import listed
from afterllama.evidence.rules import all_claims
from afterllama.page import jinja
from afterllama.page.front import how_read
from afterllama.run.collection import Collection
from afterllama.run.verdicts import judged


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
        "stems": {path.stem.partition("_")[0]: path.stem for path in collection.files},
    }
    for name in ("about", "glossary"):
        html = jinja.write(f"{name}.html.j2", **context)
        paths.write_if_changed(paths.root() / "reports" / f"{name}.html", html)
