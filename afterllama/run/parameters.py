"""A notebook's parameters: names, types, units and ranges, read from the cell that is tagged ``parameters``.

One line each: ``name: type = value  # help [unit; low..high]`` or ``# help [choices a|b|c]``.
"""

from __future__ import annotations

import ast
import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from afterllama.errors import ParameterError
from afterllama.run.cell import Cell
from afterllama.run.notebook import Notebook

Plain = float | int | str
_TYPES = {"float", "int", "str"}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook, with its default and what it may be."""

    name: str
    kind: str
    default: Plain
    help: str
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        return f"from {words(self.low)} to {words(self.high)}" if math.isfinite(self.low) else "any"

    def read(self, text: str, where: str = "") -> Plain:
        """The value that a reader typed.

        Raises ParameterError: it is none; names the nearest value that is.
        """
        if self.kind == "str":
            return self._choice(text.strip(), where)
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self._refused(text, where, "is no number", self.default)
        if not self.low <= number <= self.high:
            raise self._refused(text, where, f"is not {self.allowed}", min(max(number, self.low), self.high))
        if self.kind == "int" and number != int(number):
            raise self._refused(text, where, "is no whole number", round(number))
        return int(number) if self.kind == "int" else number

    def _choice(self, text: str, where: str) -> str:
        if not self.choices or text in self.choices:
            return text
        raise self._refused(text, where, f"is not {self.allowed}", nearest(text, self.choices) or self.default)

    def _refused(self, text: str, where: str, why: str, instead: Plain) -> ParameterError:
        unit = f" {self.unit}" if self.unit else ""
        fix = f"The nearest that is possible is {words(instead)}{unit}"
        return ParameterError(f"{self.name}={text!r} {why}", where=where, fix=fix)


def words(value: Plain) -> str:
    """A value as a reader would type it: no thousands separators, no needless decimals."""
    return value if isinstance(value, str) else f"{value:.10g}"


def nearest(text: str, known: Sequence[str]) -> str:
    """The known word most like a text, by letters and by whole words; empty if none is like it."""
    scored = [(_likeness(text.casefold(), name.casefold()), name) for name in known]
    score, name = max(scored, default=(0.0, ""))
    return name if score >= 0.6 else ""


def _likeness(text: str, name: str) -> float:
    shared = {*text.replace("_", " ").split()} & {*name.replace("_", " ").split()}
    return difflib.SequenceMatcher(None, text, name).ratio() + len(shared) / 2


def parameters(notebook: Notebook) -> dict[str, Parameter]:
    """Parameters of a notebook by name.

    Raises ParameterError: it has none, or a line cannot be read.
    """
    for cell in notebook.tagged("parameters"):
        where, lines = f"{notebook.name}, cell {cell.place}", cell.source.splitlines()
        found = [_parameter(node, lines[node.lineno - 1], where) for node in _statements(cell, where)]
        return {item.name: item for item in found}
    raise ParameterError("has no parameters", where=notebook.name, fix="Tag a code cell 'parameters'")


def _statements(cell: Cell, where: str) -> list[ast.stmt]:
    try:
        return cell.tree.body
    except SyntaxError as error:
        raise ParameterError(f"line {error.lineno}: {error.msg}", where=where, fix="Mend the cell") from None


def _parameter(node: ast.stmt, line: str, where: str) -> Parameter:
    comment = line[node.end_col_offset :].strip()
    text, _, bracket = comment.removeprefix("#").removesuffix("]").rpartition("[")
    match node:
        case ast.AnnAssign(ast.Name(name), ast.Name(kind), ast.expr() as default) if kind in _TYPES and text:
            return _bounded(Parameter(name, kind, ast.literal_eval(default), text.strip()), bracket)
    fix = "Write name: type = value  # help [unit; low..high]"
    raise ParameterError(f"a parameter cannot be read: {line}", where=where, fix=fix)


def _bounded(item: Parameter, bracket: str) -> Parameter:
    """With what its bracket says: ``unit; low..high``, ``choices a|b|c``, or a unit alone."""
    if bracket.startswith("choices "):
        return replace(item, choices=tuple(bracket.removeprefix("choices ").split("|")))
    unit, _, span = bracket.partition("; ")
    low, dots, high = span.partition("..")
    return replace(item, unit=unit, low=float(low), high=float(high)) if dots else replace(item, unit=bracket)


def read(notebook: Notebook, given: dict[str, str], where: str = "") -> dict[str, Plain]:
    """Values by name, from texts by name; names that are not given are left out.

    Raises ParameterError: an unknown name or an impossible value; names the nearest one.
    """
    known = parameters(notebook)
    for name in given:
        if name not in known:
            like = nearest(name, list(known))
            fix = f"Did you mean {like}? " if like else ""
            listed = f"{fix}The parameters are {', '.join(known)}"
            raise ParameterError(f"{name!r} is no parameter of {notebook.stem}", where=where, fix=listed)
    return {name: known[name].read(text, where) for name, text in given.items()}


def describe(notebook: Notebook) -> str:
    """Every parameter with type, unit, default, range and help, for a terminal of any width."""
    lines = [f"Parameters of {notebook.stem}; give them as -p name=value"]
    for item in parameters(notebook).values():
        unit = f", {item.unit}" if item.unit else ""
        lines.append(f"\n{item.name} ({item.kind}{unit}): {item.help}")
        lines.append(f"    default {words(item.default)}; {item.allowed}")
    return "\n".join(lines)
