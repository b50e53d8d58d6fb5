"""Where the project's folders are, and how its files are written and told apart."""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1]
Stamp = tuple[int, int, int]


def root() -> Path:
    """The project folder: ``AFTERLLAMA_ROOT`` if it is set (tests work on copies), else the checkout."""
    return Path(os.environ.get("AFTERLLAMA_ROOT") or _CHECKOUT)


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


def stamp(path: Path) -> Stamp:
    """What moves when this machine writes or replaces a file: enough for one process, not for copies and checkouts.

    Raises FileNotFoundError: there is none.
    """
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def file_hash(path: Path) -> str:
    """``digest`` of a file's bytes, read once as long as its stamp stays; ``missing`` where there is none."""
    try:
        return _hash(str(path), stamp(path))
    except FileNotFoundError:
        return "missing"


@functools.cache
def _hash(path: str, now: Stamp) -> str:
    with open(path, "rb") as handle:
        return digest(handle.read())
