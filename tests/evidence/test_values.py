import json
from dataclasses import replace

import numpy as np
import pytest

from afterllama import cite, load
from afterllama.errors import CiteError
from afterllama.evidence import records
from afterllama.evidence.value import MIME, Value


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


def test_an_assumption_needs_no_rows_but_says_whose_it_is(guidance):
    value = cite(0.2, "share", how="taken for all years", given="our bound, after the filings' range")
    assert (value.rows, value.sources, value.given) == ((), (), "our bound, after the filings' range")
    assert "our bound" in value._repr_html_()
    assert "from" not in value._repr_html_()
    assert cite(0.2, "share", guidance, "taken", given="our bound").rows == ("guidance:2", "guidance:3", "guidance:4")


def test_an_assumption_alone_is_no_origin_of_another_number(guidance):
    assumed = cite(0.2, "share", how="taken for all years", given="our bound")
    with pytest.raises(CiteError, match="no rows are given"):
        cite(0.4, "share", assumed, "twice the bound")
    assert cite(0.4, "share", [assumed, guidance.head(1)], "over the bound").rows == ("guidance:2",)


def test_several_values_are_cited_at_once_in_their_order(guidance):
    low, high = cite(
        [guidance["low"].min(), guidance["high"].max()],
        "USD_billion",
        guidance,
        ["lowest low end", "highest high end"],
        digits=0,
        holds=[True, False],
    )
    assert (str(low), str(high)) == ("115 billion", "145 billion")
    assert (low.how, high.how, low.holds, high.holds) == ("lowest low end", "highest high end", True, False)
    assert low.rows == high.rows == ("guidance:2", "guidance:3", "guidance:4")
    assert cite([1, 2], "count", guidance, "counted") == [cite(n, "count", guidance, "counted") for n in (1, 2)]


def test_each_of_several_values_can_have_rows_of_its_own(guidance):
    first, rest = cite(
        [1, 2], "count", how="counted", each_rows=[guidance.head(1), [guidance.iloc[1], guidance.tail(1)]]
    )
    assert (first.rows, rest.rows) == (("guidance:2",), ("guidance:3", "guidance:4"))


def test_decimals_are_kept_with_the_value(guidance):
    assert cite(115.0, "USD_billion", guidance, "low end", digits=0).digits == 0
    assert cite(115.0, "USD_billion", guidance, "low end").digits is None


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"unit": "furlong"}, "unknown unit"),
        ({"how": " "}, "how the number was made"),
        ({"low": 1.0}, "two ends"),
        ({"low": 1.0, "high": 2.0}, "what the interval is"),
        ({"value": float("nan")}, "is no number"),
        ({"value": np.array([1.0, 2.0])}, "is not one number"),
        ({"rows": []}, "no rows are given"),
        ({"rows": None}, "no rows are given"),
        ({"rows": None, "given": " "}, "no rows are given"),
        ({"holds": [True]}, "lists are for several values"),
        ({"how": ["a", "b"]}, "how the number was made"),
        ({"value": [1.0, 2.0], "how": ["count"]}, "how= has 1 entries for 2 values"),
        ({"value": [1.0, 2.0], "holds": [True] * 3}, "holds= has 3 entries for 2 values"),
        ({"value": [1.0], "each_rows": []}, "both given"),
        ({"value": [1.0], "rows": None, "each_rows": []}, "each_rows= has 0 entries for 1 values"),
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


def test_a_reason_given_on_loading_stands_for_every_value_of_that_table(project):
    rows = load("guidance", low_confidence="shown as an outlier")
    doubtful = rows.query("confidence == 'low'")
    assert cite(99.0, "USD_billion", doubtful, "low end").low_confidence == "shown as an outlier"
    said = cite(99.0, "USD_billion", doubtful, "low end", low_confidence="as a contrast")
    assert said.low_confidence == "as a contrast"
    assert cite(115.0, "USD_billion", rows.head(1), "low end").low_confidence == ""
    load("guidance")
    assert cite(99.0, "USD_billion", doubtful, "low end").low_confidence == "shown as an outlier"


def test_a_reason_for_one_table_does_not_stand_for_another(project):
    table = project / "data/spent.csv"
    table.write_text(table.read_text().replace("39.2,acme_10k,high", "39.2,acme_10k,low"))
    load("guidance", low_confidence="shown as an outlier")
    with pytest.raises(CiteError, match="spent:2 is of low confidence"):
        cite(39.2, "USD_billion", load("spent"), "spent")


def test_fallen_guard_is_marked_wherever_the_value_is_shown(guidance):
    value = cite(1.0, "count", rows=guidance, how="count", holds=guidance["low"].iloc[0] > 1000)
    assert value.holds is False
    assert "no longer supported" in value._repr_html_()
    assert "no longer supported" in value._repr_mimebundle_()["text/plain"]


def test_record_survives_json_and_rounds_to_ten_digits(guidance):
    value = cite(1 / 3, "share", low=0.1, high=0.9, interval="ends", rows=guidance, how="a third")
    record = json.loads(json.dumps(value._repr_mimebundle_()[MIME]))
    assert record["value"] == 0.3333333333
    assert records.typed(Value, record) == replace(value, value=0.3333333333)


def test_value_refuses_arithmetic_because_it_would_lose_its_sources(guidance):
    value = cite(1.0, "count", rows=guidance, how="count")
    with pytest.raises(TypeError):
        value + 1
