"""A notebook's cells as the parts of a page: title, answer, findings, sections, notes, sources."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from nbformat import NotebookNode
from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, String

from afterllama.build import findings as found
from afterllama.build import outputs
from afterllama.build.markdown import render, slug
from afterllama.build.notes import Notes, source_item
from afterllama.claims import MIME as VERDICT

_HEADING = re.compile(r"<h2 id=\"([^\"]*)\">(.*?)</h2>", re.S)
_TONES = ((Comment, "c"), (String, "s"), (Keyword, "k"))


@dataclass
class Section:
    """One section: address, heading as HTML, body as HTML."""

    name: str
    heading: str
    body: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        return re.sub(r"<[^>]+>", "", self.heading)


@dataclass
class Page:
    """All that the template of a report needs from the notebook itself."""

    number: str
    title: str
    answer: str
    findings: list[dict[str, str]]
    lead: list[str]
    sections: list[Section]
    notes: list[str]
    sources: list[str]
    claims: int
    figures: list[str]


def build(nb: NotebookNode, number: str, prefix: str, repository: str = "") -> Page:
    """Read an executed notebook into a page; ``prefix`` begins the names of its figure files."""
    notes = Notes(nb, repository, number)
    page = Page(number, "", "", [], [], [], [], [], 0, [])
    page.claims = len(found.outputs(nb, VERDICT))
    for cell in nb.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            _add_markdown(page, cell, tags, notes, number)
        elif cell.cell_type == "code":
            _add_code(page, nb, cell, tags, prefix)
        elif cell.cell_type == "raw" and cell.source.strip():
            _current(page).append(f"<pre>{escape(cell.source)}</pre>")
    page.title = page.title or "Untitled notebook"
    page.notes = notes.render()
    page.sources = [source_item(source_id) for source_id in _all_sources(nb, notes)]
    page.figures = [figure["name"] for figure in found.figures(nb)]
    return page


def _current(page: Page) -> list[str]:
    return page.sections[-1].body if page.sections else page.lead


def _add_markdown(page: Page, cell: NotebookNode, tags: list[str], notes: Notes, number: str) -> None:
    source = _inline_attachments(cell)
    if "findings" in tags:
        page.findings = [_finding(item, place, notes) for place, item in enumerate(_parsed(cell, number), start=1)]
        return
    html = render(source, notes.role)
    if not page.title and (heading := re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)):
        page.title = heading.group(1)
        html = html.replace(heading.group(0), "", 1)
    html = re.sub(r"<(/?)h1\b", r"<\1h2", html)  # one h1 a page
    if "answer" in tags:
        page.answer = re.sub(r"^<p>|</p>$", "", html.strip())
    else:
        _split(page, html)


def _split(page: Page, html: str) -> None:
    """Sections begin at second-level headings, wherever in a cell these stand."""
    start = 0
    for heading in _HEADING.finditer(html):
        _append(page, html[start : heading.start()])
        name = heading.group(1)
        while name in {section.name for section in page.sections}:
            name += "-again"
        page.sections.append(Section(name, heading.group(2)))
        start = heading.end()
    _append(page, html[start:])


def _append(page: Page, html: str) -> None:
    if html.strip():
        _current(page).append(html.strip())


def _parsed(cell: NotebookNode, number: str) -> list[found.Finding]:
    return found.findings(NotebookNode(cells=[cell]), number)


def _finding(item: found.Finding, place: int, notes: Notes) -> dict[str, str]:
    text = re.sub(r"^<p>|</p>$", "", render(item.text, notes.role).strip())
    words = found.plain(item.text, notes.values)
    return {
        "name": item.names[0],
        "place": str(place),
        "certainty": item.certainty.replace("'", "’"),
        "html": text,
        "saying": re.sub(r"^<p>|</p>$", "", render(item.saying, notes.role).strip()) if item.saying else "",
        "words": words,
    }


def _add_code(page: Page, nb: NotebookNode, cell: NotebookNode, tags: list[str], prefix: str) -> None:
    target = _current(page)
    if "claims" in tags and not any("claims" in part[:20] and "<table" in part for part in target):
        verdicts = found.outputs(nb, VERDICT)
        if verdicts:
            target.append(outputs.claims_table(verdicts, f"{len(verdicts)} claims, in the order of the article"))
    target.extend(html for output in cell.outputs if (html := outputs.render(output, prefix)))
    if cell.source.strip() and "hide" not in tags:
        _fold(target, cell.source)


def _fold(target: list[str], source: str) -> None:
    """Code stays folded; its first comment says what it does."""
    first, *rest = source.strip().splitlines()
    label, body = (first.lstrip("# "), rest) if first.startswith("#") else ("code", [first, *rest])
    label = label.rstrip(".")
    count = len([line for line in body if line.strip()])
    lines = f"{count} line{'s' if count != 1 else ''}"
    target.append(
        f'<details class="code"><summary>Code: {escape(label[:1].lower() + label[1:])}, {lines}</summary>'
        f'<pre tabindex="0">{highlight(chr(10).join(body).strip(chr(10)))}</pre></details>'
    )


def highlight(source: str) -> str:
    """Python in three tones: comments, strings, keywords."""
    parts = []
    for kind, text in lex(source, PythonLexer(stripnl=False, ensurenl=False)):
        tone = next((name for token, name in _TONES if kind in token), "")
        parts.append(f'<i class="{tone}">{escape(text)}</i>' if tone else escape(text, quote=False))
    return "".join(parts)


def _inline_attachments(cell: NotebookNode) -> str:
    source = str(cell.source)
    for name, bundle in cell.get("attachments", {}).items():
        for mime, code in bundle.items():
            if mime.startswith("image/"):
                source = source.replace(f"attachment:{name}", f"data:{mime};base64,{''.join(code)}")
    return source


def _all_sources(nb: NotebookNode, notes: Notes) -> list[str]:
    records: list[dict[str, Any]] = [*notes.values.values(), *found.figures(nb), *found.outputs(nb, VERDICT)]
    return list(dict.fromkeys(source for record in records for source in record.get("sources", [])))


__all__ = ["Page", "Section", "build", "highlight", "slug"]
