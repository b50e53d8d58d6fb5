"""A notebook is parsed once: cells, names, loads, judges; what is none is refused in a sentence."""

import json

import pytest

from afterllama.errors import BuildError
from afterllama.run.notebook import INJECTED, Notebook, read
from afterllama.run.plan import named
from tests.conftest import notebook, write_notebook


def parsed(*cells):
    return Notebook.parse(notebook(*cells), "06_sample")


def test_code_tells_what_it_loads_and_judges():
    code = '# load("no")\na = load("b")\nif a:\n    judge("c")\n    load("a")\nload(name)\nother.load("x")\njudge("c", says="load(1)")'
    found = parsed(("code", "", code))
    assert (found.loads, found.judges) == (["a", "b"], ["c", "c"])


def test_names_in_prose_are_live_and_those_in_code_are_not():
    text = "{eval}`a` `{eval}` ``{eval}`b` ``\n```\n{eval}`c`\n```\n- x {eval}`d`\n\n:::{dropdown} Q {eval}`e`\n{eval}`f`\n:::\n"
    assert parsed(("md", "", text)).shown == ["a", "d", "e", "f"]


def test_names_are_assigned_in_the_notebooks_own_scope_alone():
    code = "a = 1\ndef f():\n    b = 1\nc, d = [e for e in x]\nfor g in x:\n    a = 2\nwith y as h: pass"
    (cell,) = parsed(("code", "", code)).cells
    assert sorted(cell.assigned()) == ["a", "a", "c", "d", "g", "h"]


def test_title_is_the_first_heading_of_the_first_level():
    assert parsed(("code", "", "# no"), ("md", "", "## Below\n\n# The *question*?")).title == "The *question*?"
    assert parsed(("md", "", "```\n# no\n```")).title == "06_sample"


def test_a_cell_of_a_runs_own_parameters_is_not_counted():
    found = parsed(("md", "", "a"), ("code", INJECTED, "b = 1"), ("code", "", "c"))
    assert [cell.place for cell in found.cells] == [1, 1, 2]


@pytest.mark.parametrize(
    "data",
    [[], None, {}, {"cells": 3, "nbformat": 4}, {"cells": [3], "nbformat": 4}, {"cells": [{}], "nbformat": 4},
     {"cells": [{"cell_type": "code", "source": 7}], "nbformat": 4}, {"worksheets": [], "nbformat": 3}],
)  # fmt: skip
def test_what_is_no_notebook_is_refused(data):
    with pytest.raises(BuildError, match=r"06_sample\.ipynb: not a notebook"):
        Notebook.parse(data, "06_sample")


@pytest.mark.parametrize("text", ["", "{", "<<<<<<< HEAD\n{}", "\ufeff{"])
def test_a_file_that_is_none_is_refused(project, text):
    path = project / "notebooks/06_sample.ipynb"
    path.write_text(text)
    with pytest.raises(BuildError, match=r"Restore it from git"):
        read(path)


def test_a_changed_file_is_read_anew(project):
    path = write_notebook(project, "06_sample")
    before = read(path)
    assert read(path) is before
    data = json.loads(path.read_text())
    data["cells"][0]["source"] = "# Another?"
    path.write_text(json.dumps(data))
    assert read(path).title == "Another?"


def test_notebooks_are_chosen_by_number_or_stem(project):
    first, second = write_notebook(project, "06_sample"), write_notebook(project, "07_other")
    assert named([]) == ([first, second], [])
    assert named(["07"]) == named(["07_other"]) == ([second], [])
    assert named(["9"]) == ([], ["9"])


def test_numbers_have_two_digits_or_more_and_set_the_order(project):
    names = ("06_sample", "99_last", "100_next", "0102_later")
    first, last, following, later = (write_notebook(project, name) for name in names)
    for name in ("7_short", "notes", "10b_draft"):
        write_notebook(project, name)
    assert named([]) == ([first, last, following, later], [])
    assert named(["100", "0102"]) == ([following, later], [])
    assert named(["10"]) == ([], ["10"])
    assert [read(path).number for path in (first, following, later)] == ["06", "100", "0102"]
