"""Markdown of a notebook: roles, dropdowns, margin notes, formulas, and what the sanitiser takes away."""

from __future__ import annotations

import pytest

from afterllama.page.markdown import clean, curly, render, slug


def _role(name: str, after: str) -> str:
    return f"[{name}]{after}"


def test_role_takes_the_punctuation_that_follows() -> None:
    assert render("It is {eval}`x`, so.", _role) == "<p>It is [x], so.</p>\n"


def test_an_opening_bracket_stays_with_its_number() -> None:
    html = render("Far behind ({eval}`x`).", lambda name, after: f'<span class="nw">{name}{after}</span>')
    assert 'behind <span class="nw">(<span class="nw">x).</span></span>' in html


def test_dropdown_and_margin_note() -> None:
    assert "<details><summary>Answer</summary><p>Yes [x].</p>" in render(
        ":::{dropdown} Answer\nYes {eval}`x`.\n:::", _role
    ).replace("\n", "")
    assert '<aside class="margin">' in render("> Beside {eval}`x`.", _role)


def test_formulas() -> None:
    html = render("Inline $a^2$.\n\n$$b$$", _role)
    assert html.count("<math") == 2
    assert '<div class="formula" role="group" aria-label="Formula" tabindex="0">' in html
    assert "<code>\\frac{</code>" in render("$\\frac{$", _role)


def test_headings_of_one_cell_differ() -> None:
    html = render("## Same\n\n## Same", _role)
    assert 'id="same"' in html
    assert 'id="same-again"' in html
    assert slug("Meta’s “turn”: 2026?") == "metas-turn-2026"


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x</script>",
        '<p onclick="x">y</p>',
        '<a href="javascript:x">y</a>',
        '<a href="data:text/html,x">y</a>',
        '<iframe src="x"></iframe>',
        "<style>p{}</style>",
        '<p style="x">y</p>',
        "<input>",
        '<base href="x">',
        "<svg><script>x</script></svg>",
    ],
)
def test_nothing_active_passes(bad: str) -> None:
    html = clean(bad)
    for word in ("script", "onclick", "iframe", "style", "<input", "<base", "data:", "svg"):
        assert word not in html


def test_pictures_are_inside_or_named() -> None:
    assert clean('<img src="https://example.org/a.png" alt="A map">').startswith('<span class="lost">Picture that')
    assert 'alt="Picture without description"' in clean('<img src="data:image/png;base64,AA==">')


def test_words_of_code_are_set_like_prose() -> None:
    assert curly("""Meta's & its users' "own" <word>""") == "Meta’s &amp; its users’ “own” &lt;word&gt;"


def test_single_quotation_marks_open_and_close() -> None:
    assert curly("'More than ten times' is a floor, and 'so' are firms' and Meta's own") == (
        "‘More than ten times’ is a floor, and ‘so’ are firms’ and Meta’s own"
    )
