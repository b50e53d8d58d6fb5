"""The findings of an executed notebook, and what is saved of it for other notebooks, README and readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from afterllama.data.sources import get, voices
from afterllama.errors import NotebookError
from afterllama.run import collection as project
from afterllama.run.kernel import ROLE

CERTAINTIES = ("Well supported", "One source", "Company's own word", "Our estimate", "Unsettled")
_ITEM = re.compile(r"^- \*\*(.+?)\.\*\* (.+)$", re.S)
_SAYING = re.compile(r"\n\s+- (May be said as.*)$", re.S)
_LINK = re.compile(r"\]\([^)]*\)")
_COUNTING = re.compile(
    r"\b(twice|half|third|quarter|fourth|fifth|double[ds]?|tripled?|two|three|four|five|six|seven|eight|nine|ten|twelve)\b",
    re.I,
)


@dataclass(frozen=True)
class Finding:
    """One finding: its word of certainty, Markdown text, safe wording, and the values in it by name."""

    address: str
    certainty: str
    text: str
    saying: str
    names: tuple[str, ...]


def tagged(nb: NotebookNode, tag: str) -> list[NotebookNode]:
    """Cells that carry a tag."""
    return [cell for cell in nb.cells if tag in cell.metadata.get("tags", [])]


def findings(nb: NotebookNode, number: str) -> list[Finding]:
    """The list items of the cell tagged ``findings``.

    Raises
    ------
    NotebookError : an item has no word of certainty or no live number, or two share their first number.
    """
    cells = tagged(nb, "findings")
    items = [item for cell in cells for item in _items(cell.source)]
    found = [_finding(item, number) for item in items]
    addresses = [item.address for item in found]
    for address in addresses:
        if addresses.count(address) > 1:
            raise NotebookError(f"two findings begin with the same number {address}", where=number)
    return found


def _items(source: str) -> list[str]:
    starts = [match.start() for match in re.finditer(r"^- ", source, re.M)]
    return [source[a:b].rstrip() for a, b in zip(starts, [*starts[1:], None], strict=True)]


def _finding(item: str, number: str) -> Finding:
    saying = _SAYING.search(item)
    body = item[: saying.start()] if saying else item
    parsed = _ITEM.match(body)
    if not parsed or parsed.group(1).replace("’", "'") not in CERTAINTIES:
        raise NotebookError(
            f"a finding opens with none of {', '.join(CERTAINTIES)}",
            where=f"notebook {number}, {body[:60]!r}",
            fix="Write - **Well supported.** text",
        )
    names = ROLE.findall(body)
    if not names:
        raise NotebookError("a finding carries no live number", where=f"notebook {number}, {body[:60]!r}")
    text = re.sub(r"\s*\n\s*", " ", parsed.group(2)).strip()
    words = re.sub(r"\s*\n\s*", " ", saying.group(1)).strip() if saying else ""
    certainty = parsed.group(1).replace("’", "'")
    return Finding(f"{number}-{names[0]}", certainty, text, words, tuple(dict.fromkeys(names)))


def shown_names(nb: NotebookNode) -> list[str]:
    """Names of every live number in the prose, in order of appearance."""
    return list(dict.fromkeys(name for cell in nb.cells for name in _names(cell)))


def _names(cell: NotebookNode) -> list[str]:
    return ROLE.findall(cell.source) if cell.cell_type == "markdown" else []


def check_certainty(item: Finding, values: dict[str, dict[str, Any]]) -> str:
    """What is wrong with the word of certainty, given the sources of the finding's values; empty if nothing is."""
    sources = [source for name in item.names if name in values for source in values[name]["sources"]]
    if not sources:
        return ""
    parties = voices(sources)
    own = all(get(source).party or get(source).relays for source in sources)
    if item.certainty == "Well supported" and len(parties) < 2:
        return f"'Well supported' rests on {parties[0]} alone"
    if item.certainty == "One source" and len(parties) != 1:
        return f"'One source' rests on {', '.join(parties)}"
    if item.certainty == "Company's own word" and not own:
        return f"'Company's own word' rests on others too: {', '.join(parties)}"
    return ""


def fallen(nb: NotebookNode, number: str, shown: list[str]) -> list[str]:
    """Every guard that no longer holds: of a shown value, or of a figure's title."""
    values = nb.metadata["afterllama"].get("values", {})
    broken = [f"{number}-{name}" for name in shown if values.get(name, {}).get("holds") is False]
    titles = [f"{number}-{figure['name']} (title)" for figure in figures(nb) if figure["holds"] is False]
    return broken + titles


def figures(nb: NotebookNode) -> list[dict[str, Any]]:
    """Records of the figures shown, in order."""
    return outputs(nb, "application/vnd.afterllama.figure+json")


def outputs(nb: NotebookNode, mime: str) -> list[dict[str, Any]]:
    """Outputs of one mime type, in order."""
    return [
        output.data[mime]
        for cell in nb.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if mime in output.get("data", {})
    ]


def unguarded_counts(item: Finding, values: dict[str, dict[str, Any]]) -> str:
    """A counting word in a finding none of whose values is guarded; empty if there is none."""
    words = _COUNTING.search(_LINK.sub("]", ROLE.sub("", item.text)))
    guarded = any(values.get(name, {}).get("holds") is not None for name in item.names)
    return words.group(0) if words and not guarded else ""


def record(nb: NotebookNode, number: str, file: str) -> dict[str, Any]:
    """What ``reports/values/NN.json`` holds: title, answer, findings, shown values, verdicts, figures."""
    session = nb.metadata["afterllama"]
    names = [name for name in shown_names(nb) if name in session.get("values", {})]
    answer = " ".join(cell.source.strip() for cell in tagged(nb, "answer"))
    return {
        "notebook": number,
        "file": file,
        "title": title(nb),
        "answer": answer,
        "findings": [
            {
                "address": f.address,
                "certainty": f.certainty,
                "text": f.text,
                "saying": f.saying,
                "names": list(f.names),
            }
            for f in findings(nb, number)
        ],
        "values": {name: session["values"][name] for name in names},
        "verdicts": outputs(nb, "application/vnd.afterllama.verdict+json"),
        "figures": [
            {key: figure[key] for key in ("name", "title", "subtitle", "alt", "holds", "sources")}
            for figure in figures(nb)
        ],
        "tables": session.get("tables", []),
        "data_to": project.last_day(rows_used(nb)),
    }


def rows_used(nb: NotebookNode) -> list[str]:
    """Ids of the rows behind every number that a page shows, in its text and in its figures."""
    session = nb.metadata["afterllama"]
    values = [session.get("values", {}).get(name, {}) for name in shown_names(nb)]
    return [row for item in [*values, *figures(nb)] for row in item.get("rows", [])]


def title(nb: NotebookNode) -> str:
    """The first heading."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return str(line[2:].strip())
    return "Untitled"


def plain(text: str, values: dict[str, dict[str, Any]]) -> str:
    """Markdown with live numbers as plain words."""
    text = ROLE.sub(lambda found: str(values.get(found.group(1), {}).get("text", "?")), text)
    return re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", lambda m: m.group(1) or "", text)
