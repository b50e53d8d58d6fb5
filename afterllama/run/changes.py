"""What a build changed against the committed edition: value by value, verdict by verdict, finding by finding."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

from afterllama import paths
from afterllama.errors import BuildError
from afterllama.run.record import Record


def committed(number: str, fallback: Record | None) -> Record | None:
    """The saved record at git's HEAD; where there is none, ``fallback``, what was on disk before the build."""
    command = ["git", "-C", str(paths.root()), "show", f"HEAD:reports/values/{number}.json"]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=20)
        return Record.parse(done.stdout)
    except (OSError, subprocess.SubprocessError, BuildError):
        return fallback


def compare(before: Record | None, after: Record) -> list[str]:
    """Lines that say what moved; empty if nothing did."""
    number = after.number
    if before is None:
        return [f"{number}: new, with {len(after.findings)} findings and {len(after.verdicts)} verdicts"]
    verdicts, since = "verdict of {} (" + number + ")", "since, of {} (" + number + ")"
    return [
        *_values(before, after),
        *_moved(verdicts, _verdicts(before), _verdicts(after), "none → {}", "gone"),
        *_moved(since, _since(before), _since(after), "", ""),
        *_moved("finding {}", _certainties(before), _certainties(after), "new", "gone"),
    ]


def _moved(address: str, old: Mapping[str, str], new: Mapping[str, str], came: str, went: str) -> list[str]:
    """A line for each text that differs, came or went; ``came`` and ``went`` say so, or nothing where empty."""
    said = {name: f"{old[name]} → {new[name]}" for name in new if name in old and old[name] != new[name]}
    said |= {name: came.format(new[name]) for name in new if name not in old}
    said |= {name: went for name in old if name not in new}
    return [f"{address.format(name)}: {text}" for name, text in said.items() if text]


def _verdicts(record: Record) -> dict[str, str]:
    return {item.claim_id: item.verdict for item in record.verdicts}


def _since(record: Record) -> dict[str, str]:
    return {item.claim_id: item.since for item in record.verdicts}


def _certainties(record: Record) -> dict[str, str]:
    return {item.address: item.certainty for item in record.findings}


def _values(before: Record, after: Record) -> list[str]:
    lines = []
    for name in sorted({*before.values, *after.values}):
        old, new, address = before.values.get(name), after.values.get(name), f"{after.number}-{name}"
        if old is None or new is None:
            lines.append(f"{address}: new, {new}" if new else f"{address}: gone, was {old}")
            continue
        if old.text != new.text:
            lines.append(f"{address}: {old} → {new}{_concerned(name, before, after)}")
        elif (old.value, old.low, old.high) != (new.value, new.low, new.high):
            lines.append(f"{address}: {new} as shown, {old.value} → {new.value}")
        if new.holds is False and old.holds is not False:
            lines.append(f"{address}: what is said around it is no longer supported")
    return lines


def _concerned(name: str, before: Record, after: Record) -> str:
    """Verdicts whose found value is this one: moved or not."""
    old, value = _verdicts(before), after.values[name]
    notes = []
    for item in after.verdicts:
        if item.found == value.text and {*value.rows} & {*item.rows}:
            was = old.get(item.claim_id, "none")
            moved = "unchanged" if was == item.verdict else f"{was} → {item.verdict}"
            notes.append(f"; verdict of {item.claim_id} {moved}")
    return "".join(notes)
