import pandas as pd
import pytest

from afterllama import load
from afterllama.data import sources, tables, units
from afterllama.errors import CiteError, DataError


def test_rows_know_table_and_line_after_every_selection(project):
    guidance = load("guidance")
    chosen = guidance.query("low > 115").sort_values("low", ascending=False).head(1).assign(extra=1)
    assert tables.row_ids(chosen) == ["guidance:4"]
    assert tables.row_ids(guidance.iloc[0]) == ["guidance:2"]
    assert tables.row_ids(guidance["low"].dropna()) == [f"guidance:{line}" for line in range(2, 6)]


def test_rows_that_lost_their_ids_are_refused_with_the_reason(project):
    guidance = load("guidance")
    with pytest.raises(CiteError, match="merge, groupby, pivot"):
        tables.row_ids(guidance.merge(guidance, on="issued"))
    with pytest.raises(CiteError, match="no rows are left"):
        tables.row_ids(guidance.query("low > 1000"))


def test_printed_dates_become_spans(project):
    guidance = load("guidance")
    assert guidance.loc["guidance:4", "issued_first"] == pd.Timestamp("2026-07-01")
    assert guidance.loc["guidance:4", "issued_last"] == pd.Timestamp("2026-07-31")
    assert guidance.loc["guidance:2", "issued_first"] == guidance.loc["guidance:2", "issued_last"]
    with pytest.raises(DataError, match="is no date"):
        units.date_span("2026-02-30")


def test_carrying_source_comes_before_those_that_agree(project):
    load("guidance")
    assert tables.sources_of(["guidance:3", "guidance:2"]) == ["acme_post", "acme_10k", "daily"]


def test_unknown_table_lists_the_known(project):
    with pytest.raises(DataError, match="guidance, sources, spent"):
        load("nope")


def test_a_copy_is_given_so_that_edits_stay_out_of_the_next_load(project):
    edited = load("spent")
    edited.loc["spent:2", "value"] = 0
    assert load("spent").loc["spent:2", "value"] == 39.2


def test_dates_are_what_the_contract_declares_and_not_what_looks_like_them(project):
    path = project / "data/datapackage.yaml"
    path.write_text(path.read_text().replace("name: year, type: string, dates: printed", "name: year, type: string"))
    assert "year_first" not in load("spent")
    assert "issued_first" in load("guidance")


def test_sources_of_a_row_are_split_alike_in_a_frame_and_in_a_plain_record(project):
    rows = load("guidance")
    assert sources.source_ids(rows.loc["guidance:2"]) == ["acme_10k", "daily"]
    assert sources.source_ids(rows.loc["guidance:3"]) == ["acme_post"]
    assert sources.source_ids({"source_id": "a", "more_sources": "b; c;"}) == ["a", "b", "c"]
    assert sources.source_ids({"claim_id": "floor"}) == []


def test_a_session_knows_what_was_loaded_in_it(project, session):
    load("spent")
    load("guidance", low_confidence="shown as an outlier")
    assert tables.read_so_far() == ["guidance", "spent"]
    assert session.low_confidence == {"guidance": "shown as an outlier"}
