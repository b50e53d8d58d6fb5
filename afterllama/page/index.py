"""``reports/index.html``: all reports with question, answer and date, and the scoreboard of the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from afterllama import paths
from afterllama.data import contract, tables
from afterllama.evidence.rules import VERDICTS, all_claims
from afterllama.figures import thumb
from afterllama.page import jinja
from afterllama.page.place import REPORTS
from afterllama.run.collection import Collection
from afterllama.run.markdown import plain
from afterllama.run.notebook import Notebook
from afterllama.run.record import Record
from afterllama.run.verdicts import Judged, judged

_MOST_THUMB, _LEAST_SCALE = 7_000, 16


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


def write(collection: Collection) -> None:
    """Write the index from the saved records, where it changes."""
    given = judged(collection.records)
    html = jinja.write(
        "index.html.j2",
        collection=collection,
        place=REPORTS,
        entries=[_entry(notebook, collection, given) for notebook in collection.notebooks],
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


def _entry(notebook: Notebook, collection: Collection, given: Sequence[Judged]) -> Entry:
    record = collection.records.get(notebook.number)
    built = record is not None and (paths.root() / "reports" / f"{notebook.stem}.html").exists()
    entry = Entry(notebook.number, notebook.stem, notebook.title, built)
    if record is None:
        return entry
    answer = plain(record.answer, record.values)
    small = _thumb(record, given)
    return replace(entry, answer=answer, to=record.data_to, failed=record.failed, thumb=small)


def _thumb(record: Record, given: Sequence[Judged]) -> Markup:
    """The small picture of a report: that of its first figure whose title stands, without text."""
    names = [item.name for item in record.figures if item.holds is not False]
    for name in names[:1]:
        path = paths.root() / "figures" / f"{record.number}-{name}-thumb.svg"
        if path.exists():
            return jinja.part("thumb", Markup(path.read_text(encoding="utf-8")))
    return _drawn(record.number, names, given)


def _drawn(number: str, names: Sequence[str], given: Sequence[Judged]) -> Markup:
    """A small picture made from the large ones: the first that stays light, else the lightest."""
    files = [paths.root() / "figures" / f"{number}-{name}.svg" for name in names]
    drawn = [text for path in files if path.exists() and (text := thumb.thumbnail(path.read_text(encoding="utf-8")))]
    small = [text for text in drawn if len(text) < _MOST_THUMB]
    chosen = small[0] if small else min(drawn, key=len, default=thumb.bars(list(counts(given).values())))
    return jinja.part("small", chosen, thumb.height(chosen))
