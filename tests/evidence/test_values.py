import json

import pytest

from afterllama import cite, load
from afterllama.errors import CiteError
from afterllama.evidence.values import MIME, Value


@pytest.fixture
def guidance(project):
    return load("guidance").query("confidence == 'high'")


def test_value_shows_its_unit_and_keeps_rows_and_sources(guidance):
    value = cite(0.5925, "share", rows=guidance.head(1), how="over spending")
    assert str(value) == "59%"
    assert value.rows == ("guidance:2",)
    assert value.sources == ("acme_10k", "daily")


def test_values_can_be_cited_as_the_rows_of_others(guidance):
    first = cite(115.0, "USD_billion", rows=guidance.head(1), how="low end")
    last = cite(130.0, "USD_billion", rows=guidance.tail(1), how="low end")
    both = cite(15.0, "USD_billion", rows=[first, last], how="the difference")
    assert both.rows == ("guidance:2", "guidance:4")
    assert both.sources == ("acme_10k", "daily", "acme_post")


def test_range_is_shown_where_there_is_no_single_value(guidance):
    value = cite(None, "USD_billion", low=11.2, high=23.9, interval="assumptions", digits=0, rows=guidance, how="model")
    assert str(value) == "11 to 24 billion"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"unit": "furlong"}, "unknown unit"),
        ({"how": " "}, "how the number was made"),
        ({"low": 1.0}, "two ends"),
        ({"low": 1.0, "high": 2.0}, "what the interval is"),
        ({"value": float("nan")}, "is no number"),
        ({"value": [1.0, 2.0]}, "is not one number"),
        ({"rows": []}, "no rows are given"),
    ],
)
def test_what_cannot_be_traced_or_read_is_refused(guidance, arguments, complaint):
    given = {"value": 1.0, "unit": "count", "rows": guidance, "how": "count", **arguments}
    with pytest.raises(CiteError, match=complaint):
        cite(given.pop("value"), given.pop("unit"), **given)


def test_low_confidence_needs_a_reason(project):
    doubtful = load("guidance").query("confidence == 'low'")
    with pytest.raises(CiteError, match="of low confidence"):
        cite(99.0, "USD_billion", rows=doubtful, how="low end")
    value = cite(99.0, "USD_billion", rows=doubtful, how="low end", low_confidence="shown as an outlier")
    assert value.low_confidence == "shown as an outlier"


def test_fallen_guard_is_marked_wherever_the_value_is_shown(guidance):
    value = cite(1.0, "count", rows=guidance, how="count", holds=guidance["low"].iloc[0] > 1000)
    assert value.holds is False
    assert "no longer supported" in value._repr_html_()
    assert "no longer supported" in value._repr_mimebundle_()["text/plain"]


def test_record_survives_json_and_rounds_to_ten_digits(guidance):
    value = cite(1 / 3, "share", low=0.1, high=0.9, interval="ends", rows=guidance, how="a third")
    record = json.loads(json.dumps(value._repr_mimebundle_()[MIME]))
    assert record["value"] == 0.3333333333
    again = Value.from_record(record)
    assert (again.text, again.rows, again.low) == (value.text, value.rows, 0.1)


def test_value_refuses_arithmetic_because_it_would_lose_its_sources(guidance):
    value = cite(1.0, "count", rows=guidance, how="count")
    with pytest.raises(TypeError):
        value + 1
