"""After Llama: rows with sources go in, numbers that carry their sources come out.

A notebook imports four verbs: ``load`` a table, ``cite`` a number, ``show`` a figure, ``judge`` a claim.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterllama.claims import judge
    from afterllama.figures import show
    from afterllama.loading import load
    from afterllama.values import cite

__all__ = ["cite", "judge", "load", "show"]

_HOME = {
    "load": "afterllama.loading",
    "cite": "afterllama.values",
    "show": "afterllama.figures",
    "judge": "afterllama.claims",
}


def __getattr__(name: str) -> Any:
    # Imported on first use, so that the command line does not wait for pandas and matplotlib.
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'afterllama' has no attribute {name!r}")
