"""What a run notebook is held to: no cell warns, words of certainty fit, counts stand on a condition."""

from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_output

from afterllama.errors import NotebookError
from afterllama.run.lint import accept
from afterllama.run.record import Record
from tests.executed import notebook


@pytest.fixture
def nb(project):
    return notebook()


def test_a_sound_notebook_is_accepted(nb):
    accept(nb, Record.of(nb, "06_sample"))


def test_a_cell_that_warns_is_named(nb):
    warning = new_output("stream", name="stderr", text="x.py:3: UserWarning: is old\n")
    nb.cells.append(new_code_cell("# Old\nwarn()", outputs=[warning]))
    with pytest.raises(
        NotebookError, match=rf"06_sample\.ipynb, cell {len(nb.cells)}: it warns: x.py:3: UserWarning: is old"
    ):
        accept(nb, Record.of(nb, "06_sample"))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"certainty": "Well supported"}, "'Well supported' rests on Acme alone"),
        ({"text": "It doubled to {eval}`first_low`."}, "'doubled' stands on no condition"),
    ],
)
def test_a_finding_that_says_more_than_it_may_is_named(nb, change, complaint):
    record = Record.of(nb, "06_sample")
    finding = replace(record.findings[0], **change)
    with pytest.raises(NotebookError, match=complaint):
        accept(nb, replace(record, findings=(finding,)))
