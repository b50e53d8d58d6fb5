"""The part of README.md that is made from saved values: headline findings, so that they never go stale."""

from __future__ import annotations

import re

from afterllama import paths
from afterllama.run import collection as project
from afterllama.run import record as findings

BEGIN, END = "<!-- findings: made by the build -->", "<!-- end of findings -->"


def block() -> str:
    """The first finding of each report, with a link to it."""
    lines = []
    for item in project.titles():
        record = project.record(item["number"])
        if record and record["findings"]:
            first = record["findings"][0]
            text = findings.plain(first["text"], record["values"])
            link = f"reports/{item['stem']}.html#f-{first['names'][0]}"
            lines.append(f"- **{record['title']}** {first['certainty']}. {text} ([evidence]({link}))")
    return "\n".join([BEGIN, *lines, END])


def write() -> None:
    """Put the block between its marks, where README.md has them."""
    path = paths.root() / "README.md"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    new = re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda found: block(), old, flags=re.S)
    if new != old:
        paths.replace_text(path, new)
