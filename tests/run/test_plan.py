"""What makes a notebook stale, what does not, and in which order notebooks run."""

import pytest

from afterllama import paths
from afterllama.data import contract
from afterllama.run import plan
from afterllama.run.cell import Cell
from afterllama.run.notebook import read
from tests.conftest import SAMPLE, changed, write_notebook

OTHER = "# Other\nfrom afterllama import load\n"


@pytest.fixture
def built(project):
    """A notebook that is up to date: its path, and how its reasons are asked for."""
    path = write_notebook(project, "06_sample")
    step = plan.step(read(path), plan.numbered())
    plan.Built(step.run, step.print, {}).write("06_sample")
    paths.replace_text(plan.executed("06_sample"), "{}")
    return path


def reasons(path):
    return list(plan.step(read(path), plan.numbered()).reasons)


def test_what_has_not_changed_is_up_to_date_and_not_parsed(built, monkeypatch):
    monkeypatch.setattr(Cell, "calls", lambda cell, verb: pytest.fail("parsed again"))
    assert reasons(built) == []


def test_a_table_that_a_changed_cell_loads_is_rested_on(built, project):
    cells = changed(SAMPLE, "guidance = load", 'load("other")\nguidance = load')
    step = plan.step(read(write_notebook(project, "06_sample", cells)), plan.numbered())
    assert step.run_reasons == (
        "contract of other changed",
        "data/other.csv changed",
        "notebooks/06_sample.ipynb changed",
    )


def test_a_changed_contract_is_a_reason_for_its_table_alone(built, project):
    path = project / "data/datapackage.yaml"
    path.write_text(path.read_text().replace("One row per year", "A row for each year"))
    assert reasons(built) == ["contract of spent changed"]


@pytest.mark.parametrize(
    ("name", "question", "stale"),
    [("05_before", "# What was it?", True), ("07_after", "# What now?", True), ("04_far", "# What else?", False)],
)
def test_the_titles_beside_it_and_the_number_of_notebooks_are_printed(built, project, name, question, stale):
    for stem in ("04_far", "05_before", "07_after"):
        write_notebook(project, stem)
    assert reasons(built) == ["the list of notebooks changed"]
    step = plan.step(read(built), plan.numbered())
    plan.Built(step.run, step.print, {}).write("06_sample")
    write_notebook(project, name, (("md", "", question), *SAMPLE[1:]))
    assert reasons(built) == (["the list of notebooks changed"] if stale else [])


@pytest.mark.parametrize(
    "name",
    [
        "data/guidance.csv",
        "data/sources.csv",
        "data/claims.csv",
        "data/verdict_rules.csv",
        "data/corrections.yaml",
        "requirements.lock",
    ],
)
def test_a_changed_file_that_it_rests_on_is_a_reason_to_run(built, project, name):
    with (project / name).open("a") as handle:
        handle.write("\n")
    step = plan.step(read(built), plan.numbered())
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
    step = plan.step(read(built), plan.numbered())
    plan.Built(step.run, step.print, {"reports/06_sample.html": "another"}).write("06_sample")
    assert reasons(built) == ["reports/06_sample.html was changed or removed"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "null", "{", "\x00", '{"run": {}}'),
        *('{"run": [], "print": {}, "made": {}}', '{"run": {}, "print": {}, "made": {}, "more": {}}'),
    ],
)
def test_a_note_that_cannot_be_read_counts_as_none(built, text):
    (paths.cache() / "built/06_sample.json").write_text(text)
    assert reasons(built) == ["never built here"]


def test_the_stamp_names_data_and_not_the_package(built):
    step = plan.step(read(built), plan.numbered())
    same = plan.Step(step.notebook, step.run | {"code": "moved"}, step.print, (), ())
    other = plan.Step(step.notebook, step.run | {"data/guidance.csv": "other"}, step.print, (), ())
    assert same.stamp == step.stamp != other.stamp


def test_notebooks_run_after_those_whose_values_or_verdicts_they_load(project):
    write_notebook(project, "06_judges")
    write_notebook(project, "09_counts", (*SAMPLE[:3], ("code", "", OTHER + 'load("verdicts")')))
    write_notebook(project, "00_front", (*SAMPLE[:3], ("code", "", OTHER + 'load("values/09")')))
    found = plan.needs(read(project / "notebooks" / f"{stem}.ipynb") for stem in ("00_front", "06_judges", "09_counts"))
    assert found == {"00_front": {"09_counts"}, "06_judges": set(), "09_counts": {"06_judges"}}


def test_no_op_needs_nothing_heavy(built, project):
    import subprocess
    import sys

    for name in plan.SHARED:
        paths.replace_text(project / "reports" / name, "")
    contract.ensure("guidance", remember=True)
    heavy = ("asyncio", "frictionless", "jinja2", "markdown_it", "nbformat", "numpy", "pandas", "typer", "yaml")
    code = (
        "import sys; from afterllama.commands import main; sys.argv = ['afterllama', *sys.argv[1:]]; main();"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    for names in ([], ["06"]):
        done = subprocess.run([sys.executable, "-c", code, "build", *names], capture_output=True, text=True, check=True)
        assert done.stdout == "Everything is up to date.\n[]\n"
