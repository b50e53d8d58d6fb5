"""The collection knows its notebooks by name and reads those alone that a page is printed from."""

import pytest

from afterllama.errors import BuildError
from afterllama.run.collection import Collection
from tests.conftest import write_notebook


@pytest.fixture
def collection(project):
    for name in ("06_sample", "99_last", "100_next"):
        write_notebook(project, name)
    (project / "notebooks/07_broken.ipynb").write_text("{")
    return Collection.read()


def test_notebooks_stand_beside_each_other_by_number(collection):
    before, after = collection.beside("100_next")
    assert (before.stem, after) == ("99_last", None)


def test_a_notebook_that_is_none_concerns_its_neighbours_alone(collection):
    assert collection.beside("100_next")
    for stem in ("06_sample", "99_last"):
        with pytest.raises(BuildError, match="07_broken"):
            collection.beside(stem)


def test_a_name_belongs_to_it_or_does_not(collection):
    assert collection.holds("06_sample")
    assert not collection.holds("06")
