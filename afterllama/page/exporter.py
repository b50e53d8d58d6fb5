"""The nbconvert exporter: a run notebook as one page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from afterllama import paths
from afterllama.page import jinja
from afterllama.page.page import build
from afterllama.page.place import REPORTS, RUNS
from afterllama.run.collection import Collection

Resources = MutableMapping[str, Any]  # as nbconvert hands them on


@dataclass(frozen=True)
class ParameterRow:
    """A parameter as a reader's own report lists it; ``changed`` where the reader gave the value."""

    name: str
    value: str
    default: str
    changed: bool
    unit: str
    help: str


@dataclass(frozen=True)
class OwnRun:
    """A run with a reader's own parameters, in the order in which they are listed."""

    parameters: tuple[ParameterRow, ...]


class ReportExporter(Exporter):
    """Prints a report; ``jupyter nbconvert --to afterllama`` and JupyterLab's export menu use it too."""

    export_from_notebook = "After Llama report"
    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Resources | None = None, **kw: Any
    ) -> tuple[str, Resources]:
        """The page, and nbconvert's resources as they came."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return render(nb, str(resources.get("metadata", {}).get("name", "notebook"))), resources


def render(nb: NotebookNode, stem: str, stamp: str = "", own: OwnRun | None = None) -> str:
    """The page of a run notebook.

    Parameters
    ----------
    stem : of its file, such as ``06_business_logic``. A notebook of the collection that holds a number, verdict or
        figure makes a report of the collection; any other is printed as one of another hand.
    stamp : hash of all that it was run with.
    own : for a reader's own report, which lies in ``reports/runs/`` with its pictures inside it.

    Raises
    ------
    BuildError : a file of notebooks/ is no notebook.
    NotebookError : a notebook of the collection has findings that are none.
    """
    page = build(nb, stem, _collection(stem), RUNS if own else REPORTS)
    others = page.collection.notebooks if page.collection else ()
    place = next((k for k, notebook in enumerate(others) if notebook.stem == stem), len(others))
    return jinja.write(
        "report.html.j2",
        extra=page.rules,
        page=page,
        own=own,
        stamp=stamp,
        before=others[place - 1] if 0 < place < len(others) else None,
        after=others[place + 1] if place + 1 < len(others) else None,
    )


def _collection(stem: str) -> Collection | None:
    """The collection that holds a notebook; none where the package is used beside other notebooks."""
    if not (paths.root() / "notebooks" / f"{stem}.ipynb").exists():
        return None
    found = Collection.read()
    return found if found.holds(stem) else None
