"""One archive of all tables with their dictionary, without the rows whose sources bar passing them on."""

from __future__ import annotations

import csv
import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from afterllama import paths
from afterllama.data import contract, sources, tables

NAME = "after-llama-tables.zip"
# One date for all, so that the bytes follow from the content alone; repro-zipfile would take SOURCE_DATE_EPOCH.
_DAY = (2026, 1, 1, 0, 0, 0)


def write() -> None:
    """Write ``reports/after-llama-tables.zip`` where its content changes."""
    paths.write_if_changed(paths.root() / "reports" / NAME, build())


def build() -> bytes:
    """The archive: each table, the dictionary, the licences, and a list of what is left out."""
    names = [str(entry["path"]) for entry in contract.descriptor()["resources"]]
    made = {name: _table(name) for name in names}
    files = {name: text for name, (text, _) in made.items()}
    for name in (f"data/{contract.DESCRIPTOR}", "LICENSE-text.md"):
        if (paths.root() / name).exists():
            files[name.removeprefix("data/")] = (paths.root() / name).read_text(encoding="utf-8")
    files["LEFT-OUT.txt"] = _notice([f"{name}: {dropped} rows" for name, (_, dropped) in made.items() if dropped])
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(files):
            archive.writestr(_member(name), files[name], ZIP_DEFLATED)
    return out.getvalue()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(f"after-llama-tables/{name}", _DAY)
    member.external_attr = 0o644 << 16
    return member


def _table(name: str) -> tuple[str, int]:
    """The table as it may be passed on, and how many rows that leaves out."""
    with (paths.data() / name).open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        columns, rows = list(reader.fieldnames or []), list(reader)
    kept = [row for row in rows if name == "sources.csv" or sources.republishable(tables.source_ids(row))]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    return out.getvalue(), len(rows) - len(kept)


def _notice(left_out: list[str]) -> str:
    lines = ["Rows left out, because the terms of a source bar passing its tables on:", *(left_out or ["none"])]
    closed = [source for source in sources.all_sources().values() if source.republish == "no"]
    lines += ["", "Where they are to be had:", *sorted({f"{source.publisher}: {source.url}" for source in closed})]
    return "\n".join(lines) + "\n"
