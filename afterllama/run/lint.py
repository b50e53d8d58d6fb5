"""Rules that a notebook is held to: most can be seen without running it, some only when it has run."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from afterllama import paths
from afterllama.data.units import MONTHS
from afterllama.errors import NotebookError
from afterllama.run.cell import Cell
from afterllama.run.findings import unguarded_count, wrong_certainty
from afterllama.run.markdown import is_live
from afterllama.run.notebook import Notebook, read

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from afterllama.run.record import Record

_MONTH = "|".join(MONTHS)
# Dates and periods may be typed: they name things, they are not results.
_DATES = re.compile(
    rf"\b(?:\d{{1,2}}(?:\s?(?:to|and|–|-)\s?\d{{1,2}})?\s(?:{_MONTH})|(?:{_MONTH})\s\d{{1,2}}\b)(?:,?\s(?:19|20)\d\d)?"
    r"|\bQ[1-4]\b|\b(?:19|20)\d\d(?:[-–/]\d\d(?:[-–/]\d\d)?)?s?\b"
)
# Keywords of the verbs that readers see as words.
_WORDS = {
    "cite": ("how", "interval", "given", "low_confidence"),
    "show": ("title", "subtitle", "alt"),
    "judge": ("says", "says_against", "since"),
}
Names = tuple[str, ...]
_TAGS = ("answer", "story", "reply", "findings", "methods", "sources")


def lint(path: Path) -> list[str]:
    """What breaks the rules, each with its cell; empty if nothing does."""
    notebook, allowed = read(path), _allowed()
    found = []
    for cell in notebook.cells:
        rules = {"markdown": _markdown, "code": _code}.get(cell.kind)
        found += [f"{path.name}, cell {cell.place}: {line}" for line in (rules(cell, allowed) if rules else ())]
    whole = [*_anatomy(notebook), *_names(notebook), *_judged(notebook)]
    return found + [f"{path.name}: {line}" for line in whole]


def _allowed() -> Names:
    path = paths.root() / "notebooks" / "words.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple(line.strip() for line in lines if line.strip())


@lru_cache(maxsize=4)
def _any_of(names: Names) -> re.Pattern[str]:
    """The longest of the names that stands somewhere; where there are no names, nothing."""
    longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![\w.])(?:{longest})(?![\w]|\.\d)")


def typed_numbers(text: str, allowed: Names) -> list[str]:
    """Words of a plain text that hold digits and are neither date nor allowed name."""
    bare = _DATES.sub(" ", _any_of(allowed).sub(" ", text))
    return [word for word in bare.split() if any(map(str.isdigit, word))]


def _markdown(cell: Cell, allowed: Names) -> Iterator[str]:
    for name in cell.roles:
        if not name.isidentifier():
            yield f"{{eval}}`{name}`: only a bare name may stand in the role"
    for before, token in zip(cell.tokens, cell.tokens[1:], strict=False):
        if before.type == "heading_open" and any(map(is_live, token.children or [])):
            yield f"no live number in a heading: {before.markup} {token.content}"
    for number in typed_numbers(_prose(cell), allowed):
        yield f"typed number {number!r}: cite it, or list the name in notebooks/words.txt"


def _prose(cell: Cell) -> str:
    """The words of a cell, without code, addresses, formulas and live numbers."""
    blocks = [token.content for token in cell.tokens if token.type == "html_block"]
    for token in cell.tokens:
        children = token.children or []
        blocks.append("".join(child.content if child.type == "text" else " " for child in children))
    return "\n".join(blocks)


def _code(cell: Cell, allowed: Names) -> Iterator[str]:
    try:
        _ = cell.tree
    except SyntaxError as error:
        yield f"line {error.lineno}: {error.msg}"
        return
    if cell.source.strip() and not cell.source.lstrip().startswith("#"):
        yield "a code cell begins with a comment that names its idea"
    for call in cell.calls("cite"):
        first = call.args[0] if call.args else None
        cited = first.elts if isinstance(first, ast.List | ast.Tuple) else [first]
        if any(isinstance(item, ast.Constant) and item.value is not None for item in cited):
            yield f"line {call.lineno}: a literal is cited; compute it from rows, or name the assumption"
    for call in cell.calls("show"):
        if isinstance(_keywords(call).get("holds", ast.Constant(None)), ast.Constant):
            yield f"line {call.lineno}: the title is not guarded; give holds= a condition"
    for verb, names in _WORDS.items():
        for call in cell.calls(verb):
            yield from _digits(call, names, allowed)


def _keywords(call: ast.Call) -> dict[str | None, ast.expr]:
    """Arguments by name; of those given by place, the fourth of ``cite`` says how."""
    placed = {"how": call.args[3]} if len(call.args) > 3 else {}
    return placed | {item.arg: item.value for item in call.keywords}


def _digits(call: ast.Call, names: tuple[str, ...], allowed: Names) -> Iterator[str]:
    for name in names:
        for text in _literals(_keywords(call).get(name)):
            for number in typed_numbers(text, allowed):
                yield f"line {call.lineno}: typed number {number!r} in {name}="


def _literals(node: ast.AST | None) -> list[str]:
    """String constants of an expression; the expressions inside f-strings are live."""
    if isinstance(node, ast.JoinedStr):
        return [" ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))]
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    return [text for child in (ast.iter_child_nodes(node) if node else ()) for text in _literals(child)]


def _anatomy(notebook: Notebook) -> Iterator[str]:
    for tag in _TAGS:
        if len(notebook.tagged(tag)) != 1:
            yield f"exactly one cell is tagged {tag!r}"
    heads = [token for cell in notebook.cells[:1] for token in cell.tokens if token.tag == "h1" and token.nesting == 1]
    if len(heads) != 1 or not notebook.first_line.startswith("# "):
        yield "the first cell is the question, as '# …?'"
    if not notebook.loads:
        yield 'no table is read with load("…")'


def _names(notebook: Notebook) -> Iterator[str]:
    """A name shown in prose is assigned once: JupyterLab evaluates it after all code has run."""
    counts: Counter[str] = Counter()
    for cell in notebook.cells:
        if cell.kind == "code":
            try:
                counts.update(cell.assigned())
            except SyntaxError:
                continue  # said where the cell is looked at
    for name in sorted(notebook.shown):
        if counts[name] > 1:
            yield f"{name} is shown in prose and assigned {counts[name]} times"


def _judged(notebook: Notebook) -> Iterator[str]:
    for claim_id, count in sorted(Counter(notebook.judges).items()):
        if count > 1:
            yield f"{claim_id} is judged more than once"


def accept(nb: NotebookNode, record: Record) -> None:
    """Hold a run notebook to what could not be seen before it ran.

    Raises NotebookError: a cell warned, or a finding's words do not fit its sources.
    """
    for place, cell in enumerate(nb.cells, start=1):
        for item in cell.get("outputs", []):
            if item.output_type == "stream" and item.name == "stderr":
                raise NotebookError(
                    f"it warns: {item.text.strip().splitlines()[0]}",
                    where=f"{record.stem}.ipynb, cell {place}",
                    fix="Mend what warns; a report prints no warning",
                )
    for item in record.findings:
        where = f"{record.stem}.ipynb, finding {item.address}"
        if wrong := wrong_certainty(item, record.values):
            raise NotebookError(wrong, where=where, fix="Choose the word that fits")
        if word := unguarded_count(item, record.values):
            fix = "Give one of its values a holds= condition"
            raise NotebookError(f"{word!r} stands on no condition", where=where, fix=fix)
