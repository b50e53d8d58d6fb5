"""Strip from a notebook what saving in JupyterLab leaves: outputs, counters, expression results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from afterllama import paths


def cleaned(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook as it is committed; input is not changed."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {**notebook, "cells": [_cell(cell) for cell in notebook["cells"]], "metadata": metadata}


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    kept = {key: item for key, item in cell["metadata"].items() if key == "tags" and item}
    out = {**cell, "metadata": kept}
    if cell["cell_type"] == "code":
        out.update(outputs=[], execution_count=None)
    return out


def clean(path: Path) -> bool:
    """Rewrite the file clean; whether anything changed."""
    old = path.read_text(encoding="utf-8")
    new = json.dumps(cleaned(json.loads(old)), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if new == old:
        return False
    paths.replace_text(path, new)
    return True
