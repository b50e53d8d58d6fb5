"""What an executed notebook is held to before it is printed."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode

from afterllama.errors import NotebookError
from afterllama.run import collection as project
from afterllama.run import plan
from afterllama.run import record as findings


def accept(nb: NotebookNode, path: Path) -> None:
    """Hold an executed notebook to what could not be seen before it ran.

    Raises
    ------
    NotebookError : a cell warned, a table was read by a hidden name, or a finding's words do not fit its sources.
    """
    _no_warnings(nb, path)
    number, session = project.number(path), nb.metadata["afterllama"]
    hidden = set(session.get("tables", [])) - set(plan.tables_read(path))
    if hidden:
        raise NotebookError(
            f"reads {', '.join(sorted(hidden))} by a computed name", where=path.name, fix='Write load("…")'
        )
    values = session.get("values", {})
    for item in findings.findings(nb, number):
        if wrong := findings.check_certainty(item, values):
            raise NotebookError(wrong, where=f"{path.name}, finding {item.address}", fix="Choose the word that fits")
        if word := findings.unguarded_counts(item, values):
            fix = "Give one of its values a holds= condition"
            raise NotebookError(
                f"{word!r} stands on no condition", where=f"{path.name}, finding {item.address}", fix=fix
            )


def _no_warnings(nb: NotebookNode, path: Path) -> None:
    for place, cell in enumerate(nb.cells, start=1):
        for item in cell.get("outputs", []):
            if item.output_type == "stream" and item.name == "stderr":
                raise NotebookError(
                    f"it warns: {item.text.strip().splitlines()[0]}",
                    where=f"{path.name}, cell {place}",
                    fix="Mend what warns; a report prints no warning",
                )
