"""The collection as a whole: its notebooks in order, their saved records, its edition and address."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from afterllama import paths
from afterllama.data import contract, units
from afterllama.run import record
from afterllama.run.notebook import Notebook, number, read
from afterllama.run.plan import numbered
from afterllama.run.record import Record


@dataclass(frozen=True)
class Collection:
    """Files of the notebooks in the order of their numbers; ``repository`` is an address without a slash at its end,
    empty while it is unset.

    A page is printed from two or three of the notebooks: none is read before it is asked for.
    """

    files: tuple[Path, ...]
    repository: str
    edition: str

    @classmethod
    def read(cls) -> Collection:
        """The collection as it lies in the project's folder."""
        return cls(tuple(numbered()), _repository(), _edition())

    @cached_property
    def records(self) -> dict[str, Record]:
        """The saved records by number, of the notebooks that have one; asked for once."""
        found = {name: record.saved(name) for name in (number(path.stem) for path in self.files)}
        return {name: item for name, item in found.items() if item}

    def holds(self, stem: str) -> bool:
        """Whether a notebook of this name belongs to it."""
        return any(path.stem == stem for path in self.files)

    def beside(self, stem: str) -> tuple[Notebook | None, Notebook | None]:
        """The notebooks before and after one of this name; None at either end.

        Raises BuildError: the file of one is no notebook.
        """
        place = [path.stem for path in self.files].index(stem)
        near = (self.files[max(0, place - 1) : place], self.files[place + 1 : place + 2])
        before, after = (next(map(read, files), None) for files in near)
        return before, after


def _repository() -> str:
    text = (paths.root() / "pyproject.toml").read_text(encoding="utf-8")
    address: str = tomllib.loads(text).get("tool", {}).get("afterllama", {}).get("repository", "")
    return address.rstrip("/")


def _edition() -> str:
    return units.write_date(str(contract.descriptor()["version"]).replace(".", "-"))
