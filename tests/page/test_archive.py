"""The archive of all tables."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from afterllama.page import archive


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_archive_holds_tables_and_dictionary_and_no_clock(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = archive.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert made == archive.build()
    assert {member.date_time[0] for member in opened(made).infolist()} == {2026}
    names = {name.removeprefix("after-llama-tables/") for name in opened(made).namelist()}
    assert names == {"guidance.csv", "spent.csv", "sources.csv", "datapackage.yaml", "LEFT-OUT.txt"}
    assert opened(made).read("after-llama-tables/spent.csv").decode() == (project / "data/spent.csv").read_text()


def test_rows_of_a_closed_source_are_left_out_and_said(project: Path) -> None:
    table = project / "data/guidance.csv"
    table.write_text(table.read_text() + "2026-08,1,2,closed,,high\n2026-09,1,2,daily,closed,high\n")
    made = opened(archive.build())
    assert "2026-08" not in made.read("after-llama-tables/guidance.csv").decode()
    notice = made.read("after-llama-tables/LEFT-OUT.txt").decode()
    assert "2026-09" not in made.read("after-llama-tables/guidance.csv").decode()
    assert "guidance.csv: 2 rows" in notice
    assert "https://example.org/board" in notice
