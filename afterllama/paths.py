"""Where the project's folders are, and how its files are written and told apart."""

from __future__ import annotations

import hashlib
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


def replace_text(path: Path, text: str | bytes) -> None:
    """Write beside the file, then rename: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    temporary.replace(path)


def write_if_changed(path: Path, text: str | bytes) -> None:
    """``replace_text`` where the file does not hold this already."""
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    if not path.exists() or path.read_bytes() != content:
        replace_text(path, content)


def digest(data: bytes) -> str:
    """Twenty hexadecimal digits that name a content."""
    return hashlib.sha256(data).hexdigest()[:20]


def file_hash(path: Path) -> str:
    """``digest`` of a file's bytes; ``missing`` where there is none."""
    return digest(path.read_bytes()) if path.exists() else "missing"
