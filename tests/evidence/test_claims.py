import pytest

from afterllama import cite, load
from afterllama.errors import CiteError, ClaimError
from afterllama.evidence.claims import verdict
from afterllama.evidence.rules import claim, describe


@pytest.fixture
def guidance(project):
    return load("guidance").query("confidence == 'high'")


def found(value, rows, unit="USD_billion"):
    return cite(value, unit, rows=rows, how="read")


@pytest.mark.parametrize(
    ("value", "answer"),
    [(115.0, "holds"), (115.5, "holds"), (117.5, "imprecise"), (112.5, "imprecise"), (118.0, "does not hold")],
)
def test_figure_is_judged_by_its_two_bounds(guidance, value, answer):
    assert verdict("floor", found=found(value, guidance.head(1))).verdict == answer


def test_figure_that_nobody_gives_is_unsettled(guidance):
    assert verdict("floor").verdict == "unsettled"


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2026-04-08", "holds"), ("2026-04", "holds"), ("2026-04-09", "imprecise"), ("2026-05", "does not hold")],
)
def test_date_is_judged_by_the_days_between_the_spans(guidance, day, answer):
    assert verdict("launch", found=found(day, guidance, "date")).verdict == answer


def test_false_condition_lowers_a_verdict_and_never_raises_it(guidance):
    ahead, behind = (found(value, guidance, "points") for value in (2.0, -5.0))
    assert verdict("margin", found=ahead, condition=True).verdict == "holds"
    assert verdict("margin", found=ahead, condition=False).verdict == "imprecise"
    assert verdict("margin", found=behind, condition=False).verdict == "does not hold"


def test_event_needs_rows_and_none_against(guidance):
    none = guidance.query("low > 1000")
    assert verdict("told", rows=guidance).verdict == "holds"
    assert verdict("told", rows=guidance.head(1), against=guidance.tail(1)).verdict == "unsettled"
    assert verdict("told", rows=none, against=guidance).verdict == "does not hold"
    assert verdict("told", rows=none).verdict == "unsettled"


def test_support_tells_own_word_from_relay_and_measurement(guidance):
    assert verdict("told", rows=guidance.head(1)).support == "own word"  # the press row only relays Acme
    assert verdict("told", rows=guidance.tail(1)).support == "own word"


def test_reading_shows_both_sides(guidance):
    with pytest.raises(ClaimError, match="both sides"):
        verdict("taste", reading="judgement", rows=guidance)
    read = verdict("taste", reading="judgement", rows=guidance.head(1), against=guidance.tail(1), says_against="b")
    assert (read.verdict, read.support, read.against) == ("opinion", "our reading", "b")


@pytest.mark.parametrize(
    "arguments",
    [
        {"claim_id": "floor", "reading": "no fault"},
        {"claim_id": "taste"},
        {"claim_id": "margin"},
        {"claim_id": "floor", "condition": True},
        {"claim_id": "later"},
        {"claim_id": "later", "outcome": "perhaps"},
        {"claim_id": "nobody"},
        {"claim_id": "taste", "reading": "opinion"},
        {"claim_id": "taste", "reading": "rounding"},
    ],
)
def test_a_verdict_cannot_be_typed_where_the_test_decides(project, arguments):
    with pytest.raises(ClaimError):
        verdict(arguments.pop("claim_id"), **arguments)


def test_a_verdict_names_the_faults_that_it_rests_on(guidance):
    behind = found(-5.0, guidance, "points")
    assert verdict("margin", found=behind, condition=False).faults == ("rounding", "part wrong")
    assert verdict("margin", found=found(2.0, guidance, "points"), condition=False).faults == ("part wrong",)
    assert verdict("told", rows=guidance.query("low > 1000"), against=guidance).faults == ("contradicted",)
    assert verdict("told").faults == ("absence of evidence",)
    assert verdict("told", rows=guidance.head(1), against=guidance.tail(1)).support == "none"
    assert verdict("later", outcome="open").faults == ("question",)
    read = {"rows": guidance.head(1), "against": guidance.tail(1)}
    assert verdict("taste", reading="judgement", **read).faults == ("judgement",)
    assert (
        verdict("taste", reading="no fault", **read).verdict,
        verdict("taste", reading="no fault", **read).faults,
    ) == (
        "holds",
        (),
    )


def test_the_partys_word_alone_is_no_fault_where_the_article_says_whose_word_it_is(guidance):
    assert verdict("told", rows=guidance).faults == ()
    assert verdict("done", rows=guidance).faults == ("relay only",)


def test_wrong_unit_is_refused(guidance):
    with pytest.raises(ClaimError, match="found is in USD_million"):
        verdict("floor", found=found(115000.0, guidance, "USD_million"))


def test_evidence_of_low_confidence_is_refused_without_a_reason(project):
    doubtful = load("guidance").query("confidence == 'low'")
    with pytest.raises(CiteError, match="low confidence"):
        verdict("told", rows=doubtful)
    load("guidance", low_confidence="shown as an outlier")
    assert verdict("told", rows=doubtful).verdict == "holds"


def test_since_is_measured_by_the_claims_own_bounds(guidance):
    first = found(115.0, guidance.head(1))
    assert verdict("floor", found=first, now=found(115.4, guidance.tail(1))).changed is False
    moved = verdict("floor", found=first, now=found(130.0, guidance.tail(1)))
    assert (moved.changed, moved.since) == (True, "now 130.0 billion")


def test_forecast_is_unsettled_then_and_has_an_outcome_now(guidance):
    later = verdict("later", outcome="came true", since="weights in October", rows=guidance)
    assert (later.verdict, later.changed, later.since) == ("unsettled", True, "came true: weights in October")


def test_written_test_reads_as_it_decides(guidance):
    assert describe(claim("margin")).endswith(
        "Besides, this has to be so: measured by the lab. If it is not: imprecise (part wrong)"
    )
    assert "held against 115: within 0.5 billion dollars the claim holds" in describe(claim("floor"))
    assert "held against 8 April 2026: within 0 days" in describe(claim("launch"))
