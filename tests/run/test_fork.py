"""Forked kernels give what ordinary ones give, and whatever happens no process is left behind."""

import asyncio
import os
import signal
import subprocess
import sys

import psutil
import pytest
from nbformat import from_dict

from afterllama.commands.build import build
from afterllama.commands.workers import Workers
from afterllama.errors import BuildError, NotebookError
from afterllama.run import fork
from afterllama.run.kernel import run
from tests.conftest import SAMPLE, notebook, write_notebook
from tests.waiting import until


def executed(project, *sources, prose=""):
    cells = [("md", "", prose), *(("code", "", source) for source in sources)]
    return asyncio.run(run(from_dict(notebook(*cells)), project / "notebooks", "06_sample", 60))


def printed(nb):
    return [output.get("text") or output.data["text/plain"] for cell in nb.cells for output in cell.get("outputs", [])]


def test_forked_and_ordinary_kernels_make_the_same_bytes(project, monkeypatch):
    write_notebook(project, "06_sample")
    assert build(quiet=True).built == ["06_sample"]
    made = [path for folder in ("reports", "figures") for path in (project / folder).rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in made}
    monkeypatch.setattr(fork, "can_fork", lambda: False)
    assert build(force=True, jobs=1, quiet=True).built == ["06_sample"]
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize("forked", [True, False])
def test_a_kernel_is_forked_where_it_can_be(project, monkeypatch, forked):
    if not forked:
        monkeypatch.setattr(fork, "can_fork", lambda: False)
    (words,) = printed(executed(project, "import sys\nprint('afterllama.run.preload' in sys.modules)"))
    assert words == f"{forked}\n"


def test_a_kernel_has_the_notebooks_folder_and_environment(project, monkeypatch):
    monkeypatch.setenv("AFTERLLAMA_TEST", "seen")
    source = "import os\nprint(os.getcwd(), os.environ['AFTERLLAMA_TEST'], os.environ['PYTHONHASHSEED'])"
    assert printed(executed(project, source)) == [f"{project / 'notebooks'} seen 0\n"]


def test_kernels_do_not_draw_the_same_random_numbers(project):
    source = "import numpy as np\nprint(np.random.rand())"
    assert printed(executed(project, source)) != printed(executed(project, source))


def test_pyplot_shows_its_figures(project):
    nb = executed(project, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert "image/png" in nb.cells[1].outputs[-1].data


def test_no_file_with_a_key_is_left(project):
    executed(project, "pass")
    assert not list((project / ".afterllama").rglob("*.json"))


def test_a_kernel_that_dies_while_prose_is_evaluated_is_named(project):
    dying = "import os\nclass Dying:\n    def __repr__(self):\n        os._exit(3)\nx = Dying()"
    with pytest.raises(NotebookError, match=r"06_sample\.ipynb, cell 1: the kernel died"):
        executed(project, dying, prose="It is {eval}`x`.")


@pytest.mark.parametrize("cell", ["import time\ntime.sleep(600)", "import os\nos._exit(3)", "1 / 0"])
def test_no_kernel_is_left_by_a_cell_that_hangs_or_fails(project, cell):
    nb = from_dict(notebook(("code", "", cell)))
    with pytest.raises(NotebookError):
        asyncio.run(run(nb, project / "notebooks", "06_sample", 1))
    until(lambda: not [child for child in psutil.Process().children(recursive=True) if child.ppid() != os.getpid()])


def test_a_printing_process_that_is_ended_is_named_and_the_next_works(project):
    async def both():
        with Workers(1) as workers:
            with pytest.raises(BuildError, match="06_sample: the process that printed it was ended"):
                await workers.call("06_sample", os._exit, 3)
            return await workers.call("06_sample", abs, -3)

    assert asyncio.run(both()) == 3


def test_an_error_of_a_printing_process_says_where_it_was_raised(project):
    with Workers(1) as workers, pytest.raises(BuildError, match=r"07_x \(at .*, line \d+\): ValueError"):
        asyncio.run(workers.call("07_x", int, "seven"))


@pytest.mark.slow
@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("forked", [True, False])
def test_no_process_outlives_a_build_that_is_ended(project, tmp_path, signum, forked):
    mark = tmp_path / "running"
    started = "# Long work\nimport subprocess\nsubprocess.Popen(['sleep', '600'])\n" if forked else "# Long work\n"
    cell = f"{started}import pathlib, time\npathlib.Path({str(mark)!r}).touch()\ntime.sleep(600)"
    write_notebook(project, "06_sample", (*SAMPLE, ("code", "", cell)))
    without = "" if forked else "from afterllama.run import fork; fork.can_fork = lambda: False; "
    command = [sys.executable, "-c", f"{without}from afterllama.commands import main; main()", "build"]
    driver = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(mark.exists)
    started = driver.children(recursive=True)
    assert len(started) > 1
    driver.send_signal(signum)
    assert driver.wait(30) == (-signal.SIGKILL if signum == signal.SIGKILL else 130)
    _, left = psutil.wait_procs(started, timeout=30)
    assert not left
    assert not list((project / ".afterllama").glob("kernels/*"))
