"""The claims table and the ledger with its filter."""

from __future__ import annotations

from dataclasses import fields, replace

from afterllama.evidence.article import Statement
from afterllama.evidence.rules import Claim
from afterllama.evidence.verdict import Verdict
from afterllama.page.clean import REPORTS, RUNS
from afterllama.page.jinja import part
from afterllama.page.ledger import lines
from afterllama.run.record import Record
from afterllama.run.verdicts import Judged

VERDICT = Verdict(
    **{
        "claim_id": "",
        "claim": "",
        "test": "within 1 holds",
        "reason": "As printed.",
        "verdict": "",
        "support": "press",
        "faults": (),
    },
    **{"found": "5", "found_value": 5, "unit": "count", "since": "unchanged", "changed": False},
    **{"against": "", "rows": (), "against_rows": (), "sources": ()},
)
CLAIM = Claim(**{field.name: "" for field in fields(Claim)})


def _item(claim_id: str, section: str, theme: str, verdict: str, **more: object) -> Judged:
    given = replace(VERDICT, claim_id=claim_id, claim=f"Acme's claim {claim_id}", verdict=verdict, **more)
    return Judged(replace(CLAIM, claim_id=claim_id, section=section, theme=theme), given, Record("06", "06_x", "X"))


ITEMS = [
    _item("a", "introduction", "timeline", "holds"),
    _item("b", "introduction", "business-logic", "does not hold", changed=True, since="now 7"),
    _item("c", "what muse spark is", "timeline", "imprecise"),
]


def test_table_gives_verdict_support_and_change() -> None:
    html = part("claims", [item.verdict for item in ITEMS])
    assert "<caption>3 claims, in the order of the article</caption>" in html
    assert html.count('<th scope="row">') == 3
    assert '<td class="v does-not-hold"><span class="m"></span>Does not hold</td>' in html
    assert '<span class="s press">Press</span>' in html
    assert '<p class="changed">Since: now 7</p>' in html
    assert "Acme’s claim a" in html
    assert "<caption>The claim judged here</caption>" in part("claims", [ITEMS[0].verdict])


def test_ledger_by_section_with_counts() -> None:
    html = part("ledger", ITEMS, REPORTS)
    assert "What Muse Spark is</h3>" in html
    assert html.count('type="radio"') == 1 + 5 + 1 + 2
    assert 'id="f-v0"><span class="holds"><span class="m"></span>Holds</span> <span>1</span>' in html
    assert 'id="f-t-timeline">Timeline <span>2</span>' in html
    assert '<a href="06_x.html#c-a">Report 06</a>' in html
    assert 'class="part t-business-logic t-timeline v0 v0-timeline v2 v2-business-logic"' in html
    assert "<caption>Introduction: 2 claims</caption>" in html
    assert '<a href="../06_x.html#c-a">Report 06</a>' in part("ledger", ITEMS, RUNS)


def _said(place: int, statement: str, claims: str, not_judged: str = "", section: str = "introduction") -> Statement:
    return Statement(str(place), section, "1", "opinion", statement, claims, not_judged)


def test_the_ledger_holds_every_statement_of_the_article_in_its_order() -> None:
    said = [
        _said(1, "It is good.", "", "A matter of taste."),
        _said(2, "B happened.", "b"),
        _said(3, "A and b happened.", "a; b"),
        _said(4, "B again.", "b"),
        _said(5, "B, told later.", "b", section="what muse spark is"),
    ]
    first = lines("introduction", ITEMS, said)
    assert [line.verdict.claim.claim_id if line.verdict else line.statement.statement for line in first] == [
        "It is good.", "b", "a", "B again.",
    ]  # fmt: skip
    second = lines("what muse spark is", ITEMS, said)
    assert [line.verdict and line.verdict.claim.claim_id for line in second] == [None, "c"]
    html = part("ledger", ITEMS, REPORTS, said)
    assert "Not judged. A matter of taste." in html
    assert 'Judged as: <a href="#c-b">Acme’s claim b</a>' in html


def test_a_verdict_names_its_faults() -> None:
    faulty = replace(VERDICT, claim_id="a", claim="It is.", verdict="imprecise", faults=("rounding", "stale"))
    assert "<p>Faults: rounding; stale</p>" in part("claims", [faulty])
    assert "Fault" not in part("claims", [VERDICT])


def test_rules_hide_rows_sections_and_say_when_nothing_is_left() -> None:
    rules = part("filter_rules", ITEMS)
    shown = ":root:is(:has(#f-v0:checked),:has(#all-verdict:checked):has(#f-v0:target))"
    assert f"{shown} :is(.part,.part tbody tr):not(.v0){{display:none}}" in rules
    nothing = ":root:has(#f-v0:checked):has(#f-t-business-logic:checked) .nomatch{display:block}"
    assert nothing in rules
    assert nothing.replace("f-v0", "f-v2") not in rules
