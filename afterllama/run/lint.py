"""Rules that a notebook can be held to without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from afterllama import paths
from afterllama.run.plan import cells, source, tables_read

_ROLE = re.compile(r"\{eval\}`([^`]*)`")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
# Dates and periods may be typed: they name things, they are not results.
_DATES = re.compile(
    rf"\b(?:\d{{1,2}}(?:\s?(?:to|and|–|-)\s?\d{{1,2}})?\s(?:{_MONTH})|(?:{_MONTH})\s\d{{1,2}}\b)(?:,?\s(?:19|20)\d\d)?"
    r"|\bQ[1-4]\b|\b(?:19|20)\d\d(?:[-–/]\d\d(?:[-–/]\d\d)?)?s?\b"
)
_CODE = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>]+>|\$[^$]+\$")


def lint(path: Path) -> list[str]:
    """What breaks the rules, each with its cell; empty if nothing does."""
    allowed = _allowed()
    found: list[str] = []
    for place, cell in enumerate(cells(path), start=1):
        rules = _markdown if cell["cell_type"] == "markdown" else _code
        if cell["cell_type"] in ("markdown", "code"):
            found += [f"{path.name}, cell {place}: {line}" for line in rules(source(cell), allowed, cell)]
    return found + [f"{path.name}: {line}" for line in [*_anatomy(path), *_names(path), *_judged(path)]]


def _allowed() -> list[str]:
    text = (paths.root() / "notebooks" / "words.txt").read_text(encoding="utf-8")
    return sorted((line.strip() for line in text.splitlines() if line.strip()), key=len, reverse=True)


def typed_numbers(text: str, allowed: list[str]) -> list[str]:
    """Digits in a text that are neither date, allowed name, code nor live number."""
    text = _CODE.sub(" ", _ROLE.sub(" ", text))
    for name in allowed:
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w]|\.\d)", " ", text)
    return re.findall(r"\S*\d\S*", _DATES.sub(" ", text))


def _markdown(text: str, allowed: list[str], cell: dict[str, Any]) -> Iterator[str]:
    for name in _ROLE.findall(text):
        if not name.isidentifier():
            yield f"{{eval}}`{name}`: only a bare name may stand in the role"
    for line in text.splitlines():
        if line.startswith("#") and _ROLE.search(line):
            yield f"no live number in a heading: {line}"
    prose = re.sub(r"```.*?```", " ", text, flags=re.S)
    for number in typed_numbers(re.sub(r"^\s*\d+\.\s", "", prose, flags=re.M), allowed):
        yield f"typed number {number!r}: cite it, or list the name in notebooks/words.txt"


def _code(text: str, allowed: list[str], cell: dict[str, Any]) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield f"line {error.lineno}: {error.msg}"
        return
    if text.strip() and not text.lstrip().startswith("#"):
        yield "a code cell begins with a comment that names its idea"
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        yield from _call(call, allowed)


def _call(call: ast.Call, allowed: list[str]) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    keywords = {item.arg: item.value for item in call.keywords}
    if name == "cite":
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value is not None:
            yield f"line {call.lineno}: a literal is cited; compute it from rows"
        yield from _digits(call, keywords, ("how", "interval"), allowed)
    if name == "show":
        if "holds" not in keywords or _is_true(keywords["holds"]):
            yield f"line {call.lineno}: the title is not guarded; give holds= a condition"
        yield from _digits(call, keywords, ("title", "subtitle", "alt"), allowed)
    if name == "judge":
        yield from _digits(call, keywords, ("says", "says_against", "since"), allowed)


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _digits(call: ast.Call, keywords: dict[Any, ast.expr], names: tuple[str, ...], allowed: list[str]) -> Iterator[str]:
    for name in names:
        for text in _literals(keywords.get(name)):
            for number in typed_numbers(text, allowed):
                yield f"line {call.lineno}: typed number {number!r} in {name}="


def _literals(node: ast.expr | None) -> list[str]:
    """String constants of an expression; the expressions inside f-strings are live."""
    if node is None:
        return []
    if isinstance(node, ast.JoinedStr):
        return [" ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))]
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    return [text for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr) for text in _literals(child)]


def _anatomy(path: Path) -> Iterator[str]:
    found = [set(cell["metadata"].get("tags", [])) for cell in cells(path)]
    for tag in ("answer", "findings", "questions", "sources"):
        if sum(tag in tags for tags in found) != 1:
            yield f"exactly one cell is tagged {tag!r}"
    first = source(cells(path)[0]) if cells(path) else ""
    if not first.startswith("# ") or first.count("\n# "):
        yield "the first cell is the question, as '# …?'"
    if not tables_read(path):
        yield 'no table is read with load("…")'


def _names(path: Path) -> Iterator[str]:
    """A name shown in prose is assigned once: JupyterLab evaluates it after all code has run."""
    shown = {name for cell in cells(path) if cell["cell_type"] == "markdown" for name in _ROLE.findall(source(cell))}
    counts: dict[str, int] = {}
    for cell in cells(path):
        if cell["cell_type"] == "code":
            for name in _assigned(source(cell)):
                counts[name] = counts.get(name, 0) + 1
    for name in sorted(shown):
        if counts.get(name, 0) > 1:
            yield f"{name} is shown in prose and assigned {counts[name]} times"


def _assigned(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for statement in tree.body:  # names inside functions are others
        for node in ast.walk(statement):
            if isinstance(node, ast.FunctionDef | ast.Lambda):
                break
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def _judged(path: Path) -> Iterator[str]:
    code = "\n".join(source(cell) for cell in cells(path) if cell["cell_type"] == "code")
    ids = re.findall(r"""\bjudge\(\s*["']([^"']+)["']""", code)
    for claim_id in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{claim_id} is judged more than once"


def unclean(path: Path) -> list[str]:
    """What saving in JupyterLab left behind: outputs, counters, expression results."""
    found = []
    for place, cell in enumerate(cells(path), start=1):
        if cell.get("outputs") or cell.get("execution_count") is not None:
            found.append(f"{path.name}, cell {place}: holds outputs")
        if "user_expressions" in cell["metadata"]:
            found.append(f"{path.name}, cell {place}: holds results of expressions")
    return found


__all__ = ["lint", "typed_numbers", "unclean"]
