"""What saving in JupyterLab leaves is named by check and stripped by clean; the commit hook calls clean."""

import json
import os
import subprocess
import sys

import yaml

from afterllama.commands.check import check
from afterllama.run.clean import clean, unclean
from tests.conftest import ROOT, write_notebook


def soil(path):
    """The notebook as JupyterLab saves it: outputs, counters, expression results, its own metadata."""
    notebook = json.loads(path.read_text())
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.11.9"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 3
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x"]}]
            cell["metadata"]["execution"] = {"iopub.status.busy": "2026-11-24T08:00:00Z"}
        else:
            result = {"status": "ok", "data": {"text/plain": "59%"}, "metadata": {}}
            cell["metadata"]["user_expressions"] = [{"expression": "growth_low", "result": result}]
    path.write_text(json.dumps(notebook, indent=2))


def test_clean_gives_back_the_committed_bytes_and_leaves_a_clean_notebook_alone(project):
    path = write_notebook(project, "06_sample")
    before = path.read_bytes()
    assert not clean(path)
    soil(path)
    assert clean(path)
    assert path.read_bytes() == before


def test_check_names_each_unclean_notebook_and_cell(project):
    soil(write_notebook(project, "06_sample"))
    write_notebook(project, "07_other")
    found = check()["unclean"]
    assert "06_sample.ipynb, cell 1: holds results of expressions" in found
    assert "06_sample.ipynb, cell 6: holds outputs" in found
    assert not any("07_other" in line for line in found)


def test_commit_hook_cleans_the_notebooks_it_is_given(project):
    hook = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"][0]
    path = write_notebook(project, "06_sample")
    soil(path)
    words = hook["entry"].split()
    assert words[-2:] == ["afterllama", "clean"]
    command = [sys.executable, *words[1:]]
    subprocess.run(command, check=True, env=os.environ, capture_output=True)
    assert unclean(path) == []
