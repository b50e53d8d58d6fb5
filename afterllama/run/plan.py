"""What is stale and why, by content hash, with nothing heavy imported; and the order in which notebooks run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from afterllama import paths
from afterllama.data import contract
from afterllama.paths import digest, file_hash
from afterllama.run.notebook import Notebook, number, read

# The rooms that a kernel loads, and how it is run: all that decides what a notebook computes.
_KERNEL = ("__init__.py", "errors.py", "paths.py", "data", "evidence", "figures", "models", "run/kernel.py")
PACKAGE = Path(__file__).resolve().parents[1]
_PAGES = ("run", "page")
Hashes = dict[str, str]


@dataclass(frozen=True)
class Built:
    """What one notebook was last built from (``run``, ``print``) and what that made, each by its hash."""

    run: Hashes
    print: Hashes
    made: Hashes


@dataclass
class State:
    """What the last builds on this machine were made from; kept in ``.afterllama`` and never committed."""

    notebooks: dict[str, Built] = field(default_factory=dict)

    @classmethod
    def read(cls) -> State:
        """The saved state; without what a crash or another hand left unreadable, which is built anew."""
        try:
            saved = json.loads(_state_path().read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        items = saved.items() if isinstance(saved, dict) else ()
        whole = {stem: item for stem, item in items if isinstance(item, dict) and set(item) == {"run", "print", "made"}}
        good = {stem: item for stem, item in whole.items() if all(isinstance(part, dict) for part in item.values())}
        return cls({stem: Built(**item) for stem, item in good.items()})

    def write(self) -> None:
        saved = {stem: asdict(item) for stem, item in self.notebooks.items()}
        paths.replace_text(_state_path(), json.dumps(saved, indent=1, sort_keys=True))


def _state_path() -> Path:
    return paths.cache() / "record.json"


@dataclass(frozen=True)
class Step:
    """One notebook of the plan: reasons to run it, reasons to print it, and the hashes it would be built from."""

    notebook: Notebook
    run: Hashes
    print: Hashes
    run_reasons: tuple[str, ...]
    print_reasons: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.run_reasons + self.print_reasons

    @property
    def stamp(self) -> str:
        """Ten digits that name notebook, data and lock; not this package, whose files may move."""
        parts = sorted((key, value) for key, value in self.run.items() if key != "code")
        return digest("\n".join(f"{key} {value}" for key, value in parts).encode())[:10]


def step(notebook: Notebook, state: State, force: bool = False) -> Step:
    """What is to be done for a notebook; without reasons it is up to date."""
    run, shown = _run_parts(notebook), _print_parts()
    old = state.notebooks.get(notebook.stem)
    run_reasons = _differences(run, old.run) if old else ["never built here"]
    if not run_reasons and not executed(notebook.stem).exists():
        run_reasons = ["its executed copy is gone"]
    if force:
        run_reasons = ["forced"]
    print_reasons: list[str] = []
    if old and not run_reasons:
        print_reasons = _differences(shown, old.print) or _touched(old.made)
    return Step(notebook, run, shown, tuple(run_reasons), tuple(print_reasons))


def executed(stem: str) -> Path:
    """Where the executed copy of a notebook is kept."""
    return paths.cache() / "executed" / f"{stem}.ipynb"


def nothing_to_do(names: Sequence[str]) -> bool:
    """Whether every chosen notebook is up to date, and so are index and verdicts."""
    chosen, unknown = named(names)
    if unknown or not chosen:
        return False
    made = [paths.root() / "reports" / name for name in ("index.html", "verdicts.csv")]
    state = State.read()
    return all(path.exists() for path in made) and not any(step(read(path), state).reasons for path in chosen)


def numbered() -> list[Path]:
    """Files of the numbered notebooks, in the order of their numbers."""
    found = [path for path in paths.root().glob("notebooks/[0-9][0-9]*_*.ipynb") if number(path.stem)]
    return sorted(found, key=_place)


def _place(path: Path) -> tuple[int, str]:
    return int(number(path.stem)), path.name


def named(names: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Notebooks by number or stem, all of them if no name is given; and the names that fit none."""
    known = numbered()
    fitting = {name: [path for path in known if name in (path.stem, number(path.stem))] for name in names}
    wanted = [path for path in known if not names or any(path in found for found in fitting.values())]
    return wanted, [name for name, found in fitting.items() if not found]


def needs(notebooks: Iterable[Notebook]) -> dict[str, set[str]]:
    """For each notebook by its stem, those of the others whose saved values or verdicts it loads."""
    chosen = list(notebooks)
    found: dict[str, set[str]] = {}
    for notebook in chosen:
        numbers = {name.removeprefix("values/") for name in notebook.loads if name.startswith("values/")}
        judging = "verdicts" in notebook.loads
        others = [other for other in chosen if other is not notebook]
        found[notebook.stem] = {o.stem for o in others if o.number in numbers or (judging and o.judges)}
    return found


def _touched(made: Mapping[str, str]) -> list[str]:
    return [f"{name} was changed or removed" for name, key in made.items() if file_hash(paths.root() / name) != key]


def _differences(now: Hashes, then: Hashes) -> list[str]:
    return [f"{name} changed" for name in sorted({*now, *then}) if now.get(name) != then.get(name)]


def _run_parts(notebook: Notebook) -> Hashes:
    """Hash of each thing that decides what a notebook computes."""
    text = json.dumps([[cell.kind, cell.source, sorted(cell.tags)] for cell in notebook.cells])
    parts = {f"notebooks/{notebook.name}": digest(text.encode()), "code": code_hash(_KERNEL)}
    for name in notebook.loads:
        parts.update(_table_parts(name))
    names = ["data/sources.csv", "data/corrections.yaml", "requirements.lock"]
    names += ["data/claims.csv"] if notebook.judges else []
    return parts | {name: file_hash(paths.root() / name) for name in names}


def _table_parts(name: str) -> Hashes:
    if name.startswith("values/"):
        return {f"reports/{name}.json": file_hash(paths.root() / "reports" / f"{name}.json")}
    if name == "verdicts":
        return {"reports/verdicts.csv": file_hash(paths.root() / "reports" / "verdicts.csv")}
    entries = [entry for entry in contract.descriptor()["resources"] if entry["name"] == name]
    block = digest(json.dumps(entries, sort_keys=True).encode())
    return {f"data/{name}.csv": file_hash(paths.data() / f"{name}.csv"), f"contract of {name}": block}


def _print_parts() -> Hashes:
    """Hash of each thing that decides how results are printed, but not what they are."""
    firsts = "\n".join(f"{path.name} {read(path).first_line}" for path in numbered())
    return {
        "templates and printing code": code_hash(_PAGES),
        "the list of notebooks": digest(firsts.encode()),
        "pyproject.toml": file_hash(paths.root() / "pyproject.toml"),
        "edition": str(contract.descriptor()["version"]),
    }


@lru_cache(maxsize=4)
def code_hash(rooms: tuple[str, ...]) -> str:
    """Hash of the files of some rooms of this package, by name and content."""
    files = {path for room in rooms for path in [PACKAGE / room, *(PACKAGE / room).rglob("*")] if path.is_file()}
    kept = sorted(path for path in files if path.suffix != ".pyc")
    return digest(b"".join(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes() for path in kept))
