"""A notebook's cells as the parts of a page: title, answer, findings, sections, notes, sources."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from nbformat import NotebookNode

from afterllama.evidence.claims import MIME as VERDICT
from afterllama.figures.drawing import Drawings
from afterllama.page import ledger, outputs
from afterllama.page.code import fold
from afterllama.page.markdown import render
from afterllama.page.notes import Notes, shown_values, source_item
from afterllama.run import record as found

_HEADING = re.compile(r"<h2 id=\"([^\"]*)\">(.*?)</h2>", re.S)
_ANY_HEADING = re.compile(r"<(/?)h([1-6])\b")
_ID = re.compile(r' id="([^"]*)"')


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
    rules: str = ""  # of this page alone: drawings, filter of the ledger
    drawings: Drawings = field(default_factory=Drawings)
    claims_at: str = ""  # address of the section with the table of claims
    level: int = 1  # of the last heading
    ids: set[str] = field(default_factory=lambda: {"main", "findings", "source-list"})


def build(nb: NotebookNode, number: str, prefix: str, repository: str = "") -> Page:
    """Read an executed notebook into a page; ``prefix`` begins the names of its figure files."""
    listed = _all_sources(nb)
    notes = Notes(nb, repository, number, listed)
    page = Page(number, "", "", [], [], [], [], [], 0, [])
    if not _was_run(nb):
        page.lead.append(outputs.lost("This notebook has not been run: its code stands here without results."))
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
    page.rules += page.drawings.rules()
    page.notes = notes.render()
    page.sources = [source_item(source_id) for source_id in listed]
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
    html = _outlined(page, _with_own_ids(page, html, notes))
    if "answer" in tags:
        page.answer = re.sub(r"^<p>|</p>$", "", html.strip())
    else:
        _split(page, html)


def _outlined(page: Page, html: str) -> str:
    """One h1 a page, and no level left out below it, whatever the notebook wrote."""

    def level(found: re.Match[str]) -> str:
        if not found[1]:
            page.level = min(max(int(found[2]), 2), page.level + 1)
        return f"<{found[1]}h{page.level}"

    return _ANY_HEADING.sub(level, html)


def _with_own_ids(page: Page, html: str, notes: Notes) -> str:
    """No address twice in a page: headings of different cells may be alike, or named like a number."""

    def own(found: re.Match[str]) -> str:
        name = found[1]
        if name in notes.values and f'<button type="button" class="num" id="{name}"' in html:
            return found[0]
        while name in page.ids:
            name += "-again"
        page.ids.add(name)
        return f' id="{name}"'

    return _ID.sub(own, html)


def _split(page: Page, html: str) -> None:
    """Sections begin at second-level headings, wherever in a cell these stand."""
    start = 0
    for heading in _HEADING.finditer(html):
        _append(page, html[start : heading.start()])
        page.sections.append(Section(heading.group(1), heading.group(2)))
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
            page.claims_at = page.sections[-1].name if page.sections else "main"
            target.append(ledger.claims_table(verdicts, _claims_label(len(verdicts))))
    if "ledger" in tags and "verdicts" in nb.metadata.get("afterllama", {}).get("tables", []):
        items = ledger.entries()
        page.rules += ledger.rules(items)
        target.append(ledger.ledger(items))
    else:
        # What controls answer stands on paper as a table of worked cases.
        kept = [item for item in cell.outputs if "controls" not in tags or item.output_type == "error"]
        target.extend(html for output in kept if (html := outputs.render(output, prefix, page.drawings)))
    if cell.source.strip() and "hide" not in tags:
        target.append(fold(cell.source))


def _claims_label(count: int) -> str:
    return f"{count} claims, in the order of the article" if count != 1 else "The claim judged here"


def _inline_attachments(cell: NotebookNode) -> str:
    source = str(cell.source)
    for name, bundle in cell.get("attachments", {}).items():
        for mime, code in bundle.items():
            if mime.startswith("image/"):
                source = source.replace(f"attachment:{name}", f"data:{mime};base64,{''.join(code)}")
    return source


def _was_run(nb: NotebookNode) -> bool:
    code = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
    return not code or any(cell.outputs or cell.get("execution_count") for cell in code)


def _all_sources(nb: NotebookNode) -> list[str]:
    shown = shown_values(nb)
    in_order = [shown[name] for name in found.shown_names(nb) if name in shown]
    records: list[dict[str, Any]] = [*in_order, *found.figures(nb), *found.outputs(nb, VERDICT)]
    return list(dict.fromkeys(source for record in records for source in record.get("sources", [])))
