"""The pages about the collection: how far to trust it, and what its words mean."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from afterllama.page import about
from afterllama.page.about import how_read
from afterllama.run.collection import Collection
from afterllama.run.findings import CERTAINTIES
from afterllama.run.record import Record
from afterllama.run.verdicts import judged
from tests.conftest import write_notebook
from tests.executed import notebook


@pytest.fixture
def record(project: Path) -> Record:
    write_notebook(project, "06_plan")
    made = Record.of(notebook(), "06_plan")
    path = project / "reports/values/06.json"
    path.parent.mkdir(parents=True)
    path.write_text(made.text(), encoding="utf-8")
    return made


def _page(project: Path, name: str) -> BeautifulSoup:
    about.write(Collection.read())
    return BeautifulSoup((project / f"reports/{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_about_says_how_many_sources_speak_first_hand(record: Record, project: Path) -> None:
    with (project / "data/sources.csv").open(encoding="utf-8", newline="") as handle:
        listed = list(csv.DictReader(handle))
    own = [row for row in listed if row["primary"] == "yes"]
    text = " ".join(_page(project, "about").get_text().split())
    assert f"The collection has {len(listed)} sources. {len(own)} of them" in text
    assert f"at least {sum(row['read'] == 'quotations' for row in own)} of these" in text
    assert "Of 1 verdicts, 0 rest on an independent source, 0 on the press and 1 on a party’s own word" in text


@pytest.mark.parametrize(("read", "nearest"), [("", "first-hand"), ("copy", "copy"), ("quotations", "relay")])
def test_a_verdict_is_as_near_as_its_nearest_source(project: Path, record: Record, read: str, nearest: str) -> None:
    with (project / "data/sources.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        row["read"] = read
    with (project / "data/sources.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    found = how_read(judged(Collection.read().records))
    assert found == {"first-hand": 0, "copy": 0, "relay": 0, "none": 0} | {nearest: 1}


def test_every_word_of_certainty_is_explained_once(record: Record, project: Path) -> None:
    words = [item.get_text() for item in _page(project, "glossary").select("#certainty + dl dt")]
    assert words == [word.replace("'", "’") for word in CERTAINTIES]


def test_terms_stand_in_the_order_of_the_alphabet_with_their_report(record: Record, project: Path) -> None:
    (project / "data/glossary.csv").write_text(
        "term,meaning,report\nweights,numbers,06\nAPI,a door,99\n", encoding="utf-8"
    )
    terms = _page(project, "glossary").select("#terms + dl > *")
    assert [" ".join(item.get_text().split()) for item in terms] == ["API", "a door", "weights", "numbers Report 06"]
