"""The floor of a build: a notebook's cells as plain Python, each figure drawn once and saved as SVG by matplotlib.

``python benchmarks/floor.py [--show] [notebook …]`` imports what the notebooks import, then runs each in a process
forked from that. It prints the CPU seconds of all drawing; with ``--show`` the project's own ``show`` draws, and what
it displays is formatted as in a kernel.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import json
import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterable
from functools import partial, wraps
from pathlib import Path
from typing import Any

import matplotlib as mpl
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.figure import Figure

import afterllama
from afterllama import paths
from afterllama.figures import theme

WIDTH, HEIGHT = 856, 300  # px, as a page has them


def cells(path: Path) -> list[str]:
    """The code cells of a notebook."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]


def import_all(notebooks: Iterable[Path]) -> None:
    """Import what the notebooks import at their top level."""
    trees = [ast.parse(code) for path in notebooks for code in cells(path)]
    found = [node for tree in trees for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    exec(compile(ast.Module(found, []), "imports", "exec"), {})


def draw_once(draw: Callable[..., object], name: str, **words: Any) -> None:
    """What matplotlib alone does for a figure, with the arguments of ``show``."""
    with mpl.rc_context(theme.install()):
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72))
        asked = [one for one in inspect.signature(draw).parameters.values() if one.default is one.empty]
        draw(figure.add_subplot()) if len(asked) == 1 else draw(figure, False)
        figure.savefig(io.StringIO(), format="svg")


def cpu() -> float:
    """CPU seconds of this process so far, with the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(draw: Callable[..., None], spent: list[float]) -> Callable[..., None]:
    """The function, which adds the CPU seconds of each call to a list."""

    @wraps(draw)
    def call(*given: Any, **words: Any) -> None:
        before = cpu()
        draw(*given, **words)
        spent.append(cpu() - before)

    return call


def run(path: Path, show: bool) -> list[float]:
    """Run a notebook's cells in this process: CPU seconds of each of its figures."""
    spent: list[float] = []
    drawing = afterllama.show if show else draw_once
    afterllama.show = timed(drawing, spent)
    InteractiveShell.instance()  # without one, nothing that is displayed is formatted
    os.chdir(path.parent)
    names: dict[str, Any] = {"__name__": "__main__"}
    with capture_output():
        for code in cells(path):
            exec(compile(code, path.stem, "exec"), names)
    return spent


def main() -> None:
    """Run the notebooks two at a time, each in a process of its own."""
    options = argparse.ArgumentParser(description="The floor of a build.")
    options.add_argument("--show", action="store_true", help="draw by the project's own show")
    options.add_argument("notebooks", nargs="*", type=Path)
    given = options.parse_args()
    notebooks = given.notebooks or sorted(paths.root().glob("notebooks/*.ipynb"))
    import_all(notebooks)
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        spent = pool.map(partial(run, show=given.show), [path.resolve() for path in notebooks], chunksize=1)
        pool.close()
        pool.join()
    print(json.dumps({"figures": sum(map(len, spent)), "drawing": sum(map(sum, spent))}))


if __name__ == "__main__":
    main()
