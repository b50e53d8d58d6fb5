import pytest

from afterllama import load
from afterllama.errors import DataError

ENTRY = """
- table: spent
  where: {year: "2025"}
  column: value
  printed: 72.2
  used: 72.215
  source_id: acme_10k
  reason: The filing prints it in full elsewhere.
"""


def test_correction_is_used_when_the_row_still_holds_the_slip(project):
    (project / "data/corrections.yaml").write_text(ENTRY)
    assert load("spent").loc["spent:3", "value"] == 72.215


def test_correction_fails_once_the_source_is_mended(project):
    (project / "data/corrections.yaml").write_text(ENTRY)
    table = project / "data/spent.csv"
    table.write_text(table.read_text().replace("72.2,", "72.215,"))
    with pytest.raises(DataError, match="remove the correction"):
        load("spent")


def test_correction_of_a_row_that_is_gone_is_named(project):
    (project / "data/corrections.yaml").write_text(ENTRY.replace("2025", "2031"))
    with pytest.raises(DataError, match="finds 0 rows"):
        load("spent")
