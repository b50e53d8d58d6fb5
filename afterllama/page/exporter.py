"""The nbconvert exporter, by which ``jupyter nbconvert`` and JupyterLab print a report."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from afterllama.page.report import render

Resources = MutableMapping[str, Any]  # as nbconvert hands them on


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
