import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from afterllama.commands import main
from afterllama.commands.cli import app
from tests.conftest import ROOT, write_notebook

COMMANDS = [command.callback.__name__ for command in app.registered_commands]


@pytest.fixture
def run(project):
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example: afterllama" in result.output


def test_build_says_what_changed_and_then_that_all_is_up_to_date(run, project):
    write_notebook(project, "06_sample")
    assert "06: new, with 1 findings and 1 verdicts" in run("build").output
    assert run("build").output == "Everything is up to date.\n"


def test_check_fails_on_stale_and_passes_after_a_build(run, project):
    write_notebook(project, "06_sample")
    assert run("check").exit_code == 1
    run("build")
    assert run("check").exit_code == 0


def test_overdue_fails_only_if_strict(run, project):
    write_notebook(project, "06_sample")
    run("build")
    (project / "data/forecasts.csv").write_text("forecast_id,question,outcome,due\na,Will it?,open,2020-01-01\n")
    assert run("check").exit_code == 0
    strict = run("check", "--strict")
    assert strict.exit_code == 1
    assert "overdue: a, due 2020-01-01" in strict.output


def test_clean_strips_what_jupyterlab_saved(run, project):
    path = write_notebook(project, "06_sample")
    clean = path.read_text()
    notebook = json.loads(clean)
    notebook["cells"][5].update(execution_count=3, outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}])
    notebook["cells"][1]["metadata"]["user_expressions"] = []
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.11.7"}
    path.write_text(json.dumps(notebook))
    assert "cleaned" in run("clean", "06").output
    assert path.read_text() == clean
    assert "clean already" in run("clean", "06").output


def test_own_errors_are_one_sentence_and_exit_status_one(project, monkeypatch, capsys):
    write_notebook(project, "06_sample")
    monkeypatch.setattr("sys.argv", ["afterllama", "build", "99"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert capsys.readouterr().err.startswith("BuildError: notebooks/: no notebook is called '99'")


def _loaded(code: str, *names: str) -> list[str]:
    """Which of some modules a new process has after some code."""
    code = f"import sys\n{code}\nprint(*(name for name in {names} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


def test_the_process_that_builds_loads_nothing_of_the_analysis():
    heavy = ("frictionless", "IPython", "pandas", "papermill", "scipy", "statsmodels", "yaml")
    assert _loaded("import afterllama.commands.build, afterllama.commands.check", *heavy) == []


def test_the_command_line_compiles_no_grammar_that_it_does_not_use():
    code = "from afterllama.commands import main\nsys.argv = ['afterllama', '--help']\n"
    assert _loaded(f"{code}try: main()\nexcept SystemExit: import nbformat", "lark") == []
    assert _loaded(f"{code}try: main()\nexcept SystemExit: import nbformat", "jsonschema") == ["jsonschema"]
