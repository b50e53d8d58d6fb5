"""The source line of a figure: speakers, and their documents by date."""

from pathlib import Path

from bs4 import BeautifulSoup

from afterllama.page.cited import source_line
from afterllama.page.jinja import part


def words(*ids: str) -> str:
    return " ".join(BeautifulSoup(part("source_line", source_line(ids)), "html.parser").get_text().split())


def test_documents_of_one_speaker_stand_together_each_a_link_with_its_date(project: Path) -> None:
    assert (
        words("acme_10k", "lab", "acme_post")
        == "Sources: Acme (own word), 28 January 2026, 29 April 2026; The Lab, 10 April 2026."
    )
    assert 'href="https://example.org/10k"' in part("source_line", source_line(["acme_10k"]))


def test_one_document_is_a_source(project: Path) -> None:
    assert words("acme_10k") == "Source: Acme (own word), 28 January 2026."


def test_what_is_too_much_for_a_line_is_left_to_the_list(project: Path) -> None:
    line = source_line(["acme_10k", "acme_10k", "acme_post"])  # of one day, one link
    assert (len(line.speakers[0].documents), line.more) == (2, 1)
    assert words("acme_10k", "acme_10k", "acme_post").endswith("29 April 2026; and 1 more.")
