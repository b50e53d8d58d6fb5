"""Run a notebook as JupyterLab does: all code first, then the expressions in its prose."""

from __future__ import annotations

import ast
import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from afterllama import paths
from afterllama.errors import NotebookError
from afterllama.run import fork, provisioner
from afterllama.run.cell import Cell
from afterllama.run.notebook import Notebook

# Asked of a kernel that may never have imported this package.
_TABLES = """getattr(__import__("sys").modules.get("afterllama.data.tables"), "read_so_far", list)()"""
_PROVISIONER = "kernel_provisioner"  # where jupyter_client looks for one in a kernel's description


async def run(nb: NotebookNode, folder: Path, stem: str, timeout: int = 600) -> NotebookNode:
    """Execute a notebook in place: outputs in its cells, ``user_expressions`` in the metadata of its prose.

    Parameters
    ----------
    folder : the kernel's working directory.
    stem : the notebook's name in errors.
    timeout : seconds that one cell may take.

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
    async with _kernel(client):
        for index, cell in enumerate(notebook.cells):
            if cell.kind == "code" and cell.source.strip():
                with _located(notebook, cell, timeout):
                    await client.async_execute_cell(nb.cells[index], index)
        for cell, out in zip(notebook.cells, nb.cells, strict=True):
            if cell.roles:
                with _located(notebook, cell, timeout):
                    out.metadata["user_expressions"] = await _expressions(client, notebook, cell)
        await _refuse_hidden_tables(client, notebook)
    return nb


@asynccontextmanager
async def _kernel(client: NotebookClient) -> AsyncIterator[None]:
    """A kernel for the time of the block, forked where that can be done.

    Set up by hand: nbclient's own way takes Ctrl-C for one kernel and lets the other notebooks go on.
    """
    client.km = manager = cast(AsyncKernelManager, client.create_kernel_manager())
    connection = _connection_file()
    manager.connection_file = str(connection)
    if manager.kernel_spec and _PROVISIONER not in manager.kernel_spec.metadata:
        manager.kernel_spec.metadata[_PROVISIONER] = {"provisioner_name": provisioner.NAME}
    try:
        await client.async_start_new_kernel(env={**os.environ, **fork.ENVIRONMENT})
        client.kc = manager.client()
        await _connect(client)
        connection.unlink(missing_ok=True)  # nobody else may join, and nothing is left if this process is killed
        yield
    finally:
        if client.kc:
            client.kc.stop_channels()
        await manager.shutdown_kernel(now=True)


def _connection_file() -> Path:
    """A new name in the project's own cache: the file holds the key to a kernel."""
    folder = paths.cache() / "kernels"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uuid4().hex}.json"


async def _connect(client: NotebookClient) -> None:
    """Wait until the kernel answers.

    jupyter_client's own wait ends with a fifth of a second of listening; a forked kernel, which is an ipykernel of
    ours, says itself when it can be heard.
    """
    kernel: Any = client.kc  # nbclient types it as the blocking client
    kernel.allow_stdin = False
    if not getattr(cast(Any, client.km).provisioner, "forked", None):
        kernel.start_channels()
        await kernel.wait_for_ready(timeout=client.startup_timeout)
        return
    kernel.start_channels(hb=False)
    kernel.kernel_info()
    await _answer(client, kernel.get_shell_msg())
    while (await _answer(client, kernel.get_iopub_msg()))["msg_type"] != "iopub_welcome":
        pass


async def _answer(client: NotebookClient, waiting: Awaitable[Any]) -> Any:
    """What the kernel answers. Raises DeadKernelError: it ended before; CellTimeoutError: it takes too long."""
    answer = asyncio.ensure_future(waiting)
    end = asyncio.ensure_future(cast(Any, client.km).provisioner.wait())
    try:
        await asyncio.wait({answer, end}, timeout=client.timeout, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise DeadKernelError("it ended") if end.done() else CellTimeoutError("no answer")
    finally:
        answer.cancel()
        end.cancel()


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


async def _evaluate(client: NotebookClient, wanted: dict[str, str]) -> dict[str, Any]:
    asked = cast(Any, client.kc).execute("", silent=True, store_history=False, user_expressions=wanted, reply=True)
    reply = await _answer(client, asked)
    found: dict[str, Any] = reply["content"]["user_expressions"]
    return found
