"""What a run notebook is held to before it is printed."""

from __future__ import annotations

from nbformat import NotebookNode

from afterllama.errors import NotebookError
from afterllama.run.findings import unguarded_count, wrong_certainty
from afterllama.run.record import Record


def accept(nb: NotebookNode, record: Record) -> None:
    """Hold a run notebook to what could not be seen before it ran.

    Raises
    ------
    NotebookError : a cell warned, or a finding's words do not fit its sources.
    """
    for place, cell in enumerate(nb.cells, start=1):
        for item in cell.get("outputs", []):
            if item.output_type == "stream" and item.name == "stderr":
                raise NotebookError(
                    f"it warns: {item.text.strip().splitlines()[0]}",
                    where=f"{record.stem}.ipynb, cell {place}",
                    fix="Mend what warns; a report prints no warning",
                )
    for item in record.findings:
        where = f"{record.stem}.ipynb, finding {item.address}"
        if wrong := wrong_certainty(item, record.values):
            raise NotebookError(wrong, where=where, fix="Choose the word that fits")
        if word := unguarded_count(item, record.values):
            fix = "Give one of its values a holds= condition"
            raise NotebookError(f"{word!r} stands on no condition", where=where, fix=fix)
