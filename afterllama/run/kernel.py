"""Run a notebook as JupyterLab does: all code first, then the expressions in its prose."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from afterllama.errors import NotebookError
from afterllama.evidence.session import MIME as SESSION

ROLE = re.compile(r"\{eval\}`([^`]+)`")
_SESSION = '__import__("afterllama.evidence.session", fromlist=["Report"]).Report(globals())'
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# One thread for linear algebra: two notebooks run side by side on two cores, and sums stay in one order.
_KERNEL_ENV = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


class Loop(asyncio.SelectorEventLoop):
    """Leaves Ctrl-C to asyncio: nbclient would end one kernel with it and go on with the other notebooks."""

    def add_signal_handler(self, *args: Any) -> None:  # type: ignore[override]
        raise NotImplementedError  # nbclient then does without


def expressions(cell: NotebookNode) -> list[str]:
    """The names that a Markdown cell shows, in order."""
    return ROLE.findall(cell.source) if cell.cell_type == "markdown" else []


async def run(path: Path, timeout: int = 600, notebook: NotebookNode | None = None) -> NotebookNode:
    """The executed notebook: outputs, ``user_expressions`` in Markdown cells, session under its metadata.

    Raises
    ------
    NotebookError : a cell or an expression failed; names notebook, cell, source lines and exception.
    """
    nb = notebook or nbformat.read(path, as_version=4)
    client = NotebookClient(
        nb,
        timeout=timeout,
        # The kernel listens on loopback only and is stopped when done; its remarks on both would fill every log.
        extra_arguments=["--log-level=CRITICAL"],
        kernel_name=nb.metadata.get("kernelspec", {}).get("name", "python3"),
        resources={"metadata": {"path": str(path.parent)}},
    )
    async with client.async_setup_kernel(env={**os.environ, **_KERNEL_ENV}):
        await _run_code(client, path)
        await _run_expressions(client, path)
    return nb


def run_now(path: Path) -> NotebookNode:
    """``run`` for callers without an event loop."""
    return asyncio.run(run(path))


async def _run_code(client: NotebookClient, path: Path) -> None:
    for index, cell in enumerate(client.nb.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        try:
            await client.async_execute_cell(cell, index)
        except CellExecutionError as error:
            raise _cell_error(path, index, cell, error) from None
        except CellTimeoutError:
            raise _located(path, index, cell, f"still running after {client.timeout} seconds") from None
        except DeadKernelError:
            raise _located(path, index, cell, "the kernel died") from None


def _cell_error(path: Path, index: int, cell: NotebookNode, error: CellExecutionError) -> NotebookError:
    name, value = str(error.ename), _ANSI.sub("", str(error.evalue))
    line = _failing_line(error)
    return _located(path, index, cell, f"{name}: {value}", line)


def _failing_line(error: CellExecutionError) -> int | None:
    found = re.findall(r"^-+> (\d+) ", _ANSI.sub("", error.traceback or ""), re.M)
    return int(found[0]) if found else None


def _located(path: Path, index: int, cell: NotebookNode, what: str, line: int | None = None) -> NotebookError:
    lines = cell.source.splitlines()
    shown = lines[:3] if line is None or line > len(lines) else lines[max(0, line - 2) : line + 1]
    source = "\n".join(f"    | {text}" for text in shown)
    return NotebookError(
        f"{what}\n{source}\n   ", where=f"{path.name}, cell {index + 1}", fix="The other reports are built"
    )


async def _run_expressions(client: NotebookClient, path: Path) -> None:
    for index, cell in enumerate(client.nb.cells):
        wanted = list(dict.fromkeys(expressions(cell)))
        if not wanted:
            continue
        results = await _evaluate(client, {name: name for name in wanted})
        for name in wanted:
            if results[name]["status"] != "ok":
                problem = f"{{eval}}`{name}`: {results[name].get('ename')}: {results[name].get('evalue')}"
                raise NotebookError(problem, where=f"{path.name}, cell {index + 1}", fix="Assign it in a code cell")
        cell.metadata["user_expressions"] = [
            {"expression": name, "result": results[name]} for name in expressions(cell)
        ]
    answer = (await _evaluate(client, {"session": _SESSION}))["session"]
    client.nb.metadata["afterllama"] = answer.get("data", {}).get(SESSION, {})


async def _evaluate(client: NotebookClient, wanted: dict[str, str]) -> dict[str, Any]:
    kernel: Any = client.kc  # nbclient types it as the blocking client
    reply = await kernel.execute("", silent=True, store_history=False, user_expressions=wanted, reply=True)
    found: dict[str, Any] = reply["content"]["user_expressions"]
    return found
