"""Outputs of code cells as HTML: ours in full, anybody's without letting a script in."""

from __future__ import annotations

import base64
import re
from html import escape
from typing import Any

import nh3
from latex2mathml.converter import convert as to_mathml
from nbformat import NotebookNode

from afterllama import sources
from afterllama.build.notes import rows, source_list, support_mark
from afterllama.build.tablehtml import from_csv, tidy
from afterllama.claims import MIME as VERDICT
from afterllama.figures import MIME as FIGURE

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LIVE = {
    "application/vnd.plotly.v1+json": "An interactive Plotly chart",
    "application/vnd.jupyter.widget-view+json": "An interactive control",
    "application/vnd.vegalite.v5+json": "An interactive Vega chart",
    "application/javascript": "A script",
}


def render(output: NotebookNode, prefix: str) -> str:
    """One output as HTML; what cannot be printed leaves a visible note."""
    if output.output_type == "stream":
        return _stream(output)
    if output.output_type == "error":
        words = _ANSI.sub("", "\n".join(output.get("traceback", [])) or f"{output.ename}: {output.evalue}")
        return (
            f'<div class="error"><p><b>This cell failed: {escape(output.ename)}</b></p><pre>{escape(words)}</pre></div>'
        )
    return _rich(output.get("data", {}), output.get("metadata", {}), prefix)


def _stream(output: NotebookNode) -> str:
    text = _ANSI.sub("", output.text).rstrip()
    return f"<pre>{escape(text)}</pre>" if text else ""


def _rich(data: dict[str, Any], metadata: dict[str, Any], prefix: str) -> str:
    if FIGURE in data:
        return figure(data[FIGURE], prefix)
    if VERDICT in data:
        return ""  # the claims table shows it
    for mime, what in _LIVE.items():
        if mime in data and not any(kind.startswith("image/") for kind in data):
            return f'<p class="lost">{what} stands here in JupyterLab; it cannot be printed.</p>'
    return _standard(data, metadata)


def _standard(data: dict[str, Any], metadata: dict[str, Any]) -> str:
    if "image/svg+xml" in data:
        return _image("svg+xml", base64.b64encode(_joined(data["image/svg+xml"]).encode()).decode(), metadata)
    for kind in ("png", "jpeg", "gif", "webp"):
        if f"image/{kind}" in data:
            return _image(kind, _joined(data[f"image/{kind}"]).replace("\n", ""), metadata)
    if "text/html" in data:
        return tidy(_joined(data["text/html"]))
    if "text/latex" in data:
        return _latex(_joined(data["text/latex"]))
    if "text/markdown" in data:
        return f"<p>{escape(_joined(data['text/markdown']))}</p>"
    return f"<pre>{escape(_ANSI.sub('', _joined(data.get('text/plain', ''))))}</pre>"


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _image(kind: str, code: str, metadata: dict[str, Any]) -> str:
    alt = str(metadata.get("alt") or metadata.get(f"image/{kind}", {}).get("alt") or "Picture without description")
    return f'<figure class="plain"><img alt="{escape(alt, quote=True)}" src="data:image/{kind};base64,{code}"></figure>'


def _latex(text: str) -> str:
    try:
        return f"<p>{to_mathml(text.strip().strip('$'), display='block')}</p>"
    except Exception:  # see markdown._formula
        return f"<pre>{nh3.clean_text(text)}</pre>"


def figure(record: dict[str, Any], prefix: str) -> str:
    """A figure of ours: title, both drawings, source line, downloads and the data as a table."""
    fallen = record["holds"] is False
    heading = record["subtitle"] if fallen else record["title"]
    under = "" if fallen else f'<p class="sub">{escape(record["subtitle"])}</p>'
    mark = "<p><mark>The title of this figure is no longer supported by the data.</mark></p>" if fallen else ""
    name, file = record["name"], f"{prefix}-{record['name']}"
    code = base64.b64encode(record["csv"].encode("utf-8")).decode("ascii")
    return (
        f'<figure id="fig-{name}"><h3>{escape(heading)}</h3>{under}{mark}{_picture(record)}'
        f'<p class="src">{escape(sources.line(record["sources"]))}</p><div class="acts">'
        f'<a download="{file}.csv" href="data:text/csv;base64,{code}">Data (CSV)</a> '
        f'<a href="../figures/{file}.png">Picture (PNG)</a> <a href="#fig-{name}">Link to this figure</a>'
        f"<details><summary>Table of the data</summary>{from_csv(record['csv'], heading)}</details></div></figure>"
    )


def _picture(record: dict[str, Any]) -> str:
    wide, narrow = (_svg(record[key]) for key in ("wide", "narrow"))
    (w, h), (nw, nh) = _size(record["wide"]), _size(record["narrow"])
    alt = escape(record["alt"], quote=True)
    return (
        f'<picture><source media="print,(min-width:768px)" srcset="{wide}" width="{w}" height="{h}">'
        f'<img alt="{alt}" src="{narrow}" width="{nw}" height="{nh}"></picture>'
    )


def _svg(text: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(text.strip().encode("utf-8")).decode("ascii")


def _size(text: str) -> tuple[int, int]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    return (round(float(found.group(1))), round(float(found.group(2)))) if found else (856, 300)


def claims_table(verdicts: list[dict[str, Any]], label: str) -> str:
    """Verdicts as a table: claim, verdict, support, what was found and what has happened since."""
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Claim, in our words", "On 9 April 2026", "Support", "Found, and since")
    )
    body = "".join(_claim_row(item) for item in verdicts)
    caption = f"<caption>{escape(label)}</caption>"
    return f'<table class="claims">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _claim_row(item: dict[str, Any]) -> str:
    kind = item["verdict"].replace(" ", "-")
    against = f"<p>Against: {escape(item['against'])}</p>" if item["against"] else ""
    changed = ' class="changed"' if item["changed"] else ""
    return (
        f'<tr id="c-{item["claim_id"]}"><th scope="row">{escape(item["claim"])}'
        f"<details><summary>The test and its sources</summary><p>{escape(item['test'])}.</p>"
        f"{_evidence(item)}</details></th>"
        f'<td class="v {kind}"><span class="m"></span>{item["verdict"].capitalize()}</td>'
        f'<td><span class="s {support_mark(item["support"])}">{item["support"].capitalize()}</span></td>'
        f"<td><p>Found: {escape(item['found'])}</p>{against}<p{changed}>Since: {escape(item['since'])}</p></td></tr>"
    )


def _evidence(item: dict[str, Any]) -> str:
    listed = f"<p>Rows: {rows(item['rows'])}.</p>" if item["rows"] else ""
    against = f"<p>Rows against: {rows(item['against_rows'])}.</p>" if item["against_rows"] else ""
    return listed + against + (source_list(item["sources"]) if item["sources"] else "")
