"""What moved between two records of a notebook is said, each thing once, and nothing else."""

from dataclasses import replace

from afterllama.evidence.value import Value
from afterllama.evidence.verdict import Verdict
from afterllama.run.changes import committed, compare
from afterllama.run.findings import Finding
from afterllama.run.record import Record

VALUE = Value(0.59, "share", "59%", "first over last", ("t:2",), ("lab",))
VERDICT = Verdict(
    claim_id="floor", claim="", test="", reason="", verdict="holds", support="press", faults=(), found="59%", found_value=0.59,
    unit="share", since="unchanged", changed=False, against="", rows=("t:2",), against_rows=(), sources=("lab",),
)  # fmt: skip
FINDING = Finding("06-growth", "One source", "It is {eval}`growth`.", "", ("growth",))
BEFORE = Record("06", "06_x", "Why?", findings=(FINDING,), values={"growth": VALUE}, verdicts=(VERDICT,))


def with_value(**changes):
    return replace(BEFORE, values={"growth": replace(VALUE, **changes)})


def test_nothing_moved_gives_no_line():
    assert compare(BEFORE, replace(BEFORE)) == []


def test_moved_value_names_old_new_and_its_verdict():
    after = replace(with_value(text="66%", value=0.66), verdicts=(replace(VERDICT, found="66%"),))
    assert compare(BEFORE, after) == ["06-growth: 59% → 66%; verdict of floor unchanged"]


def test_move_too_small_to_be_shown_is_still_said():
    assert compare(BEFORE, with_value(value=0.591)) == ["06-growth: 59% as shown, 0.59 → 0.591"]


def test_fallen_guard_verdict_since_and_certainty_are_named():
    after = replace(
        with_value(holds=False),
        verdicts=(replace(VERDICT, verdict="imprecise", since="raised"),),
        findings=(replace(FINDING, certainty="Unsettled"),),
    )
    assert compare(BEFORE, after) == [
        "06-growth: what is said around it is no longer supported",
        "verdict of floor (06): holds → imprecise",
        "since, of floor (06): unchanged → raised",
        "finding 06-growth: One source → Unsettled",
    ]


def test_new_and_gone_are_named():
    empty = replace(BEFORE, values={}, verdicts=(), findings=())
    assert compare(None, BEFORE) == ["06: new, with 1 findings and 1 verdicts"]
    assert compare(BEFORE, empty) == [
        "06-growth: gone, was 59%",
        "verdict of floor (06): gone",
        "finding 06-growth: gone",
    ]
    assert compare(empty, BEFORE) == [
        "06-growth: new, 59%",
        "verdict of floor (06): none → holds",
        "finding 06-growth: new",
    ]


def test_outside_a_repository_the_disk_is_the_edition(project):
    assert committed("06", BEFORE) is BEFORE
