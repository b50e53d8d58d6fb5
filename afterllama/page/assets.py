"""Stylesheet, fonts and Content-Security-Policy of a page: everything inside it, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import font_source_serif_pro

from afterllama.figures import theme
from afterllama.figures.svg import woff2

# Every character that a page may print in its own fonts; a test refuses others.
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§°±²³·×áäåçèéêëíïñóôöøúüßÄÅÉÖØÜšž–—‘’“”…€→←↑↓−≈≤≥"
_FEATURES = ("kern", "lnum", "pnum", "tnum")


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The page's CSS."""
    return (files("afterllama.page") / "templates" / "report.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def font_faces() -> str:
    """Both families, two weights each, cut to the characters in use, as data URIs."""
    folder = Path(font_source_serif_pro.__file__).parent
    serif = {path.stem: path for path in folder.rglob("*.ttf")}
    sans = theme.font_files()
    faces = [
        ("Source Serif Pro", 400, serif["SourceSerifPro-Regular"]),
        ("Source Serif Pro", 600, serif["SourceSerifPro-Semibold"]),
        ("Source Sans Pro", 400, sans[400]),
        ("Source Sans Pro", 600, sans[600]),
    ]
    return "".join(_face(family, weight, path) for family, weight, path in faces)


def _face(family: str, weight: int, path: Path) -> str:
    data = base64.b64encode(woff2(str(path), CHARACTERS, _FEATURES)).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
        f"src:url(data:font/woff2;base64,{data})format('woff2')}}"
    )


def policy(*styles: str) -> str:
    """A policy that allows these style elements by hash, pictures and fonts inside the page, and nothing else."""
    hashes = " ".join(f"'sha256-{_digest(style)}'" for style in styles)
    # connect-src 'self' lets an audit read robots.txt; without script nothing else can use it.
    return (
        f"default-src 'none'; style-src {hashes}; img-src data:; font-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
