"""The claims table and the ledger with its filter."""

from __future__ import annotations

from typing import Any

from afterllama.page import ledger

BASE = {
    **{"support": "press", "found": "5", "since": "unchanged", "changed": False, "against": "", "notebook": "06"},
    **{"rows": [], "against_rows": [], "sources": [], "file": "06_x"},
    **{"test": "within 1 holds", "reason": "As printed."},
}


def _item(claim_id: str, section: str, theme: str, verdict: str, **more: Any) -> dict[str, Any]:
    words = {"claim_id": claim_id, "claim": f"Acme's claim {claim_id}", "section": section, "theme": theme}
    return {**BASE, **words, "verdict": verdict, **more}


ITEMS = [
    _item("a", "introduction", "timeline", "holds"),
    _item("b", "introduction", "business-logic", "does not hold", changed=True, since="now 7"),
    _item("c", "what muse spark is", "timeline", "imprecise"),
]


def test_table_gives_verdict_support_and_change() -> None:
    html = ledger.claims_table(ITEMS, "3 claims")
    assert "<caption>3 claims</caption>" in html
    assert html.count('<th scope="row">') == 3
    assert '<td class="v does-not-hold"><span class="m"></span>Does not hold</td>' in html
    assert '<p class="changed">Since: now 7</p>' in html
    assert "Acme’s claim a" in html


def test_ledger_by_section_with_counts() -> None:
    html = ledger.ledger(ITEMS)
    assert "What Muse Spark is</h3>" in html
    assert html.count('type="radio"') == 1 + 5 + 1 + 2
    assert 'id="f-v0"><span class="holds"><span class="m"></span>Holds</span> <span>1</span>' in html
    assert 'id="f-t-timeline">Timeline <span>2</span>' in html
    assert '<a href="06_x.html#c-a">Report 06</a>' in html
    assert 'class="part t-business-logic t-timeline v0 v0-timeline v2 v2-business-logic"' in html


def test_rules_hide_rows_sections_and_say_when_nothing_is_left() -> None:
    rules = ledger.rules(ITEMS)
    assert ":root:has(#f-v0:checked) :is(.part,.part tbody tr):not(.v0){display:none}" in rules
    nothing = ":root:has(#f-v0:checked):has(#f-t-business-logic:checked) .nomatch{display:block}"
    assert nothing in rules
    assert nothing.replace("f-v0", "f-v2") not in rules
