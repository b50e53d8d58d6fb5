"""Tables made readable: caption, header scope, aligned numbers, a box of their own to scroll in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from afterllama.page.clean import HEADINGS, REPORTS, Place, clean
from afterllama.page.jinja import part
from afterllama.page.words import curly

_FOLD_OVER, _WIDE_FROM, _MOST, _TINY = 14, 4, 12, 1e-9
_NUMBER = re.compile(
    r"""[−+\-–$€]?\s?[\d,]*\.?\d+\s?(%|×|x|bn|m)?      # 1,234.5 bn
    |[−-]?[\d,.]+\s?(to|–|-)\s?[−-]?[\d,.]+\s?%?       # 17.1 to 21.5
    |[–—-]?                                             # nothing""",
    re.VERBOSE,
)
_DATE = re.compile(r"(\d{4}-\d\d(-\d\d)?|(\d{1,2} )?[A-Z][a-z]+ \d{4})?")
# Columns that serve the audit of a row, not its reading.
_INTERNAL = {"note", "source_id", "more_sources", "confidence", "as_of", "row", "unit", "checked"}


def _kind(texts: Sequence[str]) -> str:
    """Class of a column: ``n`` of numbers, ``d`` of dates, none of words."""
    forms = {"n": _NUMBER, "d": _DATE} if any(texts) else {}
    return next((kind for kind, form in forms.items() if all(map(form.fullmatch, texts))), "")


def tidy(html: str, place: Place = REPORTS) -> BeautifulSoup:
    """What an output holds, clean, and its tables accessible."""
    soup = clean(html, foreign=True, place=place)
    for heading in soup.find_all(HEADINGS):  # an output is no part of the report's outline
        heading.name, heading.attrs = "p", {"class": "h"}
    for table in soup.find_all("table"):
        for words in table.find_all(string=True):
            if (better := _with_minus(curly(words))) != words:
                words.replace_with(better)
        _merge_index_header(table)
        _align(table)
        _scope(table)
        _box(soup, table)
    return soup


def _scope(table: Tag) -> None:
    for head in table.select("thead th, tbody th"):
        if head.find_parent("tbody"):
            head["scope"] = "row"
        elif head.get_text(strip=True):
            head["scope"] = "col"
        else:
            head.name = "td"


def _box(soup: BeautifulSoup, table: Tag) -> None:
    """A box that scrolls by itself, folded where the table is long."""
    label = table.caption.get_text(" ", strip=True) if table.caption else "Table"
    columns = max((len(_cells(row)) for row in table.select("tr")), default=0)
    kind = "table wide" if columns > _WIDE_FROM else "table"
    box = table.wrap(soup.new_tag("div", attrs={"class": kind, "role": "group", "aria-label": label, "tabindex": "0"}))
    if (count := len(table.select("tbody tr"))) > _FOLD_OVER:
        summary = soup.new_tag("summary", string=f"{label} ({count} rows)")
        box.wrap(soup.new_tag("details", attrs={"class": "fold long"})).insert(0, summary)


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"])


def _merge_index_header(table: Tag) -> None:
    """Pandas puts the index's name in a second header row; readers expect it in the first."""
    rows = table.select("thead tr")
    if len(rows) != 2:
        return
    blanks = [cell for cell in rows[0].find_all("th") if not cell.get_text(strip=True)]
    names = [text for cell in rows[1].find_all("th") if (text := cell.get_text(strip=True))]
    if 0 < len(names) <= len(blanks):
        for blank, name in zip(blanks, names, strict=False):
            blank.string = name
        rows[1].decompose()


def _align(table: Tag) -> None:
    body = [_cells(row) for row in table.select("tbody tr")]
    width = max((len(row) for row in body), default=0)
    heads = [row for row in map(_cells, table.select("thead tr")) if len(row) == width]
    for column in range(width):
        # a row under a cell that spans rows is short at its left
        cells = [row[column - width] for row in body if len(row) >= width - column]
        kind = _kind([cell.get_text(strip=True) for cell in cells])
        for cell in [*(cells if kind else []), *(head[column] for head in heads if kind == "n")]:
            cell["class"] = kind


def passed_on(text: str) -> bool:
    """Whether the CSV of a figure holds data, not only where they are to be had."""
    return len(next(csv.reader(io.StringIO(text)), [])) > 1


def from_csv(text: str, label: str) -> Markup:
    """The data behind a figure as a small table; audit columns and further digits stay in the CSV."""
    head, *rows = [row for row in csv.reader(io.StringIO(text)) if row] or [["No data"]]
    full = [row for row in rows if len(row) == len(head)] if len(head) > 1 else []
    kept = [k for k, name in enumerate(head) if name and name not in _INTERNAL and any(row[k] for row in full)]
    shown = [[row[k] for k in kept] for row in full[:_MOST]]
    written = [[_with_minus(_short(cell)) for cell in row] for row in shown]
    kinds = [_kind([row[k] for row in written]) for k in range(len(kept))]
    columns = list(zip([head[k].replace("_", " ") for k in kept], kinds, strict=True))
    rounded = any(_short(cell) != cell for row in shown for cell in row)
    remarks = head if len(head) == 1 else [row[0] for row in rows if len(row) == 1]
    return part("data", label, columns, written, len(full), rounded, remarks)


def _short(text: str) -> str:
    """A number as a computer writes it, with at most three decimals, or three digits below one."""
    try:
        number = float(text)
    except ValueError:
        return text
    if len(text.partition(".")[2]) < 4 and "e" not in text:
        return text
    return f"{number:.3f}" if abs(number) >= 1 else f"{number:.3g}" if abs(number) > _TINY else "0"


def _with_minus(text: str) -> str:
    """A number with a true minus, and none before zero."""
    bare = text.strip().removeprefix("-")
    digits = bare.removesuffix("%")
    if bare == text.strip() or not digits.replace(".", "", 1).isdecimal():
        return text
    return f"−{bare}" if float(digits) else bare
