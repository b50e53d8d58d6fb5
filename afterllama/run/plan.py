"""What is stale and why: by content hash, with nothing heavy imported, so that a no-op is quick."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from afterllama import paths
from afterllama.errors import BuildError

_LOAD = re.compile(r"""\bload\(\s*["']([^"']+)["']\s*[,)]""")
# What runs in a kernel; the rest of the package only prints.
_PRINTS_ONLY = ("run/", "page/", "commands/")
_RUNS_TOO = ("run/kernel.py",)


@dataclass(frozen=True)
class Step:
    """One notebook of the plan: reasons to run it, reasons to print it, and the hashes it would be built from."""

    path: Path
    run: dict[str, str]
    print: dict[str, str]
    run_reasons: tuple[str, ...]
    print_reasons: tuple[str, ...]

    @property
    def stem(self) -> str:
        return self.path.stem

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.run_reasons + self.print_reasons

    @property
    def stamp(self) -> str:
        """Ten digits that name notebook, data and lock; not this package, whose files may move."""
        parts = sorted((key, value) for key, value in self.run.items() if key != "code")
        return paths.digest("\n".join(f"{key} {value}" for key, value in parts).encode())[:10]


@dataclass
class Record:
    """What the last build on this machine was made from; kept in ``.afterllama`` and never committed."""

    notebooks: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Record:
        path = paths.cache() / "record.json"
        if not path.exists():
            return cls()
        try:
            return cls(json.loads(path.read_text(encoding="utf-8")))
        except ValueError:  # cut short by a crash: build anew
            return cls()

    def write(self) -> None:
        paths.replace_text(paths.cache() / "record.json", json.dumps(self.notebooks, indent=1, sort_keys=True))


@lru_cache(maxsize=64)
def _cells(path: Path, stamp: int) -> list[dict[str, Any]]:
    try:
        cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, UnicodeDecodeError) as error:
        raise BuildError(f"not a notebook: {error}", where=path.name, fix="Restore it from git") from None
    return cells


def cells(path: Path) -> list[dict[str, Any]]:
    """Cells of a notebook as plain data.

    Raises
    ------
    BuildError : the file is no notebook.
    """
    return _cells(path, path.stat().st_mtime_ns)


def source(cell: dict[str, Any]) -> str:
    """A cell's source as one string."""
    return "".join(cell["source"])


def tables_read(path: Path) -> list[str]:
    """Names given to ``load`` in a notebook, by static scan."""
    code = "\n".join(source(cell) for cell in cells(path) if cell["cell_type"] == "code")
    return sorted(set(_LOAD.findall(code)))


def notebooks() -> list[Path]:
    """The numbered notebooks, in order."""
    return sorted(paths.root().glob("notebooks/[0-9][0-9]_*.ipynb"))


def named(names: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Notebooks by number or stem, all of them if no name is given; and the names that fit none."""
    known = notebooks()
    fitting = {name: [path for path in known if name in (path.stem, path.stem[:2])] for name in names}
    wanted = [path for path in known if not names or any(path in found for found in fitting.values())]
    return wanted, [name for name, found in fitting.items() if not found]


def is_second_stage(path: Path) -> bool:
    """Whether a notebook shows what others have saved."""
    return any(name.startswith("values/") or name == "verdicts" for name in tables_read(path))


def plan(notebooks: Iterable[Path], record: Record, force: bool = False) -> list[Step]:
    """Steps for the given notebooks, each with its reasons; no reasons means up to date."""
    return [_step(path, record, force) for path in notebooks]


def _step(path: Path, record: Record, force: bool) -> Step:
    run, shown = _run_parts(path), _print_parts()
    old = record.notebooks.get(path.stem, {})
    run_reasons = _differences(run, old.get("run"), "never built here")
    if not (paths.cache() / "executed" / path.name).exists() and not run_reasons:
        run_reasons = ["its executed copy is gone"]
    if force:
        run_reasons = ["forced"]
    print_reasons = [] if run_reasons else _differences(shown, old.get("print"), "never printed here")
    if not run_reasons and not print_reasons:
        print_reasons = [f"{name} was changed or removed" for name, key in old["made"].items() if _touched(name, key)]
    return Step(path, run, shown, tuple(run_reasons), tuple(print_reasons))


def _touched(name: str, key: str) -> bool:
    return paths.file_hash(paths.root() / name) != key


def _differences(now: dict[str, str], then: dict[str, str] | None, never: str) -> list[str]:
    if then is None:
        return [never]
    names = sorted(set(now) | set(then))
    return [f"{name} changed" for name in names if now.get(name) != then.get(name)]


def _run_parts(path: Path) -> dict[str, str]:
    """Hash of each thing that decides what a notebook computes."""
    text = json.dumps([[cell["cell_type"], source(cell), cell["metadata"].get("tags", [])] for cell in cells(path)])
    parts = {f"notebooks/{path.name}": paths.digest(text.encode()), "code": _code_hash(prints=False)}
    for name in tables_read(path):
        parts.update(_table_parts(name))
    parts["data/sources.csv"] = paths.file_hash(paths.data() / "sources.csv")
    parts["data/corrections.yaml"] = paths.file_hash(paths.data() / "corrections.yaml")
    parts["requirements.lock"] = paths.file_hash(paths.root() / "requirements.lock")
    if "judge(" in text:
        parts["data/claims.csv"] = paths.file_hash(paths.data() / "claims.csv")
    return parts


def _table_parts(name: str) -> dict[str, str]:
    if name.startswith("values/"):
        return {f"reports/{name}.json": paths.file_hash(paths.root() / "reports" / f"{name}.json")}
    if name == "verdicts":
        return {"reports/verdicts.csv": paths.file_hash(paths.root() / "reports" / "verdicts.csv")}
    block = paths.digest(json.dumps(_block(name), sort_keys=True).encode())
    return {f"data/{name}.csv": paths.file_hash(paths.data() / f"{name}.csv"), f"contract of {name}": block}


@lru_cache(maxsize=4)
def _blocks(text: str) -> dict[str, str]:
    # A cut of the text, not a parse: a no-op must not wait for YAML.
    parts = re.split(r"^- name: ", text, flags=re.M)[1:]
    return {part.split("\n", 1)[0].strip(): part for part in parts}


def _block(name: str) -> str:
    return _blocks((paths.data() / "datapackage.yaml").read_text(encoding="utf-8")).get(name, "")


def _print_parts() -> dict[str, str]:
    """Hash of each thing that decides how results are printed, but not what they are."""
    names = "\n".join(f"{path.name} {_first_line(path)}" for path in sorted(paths.root().glob("notebooks/*.ipynb")))
    return {
        "templates and printing code": _code_hash(prints=True),
        "the list of notebooks": paths.digest(names.encode()),
        "pyproject.toml": paths.file_hash(paths.root() / "pyproject.toml"),
        "edition": paths.digest(re.findall(r"^version: .*$", _package_text(), re.M)[0].encode()),
    }


def _package_text() -> str:
    return (paths.data() / "datapackage.yaml").read_text(encoding="utf-8")


def _first_line(path: Path) -> str:
    found = [source(cell) for cell in cells(path)[:1]]
    return found[0].split("\n", 1)[0] if found else ""


@lru_cache(maxsize=4)
def _code_hash(prints: bool) -> str:
    package = Path(__file__).resolve().parents[1]
    files = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".mplstyle", ".j2", ".css"))
    chosen = [path for path in files if _only_prints(path.relative_to(package).as_posix()) == prints]
    return paths.digest(b"".join(path.name.encode() + path.read_bytes() for path in chosen))


def _only_prints(name: str) -> bool:
    return name.startswith(_PRINTS_ONLY) and name not in _RUNS_TOO
