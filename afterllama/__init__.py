"""After Llama: rows with sources go in, numbers that carry their sources come out.

A notebook imports four verbs: ``load`` a table, ``cite`` a number, ``show`` a figure, ``judge`` a claim.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterllama.evidence.claims import judge
    from afterllama.evidence.loading import load
    from afterllama.evidence.values import cite
    from afterllama.figures.show import show

__all__ = ["cite", "judge", "load", "show"]

_HOME = {
    "load": "afterllama.evidence.loading",
    "cite": "afterllama.evidence.values",
    "show": "afterllama.figures.show",
    "judge": "afterllama.evidence.claims",
}


def __getattr__(name: str) -> Any:
    # Imported on first use, so that the command line does not wait for pandas and matplotlib.
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'afterllama' has no attribute {name!r}")
