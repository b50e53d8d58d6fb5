"""The collection as a whole: its notebooks in order, their saved records, its edition and address."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property

from afterllama import paths
from afterllama.data import contract, units
from afterllama.run import record
from afterllama.run.notebook import Notebook, read
from afterllama.run.plan import numbered
from afterllama.run.record import Record


@dataclass(frozen=True)
class Collection:
    """Notebooks by number; ``repository`` is an address without a slash at its end, empty while it is unset."""

    notebooks: tuple[Notebook, ...]
    repository: str
    edition: str

    @classmethod
    def read(cls) -> Collection:
        """The collection as it lies in the project's folder.

        Raises BuildError: a file of notebooks/ is no notebook.
        """
        return cls(tuple(read(path) for path in numbered()), _repository(), _edition())

    @cached_property
    def records(self) -> dict[str, Record]:
        """The saved records by number, of the notebooks that have one; asked for once."""
        found = {notebook.number: record.saved(notebook.number) for notebook in self.notebooks}
        return {number: item for number, item in found.items() if item}

    def holds(self, stem: str) -> bool:
        """Whether a notebook of this name belongs to it."""
        return any(notebook.stem == stem for notebook in self.notebooks)


def _repository() -> str:
    text = (paths.root() / "pyproject.toml").read_text(encoding="utf-8")
    address: str = tomllib.loads(text).get("tool", {}).get("afterllama", {}).get("repository", "")
    return address.rstrip("/")


def _edition() -> str:
    return units.write_date(str(contract.descriptor()["version"]).replace(".", "-"))
