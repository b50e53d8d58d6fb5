import copy

from afterllama.run.changes import committed, compare

VALUE = {"text": "59%", "value": 0.59, "holds": None, "rows": ["t:2"]}
BEFORE = {
    "values": {"growth": VALUE},
    "verdicts": [{"claim_id": "floor", "verdict": "holds", "found": "59%", "since": "unchanged", "rows": ["t:2"]}],
    "findings": [{"address": "06-growth", "certainty": "One source"}],
}


def after(**parts):
    new = copy.deepcopy(BEFORE)
    for key, change in parts.items():
        change(new[key])
    return compare("06", BEFORE, new)


def test_nothing_moved_gives_no_line():
    assert compare("06", BEFORE, copy.deepcopy(BEFORE)) == []


def test_moved_value_names_old_new_and_its_verdict():
    def move(values):
        values["growth"] = {**VALUE, "text": "66%", "value": 0.66}

    def follow(verdicts):
        verdicts[0].update(found="66%")

    assert after(values=move, verdicts=follow) == ["06-growth: 59% → 66%; verdict of floor unchanged"]


def test_move_too_small_to_be_shown_is_still_said():
    lines = after(values=lambda values: values.update(growth={**VALUE, "value": 0.591}))
    assert lines == ["06-growth: 59% as shown, 0.59 → 0.591"]


def test_fallen_guard_verdict_since_and_certainty_are_named():
    lines = after(
        values=lambda values: values.update(growth={**VALUE, "holds": False}),
        verdicts=lambda verdicts: verdicts[0].update(verdict="imprecise", since="raised"),
        findings=lambda findings: findings[0].update(certainty="Unsettled"),
    )
    assert lines == [
        "06-growth: what is said around it is no longer supported",
        "verdict of floor (06): holds → imprecise",
        "since, of floor (06): unchanged → raised",
        "finding 06-growth: One source → Unsettled",
    ]


def test_new_and_gone_are_named():
    assert compare("06", None, BEFORE) == ["06: new, with 1 findings and 1 verdicts"]
    lines = after(values=lambda values: values.clear(), verdicts=lambda v: v.clear(), findings=lambda f: f.clear())
    assert lines == ["06-growth: gone, was 59%", "verdict of floor (06): gone", "finding 06-growth: gone"]


def test_outside_a_repository_the_disk_is_the_edition(project):
    assert committed("06", {"values": 1}) == {"values": 1}
