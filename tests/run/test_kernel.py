"""A notebook runs as in JupyterLab, and what fails is named with its cell, its line and what to do."""

import asyncio
import base64

import pytest
from nbformat import from_dict

from afterllama.errors import NotebookError
from afterllama.evidence.figure import MIME
from afterllama.run.kernel import run
from tests.conftest import CHART, GROWTH, notebook


def executed(project, *cells, timeout=60, thumbs=True):
    nb = from_dict(notebook(*cells))
    return asyncio.run(run(nb, project / "notebooks", "06_sample", timeout, thumbs))


def test_names_are_evaluated_after_the_last_cell(project):
    nb = executed(project, ("md", "", "It is {eval}`n`."), ("code", "", "n = 1"), ("code", "", "n = 2"))
    (item,) = nb.cells[0].metadata["user_expressions"]
    assert item["expression"] == "n"
    assert item["result"]["data"]["text/plain"] == "2"


def test_a_failing_cell_is_named_with_its_line(project):
    with pytest.raises(NotebookError) as error:
        executed(project, ("md", "", "x"), ("code", "", "a = 1\nb = 2\nc = 3\nd = 1 / 0\ne = 5"))
    words = str(error.value)
    assert "06_sample.ipynb, cell 2: ZeroDivisionError: division by zero" in words
    assert "| c = 3\n    | d = 1 / 0\n    | e = 5" in words
    assert "a = 1" not in words


def test_a_cell_that_takes_too_long_is_named_with_its_limit(project):
    with pytest.raises(NotebookError, match=r"cell 1: still running after 1 seconds"):
        executed(project, ("code", "", "import time\ntime.sleep(30)"), timeout=1)


def test_a_name_that_is_not_assigned_is_named(project):
    with pytest.raises(NotebookError, match=r"cell 1: \{eval\}`n`: NameError.*Assign it in a code cell"):
        executed(project, ("md", "", "It is {eval}`n`."), ("code", "", "m = 1"))


def figures(nb):
    return [output.data[MIME] for cell in nb.cells for output in cell.get("outputs", []) if MIME in output.data]


def test_a_figure_gets_its_picture_and_thumbnail_from_the_build_alone(project):
    chart = [("code", "", GROWTH), ("code", "", CHART), ("code", "", CHART.replace('"guidance",', '"other",'))]
    built = figures(executed(project, *chart))
    assert [figure["name"] for figure in built] == ["guidance", "other"]
    assert all(base64.b64decode(figure["png"]).startswith(b"\x89PNG") for figure in built)
    assert all(figure["thumb"].startswith("<svg") for figure in built)
    own = figures(executed(project, *chart, thumbs=False))
    assert all(figure["png"] and not figure["thumb"] for figure in own)


def test_a_notebook_without_this_package_has_no_pictures(project):
    assert figures(executed(project, ("code", "", "n = 1"))) == []
