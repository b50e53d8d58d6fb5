"""One archive of all tables with their dictionary, without the rows whose sources bar passing them on."""

from __future__ import annotations

import csv
import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from afterllama import paths
from afterllama.data import contract, sources

# One date for all, so that the bytes follow from the content alone; repro-zipfile would take SOURCE_DATE_EPOCH.
_DAY = (2026, 1, 1, 0, 0, 0)


def write() -> None:
    """Write ``reports/after-llama-tables.zip`` where its content changes."""
    paths.write_if_changed(paths.root() / "reports" / "after-llama-tables.zip", build())


def build() -> bytes:
    """The archive: each table, the dictionary, the licences, and a list of what is left out."""
    made = {entry["path"]: _table(entry["path"]) for entry in contract.descriptor()["resources"]}
    files = {name: text for name, (text, _) in made.items()}
    for path in (paths.data() / contract.DESCRIPTOR, paths.root() / "LICENSE-text.md"):
        if path.exists():
            files[path.name] = path.read_text(encoding="utf-8")
    files["LEFT-OUT.txt"] = _notice([f"{name}: {dropped} rows" for name, (_, dropped) in made.items() if dropped])
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(files):
            member = ZipInfo(f"after-llama-tables/{name}", _DAY)
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name], ZIP_DEFLATED)
    return out.getvalue()


def _table(name: str) -> tuple[str, int]:
    """The table as it may be passed on, and how many rows that leaves out."""
    with (paths.data() / name).open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    named = [sources.source_ids(dict(zip(header, row, strict=True))) for row in rows]
    kept = [row for row, ids in zip(rows, named, strict=True) if name == "sources.csv" or sources.republishable(ids)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *kept])
    return out.getvalue(), len(rows) - len(kept)


def _notice(left_out: list[str]) -> str:
    closed = [source for source in sources.all_sources().values() if source.republish == "no"]
    where = sorted({f"{source.publisher}: {source.url}" for source in closed})
    lines = ["Rows left out, because the terms of a source bar passing its tables on:", *(left_out or ["none"])]
    return "\n".join([*lines, "", "Where they are to be had:", *where]) + "\n"
