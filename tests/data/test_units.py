import pytest

from afterllama.data import units
from afterllama.errors import CiteError, DataError


@pytest.mark.parametrize(
    ("value", "unit", "digits", "text"),
    [
        (0.5925, "share", None, "59%"),
        (72.215, "USD_billion", None, "72.2 billion"),
        (-0.004, "percent", 1, "0.0%"),
        (-3.26, "percentage_points", None, "−3.3 points"),
        (1234.6, "count", None, "1,235"),
        ("2026-04-08", "date", None, "8 April 2026"),
        ("2026-04", "date", None, "April 2026"),
        ("2026", "date", None, "2026"),
        ("GLM-5.1", "text", None, "GLM-5.1"),
        (1.9, "ratio", None, "1.9×"),
    ],
)
def test_writing(value, unit, digits, text):
    assert units.write(value, unit, digits) == text


def test_range_carries_the_scale_once_and_collapses_when_its_ends_read_alike():
    assert units.write_range(11.2, 23.9, "USD_billion", 0) == "11 to 24 billion"
    assert units.write_range(0.591, 0.594, "share") == "59%"


def test_no_number_is_refused():
    with pytest.raises(CiteError, match="is no number"):
        units.write(float("inf"), "count")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-10-15", "2026-10-15", "2026-10-15"),
    ],
)
def test_a_date_as_printed_spans_the_days_that_it_can_mean(text, first, last):
    assert [f"{day:%Y-%m-%d}" for day in units.date_span(text)] == [first, last]


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2026-02-30", "2026-10-15-1", "26"])
def test_no_date_is_refused(text):
    with pytest.raises(DataError, match="is no date"):
        units.date_span(text)
