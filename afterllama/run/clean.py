"""What saving in JupyterLab leaves in a notebook (outputs, counters, expression results): name it, strip it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from afterllama.paths import write_if_changed


def unclean(path: Path) -> list[str]:
    """What saving in JupyterLab left behind, each with its cell."""
    found = []
    for place, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        if cell.get("outputs") or cell.get("execution_count") is not None:
            found.append(f"{path.name}, cell {place}: holds outputs")
        if "user_expressions" in cell["metadata"]:
            found.append(f"{path.name}, cell {place}: holds results of expressions")
    return found


def cleaned(text: str) -> str:
    """A notebook's JSON as it is committed."""
    notebook = json.loads(text)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    made = {**notebook, "cells": [_cell(cell) for cell in notebook["cells"]], "metadata": metadata}
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    kept = {key: item for key, item in cell["metadata"].items() if key == "tags" and item}
    out = {**cell, "metadata": kept}
    if cell["cell_type"] == "code":
        out.update(outputs=[], execution_count=None)
    return out


def clean(path: Path) -> bool:
    """Rewrite the file clean; whether anything changed."""
    old = path.read_text(encoding="utf-8")
    new = cleaned(old)
    write_if_changed(path, new)
    return new != old
