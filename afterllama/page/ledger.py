"""Verdicts as tables: those of one report, and all in the article's order with a filter that needs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from afterllama.evidence.rules import VERDICTS
from afterllama.page.markdown import curly, slug
from afterllama.page.notes import rows, source_list, support_mark
from afterllama.run import collection as project
from afterllama.run import verdicts

# Names that a first capital alone does not write as they are written.
_WRITTEN = {
    "what muse spark is": "What Muse Spark is",
    "open-source-shift": "Open-source shift",
    "self-hosting": "Self-hosting",
    "the open-source rupture": "The open-source rupture",
}
_COLUMNS = '<colgroup><col class="w1"><col class="w2"><col class="w3"><col></colgroup>'
_HEAD = ("Claim, in our words", "On 9 April 2026", "Support", "Found, and since")


def claims_table(judged: Sequence[Mapping[str, Any]], label: str, report: bool = False) -> str:
    """Verdicts as a table: claim, verdict, support, what was found and what has happened since.

    Parameters
    ----------
    report : also name the report that judges the claim, and give each row the classes of the filter.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    body = "".join(_row(item, report) for item in judged)
    caption = f"<caption>{escape(label, quote=False)}</caption>{_COLUMNS}"
    return f'<table class="claims">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(item: Mapping[str, Any], report: bool) -> str:
    kind = item["verdict"].replace(" ", "-")
    against = f"<p>Against: {curly(item['against'])}</p>" if item["against"] else ""
    changed = ' class="changed"' if item["changed"] else ""
    where = _where(item) if report else ""
    page = f"{item['file']}.html" if report else ""
    classes = f' class="{_classes(item)}"' if report else ""
    return (
        f'<tr id="c-{item["claim_id"]}"{classes}><th scope="row">{curly(item["claim"])}'
        f"<details><summary>The test and its sources</summary><p>{_sentence(item['test'])}. "
        f"Why so: {curly(item['reason'])}</p>"
        f"{_evidence(item, page)}</details></th>"
        f'<td class="v {kind}"><span class="m"></span>{item["verdict"].capitalize()}</td>'
        f'<td><span class="s {support_mark(item["support"])}">{item["support"].capitalize()}</span></td>'
        f"<td><p>Found: {curly(item['found'])}</p>{against}<p{changed}>Since: {curly(item['since'])}</p>"
        f"{where}</td></tr>"
    )


def _sentence(text: str) -> str:
    return curly(text[:1].upper() + text[1:])


def _evidence(item: Mapping[str, Any], page: str) -> str:
    listed = f"<p>Rows: {rows(item['rows'])}.</p>" if item["rows"] else ""
    against = f"<p>Rows against: {rows(item['against_rows'])}.</p>" if item["against_rows"] else ""
    return listed + against + (source_list(item["sources"], page=page) if item["sources"] else "")


def _where(item: Mapping[str, Any]) -> str:
    return f'<p><a href="{item["file"]}.html#c-{item["claim_id"]}">Report {item["notebook"]}</a></p>'


def entries() -> list[dict[str, Any]]:
    """Every verdict with its place, section and theme, from the saved records, in the article's order."""
    full: dict[str, dict[str, Any]] = {}
    for title in project.titles():
        for item in (project.record(title["number"]) or {}).get("verdicts", []):
            full[item["claim_id"]] = {**item, "file": title["stem"]}
    placed = verdicts.collect()
    return [{**row, **full[row["claim_id"]]} for row in placed if row["claim_id"] in full]


def ledger(items: Sequence[Mapping[str, Any]]) -> str:
    """The whole ledger: two groups of radio buttons, then one table per section of the article."""
    parts = [_section(name, list(group)) for name, group in groupby(items, key=lambda item: item["section"])]
    spans = "".join(f'<span class="w{place}">{name}</span>' for place, name in enumerate(_HEAD, start=1))
    heads = f'<p class="heads" aria-hidden="true">{spans}</p>'
    none = '<p class="nomatch">No claim of this theme has this verdict.</p>'
    return f'<div class="ledger">{_filter(items)}{heads}{"".join(parts)}{none}</div>'


def _section(name: str, items: list[Mapping[str, Any]]) -> str:
    label = f"{_words(name)}: {len(items)} claim{'s' if len(items) != 1 else ''}"
    kinds = " ".join(sorted({cls for item in items for cls in _classes(item).split()} | {_pair(i) for i in items}))
    return (
        f'<div class="part {kinds}"><h3 id="s-{slug(name)}">{_words(name)}</h3>{claims_table(items, label, True)}</div>'
    )


def _words(name: str) -> str:
    return escape(_WRITTEN.get(name, name[:1].upper() + name[1:].replace("-", " ")), quote=False)


def _classes(item: Mapping[str, Any]) -> str:
    return f"v{VERDICTS.index(item['verdict'])} t-{slug(item['theme'])}"


def _pair(item: Mapping[str, Any]) -> str:
    return f"v{VERDICTS.index(item['verdict'])}-{slug(item['theme'])}"


def _themes(items: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(item["theme"] for item in items))


def _filter(items: Sequence[Mapping[str, Any]]) -> str:
    by_verdict = [
        (f"v{place}", f'<span class="{name.replace(" ", "-")}"><span class="m"></span>{name.capitalize()}</span>',
         sum(item["verdict"] == name for item in items))
        for place, name in enumerate(VERDICTS)
    ]  # fmt: skip
    by_theme = [
        (f"t-{slug(name)}", _words(name), sum(item["theme"] == name for item in items)) for name in _themes(items)
    ]
    return _group("verdict", "Verdict on 9 April 2026", by_verdict, len(items)) + _group(
        "theme", "Theme", by_theme, len(items)
    )


def _group(name: str, legend: str, choices: list[tuple[str, str, int]], total: int) -> str:
    radios = [_radio(name, f"all-{name}", "All", total, " checked")]
    radios += [_radio(name, f"f-{key}", words, count, "") for key, words, count in choices]
    return f'<fieldset class="filter"><legend>{legend}</legend>{"".join(radios)}</fieldset>'


def _radio(name: str, key: str, words: str, count: int, checked: str) -> str:
    return f'<label><input type="radio" name="{name}" id="{key}"{checked}>{words} <span>{count}</span></label>'


def rules(items: Sequence[Mapping[str, Any]]) -> str:
    """The style rules of the filter: a row, and a section without one, goes unless it has what is chosen."""
    kinds = [f"v{place}" for place in range(len(VERDICTS))]
    themes = [slug(name) for name in _themes(items)]
    met = {_pair(item) for item in items}
    css = [_single(key) for key in [*kinds, *(f"t-{theme}" for theme in themes)]]
    css += [_both(kind, theme, f"{kind}-{theme}" in met) for kind in kinds for theme in themes]
    return ".nomatch{display:none}" + "".join(css)


def _single(key: str) -> str:
    return f":root:has(#f-{key}:checked) :is(.part,.part tbody tr):not(.{key}){{display:none}}"


def _both(kind: str, theme: str, met: bool) -> str:
    chosen = f":root:has(#f-{kind}:checked):has(#f-t-{theme}:checked)"
    hidden = f"{chosen} .part:not(.{kind}-{theme}){{display:none}}"
    return hidden if met else f"{hidden}{chosen} .nomatch{{display:block}}"
