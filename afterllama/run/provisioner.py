"""How kernels start: forked from the server of ``fork``; as usual where there is no fork, and for other languages."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from afterllama.run import fork

NAME = "afterllama-fork"  # as pyproject.toml registers it with jupyter_client


def _kernel(argv: list[str], cwd: str, env: dict[str, str]) -> None:
    """What ``python -m ipykernel_launcher`` does, in a process that has been forked."""
    fork.end_with_parent()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["ipykernel_launcher", *argv]
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    np.random.seed()  # every kernel would otherwise begin with the server's state
    application: Any = IPKernelApp.instance()
    application.initialize(argv)
    application.start()


class ForkProvisioner(LocalProvisioner):
    """Forks Python kernels of this environment; starts others as jupyter_client does."""

    forked: BaseProcess | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel where that can be done."""
        if not fork.can_fork() or cmd[:3] != [sys.executable, "-m", "ipykernel_launcher"]:
            return await super().launch_kernel(cmd, **kwargs)
        self.forked = fork.launch(_kernel, cmd[3:], str(kwargs.get("cwd") or os.getcwd()), kwargs["env"])
        self.pid = self.pgid = self.forked.pid
        return self.connection_info

    @property
    def has_process(self) -> bool:
        """Whether a kernel has been launched and not been waited for."""
        return self.forked is not None or super().has_process

    async def poll(self) -> int | None:
        """Exit code; None while it runs."""
        return self.forked.exitcode if self.forked else await super().poll()

    async def wait(self) -> int | None:
        """Wait for its end; the exit code."""
        if not self.forked:
            return await super().wait()
        await _readable(self.forked.sentinel)
        code, self.forked = self.forked.exitcode, None
        return code

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and all that it has started."""
        if not self.forked:
            await super().send_signal(signum)
        elif self.forked.pid and self.forked.exitcode is None:
            try:
                os.killpg(self.forked.pid, signum)
            except ProcessLookupError:  # it has no group of its own yet
                os.kill(self.forked.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill it; a forked one is gone on return, so that nobody has to ask again and again."""
        await super().kill(restart) if not self.forked else await self._end(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask it to end."""
        await super().terminate(restart) if not self.forked else await self.send_signal(signal.SIGTERM)

    async def _end(self, signum: int) -> None:
        await self.send_signal(signum)
        if self.forked:
            await _readable(self.forked.sentinel)


async def _readable(descriptor: int) -> None:
    """Wait until a file can be read; here, until a process has ended."""
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    copy = os.dup(descriptor)  # two tasks may wait for one process
    loop.add_reader(copy, partial(_set, ready))
    try:
        await ready
    finally:
        loop.remove_reader(copy)
        os.close(copy)


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
