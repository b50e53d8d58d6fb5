"""A run notebook as one page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from afterllama import paths
from afterllama.page import jinja
from afterllama.page.clean import REPORTS, RUNS
from afterllama.page.page import build
from afterllama.run.collection import Collection
from afterllama.run.record import Record


@dataclass(frozen=True)
class ParameterRow:
    """A parameter as a reader's own report lists it; ``changed`` where the reader gave the value."""

    name: str
    value: str
    default: str
    changed: bool
    unit: str
    help: str


def render(
    nb: NotebookNode,
    stem: str,
    stamp: str = "",
    own: Sequence[ParameterRow] | None = None,
    record: Record | None = None,
) -> str:
    """The page of a run notebook; ``stem`` is its file's, ``stamp`` the hash of all that it was run with, ``record``
    what was read from it, if that has been done.

    A notebook of the collection that holds a number, verdict or figure makes a report of the collection; any other
    is printed as one of another hand. A reader's report, with ``own`` parameters as listed, lies in ``reports/runs/``.
    Raises BuildError: the notebook before or after it is none; NotebookError: findings of the collection that are none.
    """
    page = build(nb, stem, _collection(stem), REPORTS if own is None else RUNS, record)
    before, after = page.collection.beside(stem) if page.collection else (None, None)
    return jinja.write(
        "report.html.j2",
        extra=page.rules + page.printer.rules,
        page=page,
        own=own is not None,
        parameters=own or (),
        stamp=stamp,
        before=before,
        after=after,
    )


def _collection(stem: str) -> Collection | None:
    """The collection that holds a notebook; none where the package is used beside other notebooks."""
    found = Collection.read() if (paths.root() / "notebooks" / f"{stem}.ipynb").exists() else None
    return found if found and found.holds(stem) else None
