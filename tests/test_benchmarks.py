"""The benchmarks measure what they say, write what they measured, and time nothing here."""

import json
import os
import subprocess
import sys

import pytest

from afterllama.data import contract
from afterllama.run.clean import unclean
from benchmarks import growth, table
from benchmarks.bench import options
from benchmarks.measures import Goal, Measure, NotMeasured, Row, take
from benchmarks.sides import MEASURES, Ground
from benchmarks.tools import Run, ours, run
from tests.conftest import ROOT, write_notebook


def refuse():
    raise NotMeasured("not installed")


def fail():
    raise RuntimeError("it broke")


FASTER = Goal(6, "other", faster=True)


def measure(ours, goal=FASTER, **others):
    return Measure("cold", {"ours": ours, **others}, (Row("cold build", "s", goal),))


def lasting(*seconds):
    """A side whose runs last so long, one after another."""
    waiting = iter(seconds)
    return lambda: Run(next(waiting), 0.0)


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_sides_are_timed_in_turns():
    order = []
    sides = {name: lambda name=name: order.append(name) or Run(1, 1) for name in "abc"}
    take(Measure("turns", sides, ()), rounds=3)
    assert order == [*"abc"] * 3


def test_what_needs_one_round_has_one():
    taken = take(Measure("tests", {"ours": lasting(1)}, (), once=True), rounds=3)
    assert len(taken.runs["ours"]) == 1


def test_table_has_medians_spread_goal_and_whether_it_is_reached():
    taken = take(measure(lasting(2, 4, 3), other=lasting(20, 21, 19)), rounds=3)
    line = table.table([taken]).splitlines()[-1]
    assert cells(line) == [
        *("cold build", "3 s (2 to 4)", "other 20 s (19 to 21)", "6 times faster", "6.67 times", "yes"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("goal", "found", "reached"),
    [
        (Goal(7, "other", faster=True), "6.67 times", "**no**"),
        (Goal(2, "other"), "0.15 times", "yes"),
        (Goal(0.1, "other"), "0.15 times", "**no**"),
        (Goal(3), "3 s", "yes"),
        (Goal(2.5), "3 s", "**no**"),
    ],
)
def test_a_goal_is_a_limit_or_a_ratio(goal, found, reached):
    taken = take(measure(lasting(3), goal, other=lasting(20)), rounds=1)
    assert cells(table.table([taken]).splitlines()[-1])[-2:] == [found, reached]


@pytest.mark.parametrize(("other", "said"), [(refuse, "not installed"), (fail, "failed")])
def test_a_side_without_numbers_says_why_and_the_others_go_on(other, said):
    taken = take(measure(lasting(3, 3), other=other), rounds=2)
    line = cells(table.table([taken]).splitlines()[-1])
    assert (line[1], line[2], line[-1]) == ("3 s (3 to 3)", f"other {said}", "not measured")


def test_nothing_is_held_against_us_where_we_have_no_number():
    taken = take(measure(refuse, other=fail), rounds=2)
    assert taken.missing == {"ours": "not installed"}


def test_results_name_machine_and_versions_and_neither_host_nor_path():
    taken = take(measure(lasting(3), other=lasting(20)), rounds=1)
    facts = (table.machine(), table.tools(ROOT / "benchmarks/requirements.txt"), ("0.10 0.20 0.30", "1.00 1.00 1.00"))
    text = table.document([taken], *facts, 1, "## Growth\n")
    assert f"{os.cpu_count()} cores" in text
    assert "jupyter-book 1" in text
    assert "papermill 2" in text
    assert "Load before: 0.10 0.20 0.30; after: 1.00 1.00 1.00. Rounds: 1." in text
    assert "| cold build |" in text
    assert text.endswith("## Growth\n")
    assert os.uname().nodename not in text
    assert str(ROOT) not in text


def test_every_measure_can_be_chosen_by_its_name(tmp_path):
    keys = [make(Ground(tmp_path)).key for make in MEASURES]
    assert len(keys) == len({*keys}) == 10
    assert options(["--only", "cold", "--only", "lab", "--rounds", "5"]).only == ["cold", "lab"]


def test_a_command_that_fails_shows_what_it_printed(tmp_path):
    with pytest.raises(RuntimeError, match="no such thing"):
        run([sys.executable, "-c", "import sys; sys.exit('no such thing')"], tmp_path)


def test_cpu_of_a_childs_child_counts(tmp_path):
    code = "import time\nwhile time.process_time() < 0.3: pass"
    done = run(["sh", "-c", f"{sys.executable} -c '{code}'; true"], tmp_path)
    assert done.cpu > 0.2  # of which the shell itself had next to nothing


def test_an_edit_makes_a_notebook_another_one_that_is_clean(project, tmp_path):
    path = write_notebook(project, "06_sample")
    ground, seen = Ground(tmp_path / "ground"), {path.read_text()}
    for _ in range(2):
        ground.edit(project, "06_sample")
        assert unclean(path) == []
        seen.add(path.read_text())
    assert len(seen) == 3


@pytest.mark.parametrize("words", [[], ["--show"]])
def test_floor_runs_a_notebooks_cells_and_draws_its_figures(project, words):
    path = write_notebook(project, "06_sample")
    command = [sys.executable, str(ROOT / "benchmarks/floor.py"), *words, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["figures"] == 1
    assert found["drawing"] > 0


@pytest.mark.slow
def test_copies_have_tables_of_their_own_that_keep_the_contract_and_build(tmp_path, monkeypatch, session):
    root = growth.project(tmp_path, 2)
    monkeypatch.setenv("AFTERLLAMA_ROOT", str(root))
    assert [contract.validate(f"copy_000{number}") for number in (1, 2)] == [[], []]
    ours(root, "build")
    first, second = (json.loads((root / f"reports/values/000{number}.json").read_text()) for number in (1, 2))
    assert first["tables"] == ["copy_0001"]
    assert first["values"]["floor_now"]["value"] != second["values"]["floor_now"]["value"]


def test_growth_compares_what_a_further_notebook_costs():
    taken = {2: Run(4, 8, 200), 10: Run(12, 24, 200), 100: Run(151, 300, 210)}
    text = growth.section(taken)
    assert "| 10 | 12.0 | 1.00 | 2.00 | 200 |" in text
    assert "| 100 | 151.0 | 1.50 | 2.98 | 210 |" in text
    assert "time 1.50 times (**not flat**) and memory 1.05 times (flat)" in text
