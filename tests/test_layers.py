"""The two layers of a report: a first one that is short enough to be read by everybody, and an English without tics."""

from __future__ import annotations

import ast
import csv
import io
import re
from difflib import SequenceMatcher
from itertools import pairwise

import pytest

from afterllama import paths
from afterllama.run.cell import Cell
from afterllama.run.collection import Collection
from afterllama.run.markdown import plain, roles, walk
from afterllama.run.notebook import Notebook, read

NOTEBOOKS = [read(path) for path in Collection.read().files]
RECORDS = Collection.read().records
MOST_WORDS = 20_000
each = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)

# Marks of a translation, words of ours, and colours named by a lightness that the dark scheme reverses.
TICS = re.compile(
    r"what to see|what would change it|at no volume|\bdear(est)? (host|seller)|told of another day|put down to"
    r"|\bbears? out\b|\bborne out\b|\bruler|\bincrement\b|by this measure|by our mix|\bways? out\b|\bsteer|\bplace \d"
    r"|\bplace \{eval\}|a part in place of|not a switch|\bthe need\b|\bhollow\b|\b(pale|dark|lighter|darker|brighter)\b"
    r"|no word of ours|as far as can be seen|\bplace number\b|\bnumber \{eval\}`\w*place",
    re.I,
)


def words(text: str, notebook: Notebook) -> list[str]:
    """The words of a Markdown text as a reader sees them."""
    record = RECORDS.get(notebook.number)
    return plain(text, record.values if record else {}).split()


def numbers(text: str) -> list[str]:
    return roles(walk(text))


def prose(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook.cells if cell.kind == "markdown"]


def place(notebook: Notebook, tag: str) -> int:
    return next(place for place, cell in enumerate(notebook.cells) if tag in cell.tags)


def headings(cells: list[Cell]) -> list[tuple[str, str]]:
    tokens = [token for cell in cells for token in cell.tokens]
    return [(a.tag, b.content) for a, b in pairwise(tokens) if a.type == "heading_open"]


@each
def test_the_first_layer_comes_first(notebook: Notebook) -> None:
    places = [place(notebook, tag) for tag in ("answer", "story", "reply", "findings", "methods", "sources")]
    assert places == sorted(places)


@each
def test_an_answer_has_at_most_thirty_words_and_two_numbers(notebook: Notebook) -> None:
    text = notebook.text("answer")
    assert len(words(text, notebook)) <= 30
    assert len(numbers(text)) <= 2


@each
def test_the_story_takes_two_minutes(notebook: Notebook) -> None:
    text = notebook.text("story")
    assert 150 <= len(words(text, notebook)) <= 250
    assert len(numbers(text)) <= 6
    assert headings(notebook.tagged("story"))[0][1] == "In two minutes"


@each
def test_one_chart_stands_beside_the_story(notebook: Notebook) -> None:
    cells = notebook.cells[place(notebook, "story") : place(notebook, "reply")]
    assert sum(len(list(cell.calls("show"))) for cell in cells if cell.kind == "code") == 1


@each
def test_the_criticised_party_speaks(notebook: Notebook) -> None:
    heading = headings(notebook.tagged("reply"))[0][1]
    assert heading.startswith("What ")
    assert 20 <= len(words(notebook.text("reply"), notebook)) <= 130


@each
def test_there_are_at_most_four_findings_of_one_sentence_and_three_numbers(notebook: Notebook) -> None:
    found = RECORDS[notebook.number].findings
    assert 2 <= len(found) <= 4
    for item in found:
        assert len(numbers(item.text)) <= 3, item.text
        text = " ".join(words(item.text, notebook))
        assert len(re.findall(r"[.!?](?=\s|$)", text.replace("U.S. ", "US "))) == 1, text
        assert item.saying.startswith("May be said as"), text


@each
def test_the_contents_have_at_most_eight_entries(notebook: Notebook) -> None:
    after = prose(notebook)
    after = after[after.index(notebook.tagged("findings")[0]) + 1 :]
    assert sum(level == "h2" for level, _ in headings(after)) <= 7  # the list of sources is the eighth


@each
def test_headings_argue_and_titles_measure(notebook: Notebook) -> None:
    titles = [item.title for item in RECORDS[notebook.number].figures]
    for _, heading in headings(prose(notebook)):
        for title in titles:
            assert SequenceMatcher(None, heading.lower(), title.lower()).ratio() < 0.8, (heading, title)


@each
def test_no_tic_is_left(notebook: Notebook) -> None:
    texts = [cell.source for cell in prose(notebook)]
    code = [cell.tree for cell in notebook.cells if cell.kind == "code"]
    strings = [node.value for tree in code for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    texts += [text for text in strings if isinstance(text, str) and " " in text]
    found = [(match.group(), text[:80]) for text in texts for match in TICS.finditer(text)]
    assert not found


@each
def test_a_figures_data_are_named_in_words(notebook: Notebook) -> None:
    for item in RECORDS[notebook.number].figures:
        text = (paths.root() / "figures" / f"{notebook.number}-{item.name}.csv").read_text(encoding="utf-8")
        head = next(csv.reader(io.StringIO(text)))
        if len(head) > 1:
            assert not [name for name in head if "_" in name], item.name
            assert len([name for name in head if name]) <= 8, item.name


def test_all_notebooks_together_are_short_enough_to_be_read() -> None:
    count = sum(len(words(cell.source, notebook)) for notebook in NOTEBOOKS for cell in prose(notebook))
    assert count <= MOST_WORDS
