"""Reports made by the workers of a Dask cluster: a scheduler and two workers, each a process on loopback."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from afterllama.commands import cluster as dask
from afterllama.commands.cases import Case
from afterllama.commands.own import make
from afterllama.commands.summary import summary_path
from afterllama.errors import ParameterError
from afterllama.run import notebook
from benchmarks.cluster import cluster as running
from tests.commands.test_own import WITH, rows
from tests.conftest import changed, write_notebook
from tests.waiting import until

pytestmark = pytest.mark.slow
USED = 'if style == "broken":'
# Waits until its process is killed, and says which processes it stands under; the second time it does not wait.
WAITING = """\
import pathlib, psutil, time
mark = pathlib.Path("processes.txt")
if spent_own > 900 and not mark.exists():
    mark.with_suffix(".part").write_text(" ".join(str(process.pid) for process in psutil.Process().parents()))
    mark.with_suffix(".part").rename(mark)
    time.sleep(600)
"""


@pytest.fixture
def cluster(project):
    """Address of a scheduler, and its two workers."""
    with running(project, ("--no-nanny", "--nanny")) as there:
        yield there


def cases(*spent):
    return [
        Case(f"c{value}", {"spent_own": float(value)}, f"cases.csv, row {place}")
        for place, value in enumerate(spent, 2)
    ]


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
    path = notebook.read(write_notebook(project, "06_sample", changed(WITH, USED, WAITING + USED)))
    mark = project / "notebooks/processes.txt"

    def kill():
        until(mark.exists)
        above = set(map(int, mark.read_text().split()))
        under_nannies = [
            child for worker in workers for child in worker.children() if "spawn_main" in str(child.cmdline())
        ]
        (mine,) = [worker for worker in (workers[0], *under_nannies) if worker.pid in above]
        mine.kill()

    with ThreadPoolExecutor() as pool:
        killed = pool.submit(kill)
        done = make(path, cases(100, 950, 200, 300), quiet=True, cluster=address)
        killed.result()
    assert done.failed == {}
    assert len(reports(project)) == 4


def test_nobody_at_the_address_is_said(project, monkeypatch):
    monkeypatch.setattr(dask, "_PATIENCE", 1)
    path = notebook.read(write_notebook(project, "06_sample", WITH))
    with pytest.raises(ParameterError, match="no scheduler answers"):
        make(path, cases(1), quiet=True, cluster="tcp://127.0.0.1:9")
