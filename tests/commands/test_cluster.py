"""Reports made by the workers of a Dask cluster: a scheduler and two workers, each a process on loopback."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from afterllama.commands.cases import Case
from afterllama.commands.own import make
from afterllama.commands.summary import summary_path
from afterllama.errors import ParameterError
from afterllama.run import notebook
from tests.commands.test_own import WITH, rows
from tests.conftest import changed, write_notebook

pytestmark = pytest.mark.slow
USE = "# Long work\nimport pathlib, time\nmark = pathlib.Path(f'{{spent_own:g}}')\n"
WAITING = """\
import pathlib
import time

mark = pathlib.Path(f"started-{spent_own:g}")
if spent_own > 900 and not mark.exists():
    mark.write_text("once")
    time.sleep(600)
"""


def started(*words):
    words = [sys.executable, "-W", "ignore", "-m", "distributed.cli." + words[0], *words[1:], "--no-dashboard"]
    return psutil.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)


def until(true):
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.fixture
def cluster(project, tmp_path):
    """Address of a scheduler, and its two workers."""
    file = tmp_path / "scheduler.json"
    scheduler = started("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    until(file.exists)
    address = __import__("json").loads(file.read_text())["address"]
    options = ("--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(tmp_path / "dask"))
    workers = [started("dask_worker", address, *options, nanny) for nanny in ("--no-nanny", "--nanny")]
    from distributed import Client

    with Client(address) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, workers
    for process in (*workers, scheduler):
        if process.is_running():
            process.terminate()
            process.wait(30)


def cases(*spent):
    return [Case(f"c{value}", {"spent_own": float(value)}, f"cases.csv, row {place}") for place, value in enumerate(spent, 2)]


def reports(project):
    return {path.name: path.read_bytes() for path in (project / "reports/runs").glob("*.html")}


def test_a_cluster_makes_the_same_bytes_as_this_machine(project, cluster):
    path = notebook.read(write_notebook(project, "06_sample", WITH))
    assert make(path, cases(100, 200, 300), quiet=True).failed == {}
    here = reports(project)
    for name in here:
        (project / "reports/runs" / name).unlink()
    assert make(path, cases(100, 200, 300), quiet=True, cluster=cluster[0]).failed == {}
    assert reports(project) == here


def test_progress_is_shown_and_a_case_that_fails_is_named(project, cluster, capsys):
    path = notebook.read(write_notebook(project, "06_sample", WITH))
    broken = Case("bad", {"style": "broken"}, "cases.csv, row 9")
    done = make(path, [*cases(100), broken], summary=summary_path(project / "cases.csv"), cluster=cluster[0])
    assert "cases.csv, row 9, bad, 06_sample.ipynb, cell" in str(done.failed["bad"])
    assert "asked to break" in str(done.failed["bad"])
    assert [row["name"] for row in rows(done.summary)] == ["c100", "bad"]
    words = capsys.readouterr().out
    assert "c100: made in" in words
    assert "bad: failed" in words


def test_a_killed_worker_costs_only_its_own_case_which_another_takes_over(project, cluster):
    address, workers = cluster
    waiting = changed(WITH, 'if style == "broken":', f'{WAITING}if style == "broken":')
    path = notebook.read(write_notebook(project, "06_sample", waiting))
    import threading

    def kill():
        until((project / "notebooks/started-950").exists)
        mine = [w for w in workers if any("started-950" in f.path for c in w.children(recursive=True) for f in ())]
        del mine
        for worker in workers[:1]:
            worker.send_signal(signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    done = make(path, cases(100, 950, 200), quiet=True, cluster=address)
    assert done.failed == {}
    assert len(reports(project)) == 3


def test_nobody_at_the_address_is_said(project):
    path = notebook.read(write_notebook(project, "06_sample", WITH))
    with pytest.raises(ParameterError, match="no scheduler answers"):
        make(path, cases(1), quiet=True, cluster="tcp://127.0.0.1:9")
