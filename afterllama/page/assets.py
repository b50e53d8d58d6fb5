"""Stylesheet, fonts and Content-Security-Policy of a page: everything inside it, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

import font_source_serif_pro

from afterllama.figures import theme
from afterllama.figures.svg import woff2

# Every character that a page may print in its own fonts; a test refuses others.
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§°±²³·×áäåçèéêëíïñóôöøúüßÄÅÉÖØÜšž–—‘’“”…€→←↑↓−≈≤≥"


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The page's CSS."""
    return (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def font_faces() -> str:
    """Both families, two weights each, cut to the characters in use, as data URIs."""
    files = {path.stem: path for path in Path(font_source_serif_pro.__file__).parent.rglob("*.ttf")}
    serif = {400: files["SourceSerifPro-Regular"], 600: files["SourceSerifPro-Semibold"]}
    families = {"Source Serif Pro": serif, "Source Sans Pro": theme.font_files()}
    return "".join(_face(name, *cut) for name, cuts in families.items() for cut in cuts.items())


def _face(family: str, weight: int, path: Path) -> str:
    data = _base64(woff2(str(path), CHARACTERS, ("kern", "lnum", "pnum", "tnum")))
    source = f"src:url(data:font/woff2;base64,{data})format('woff2')"
    return f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;{source}}}'


def policy(*styles: str) -> str:
    """A policy that allows these style elements by hash, pictures and fonts inside the page, and nothing else."""
    hashes = " ".join(f"'sha256-{_base64(hashlib.sha256(style.encode('utf-8')).digest())}'" for style in styles)
    # connect-src 'self' lets an audit read robots.txt; without script nothing else can use it.
    inside = "img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; style-src {hashes}; {inside}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
