"""A notebook, parsed once: its cells, what its code reads and judges, and the names that its prose shows."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from afterllama.errors import BuildError
from afterllama.paths import Stamp, stamp
from afterllama.run.cell import Cell

INJECTED = "injected-parameters"  # papermill's word


@dataclass(frozen=True)
class Notebook:
    """Cells in order, under the file's stem (``06_business_logic``)."""

    stem: str
    cells: tuple[Cell, ...]

    @classmethod
    def parse(cls, data: object, stem: str) -> Notebook:
        """From the JSON data of a notebook, run or not.

        Raises BuildError: the data are no notebook of format 4.
        """
        cells = data.get("cells") if isinstance(data, Mapping) and data.get("nbformat") == 4 else None
        if not isinstance(cells, list):
            raise _no_notebook(stem, "no cells of notebook format 4")
        made: list[Cell] = []
        for item in cells:
            place = made[-1].place + 1 if made else 1
            cell = _cell(item, place, stem)
            # A run's own parameters are no cell that an analyst could count.
            made.append(replace(cell, place=place - 1) if INJECTED in cell.tags else cell)
        return cls(stem, tuple(made))

    @property
    def name(self) -> str:
        """The file's name, as errors give it."""
        return f"{self.stem}.ipynb"

    @property
    def number(self) -> str:
        """``06`` of ``06_business_logic``; empty where a name has none."""
        return number(self.stem)

    @property
    def first_line(self) -> str:
        """The first line of the first cell, which in a report is its question."""
        return self.cells[0].source.partition("\n")[0] if self.cells else ""

    @cached_property
    def title(self) -> str:
        """The first heading of the first level, as it is written; the stem where there is none."""
        for cell in self.cells:
            for token, inline in zip(cell.tokens, cell.tokens[1:], strict=False):
                if token.type == "heading_open" and token.tag == "h1":
                    return inline.content
        return self.stem

    def tagged(self, tag: str) -> list[Cell]:
        """Cells that carry a tag."""
        return [cell for cell in self.cells if tag in cell.tags]

    def text(self, tag: str) -> str:
        """The Markdown of the cells that carry a tag, without a heading that begins it."""
        cells = (cell.source.strip() for cell in self.tagged(tag))
        return "\n\n".join(text.partition("\n")[2].strip() if text.startswith("#") else text for text in cells)

    @cached_property
    def loads(self) -> list[str]:
        """Names given to ``load``, sorted."""
        return sorted(set(self._names("load")))

    @cached_property
    def imports(self) -> list[str]:
        """Modules that the code imports, sorted."""
        nodes = [node for cell in self.cells for node in cell.imports()]
        plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        return sorted(plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module})

    @cached_property
    def judges(self) -> list[str]:
        """Claims given to ``judge``, in order, each as often as it is."""
        return self._names("judge")

    @cached_property
    def shown(self) -> list[str]:
        """Names of every live number in the prose, in order of appearance."""
        return list(dict.fromkeys(name for cell in self.cells for name in cell.roles))

    def _names(self, verb: str) -> list[str]:
        firsts = [call.args[0] for cell in self.cells for call in cell.calls(verb) if call.args]
        return [item.value for item in firsts if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def _cell(item: object, place: int, stem: str) -> Cell:
    if not isinstance(item, Mapping):
        raise _no_notebook(stem, f"cell {place} is no cell")
    source, metadata = item.get("source"), item.get("metadata", {})
    lines = [line for line in (source if isinstance(source, list) else [source]) if isinstance(line, str)]
    if (not lines and source != []) or not isinstance(metadata, Mapping):
        raise _no_notebook(stem, f"cell {place} has no source")
    return Cell(place, str(item.get("cell_type")), "".join(lines), frozenset(metadata.get("tags", [])))


def _no_notebook(stem: str, why: str) -> BuildError:
    return BuildError(f"not a notebook: {why}", where=f"{stem}.ipynb", fix="Restore it from git")


# Neighbours are read one after another; a driver of many does not hold them all.
@lru_cache(maxsize=64)
def _read(path: Path, now: Stamp) -> Notebook:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _no_notebook(path.stem, str(error)) from None
    return Notebook.parse(data, path.stem)


def read(path: Path) -> Notebook:
    """The notebook of a file, parsed once as long as the file stays as it is.

    Raises BuildError: the file is no notebook.
    """
    return _read(path, stamp(path))


def number(stem: str) -> str:
    """``06`` of ``06_business_logic``: two digits or more; empty where a name has none."""
    head, mark, _ = stem.partition("_")
    return head if mark and len(head) >= 2 and head.isascii() and head.isdecimal() else ""
