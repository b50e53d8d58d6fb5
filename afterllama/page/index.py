"""``reports/index.html``, the scoreboard and all reports, and the part of README.md that is made from saved values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from afterllama import paths
from afterllama.data import contract, sources
from afterllama.evidence.rules import VERDICTS, all_claims
from afterllama.figures import svg, theme
from afterllama.page import front, jinja
from afterllama.run.collection import Collection
from afterllama.run.markdown import plain
from afterllama.run.notebook import Notebook, read
from afterllama.run.record import Record
from afterllama.run.verdicts import judged

_LEAST_SCALE = 16  # marks, so that a few do not fill the board
BEGIN, END = "<!-- answers: made by the build -->", "<!-- end of answers -->"


@dataclass(frozen=True)
class Entry:
    """A report as the index lists it, with its small picture and the style rules of that."""

    number: str
    stem: str
    title: str
    record: Record
    built: bool
    answer: str
    thumb: Markup
    rules: str


def write(collection: Collection) -> None:
    """Write the index from the saved records, where it changes."""
    given = judged(collection.records)
    found = Counter(item.verdict.verdict for item in given)
    entries = [_entry(read(path), collection) for path in collection.files]
    opening = front.front(next(iter(collection.records.values()), Record("", "", "")))
    html = jinja.write(
        "index.html.j2",
        extra=theme.scheme() + "".join(entry.rules for entry in entries) + opening.rules,
        collection=collection,
        front=opening,
        entries=entries,
        board={name: found[name] for name in VERDICTS},
        longest=max([*found.values(), _LEAST_SCALE]),
        judged=len(given),
        total=len(all_claims()),
        changed=sum(item.verdict.changed for item in given),
        to=max((record.data_to for record in collection.records.values()), default=""),
        corrections=sources.all_corrections(),
        description=contract.descriptor().get("description", ""),
    )
    paths.write_if_changed(paths.root() / "reports" / "index.html", html)


def _entry(notebook: Notebook, collection: Collection) -> Entry:
    saved = collection.records.get(notebook.number)
    built = saved is not None and (paths.root() / "reports" / f"{notebook.stem}.html").exists()
    record = saved or Record(notebook.number, notebook.stem, notebook.title)
    # The small picture of a report is that of its first figure whose title stands.
    name = next((item.name for item in record.figures if item.holds is not False), "")
    path = paths.root() / "figures" / f"{record.number}-{name}-thumb.svg"
    drawing, rules = svg.inline(path.read_text(encoding="utf-8"), str(path)) if path.exists() else ("", "")
    answer = plain(record.answer, record.values)
    return Entry(notebook.number, notebook.stem, notebook.title, record, built, answer, Markup(drawing), rules)


def answers(collection: Collection) -> str:
    """Question and answer of each report, with a link to it, between the marks of README.md."""
    lines = []
    for record in collection.records.values():
        link = f"[report {record.number}](reports/{record.stem}.html)"
        lines.append(f"- **{record.title}** {plain(record.answer, record.values)} ({link})")
    return "\n".join([BEGIN, *lines, END])


def write_answers(collection: Collection) -> None:
    """Put the answers between their marks, where README.md has them."""
    path = paths.root() / "README.md"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        paths.write_if_changed(path, before + answers(collection) + after)
