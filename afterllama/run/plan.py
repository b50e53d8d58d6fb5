"""What is stale and why, by content hash, with nothing heavy imported; and the order in which notebooks run."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from afterllama import paths
from afterllama.data import contract
from afterllama.paths import digest, file_hash
from afterllama.run.notebook import Notebook, number, read

# The rooms that a kernel loads, and how it is run: all that decides what a notebook computes.
_RUN = ("run/connection.py", "run/fork.py", "run/kernel.py", "run/preload.py", "run/provisioner.py")
_KERNEL = ("__init__.py", "errors.py", "paths.py", "data", "evidence", "figures", "models", *_RUN)
PACKAGE = Path(__file__).resolve().parents[1]
_PAGES = ("run", "page")
_PRINTING, _CONTRACT = "templates and printing code", "contract of "
Hashes = dict[str, str]


@dataclass(frozen=True)
class Built:
    """What one notebook was last built from (``run``, ``print``) and what that made, each by its hash."""

    run: Hashes
    print: Hashes
    made: Hashes

    @classmethod
    def read(cls, stem: str) -> Built | None:
        """What was noted on this machine; None where a crash or another hand left nothing that can be read."""
        try:
            saved = json.loads(_noted(stem).read_text(encoding="utf-8"))
            whole = all(isinstance(saved[part], dict) for part in ("run", "print", "made"))
            return cls(**saved) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, stem: str) -> None:
        """Note it, in ``.afterllama`` and never committed."""
        paths.replace_text(_noted(stem), json.dumps(asdict(self), indent=1, sort_keys=True))


def _noted(stem: str) -> Path:
    return paths.cache() / "built" / f"{stem}.json"


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


def step(notebook: Notebook, among: Sequence[Path], force: bool = False) -> Step:
    """What is to be done for a notebook; without reasons it is up to date. ``among`` are the files of all notebooks."""
    old = Built.read(notebook.stem)
    run, shown = _run_parts(notebook, old), _print_parts(notebook, among)
    run_reasons = _differences(run, old.run) if old else ["never built here"]
    if not run_reasons and not executed(notebook.stem).exists():
        run_reasons = ["its executed copy is gone"]
    if force:
        run_reasons = ["forced"]
    print_reasons: list[str] = []
    if old and not run_reasons:
        print_reasons = _differences(shown, old.print) or _touched(old.made)
    return Step(notebook, run, shown, tuple(run_reasons), tuple(print_reasons))


# What is printed of all records together.
SHARED = ("about.html", "glossary.html", "index.html", "verdicts.csv")


def executed(stem: str) -> Path:
    """Where the executed copy of a notebook is kept."""
    return paths.cache() / "executed" / f"{stem}.ipynb"


def nothing_to_do(names: Sequence[str]) -> bool:
    """Whether every chosen notebook is up to date, and so are index and verdicts."""
    chosen, unknown = named(names)
    if unknown or not chosen:
        return False
    made, among = [paths.root() / "reports" / name for name in SHARED], numbered()
    return all(path.exists() for path in made) and not any(step(read(path), among).reasons for path in chosen)


def numbered() -> list[Path]:
    """Files of the numbered notebooks, in the order of their numbers."""
    found = [path for path in paths.root().glob("notebooks/[0-9][0-9]*_*.ipynb") if number(path.stem)]
    return sorted(found, key=_place)


def _place(path: Path) -> tuple[int, str]:
    return int(number(path.stem)), path.name


def named(names: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Notebooks by number or stem, all of them if no name is given; and the names that fit none."""
    known, asked = numbered(), set(names)
    called = {name for path in known for name in (path.stem, number(path.stem))}
    wanted = [path for path in known if not names or asked & {path.stem, number(path.stem)}]
    return wanted, [name for name in names if name not in called]


def needs(notebooks: Iterable[Notebook]) -> dict[str, set[str]]:
    """For each notebook by its stem, those of the others whose saved values or verdicts it loads."""
    loads: dict[str, list[str]] = {}
    makers: dict[str, set[str]] = {}
    for notebook in notebooks:
        loads[notebook.stem] = notebook.loads
        for name in (f"values/{notebook.number}", *(["verdicts"] if notebook.judges else [])):
            makers.setdefault(name, set()).add(notebook.stem)
    return {stem: {maker for name in names for maker in makers.get(name, ())} - {stem} for stem, names in loads.items()}


def _touched(made: Mapping[str, str]) -> list[str]:
    return [f"{name} was changed or removed" for name, key in made.items() if file_hash(paths.root() / name) != key]


def _differences(now: Hashes, then: Hashes) -> list[str]:
    return [f"{name} changed" for name in sorted({*now, *then}) if now.get(name) != then.get(name)]


def _run_parts(notebook: Notebook, old: Built | None) -> Hashes:
    """Hash of each thing that decides what a notebook computes.

    Which things these are follows from its source and from this room: those noted serve while both stay, unparsed.
    """
    text = json.dumps([[cell.kind, cell.source, sorted(cell.tags)] for cell in notebook.cells])
    parts = {f"notebooks/{notebook.name}": digest(text.encode()), "code": code_hash(_KERNEL)}
    same = old and parts.items() <= old.run.items() and old.print.get(_PRINTING) == code_hash(_PAGES)
    things = list(old.run) if old and same else _rests_on(notebook)
    return parts | {thing: _hash(thing) for thing in things if thing not in parts}


def _rests_on(notebook: Notebook) -> list[str]:
    found = ["data/sources.csv", "data/corrections.yaml", "requirements.lock"]
    found += ["data/claims.csv", "data/verdict_rules.csv"] if notebook.judges else []
    for name in notebook.loads:
        if name.startswith("values/"):
            found.append(f"reports/{name}.json")
        else:
            found += ["reports/verdicts.csv"] if name == "verdicts" else [f"data/{name}.csv", f"{_CONTRACT}{name}"]
    return found


def _hash(thing: str) -> str:
    name = thing.removeprefix(_CONTRACT)
    return file_hash(paths.root() / thing) if name == thing else contract.block(name)


def _print_parts(notebook: Notebook, among: Sequence[Path]) -> Hashes:
    """Hash of each thing that decides how results are printed, but not what they are.

    A report links to the notebooks before and after it by their titles, and says how many there are.
    """
    names = [path.name for path in among]
    place = bisect_left(among, _place(Path(notebook.name)), key=_place)
    beside = [read(path).first_line for path in among[max(0, place - 1) : place + 2]]
    return {
        _PRINTING: code_hash(_PAGES),
        "the list of notebooks": digest("\n".join([*names, *beside]).encode()),
        "pyproject.toml": file_hash(paths.root() / "pyproject.toml"),
        "edition": str(contract.descriptor()["version"]),
    }


@lru_cache(maxsize=4)
def code_hash(rooms: tuple[str, ...]) -> str:
    """Hash of the files of some rooms of this package, by name and content."""
    files = {path for room in rooms for path in [PACKAGE / room, *(PACKAGE / room).rglob("*")] if path.is_file()}
    kept = sorted(path for path in files if path.suffix != ".pyc")
    return digest(b"".join(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes() for path in kept))
