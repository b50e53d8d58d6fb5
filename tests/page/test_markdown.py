"""Markdown of a notebook: roles, dropdowns, margin notes, formulas."""

from __future__ import annotations

from afterllama.page.markdown import render
from afterllama.page.words import curly, slug


def _number(name: str, before: str, after: str) -> str:
    return f"{before}[{name}]{after}"


def test_role_takes_the_punctuation_that_follows_and_the_bracket_before() -> None:
    taken = []

    def number(name: str, before: str, after: str) -> str:
        taken.append((before, name, after))
        return "<b></b>"

    assert "<p>It is <b></b> so (and <b></b> too, <b></b></p>" in render(
        "It is {eval}`x`, so (and {eval}`y` too, ({eval}`z`).", number
    )
    assert taken == [("", "x", ","), ("", "y", ""), ("(", "z", ").")]


def test_a_role_in_code_is_code() -> None:
    html = render("Write\n\n```\n{eval}`y`\n```\n\n``{eval}`z` ``", _number)
    assert "<code>{eval}`z` </code>" in html
    assert "{eval}`y`" in html
    assert "[y]" not in html
    assert "[z]" not in html


def test_quotation_marks_around_a_number_are_curled() -> None:
    assert "“[x],”" in render('He said "{eval}`x`," twice.', _number)


def test_another_role_is_shown_as_it_is_written() -> None:
    assert "{math}<code>a&lt;b</code>" in render("See {math}`a<b`.", _number)


def test_dropdown_and_margin_note() -> None:
    html = render(":::{dropdown} Answer\nYes {eval}`x`.\n:::", _number)
    assert "<details><summary>Answer</summary><p>Yes [x].</p>" in html.replace("\n", "")
    assert "<p>Kept [x].</p>" in render(":::{note}\nKept {eval}`x`.\n:::", _number)
    assert '<aside class="margin">' in render("> Beside {eval}`x`.", _number)


def test_formulas() -> None:
    html = render("Inline $a^2$.\n\n$$b$$", _number)
    assert html.count("<math") == 2
    assert '<div class="formula" role="group" aria-label="Formula" tabindex="0">' in html
    assert "<code>\\frac{</code>" in render("$\\frac{$", _number)


def test_marks_of_ours_written_by_a_stranger_bring_nothing_in() -> None:
    html = render('<data value="0">a</data> <data value="7">b</data> {eval}`x` <data value="0"></data>', _number)
    assert html.count("[x]") == 1
    assert '<data value="7">b</data>' in html


def test_addresses_are_words_in_ascii() -> None:
    assert slug("Meta’s “turn”: 2026?") == "metas-turn-2026"
    assert '<h2 id="section-0">' in render("## 为什么", _number)


def test_words_of_code_are_set_like_prose() -> None:
    assert curly("""Meta's & its users' "own" <word>""") == "Meta’s & its users’ “own” <word>"


def test_single_quotation_marks_open_and_close() -> None:
    assert curly("'More than ten times' is a floor, and 'so' are firms' and Meta's own") == (
        "‘More than ten times’ is a floor, and ‘so’ are firms’ and Meta’s own"
    )
