"""The part of README.md that is made from saved values: headline findings, so that they never go stale."""

from __future__ import annotations

from afterllama import paths
from afterllama.run.collection import Collection
from afterllama.run.markdown import plain

BEGIN, END = "<!-- findings: made by the build -->", "<!-- end of findings -->"


def block(collection: Collection) -> str:
    """The first finding of each report, with a link to it."""
    lines = []
    for record in collection.records.values():
        for first in record.findings[:1]:
            link = f"reports/{record.stem}.html#f-{first.names[0]}"
            text = plain(first.text, record.values)
            lines.append(f"- **{record.title}** {first.certainty}. {text} ([evidence]({link}))")
    return "\n".join([BEGIN, *lines, END])


def write(collection: Collection) -> None:
    """Put the block between its marks, where README.md has them."""
    path = paths.root() / "README.md"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        paths.write_if_changed(path, before + block(collection) + after)
