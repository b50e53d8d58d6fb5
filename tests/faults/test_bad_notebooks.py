"""A notebook that fails is named with cell, lines and exception; the others are built."""

import pytest

from afterllama.commands.build import build
from tests.conftest import SAMPLE, changed, write_notebook


@pytest.fixture
def built(project):
    """Build a sound notebook beside a broken one; gives the error of the broken one."""

    def run(cells):
        write_notebook(project, "06_sample")
        write_notebook(project, "07_broken", cells)
        result = build(quiet=True)
        assert "06_sample" in result.built
        assert (project / "reports/06_sample.html").exists()
        assert not (project / "reports/07_broken.html").exists()
        assert "06_sample" not in result.failed
        return str(result.failed["07_broken"])

    return run


def test_exception_is_shown_with_cell_and_source_lines(built):
    error = built(changed(SAMPLE, "spent = load", "nothing = 1 / 0\nspent = load"))
    assert "07_broken.ipynb, cell 6" in error
    assert "ZeroDivisionError: division by zero" in error
    assert "| nothing = 1 / 0" in error


def test_expression_that_is_not_assigned_is_named_with_its_cell(built):
    error = built(changed(SAMPLE, "It began at {eval}`first_low`", "It began at {eval}`nowhere`"))
    assert "cell 7" in error
    assert "nowhere" in error
    assert "NameError" in error


def test_own_errors_inside_a_cell_keep_their_advice(built):
    error = built(changed(SAMPLE, "rows=guidance.head(1), how", "rows=guidance.query('low > 999'), how"))
    assert "no rows are left to cite" in error
    assert "selects nothing" in error


def test_table_read_by_a_computed_name_is_refused(built):
    error = built(changed(SAMPLE, 'load("spent")', 'load("sp" + "ent")'))
    assert "reads spent by a computed name" in error


def test_word_of_certainty_must_fit_the_sources(built):
    error = built(changed(SAMPLE, "**Company's own word.**", "**Well supported.**"))
    assert "'Well supported' rests on Acme alone" in error


def test_counting_word_needs_a_guard(built):
    error = built(changed(SAMPLE, "meant {eval}`growth_low` more", "meant twice as much, {eval}`growth_low` more"))
    assert "'twice' stands on no condition" in error


def test_dead_kernel_does_not_stop_the_others(built):
    error = built(changed(SAMPLE, "spent = load", "import os\nos._exit(3)\nspent = load"))
    assert "the kernel died" in error


def test_file_that_is_no_notebook_is_named(project):
    from afterllama.errors import BuildError

    (project / "notebooks/07_broken.ipynb").write_text("{")
    with pytest.raises(BuildError, match=r"07_broken\.ipynb: not a notebook"):
        build(quiet=True)
