"""Where the project's folders are."""

from __future__ import annotations

import os
from pathlib import Path


def root() -> Path:
    """The project folder: ``AFTERLLAMA_ROOT`` if it is set (tests work on copies), else the checkout."""
    return Path(os.environ.get("AFTERLLAMA_ROOT") or Path(__file__).resolve().parents[1])


def data() -> Path:
    return root() / "data"


def cache() -> Path:
    """Records that only save time; never committed, safe to delete."""
    return root() / ".afterllama"
