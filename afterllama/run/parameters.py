"""A notebook's parameters: names, types, units and ranges, read from the cell that is tagged ``parameters``.

One line each: ``name: type = value  # help [unit; low..high]`` or ``# help [choices a|b|c]``.
"""

from __future__ import annotations

import ast
import difflib
import math
import re
from dataclasses import dataclass
from pathlib import Path

from afterllama.errors import AfterLlamaError
from afterllama.run.plan import cells, named, notebooks, source

Plain = float | int | str
_LINE = re.compile(r"^(\w+): (float|int|str) = (.+?)\s+# (.*?)\s*\[([^\]]*)\]$")
_RANGE = re.compile(r"^(.*); (\S+?)\.\.(\S+)$")


class ParameterError(AfterLlamaError):
    """A parameter that the notebook does not have, or a value that it cannot take."""


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

        Raises
        ------
        ParameterError : it is none; names the nearest value that is.
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


def nearest(text: str, known: tuple[str, ...] | list[str]) -> str:
    """The known word most like a text, by letters and by whole words; empty if none is like it."""
    scored = [(_likeness(text.casefold(), name.casefold()), name) for name in known]
    score, name = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return name if score >= 0.6 else ""


def _likeness(text: str, name: str) -> float:
    shared = set(re.split(r"[\W_]+", text)) & set(re.split(r"[\W_]+", name)) - {""}
    return difflib.SequenceMatcher(None, text, name).ratio() + len(shared) / 2


def find(name: str) -> Path:
    """A notebook by number or file stem.

    Raises
    ------
    ParameterError : there is none.
    """
    found, unknown = named([name])
    if unknown:
        listed = ", ".join(path.stem for path in notebooks())
        raise ParameterError(f"no notebook is called {name!r}", where="notebooks/", fix=f"There are {listed}")
    return found[0]


def parameters(path: Path) -> dict[str, Parameter]:
    """Parameters of a notebook by name.

    Raises
    ------
    ParameterError : it has none, or a line cannot be read.
    """
    for place, cell in enumerate(cells(path), start=1):
        if "parameters" in cell["metadata"].get("tags", []):
            lines = [line for line in source(cell).splitlines() if line.strip() and not line.startswith("#")]
            found = [_parameter(line, f"{path.name}, cell {place}") for line in lines]
            return {item.name: item for item in found}
    raise ParameterError("has no parameters", where=path.name, fix="Tag a code cell 'parameters'")


def _parameter(line: str, where: str) -> Parameter:
    parts = _LINE.match(line)
    if not parts:
        fix = "Write name: type = value  # help [unit; low..high]"
        raise ParameterError(f"a parameter cannot be read: {line}", where=where, fix=fix)
    name, kind, value, words_of_help, bracket = parts.groups()
    default = ast.literal_eval(value)
    if bracket.startswith("choices "):
        choices = tuple(bracket.removeprefix("choices ").split("|"))
        return Parameter(name, kind, default, words_of_help, choices=choices)
    if span := _RANGE.match(bracket):
        unit, low, high = span.groups()
        return Parameter(name, kind, default, words_of_help, unit, float(low), float(high))
    return Parameter(name, kind, default, words_of_help, bracket)


def read(path: Path, given: dict[str, str], where: str = "") -> dict[str, Plain]:
    """Values by name, from texts by name; names that are not given are left out.

    Raises
    ------
    ParameterError : an unknown name or an impossible value; names the nearest one.
    """
    known = parameters(path)
    for name in given:
        if name not in known:
            like = nearest(name, list(known))
            fix = f"Did you mean {like}? " if like else ""
            listed = f"{fix}The parameters are {', '.join(known)}"
            raise ParameterError(f"{name!r} is no parameter of {path.stem}", where=where, fix=listed)
    return {name: known[name].read(text, where) for name, text in given.items()}


def describe(path: Path) -> str:
    """Every parameter with type, unit, default, range and help, for a terminal of any width."""
    lines = [f"Parameters of {path.stem}; give them as -p name=value"]
    for item in parameters(path).values():
        unit = f", {item.unit}" if item.unit else ""
        lines.append(f"\n{item.name} ({item.kind}{unit}): {item.help}")
        lines.append(f"    default {words(item.default)}; {item.allowed}")
    return "\n".join(lines)
