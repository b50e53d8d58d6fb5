"""Tables of pandas made readable."""

from __future__ import annotations

import pandas as pd

from afterllama.page.tables import from_csv, tidy


def _table(**columns: list[object]) -> str:
    frame = pd.DataFrame(columns).set_index(next(iter(columns)))
    return tidy(frame.style.set_caption("Needed, USD billion").to_html()).decode()


def test_caption_scopes_and_one_header_row() -> None:
    html = _table(Life=["four", "five"], Cost=[1.5, 2.5])
    assert "<caption>Needed, USD billion</caption>" in html
    assert html.count("<tr>") == 3
    assert '<th scope="col">Life</th>' in html
    assert '<th scope="row">four</th>' in html
    assert 'aria-label="Needed, USD billion"' in html


def test_numbers_ranges_and_dates_are_told_from_words() -> None:
    html = _table(A=["x"], B=["−1,234.5"], C=["17.1 to 21.5"], D=["2026-04-08"], E=["8 April 2026"], F=["4 weeks"])
    assert '<td class="n">−1,234.5</td>' in html
    assert '<td class="n">17.1 to 21.5</td>' in html
    assert '<td class="n">12 bn</td>' in _table(A=["x"], B=["12 bn"])
    assert '<td class="d">2026-04-08</td>' in html
    assert '<td class="d">8 April 2026</td>' in html
    assert "<td>4 weeks</td>" in html
    assert "table wide" in html


def test_long_tables_fold() -> None:
    html = _table(N=list(range(20)), V=list(range(20)))
    assert "<summary>Needed, USD billion (20 rows)</summary>" in html


def test_foreign_html_keeps_links_and_loses_headings_and_ids() -> None:
    html = str(tidy('<h1 id="main">Big</h1><table><tr><td><a href="https://example.org">x</a></td></tr></table>'))
    assert '<p class="h">Big</p>' in html
    assert 'href="https://example.org"' in html


def test_data_of_a_figure_without_its_audit_columns() -> None:
    html = from_csv("row,date,low,source_id,blank\nx:2,2026-01,115,acme,\n", "Guidance")
    assert "<td>acme</td>" not in html
    assert '<th class="n" scope="col">low</th>' in html
    assert "The first 12 of 30 rows" in from_csv("a,b\n" + "1,2\n" * 30, "Long")
    assert "Left out" in from_csv('"Left out, see there"\n', "Closed")


def test_numbers_of_a_figure_are_rounded_in_the_page_and_rows_left_out_are_named() -> None:
    text = 'who,gap,error\na,-9.856262834,3.469446952e-16\nb,0.0123456,1\n"Left out, because of terms"\n'
    html = from_csv(text, "Gaps")
    assert ">−9.856<" in html
    assert ">0<" in html
    assert ">0.0123<" in html
    assert "Rounded here; the CSV has all digits." in html
    assert "<p>Left out, because of terms</p>" in html


def test_minus_of_a_number_is_a_minus_and_none_of_zero() -> None:
    html = _table(Life=["four", "five"], Cost=["-1.5", "-0.000"])
    assert ">−1.5<" in html
    assert ">0.000<" in html


def test_rows_under_a_spanning_cell_are_aligned_with_the_others() -> None:
    index = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")], names=["Kind", "Case"])
    html = tidy(pd.DataFrame({"Cost": [1.5, 2.5]}, index=index).style.format("{:.1f}").to_html()).decode()
    assert '<td class="n">1.5</td>' in html
    assert '<td class="n">2.5</td>' in html
