"""What the sanitiser takes away from a stranger's HTML and formulas, and what a page makes of addresses."""

from __future__ import annotations

import pytest

from afterllama.page.clean import RUNS, Place, clean, formula, picture


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x</script>",
        '<p onclick="x">y</p>',
        '<a href="javascript:x">y</a>',
        '<a href=" java\nscript:x">y</a>',
        '<a href="data:text/html,x">y</a>',
        '<a href="DATA:text/html,x">y</a>',
        '<iframe src="x"></iframe>',
        "<style>p{}</style>",
        '<p style="x">y</p>',
        "<input>",
        '<base href="x">',
        "<svg><script>x</script></svg>",
        '<math><mtext><style><img src="data:image/png;base64,AA=="></style></mtext></math>',
        '<button popovertarget="main">x</button>',
    ],
)
def test_nothing_active_passes(bad: str) -> None:
    html = str(clean(bad)).lower()
    for word in ("script:", "<script", "onclick", "iframe", "style", "<input", "<base", "data:t", "svg", "popover"):
        assert word not in html


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.png", "//example.org/a.png", "a.png", "/a.png", "data:text/html,x", "attachment:none.png"],
)
def test_a_picture_that_is_not_inside_is_a_note(address: str) -> None:
    html = str(clean(f'<img src="{address}" srcset="https://example.org/b.png 2x" alt="A map">'))
    assert html == '<span class="lost">Picture that is not inside the notebook: A map.</span>'


def test_a_picture_inside_has_words() -> None:
    assert 'alt="Picture without description"' in str(clean('<img src="data:image/png;base64,AA==">'))
    dot = {"a dot.png": {"image/png": "AA=="}}
    assert 'src="data:image/png;base64,AA=="' in str(clean('<img alt="" src="attachment:a%20dot.png">', attached=dot))


@pytest.mark.parametrize(("mime", "code"), [("image/png", '"><b>'), ("image/png", "AAA"), ('image/x"y', "AAAA")])
def test_what_is_no_picture_has_no_address(mime: str, code: str) -> None:
    assert picture(mime, code) == ""
    assert picture("image/png", "AA\nAA") == "data:image/png;base64,AAAA"


@pytest.mark.parametrize(
    "tex",
    [r"\text{<script>alert(1)</script>}", r"x\tag{<meta http-equiv=refresh content=0>}", r"\href{javascript:x}{y}"],
)
def test_a_formula_brings_no_html_in(tex: str) -> None:
    html = str(formula(tex))
    assert "<math" in html
    for word in ("<script", "<meta", "javascript:"):
        assert word not in html


def test_a_formula_keeps_what_it_is_drawn_with() -> None:
    html = str(formula(r"\left(\frac{a}{b}\right)\,\overline{x}", block=True))
    for word in ('display="block"', 'stretchy="true"', 'width="0.167em"', 'accent="true"', "<mfrac>"):
        assert word in html
    assert formula(r"\frac{") is None


def test_links_lead_out_of_the_folder_of_own_runs() -> None:
    links = '<a href="06_x.html#a">1</a><a href="#b">2</a><a href="https://example.org">3</a>'
    html = str(clean(links, place=RUNS))
    for address in ("../06_x.html#a", "#b", "https://example.org"):
        assert f'href="{address}"' in html
    assert Place().link("index.html") == "index.html"
