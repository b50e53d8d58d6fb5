"""``reports/index.html``: all reports with question, answer and date, and the scoreboard of the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from afterllama import paths
from afterllama.data import contract, tables
from afterllama.evidence.rules import VERDICTS, all_claims
from afterllama.figures import svg, theme
from afterllama.page import jinja
from afterllama.page.place import REPORTS
from afterllama.run.collection import Collection
from afterllama.run.markdown import plain
from afterllama.run.notebook import Notebook
from afterllama.run.record import Record
from afterllama.run.verdicts import Judged, judged

_LEAST_SCALE = 16  # marks, so that a few do not fill the board


@dataclass(frozen=True)
class Entry:
    """A report as the index lists it; ``failed`` is what went wrong when it was last built."""

    number: str
    stem: str
    title: str
    built: bool
    answer: str = ""
    to: str = ""
    failed: str = ""
    thumb: str = ""
    rules: str = ""  # of the small picture


def write(collection: Collection) -> None:
    """Write the index from the saved records, where it changes."""
    given = judged(collection.records)
    entries = [_entry(notebook, collection) for notebook in collection.notebooks]
    html = jinja.write(
        "index.html.j2",
        extra=theme.scheme() + "".join(entry.rules for entry in entries),
        collection=collection,
        place=REPORTS,
        entries=entries,
        board=(board := counts(given)),
        longest=max([*board.values(), _LEAST_SCALE]),
        judged=len(given),
        total=len(all_claims()),
        changed=[item for item in given if item.verdict.changed],
        support=Counter(item.verdict.support for item in given),
        to=max((record.data_to for record in collection.records.values()), default=""),
        corrections=tables.all_corrections(),
        description=contract.descriptor().get("description", ""),
    )
    paths.write_if_changed(paths.root() / "reports" / "index.html", html)


def counts(given: Sequence[Judged]) -> dict[str, int]:
    """How often each verdict was given."""
    found = Counter(item.verdict.verdict for item in given)
    return {name: found[name] for name in VERDICTS}


def _entry(notebook: Notebook, collection: Collection) -> Entry:
    record = collection.records.get(notebook.number)
    built = record is not None and (paths.root() / "reports" / f"{notebook.stem}.html").exists()
    entry = Entry(notebook.number, notebook.stem, notebook.title, built)
    if record is None:
        return entry
    answer = plain(record.answer, record.values)
    small, rules = _thumb(record)
    return replace(entry, answer=answer, to=record.data_to, failed=record.failed, thumb=small, rules=rules)


def _thumb(record: Record) -> tuple[Markup, str]:
    """The small picture of a report, that of its first figure whose title stands, and the rules that it needs."""
    names = [item.name for item in record.figures if item.holds is not False]
    paths_of = [paths.root() / "figures" / f"{record.number}-{name}-thumb.svg" for name in names]
    for path in paths_of[:1]:
        if path.exists():
            drawing, rules = svg.inline(path.read_text(encoding="utf-8"), str(path))
            return jinja.part("thumb", Markup(drawing)), rules
    return Markup(), ""
