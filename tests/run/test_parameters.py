"""A notebook's parameters: what is read from its cell, and what is refused with the nearest possible value."""

import pytest

from afterllama.commands.cases import find
from afterllama.errors import ParameterError
from afterllama.run import notebook
from afterllama.run.parameters import describe, nearest, parameters, read
from tests.conftest import SAMPLE, write_notebook

CELL = """\
# Your plan
year_count: int = 3  # Years that the plan covers [years; 1..30]
floor: float = 115.0  # Low end of the plan [USD billion; 0.5..1000]
city: str = "Bonn"  # Where it is built [choices Bonn|Sankt Augustin|Köln]
note: str = "none"  # Printed as it is [text]
"""
WITH = (*SAMPLE[:3], ("code", "parameters", CELL), *SAMPLE[3:])


@pytest.fixture
def path(project):
    return notebook.read(write_notebook(project, "06_sample", WITH))


def test_names_types_units_defaults_and_ranges_are_read(path):
    found = parameters(path)
    assert list(found) == ["year_count", "floor", "city", "note"]
    assert (found["floor"].unit, found["floor"].default, found["floor"].low, found["floor"].high) == (
        "USD billion",
        115.0,
        0.5,
        1000.0,
    )
    assert found["city"].choices == ("Bonn", "Sankt Augustin", "Köln")
    assert "floor (float, USD billion): Low end of the plan\n    default 115; from 0.5 to 1000" in describe(path)


def test_values_are_read_in_the_type_of_their_parameter(path):
    given = {"floor": "1.2e2", "year_count": "4.0", "city": "Köln", "note": "anything at all"}
    assert read(path, given) == {"floor": 120.0, "year_count": 4, "city": "Köln", "note": "anything at all"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"flor": "1"}, "'flor' is no parameter of 06_sample. Did you mean floor?"),
        ({"years": "1"}, "The parameters are year_count, floor, city, note"),
        ({"floor": "2000"}, "floor='2000' is not from 0.5 to 1000. The nearest that is possible is 1000 USD billion"),
        ({"floor": "-1"}, "The nearest that is possible is 0.5 USD billion"),
        ({"floor": "nan"}, "floor='nan' is no number"),
        ({"floor": "inf"}, "floor='inf' is no number"),
        ({"floor": "1,000"}, "is no number. The nearest that is possible is 115 USD billion"),
        ({"year_count": "2.6"}, "is no whole number. The nearest that is possible is 3 years"),
        ({"city": "augustin"}, "The nearest that is possible is Sankt Augustin"),
        ({"city": "bonn"}, "The nearest that is possible is Bonn"),
    ],
)
def test_wrong_name_or_impossible_value_is_refused_with_the_nearest(path, given, message):
    with pytest.raises(ParameterError) as error:
        read(path, given, "cases.csv, row 3")
    assert message in str(error.value)
    assert str(error.value).startswith("cases.csv, row 3: ")


def test_notebook_without_parameters_says_so(project):
    path = notebook.read(write_notebook(project, "06_sample"))
    with pytest.raises(ParameterError, match=r"06_sample\.ipynb: has no parameters"):
        parameters(path)


def test_line_that_cannot_be_read_is_named(project):
    path = notebook.read(write_notebook(project, "06_sample", (*SAMPLE, ("code", "parameters", "floor = 115"))))
    with pytest.raises(ParameterError, match=r"cell 13: a parameter cannot be read: floor = 115"):
        parameters(path)


def test_notebook_is_found_by_number_and_unknown_one_named(path):
    assert find("06") == find("06_sample") == path
    with pytest.raises(ParameterError, match=r"no notebook is called '9'.*06_sample"):
        find("9")


def test_likeness_goes_by_letters_and_by_words():
    known = ["input_tokens", "engineer_pay", "gpu"]
    assert nearest("tokens_per_day", known) == "input_tokens"
    assert nearest("GPUs", known) == "gpu"
    assert nearest("zzz", known) == ""
