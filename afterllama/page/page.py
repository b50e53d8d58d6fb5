"""A notebook's cells as the parts of a page: title, answer, findings, sections, notes, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from nbformat import NotebookNode

from afterllama.errors import NotebookError
from afterllama.evidence import figure, verdict
from afterllama.evidence.article import statements
from afterllama.evidence.figure import Figure
from afterllama.evidence.verdict import Verdict
from afterllama.page.clean import REPORTS, Attachments, Outline, Place
from afterllama.page.code import block
from afterllama.page.jinja import part
from afterllama.page.markdown import Numbers, elements, render
from afterllama.page.outputs import Printer
from afterllama.page.section import FIRST, FOLDED, Section, Told
from afterllama.run.cell import Cell
from afterllama.run.collection import Collection
from afterllama.run.findings import Finding
from afterllama.run.markdown import plain
from afterllama.run.notebook import Notebook
from afterllama.run.record import Record, shown
from afterllama.run.record import outputs as of_kind
from afterllama.run.verdicts import judged


@dataclass
class Page:
    """All that the template of a report needs from the notebook itself.

    ``collection`` is None for a notebook of another hand. The first section has no heading: it stands before those
    that have. ``claims_at`` is the address of the section with the table of claims, ``waiting`` is code that has
    no place yet, ``has_code`` says whether there is any, ``rules`` are style rules of this page alone.
    """

    record: Record
    numbers: Numbers
    collection: Collection | None
    place: Place
    printer: Printer
    outline: Outline
    answer: Markup | None = None
    findings: list[Told] = field(default_factory=list)
    sections: list[Section] = field(default_factory=lambda: [Section("main", Markup())])
    claims_at: str = ""
    waiting: list[str] = field(default_factory=list)
    has_code: bool = False
    code_shown: bool = False
    rules: str = ""

    @property
    def name(self) -> str:
        """The title in plain words."""
        return self.outline.title.striptags() if self.outline.title else "Untitled notebook"

    @property
    def first(self) -> list[Section]:
        """The sections of the first layer."""
        return [section for section in self.sections[1:] if section.tag in FIRST]

    @property
    def evidence(self) -> list[Section]:
        """The sections of the second layer."""
        return [section for section in self.sections[1:] if section.tag not in FIRST]

    @property
    def description(self) -> str:
        """The answer in plain words, or the title; at most 300 characters."""
        words = plain(self.record.answer, self.numbers.values) or self.name
        return words if len(words) <= 300 else words[:297].rsplit(" ", 1)[0] + " …"

    def add(self, html: Markup) -> None:
        """A part of the current section."""
        self.sections[-1].add(html)

    def add_markdown(self, cell: Cell, attached: Attachments) -> None:
        """A Markdown cell: findings, the answer, or prose, whose second-level headings begin sections."""
        if "findings" in cell.tags and self.record.findings:
            self.findings = self.findings or [self._told(item) for item in self.record.findings]
            return
        soup = elements(cell.source, self.numbers.html, self.place, attached)
        self.outline.enter(soup)
        if "answer" in cell.tags:
            for paragraph in soup.find_all("p", recursive=False):
                paragraph.unwrap()
            self.answer = Markup(soup.decode().strip())
            return
        tag = next((tag for tag in (*FIRST, FOLDED) if tag in cell.tags), "")
        for heading in soup.find_all(("h2", "h3"), recursive=False):
            if heading.name == "h2" or FOLDED in (tag, self.sections[-1].tag):
                self._begin(heading, tag)
        self.add(Markup(soup.decode().strip()))

    def _begin(self, heading: Tag, tag: str) -> None:
        """A section, or a fold of one whose parts are folded, after all that stands before its heading."""
        before = BeautifulSoup("", "html.parser")
        before.extend(reversed(list(heading.previous_siblings)))
        self.add(Markup(before.decode().strip()))
        rows = self.sections if heading.name == "h2" else self.sections[-1].folds
        rows.append(Section.under(heading, tag))
        heading.extract()

    def _told(self, item: Finding) -> Told:
        text, saying = (render(part, self.numbers.html, self.place, inline=True) for part in (item.text, item.saying))
        return Told(item, text, saying, plain(item.text, self.numbers.values))

    def add_code(self, cell: Cell, results: Iterable[NotebookNode]) -> None:
        """A code cell: what it shows, and below it the code of all cells since something was shown."""
        if cell.source.strip() and "hide" not in cell.tags:
            self.waiting.append(cell.source)
            self.has_code = True
        if printed := Markup().join(self._printed(cell, results)):
            self.add(printed)
            self.put_code()

    def put_code(self) -> None:
        """Put the code that waits where the page has come to."""
        if self.waiting:
            self.add(block(self.waiting))
        self.waiting = []

    def _printed(self, cell: Cell, results: Iterable[NotebookNode]) -> Iterator[Markup]:
        if "claims" in cell.tags and self.record.verdicts and not self.claims_at:
            self.claims_at = self.sections[-1].name
            yield part("claims", self.record.verdicts)
        if "ledger" in cell.tags and self.collection:
            items = judged(self.collection.records)
            self.rules += part("filter_rules", items)
            yield part("ledger", items, self.place, statements())
            return
        for item in results:
            # What controls answer stands on paper as a table of worked cases.
            if "controls" not in cell.tags or item.output_type == "error":
                yield self.printer.html(item)


def build(
    nb: NotebookNode,
    stem: str,
    collection: Collection | None = None,
    place: Place = REPORTS,
    record: Record | None = None,
) -> Page:
    """Read a run notebook into a page. Raises NotebookError: one of the collection has findings that are none."""
    notebook = Notebook.parse(nb, stem)
    record = record or _record(nb, notebook, strict=collection is not None)
    ours = collection if record.values or record.verdicts or record.figures else None
    numbers = Numbers(shown(nb), notebook.shown)
    printer = Printer(record.number if ours else stem, place, ours is not None)
    page = Page(record, numbers, ours, place, printer, Outline(_reserved(numbers, record)))
    code = [node for node in nb.cells if node.cell_type == "code" and node.source.strip()]
    if code and not any(node.outputs or node.get("execution_count") for node in code):
        page.code_shown = True
        page.add(part("lost", "This notebook has not been run: its code stands here without results."))
    for cell, node in zip(notebook.cells, nb.cells, strict=True):
        if cell.kind == "code":
            page.add_code(cell, node.outputs)
            continue
        page.put_code()
        if cell.kind == "markdown":
            page.add_markdown(cell, node.get("attachments", {}))
        elif cell.source.strip():
            page.add(part("pre", cell.source))
    page.put_code()
    return page


def _record(nb: NotebookNode, notebook: Notebook, strict: bool) -> Record:
    try:
        return Record.of(nb, notebook.stem)
    except NotebookError:
        if strict:
            raise
    # What a stranger tags "findings" need be none of ours.
    verdicts = tuple(of_kind(nb, verdict.MIME, Verdict))
    figures = tuple(item.words for item in of_kind(nb, figure.MIME, Figure))
    return Record("", notebook.stem, notebook.title, values=shown(nb), verdicts=verdicts, figures=figures)


def _reserved(numbers: Numbers, record: Record) -> set[str]:
    """Addresses that are not a heading's to take."""
    notes = {prefix + name for name in numbers.names for prefix in ("", "n-", "f-")}
    made = {f"fig-{item.name}" for item in record.figures} | {f"c-{item.claim_id}" for item in record.verdicts}
    return {"main", "findings", "show-code", "source-list"} | notes | made
