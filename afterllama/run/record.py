"""The record of a run notebook: everything that is printed is printed from records.

``Record.of`` reads a run notebook, whether the build ran it or JupyterLab did: from the results of the expressions
in its prose and from the outputs of its cells alone. ``reports/values/NN.json`` is the record, whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from nbformat import NotebookNode

from afterllama import paths
from afterllama.errors import AfterLlamaError, BuildError
from afterllama.evidence import figure, value, verdict
from afterllama.evidence.figure import Figure
from afterllama.evidence.records import plain, typed
from afterllama.evidence.value import Value
from afterllama.evidence.verdict import Verdict
from afterllama.run.days import last_day
from afterllama.run.findings import Finding, findings
from afterllama.run.notebook import Notebook

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Record:
    """What a notebook says: question, answer, story, findings, shown values, verdicts, and the words of its figures.

    Answer, story and news (what has happened since) are the Markdown of the cells so tagged, without their headings.
    ``data_to`` is the latest day that the rows behind its numbers speak of, as ISO text. ``failed`` is what went
    wrong when it was last built, empty if nothing did; the rest is then that of the last build that worked.
    """

    number: str
    stem: str
    title: str
    answer: str = ""
    story: str = ""
    news: str = ""
    findings: tuple[Finding, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[str, ...] = ()
    data_to: str = ""
    failed: str = ""

    @classmethod
    def of(cls, nb: NotebookNode, stem: str) -> Record:
        """The record of a run notebook.

        Raises BuildError: it is no notebook; NotebookError: its findings are none.
        """
        notebook = Notebook.parse(nb, stem)
        found = shown(nb)
        own = {name: found[name] for name in notebook.shown if name in found and found[name].how}
        figures = tuple(outputs(nb, figure.MIME, Figure))
        verdicts = tuple(outputs(nb, verdict.MIME, Verdict))
        behind = [item.rows for item in own.values()] + [item.rows for item in figures]
        behind += [(*item.rows, *item.against_rows) for item in verdicts]
        return cls(
            number=notebook.number,
            stem=stem,
            title=notebook.title,
            answer=notebook.text("answer"),
            story=notebook.text("story"),
            news=notebook.text("news"),
            findings=findings(notebook),
            values=own,
            verdicts=verdicts,
            figures=tuple(item.words for item in figures),
            tables=tuple(notebook.loads),
            data_to=last_day(row for rows in behind for row in rows),
        )

    @property
    def fallen(self) -> list[str]:
        """Every guard that no longer holds: of a shown value, or of a figure's title."""
        broken = [f"{self.number}-{name}" for name, value in self.values.items() if value.holds is False]
        return broken + [f"{self.number}-{item.name} (title)" for item in self.figures if item.holds is False]

    @property
    def sources(self) -> list[str]:
        """Source ids of all that it says, in order of first use."""
        lists = [
            *(value.sources for value in self.values.values()),
            *(item.sources for item in self.figures),
            *(item.sources for item in self.verdicts),
        ]
        return list(dict.fromkeys(source for listed in lists for source in listed))

    def text(self) -> str:
        """As JSON, the same bytes for the same record."""
        parts: dict[str, object] = {
            **plain(self),
            "findings": [plain(item) for item in self.findings],
            "values": {name: plain(value) for name, value in self.values.items()},
            "verdicts": [plain(item) for item in self.verdicts],
            "figures": [_words(item) for item in self.figures],
        }
        return json.dumps(parts, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    @classmethod
    def parse(cls, text: str | bytes) -> Record:
        """From the JSON of ``text``.

        Raises BuildError: it is none.
        """
        try:
            saved = typed(cls, json.loads(text))
            return replace(
                saved,
                findings=tuple(typed(Finding, item) for item in saved.findings),
                values={name: typed(Value, item) for name, item in saved.values.items()},
                verdicts=tuple(typed(Verdict, item) for item in saved.verdicts),
                figures=tuple(typed(Figure, item) for item in saved.figures),
            )
        except (ValueError, AttributeError, AfterLlamaError) as error:
            fix = "Build its notebook again"
            raise BuildError(f"a saved record cannot be read: {error}", where="reports/values", fix=fix) from None


def path(number: str) -> Path:
    """Where the record of a notebook is saved."""
    return paths.root() / "reports" / "values" / f"{number}.json"


def saved(number: str) -> Record | None:
    """The saved record of a notebook; None before its first build, and where the file is none."""
    if not path(number).exists():
        return None
    try:
        return Record.parse(path(number).read_bytes())
    except BuildError:
        return None  # it is made again


def shown(nb: NotebookNode) -> dict[str, Value]:
    """Live numbers of the prose by name; what is not ours has its text alone, and no word on how it was made."""
    found: dict[str, Value] = {}
    for cell in nb.cells:
        for item in cell.metadata.get("user_expressions", []):
            bundle = item["result"].get("data", {})
            foreign = Value(None, "text", str(bundle.get("text/plain", "?")), "", (), ())
            found[item["expression"]] = next(_of_kind(bundle, value.MIME, Value), foreign)
    return found


def outputs(nb: NotebookNode, mime: str, kind: type[Kind]) -> Iterator[Kind]:
    """Outputs of one of our MIME types, in order; what a stranger's notebook calls so is passed over."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            yield from _of_kind(output.get("data", {}), mime, kind)


def _of_kind(bundle: Mapping[str, object], mime: str, kind: type[Kind]) -> Iterator[Kind]:
    if mime in bundle:
        try:
            yield typed(kind, bundle[mime])
        except AfterLlamaError:
            return


def _words(item: Figure) -> dict[str, object]:
    kept = {"name", "title", "subtitle", "alt", "holds", "sources", "rows"}
    return {name: value for name, value in plain(item).items() if name in kept}
