"""Run a notebook as JupyterLab does: all code first, then the expressions in its prose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from afterllama.errors import NotebookError
from afterllama.evidence.figure import MIME
from afterllama.run import connection
from afterllama.run.cell import Cell
from afterllama.run.notebook import Notebook

# Asked of a kernel that may never have imported this package.
_TABLES = """getattr(__import__("sys").modules.get("afterllama.data.tables"), "read_so_far", list)()"""
_PICTURES = """getattr(__import__("sys").modules.get("afterllama.figures.show"), "pictures", lambda thumb: {{}})({})"""


async def run(nb: NotebookNode, folder: Path, stem: str, timeout: int = 600, thumbs: bool = True) -> NotebookNode:
    """Execute a notebook in place: outputs in its cells, ``user_expressions`` in the metadata of its prose.

    Parameters
    ----------
    folder : the kernel's working directory.
    stem : the notebook's name in errors.
    timeout : seconds that one cell may take.
    thumbs : give each figure not its PNG alone, which no cell makes either, but also its thumbnail.

    Raises NotebookError: a cell or an expression failed, or a table was read by a hidden name; names notebook,
    cell, source lines and exception.
    """
    notebook = Notebook.parse(nb, stem)
    client = NotebookClient(
        nb,
        timeout=timeout,
        # The kernel listens on loopback only and is stopped when done; its remarks on both would fill every log.
        extra_arguments=["--log-level=CRITICAL"],
        kernel_name=nb.metadata.get("kernelspec", {}).get("name", "python3"),
        resources={"metadata": {"path": str(folder)}},
    )
    async with connection.started(client):
        for index, cell in enumerate(notebook.cells):
            if cell.kind == "code" and cell.source.strip():
                with _located(notebook, cell, timeout):
                    await client.async_execute_cell(nb.cells[index], index)
        for cell, out in zip(notebook.cells, nb.cells, strict=True):
            if cell.roles:
                with _located(notebook, cell, timeout):
                    out.metadata["user_expressions"] = await _expressions(client, notebook, cell)
        await _refuse_hidden_tables(client, notebook)
        await _add_pictures(client, notebook, thumbs)
    return nb


@contextmanager
def _located(notebook: Notebook, cell: Cell, timeout: int) -> Iterator[None]:
    """Errors of a kernel, with the place in the notebook."""
    try:
        yield
    except CellExecutionError as error:
        raise _failed(notebook, cell, f"{error.ename}: {_uncoloured(error.evalue)}", _line(error)) from None
    except CellTimeoutError:
        raise _failed(notebook, cell, f"still running after {timeout} seconds") from None
    except DeadKernelError:
        raise _failed(notebook, cell, "the kernel died") from None


def _line(error: CellExecutionError) -> int | None:
    """The failing line of the cell, where IPython's traceback points at it: ``----> 3 nothing = 1 / 0``."""
    for line in _uncoloured(error.traceback or "").splitlines():
        arrow, _, rest = line.partition("> ")
        number = rest.partition(" ")[0]
        if arrow and set(arrow) == {"-"} and number.isdecimal():
            return int(number)
    return None


def _uncoloured(text: str) -> str:
    from nbconvert.filters import strip_ansi  # heavy, for errors alone

    return str(strip_ansi(text))


def _failed(notebook: Notebook, cell: Cell, what: str, line: int | None = None) -> NotebookError:
    lines = cell.source.splitlines()
    shown = lines[:3] if line is None or line > len(lines) else lines[max(0, line - 2) : line + 1]
    source = "\n".join(f"    | {text}" for text in shown)
    return NotebookError(f"{what}\n{source}\n   ", where=_place(notebook, cell), fix="The other reports are built")


def _place(notebook: Notebook, cell: Cell) -> str:
    return f"{notebook.name}, cell {cell.place}"


async def _expressions(client: NotebookClient, notebook: Notebook, cell: Cell) -> list[dict[str, Any]]:
    """The results of a cell's roles, as JupyterLab keeps them."""
    results = await _evaluate(client, {name: name for name in cell.roles})
    for name, result in results.items():
        if result["status"] != "ok":
            problem = f"{{eval}}`{name}`: {result.get('ename')}: {result.get('evalue')}"
            raise NotebookError(problem, where=_place(notebook, cell), fix="Assign it in a code cell")
    return [{"expression": name, "result": results[name]} for name in cell.roles]


async def _refuse_hidden_tables(client: NotebookClient, notebook: Notebook) -> None:
    answer = (await _evaluate(client, {"tables": _TABLES}))["tables"]
    hidden = set(ast.literal_eval(answer["data"]["text/plain"])) - set(notebook.loads)
    if hidden:
        named = ", ".join(sorted(hidden))
        raise NotebookError(f"reads {named} by a computed name", where=notebook.name, fix='Write load("…")')


async def _add_pictures(client: NotebookClient, notebook: Notebook, thumbs: bool) -> None:
    """Put ``png`` and ``thumb`` beside the drawings of each figure; of one name there is one file, of the last."""
    answer = (await _evaluate(client, {"pictures": _PICTURES.format(thumbs)}))["pictures"]
    if answer["status"] != "ok":
        problem = f"no picture of its figures: {answer.get('ename')}: {answer.get('evalue')}"
        raise NotebookError(problem, where=notebook.name)
    made = ast.literal_eval(answer["data"]["text/plain"])
    for output in (output for cell in client.nb.cells for output in cell.get("outputs", [])):
        figure = output.get("data", {}).get(MIME, {})
        figure.update(made.get(figure.get("name"), {}))


async def _evaluate(client: NotebookClient, wanted: dict[str, str]) -> dict[str, Any]:
    asked = cast(Any, client.kc).execute("", silent=True, store_history=False, user_expressions=wanted, reply=True)
    reply = await connection.answer(client, asked)
    found: dict[str, Any] = reply["content"]["user_expressions"]
    return found
