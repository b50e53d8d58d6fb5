"""``reports/index.html``: all reports with question, answer and date, and the scoreboard of the claims."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from markupsafe import Markup

from afterllama import paths
from afterllama.data import contract, tables
from afterllama.evidence.rules import VERDICTS, all_claims
from afterllama.figures import thumb
from afterllama.page.exporter import write as write_page
from afterllama.page.markdown import curly, render
from afterllama.run import collection as project
from afterllama.run import record as findings
from afterllama.run import verdicts

MOST_THUMB = 7_000
_RING = '<circle r="4.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'
_SHAPES = {
    "holds": '<circle r="5"/>',
    "imprecise": f'{_RING}<path d="M0-5a5 5 0 0 0 0 10z"/>',
    "does not hold": '<path d="M-4-4L4 4M-4 4L4-4" stroke="currentColor" stroke-width="2.4"/>',
    "unsettled": _RING,
    "opinion": '<path d="M0-5L5 0L0 5L-5 0z" fill="none" stroke="currentColor" stroke-width="1.5"/>',
}


def write(failed: dict[str, str]) -> None:
    """Write the index from the saved records; ``failed`` marks reports whose last build failed."""
    rows = verdicts.collect()
    records = [record for item in project.titles() if (record := project.record(item["number"]))]
    html = write_page(
        "index.html.j2",
        edition=project.edition(),
        here="index",
        number="",
        others=project.titles(),
        entries=[_entry(item, failed) for item in project.titles()],
        board=board(rows),
        judged=len(rows),
        total=len(all_claims()),
        changed=[_since(row) for row in rows if row["changed"] == "yes"],
        support=_support(rows),
        to=max((record["data_to"] for record in records), default=""),
        corrections=tables.all_corrections(),
        repository=project.repository(),
        stamp="",
        description=contract.descriptor().get("description", ""),
    )
    path = paths.root() / "reports" / "index.html"
    if not path.exists() or path.read_text(encoding="utf-8") != html:
        paths.replace_text(path, html)


def _entry(item: dict[str, str], failed: dict[str, str]) -> dict[str, Any]:
    record = project.record(item["number"])
    built = (paths.root() / "reports" / f"{item['stem']}.html").exists() and record is not None
    answer, to = "", ""
    if record:
        text = findings.plain(record["answer"], record["values"])
        answer = re.sub(r"<[^>]+>", "", render(text, lambda name, after: name + after)).strip()
        to = record["data_to"]
    return {
        **item,
        "answer": Markup(answer),
        "to": to,
        "built": built,
        "failed": failed.get(item["stem"], ""),
        **_thumb(record),
    }


def _thumb(record: dict[str, Any] | None) -> dict[str, Any]:
    """The small picture of a report: its first figure that stays small, else the lightest; without text."""
    figures = [figure for figure in (record or {}).get("figures", []) if figure["holds"] is not False]
    paths_of = [paths.root() / "figures" / f"{record['notebook']}-{f['name']}.svg" for f in figures if record]
    drawn = [thumb.thumbnail(path.read_text(encoding="utf-8")) for path in paths_of if path.exists()]
    small = [text for text in drawn if text and len(text) < MOST_THUMB]
    chosen = small[0] if small else min((text for text in drawn if text), key=len, default="")
    chosen = chosen or thumb.bars(_counts())
    return {"thumb": chosen, "height": thumb.height(chosen)}


def _counts() -> list[int]:
    rows = verdicts.collect()
    return [sum(row["verdict"] == name for row in rows) for name in VERDICTS]


def _since(row: dict[str, Any]) -> dict[str, str]:
    """One claim for which something has changed: claim, what, and the report that says so."""
    stems = {item["number"]: item["stem"] for item in project.titles()}
    address = f"{stems[row['notebook']]}.html#c-{row['claim_id']}"
    return {
        "claim": Markup(curly(row["claim"])),
        "since": Markup(curly(row["since"])),
        "address": address,
        "number": row["notebook"],
    }


def board(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The scoreboard: one row of marks per verdict, all drawn to the scale of the longest."""
    counts = {name: sum(row["verdict"] == name for row in rows) for name in VERDICTS}
    longest = max([*counts.values(), 16])
    return [
        {
            "verdict": name,
            "kind": name.replace(" ", "-"),
            "count": count,
            "marks": Markup(_marks(name, count, longest)),
        }
        for name, count in counts.items()
    ]


def _marks(name: str, count: int, longest: int) -> str:
    shapes = "".join(f'<g transform="translate({7 + 14 * place} 7)">{_SHAPES[name]}</g>' for place in range(count))
    label = escape(f"{count} claims: {name}", quote=True)
    return f'<svg viewBox="0 0 {14 * longest} 14" role="img" aria-label="{label}" fill="currentColor">{shapes}</svg>'


def _support(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {
        name: sum(row["support"] == name for row in rows)
        for name in ("independent", "press", "own word", "our reading")
    }
