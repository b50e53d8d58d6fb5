"""Tables of pandas, made readable: caption, header scope, aligned numbers, a box of their own to scroll in."""

from __future__ import annotations

import csv
import io
import re
from html import escape
from itertools import chain

from bs4 import BeautifulSoup, Tag

from afterllama.page.markdown import apostrophes, clean

FOLD_OVER, WIDE_FROM, TINY = 14, 4, 1e-9
# A number as a computer writes it: more digits than a reader needs, or a hyphen for a minus.
_LONG = re.compile(r"^-?\d+(\.\d{4,})(e[+-]\d+)?$|^-?\d(\.\d+)?e[+-]\d+$")
_SIGNED = re.compile(r"^-(\d+(?:\.\d+)?)(?=%?$)")
_NUMBER = re.compile(r"^[−+\-–$€]?\s?[\d,]*\.?\d+\s?(%|×|x|bn|m)?$|^[–—-]$|^$")
_DATE = re.compile(r"^(\d{4}-\d\d(-\d\d)?|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4})?$")
_KEPT = ("colspan", "rowspan", "scope", "href", "src", "alt", "width", "height")
_RANGE = re.compile(r"^[−-]?[\d,.]+\s?(to|–|-)\s?[−-]?[\d,.]+\s?%?$")
# Columns that serve the audit of a row, not its reading.
_INTERNAL = {"note", "source_id", "more_sources", "confidence", "as_of", "row", "unit", "checked"}


def tidy(html: str) -> str:
    """Any table that an output holds, sanitised and made accessible; other HTML is sanitised only."""
    soup = BeautifulSoup(clean(html, foreign=True), "html.parser")
    for heading in soup.find_all(re.compile("^h[1-6]$")):  # an output is no part of the report's outline
        heading.name, heading.attrs = "p", {"class": "h"}
    for table in soup.find_all("table"):
        _tidy_table(soup, table)
    return str(soup)


def _tidy_table(soup: BeautifulSoup, table: Tag) -> None:
    for tag in [table, *table.find_all(True)]:
        tag.attrs = {key: value for key, value in tag.attrs.items() if key in _KEPT}
    for words in table.find_all(string=re.compile("'")):
        words.replace_with(apostrophes(str(words)))
    for cell in table.find_all(["td", "th"]):
        if len(cell.contents) == 1 and _SIGNED.match(str(cell.string or "").strip()):
            cell.string = _minus(str(cell.string).strip())
    _merge_index_header(table)
    _align(table)
    for head in table.select("thead th"):
        if head.get_text(strip=True):
            head["scope"] = "col"
        else:
            head.name = "td"
    for head in table.select("tbody th"):
        head["scope"] = "row"
    caption = table.find("caption")
    label = caption.get_text(" ", strip=True) if isinstance(caption, Tag) else "Table"
    columns = max((len(row.find_all(["td", "th"])) for row in table.select("tr")), default=0)
    kind = "table wide" if columns > WIDE_FROM else "table"
    box = soup.new_tag("div", attrs={"class": kind, "role": "group", "aria-label": label, "tabindex": "0"})
    table.wrap(box)
    if (count := len(table.select("tbody tr"))) > FOLD_OVER:
        fold = soup.new_tag("details", attrs={"class": "fold"})
        summary = soup.new_tag("summary")
        summary.string = f"{label} ({count} rows)"
        box.wrap(fold)
        fold.insert(0, summary)


def _merge_index_header(table: Tag) -> None:
    """Pandas puts the index's name in a second header row; readers expect it in the first."""
    rows = table.select("thead tr")
    if len(rows) != 2:
        return
    first, second = rows[0].find_all("th"), rows[1].find_all("th")
    named = [cell for cell in second if cell.get_text(strip=True)]
    blanks = [cell for cell in first if not cell.get_text(strip=True)]
    if named and len(named) <= len(blanks):
        for blank, name in zip(blanks, named, strict=False):
            blank.string = name.get_text(strip=True)
        rows[1].decompose()


def _align(table: Tag) -> None:
    body = [row.find_all(["td", "th"]) for row in table.select("tbody tr")]
    width = max((len(row) for row in body), default=0)
    for column in range(width):
        # a row under a cell that spans rows is short at its left
        cells = [row[column - width] for row in body if len(row) >= width - column]
        texts = [cell.get_text(strip=True) for cell in cells]
        heads = [head[column] for head in _heads(table) if len(head) == width]
        if any(texts) and all(_NUMBER.match(text) or _RANGE.match(text) for text in texts):
            for cell in [*cells, *heads]:
                cell["class"] = "n"
        elif any(texts) and all(_DATE.match(text) for text in texts):
            for cell in cells:
                cell["class"] = "d"


def _heads(table: Tag) -> list[list[Tag]]:
    return [row.find_all(["td", "th"]) for row in table.select("thead tr")]


def from_csv(text: str, label: str, most: int = 20) -> str:
    """The data behind a figure as a small table; audit columns and further digits stay in the CSV."""
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    left_out = [escape(row[0]) for row in rows[1:] if len(row) == 1]
    if not rows or len(rows[0]) < 2:
        return f"<p>{escape(rows[0][0] if rows else 'No data')}</p>"
    full = [row for row in rows[1:] if len(row) == len(rows[0])]
    keep = [place for place, name in enumerate(rows[0]) if name and name not in _INTERNAL and _filled(full, place)]
    head = "".join(f"<th>{escape(rows[0][place].replace('_', ' '))}</th>" for place in keep)
    shown = [[row[place] for place in keep] for row in full[:most]]
    body = "".join(f"<tr>{''.join(f'<td>{escape(_readable(cell))}</td>' for cell in row)}</tr>" for row in shown)
    soup = BeautifulSoup(
        f"<table><caption>{escape(label)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>",
        "html.parser",
    )
    table = soup.find("table")
    assert isinstance(table, Tag)
    _align(table)
    for cell in table.select("thead th"):
        cell["scope"] = "col"
    remarks = [f"The first {most} of {len(full)} rows; all are in the CSV."] if len(full) > most else []
    remarks += ["Rounded here; the CSV has all digits."] if any(map(_LONG.match, chain(*shown))) else []
    region = f'<div class="table" role="group" aria-label="{escape(label, quote=True)}" tabindex="0">'
    return f"{region}{soup}</div>{''.join(f'<p>{remark}</p>' for remark in remarks + left_out)}"


def _readable(text: str) -> str:
    """A cell with at most three decimals, or three digits below one, and a true minus."""
    if _LONG.match(text):
        number = float(text)
        text = f"{number:.3f}" if abs(number) >= 1 else f"{number:.3g}" if abs(number) > TINY else "0"
    return _minus(text)


def _minus(text: str) -> str:
    return _SIGNED.sub(lambda found: found[1] if not float(found[1]) else f"−{found[1]}", text)


def _filled(rows: list[list[str]], place: int) -> bool:
    return any(row[place] for row in rows)
