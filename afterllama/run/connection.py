"""A kernel for as long as a notebook runs, and what it answers, for as long as it lives."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from afterllama import paths
from afterllama.run import fork, provisioner

_PROVISIONER = "kernel_provisioner"  # where jupyter_client looks for one in a kernel's description


@asynccontextmanager
async def started(client: NotebookClient) -> AsyncIterator[None]:
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
    await answer(client, kernel.get_shell_msg())
    while (await answer(client, kernel.get_iopub_msg()))["msg_type"] != "iopub_welcome":
        pass


async def answer(client: NotebookClient, waiting: Awaitable[Any]) -> Any:
    """What the kernel answers. Raises DeadKernelError: it ended before; CellTimeoutError: it takes too long."""
    asked = asyncio.ensure_future(waiting)
    end = asyncio.ensure_future(cast(Any, client.km).provisioner.wait())
    try:
        await asyncio.wait({asked, end}, timeout=client.timeout, return_when=asyncio.FIRST_COMPLETED)
        if asked.done():
            return asked.result()
        raise DeadKernelError("it ended") if end.done() else CellTimeoutError("no answer")
    finally:
        asked.cancel()
        end.cancel()
