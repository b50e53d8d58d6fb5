"""What makes a notebook stale, what does not, and in which order notebooks run."""

import json

import pytest

from afterllama import paths
from afterllama.run import plan
from afterllama.run.notebook import read
from tests.conftest import SAMPLE, write_notebook

OTHER = "# Other\nfrom afterllama import load\n"


@pytest.fixture
def built(project):
    """A notebook that is up to date: its path, and how its reasons are asked for."""
    path = write_notebook(project, "06_sample")
    step = plan.step(read(path), plan.State())
    state = plan.State({"06_sample": plan.Built(step.run, step.print, {})})
    state.write()
    paths.replace_text(plan.executed("06_sample"), "{}")
    return path


def reasons(path):
    return list(plan.step(read(path), plan.State.read()).reasons)


def test_what_has_not_changed_is_up_to_date(built):
    assert reasons(built) == []


@pytest.mark.parametrize(
    "name", ["data/guidance.csv", "data/sources.csv", "data/claims.csv", "data/corrections.yaml", "requirements.lock"]
)
def test_a_changed_file_that_it_rests_on_is_a_reason_to_run(built, project, name):
    with (project / name).open("a") as handle:
        handle.write("\n")
    step = plan.step(read(built), plan.State.read())
    assert step.run_reasons == (f"{name} changed",)


def test_a_table_that_it_does_not_load_is_none(built, project):
    (project / "data/unrelated.csv").write_text("a\n1\n")
    assert reasons(built) == []


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("evidence/values.py", "code changed"),
        ("models/ranks.py", "code changed"),
        ("figures/afterllama.mplstyle", "code changed"),
        ("run/kernel.py", "code changed"),
        ("page/templates/report.css", "templates and printing code changed"),
        ("commands/cli.py", ""),
    ],
)
def test_changed_code_is_a_reason_where_it_runs_or_prints(built, tmp_path_factory, monkeypatch, module, reason):
    import shutil

    copy = tmp_path_factory.mktemp("code") / "afterllama"
    shutil.copytree(plan.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(plan, "PACKAGE", copy)
    plan.code_hash.cache_clear()
    assert reasons(built) == []
    (copy / module).write_text((copy / module).read_text() + "\n")
    plan.code_hash.cache_clear()
    assert reasons(built) == ([reason] if reason else [])
    plan.code_hash.cache_clear()


def test_a_product_that_was_changed_or_removed_is_made_again(built, project):
    state = plan.State.read()
    state.notebooks["06_sample"].made["reports/06_sample.html"] = "another"
    state.write()
    assert reasons(built) == ["reports/06_sample.html was changed or removed"]


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"06_sample": 3}', '{"06_sample": {"run": []}}', "\x00"])
def test_a_state_that_cannot_be_read_counts_as_none(built, text):
    (paths.cache() / "record.json").write_text(text)
    assert reasons(built) == ["never built here"]


def test_the_stamp_names_data_and_not_the_package(built):
    step = plan.step(read(built), plan.State())
    same = plan.Step(step.notebook, step.run | {"code": "moved"}, step.print, (), ())
    other = plan.Step(step.notebook, step.run | {"data/guidance.csv": "other"}, step.print, (), ())
    assert same.stamp == step.stamp != other.stamp


def test_notebooks_run_after_those_whose_values_or_verdicts_they_load(project):
    write_notebook(project, "06_judges")
    write_notebook(project, "09_counts", (*SAMPLE[:3], ("code", "", OTHER + 'load("verdicts")')))
    write_notebook(project, "00_front", (*SAMPLE[:3], ("code", "", OTHER + 'load("values/09")')))
    found = plan.needs(read(project / "notebooks" / f"{stem}.ipynb") for stem in ("00_front", "06_judges", "09_counts"))
    assert found == {"00_front": {"09_counts"}, "06_judges": set(), "09_counts": {"06_judges"}}


def test_no_op_needs_nothing_heavy(built):
    import subprocess
    import sys

    code = (
        "import sys; from afterllama.run import plan; plan.nothing_to_do([]);"
        "print([m for m in ('pandas', 'matplotlib', 'nbformat', 'nbconvert', 'typer', 'frictionless') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.replace("'", '"')) == []
