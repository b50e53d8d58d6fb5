"""The same notebooks by nbconvert, papermill and Jupyter Book, each as fast as its documentation lets it be."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from benchmarks.tools import ROOT, Run, run

BIN = Path(sys.executable).parent
BOOK = ROOT / ".afterllama/bench-venv/bin"
JOBS = 2
_BOOK = {
    "title": "The same notebooks",
    "only_build_toc_files": True,
    "execute": {"execute_notebooks": "cache", "cache": "../cache", "timeout": 600},
    "sphinx": {"config": {"nb_execution_raise_on_error": True}},
}


def nbconvert(root: Path, *names: str) -> Run:
    """One process that runs and prints the notebooks one after another; all of them if none is named."""
    command = [str(BIN / "jupyter"), "nbconvert", "--execute", "--to", "html", "--output-dir", str(root / "html")]
    return run([*command, *(f"{name}.ipynb" for name in names or stems(root))], root, inside="notebooks")


def papermill(root: Path, tasks: Mapping[str, tuple[str, str]]) -> Run:
    """Papermill runs two notebooks at a time, then one nbconvert prints them all.

    Parameters
    ----------
    tasks : for the stem of each file to be made, the stem of its notebook and papermill's options.
    """
    (root / "ran").mkdir(exist_ok=True)
    # To xargs a blank at the end of a line means that the next one belongs to it.
    lines = [f"{name}.ipynb ../ran/{made}.ipynb {options}".rstrip() for made, (name, options) in tasks.items()]
    jupyter, mill = (shlex.quote(str(BIN / name)) for name in ("jupyter", "papermill"))
    listed = " ".join(f"{made}.ipynb" for made in tasks)
    script = f"printf '%s\\n' {shlex.join(lines)} | xargs -P {JOBS} -L 1 {mill} --no-progress-bar"
    script += f" && cd ../ran && {jupyter} nbconvert --to html --output-dir ../html {listed}"
    return run(["sh", "-c", script], root, inside="notebooks")


def book(root: Path) -> Run:
    """Jupyter-cache runs what has changed, two at a time, then Sphinx prints what has changed, as Jupyter Book does."""
    folder = root / "notebooks"
    if not (folder / "conf.py").exists():
        _configure(root, folder)
    cache, sphinx = (shlex.quote(str(BOOK / name)) for name in ("jcache", "sphinx-build"))
    script = f"yes | {cache} notebook add {' '.join(f'{name}.ipynb' for name in stems(root))} && "
    script += f"{cache} project execute --executor local-parallel --timeout 600 && "
    script += f"{sphinx} -q -j {JOBS} -b html . ../book"
    return run(["env", f"JUPYTERCACHE={root / 'cache'}", "sh", "-c", script], root, inside="notebooks")


def _configure(root: Path, folder: Path) -> None:
    first, *others = stems(root)
    contents = {"format": "jb-book", "root": first, "chapters": [{"file": stem} for stem in others]}
    (folder / "_config.yml").write_text(yaml.safe_dump(_BOOK), encoding="utf-8")
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    run([str(BOOK / "jupyter-book"), "config", "sphinx", "."], root, inside="notebooks")


def stems(root: Path) -> list[str]:
    """The notebooks of a copy, in order."""
    return sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))
