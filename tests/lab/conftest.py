"""One JupyterLab as ``make lab`` starts it, on a copy of the project, and one browser for all tests of the folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT
from tests.lab.screen import Lab

# What a user has set for himself; neither read nor written by this project's JupyterLab.
OWN = ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"


def copy_project(folder: Path) -> Path:
    """The project as a checkout would be, with the environment of this one."""
    for name in ("data", "notebooks", "reports/values", "lab"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "reports/verdicts.csv"):
        shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


@contextmanager
def serving(command: list[str], cwd: Path, environment: dict[str, str], port: int) -> Iterator[None]:
    """A server that is up while the block runs; its whole process group is ended afterwards."""
    log = cwd / "lab.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
        )
        try:
            _wait(server, port, log)
            yield
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    limit = time.monotonic() + 90
    while time.monotonic() < limit and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's home with settings of his own."""
    folder = tmp_path_factory.mktemp("home")
    (folder / OWN).parent.mkdir(parents=True)
    (folder / OWN).write_text('{"theme": "JupyterLab Dark"}')
    return folder


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, home: Path, browser: Browser) -> Iterator[Lab]:
    """JupyterLab by ``make lab`` on a copy of the project."""
    project, port = copy_project(tmp_path_factory.mktemp("lab") / "project"), free_port()
    options = f"--no-browser --ServerApp.port={port} --IdentityProvider.token=of-the-test"
    # -o: the environment is there, whatever the times of the copied files say
    command = ["make", "-o", ".venv/ready", "lab", f"LAB_OPTIONS={options}"]
    environment = {**os.environ, "HOME": str(home), "AFTERLLAMA_ROOT": str(project)}
    with serving(command, project, environment, port):
        yield Lab(browser, project, port, "of-the-test", workspace=(ROOT / "lab/workspace.json").read_bytes())


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Lab]:
    """JupyterLab started by hand in a folder above a copy of the notebooks; the package finds its tables itself."""
    folder, port = tmp_path_factory.mktemp("elsewhere"), free_port()
    shutil.copytree(ROOT / "notebooks", folder / "somewhere/notebooks")
    command = [str(ROOT / ".venv/bin/jupyter"), "lab", "--no-browser", f"--ServerApp.port={port}"]
    command += ["--IdentityProvider.token=of-the-test", "--allow-root"]
    environment = {**os.environ, "HOME": str(folder)}
    environment.pop("AFTERLLAMA_ROOT", None)
    with serving(command, folder, environment, port):
        yield Lab(browser, ROOT, port, "of-the-test", "somewhere/notebooks/")
