"""What a build changed against the committed edition: finding by finding, verdict by verdict."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from afterllama import paths


def committed(number: str, fallback: dict[str, Any] | None) -> dict[str, Any] | None:
    """The saved record at git's HEAD; where there is none, ``fallback``, what was on disk before the build."""
    name = f"HEAD:reports/values/{number}.json"
    try:
        done = subprocess.run(
            ["git", "-C", str(paths.root()), "show", name], capture_output=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return fallback
    if done.returncode != 0:
        return fallback
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def compare(number: str, before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Lines that say what moved; empty if nothing did."""
    if before is None:
        return [f"{number}: new, with {len(after['findings'])} findings and {len(after['verdicts'])} verdicts"]
    return [
        *_values(number, before, after),
        *_verdicts(number, before, after),
        *_findings(number, before, after),
    ]


def _values(number: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    old, new = before["values"], after["values"]
    lines = []
    for name in sorted(set(old) & set(new)):
        if old[name]["text"] != new[name]["text"]:
            lines.append(f"{number}-{name}: {old[name]['text']} → {new[name]['text']}{_concerned(name, before, after)}")
        elif old[name]["value"] != new[name]["value"]:
            lines.append(f"{number}-{name}: {new[name]['text']} as shown, {old[name]['value']} → {new[name]['value']}")
        if old[name]["holds"] is not False and new[name]["holds"] is False:
            lines.append(f"{number}-{name}: what is said around it is no longer supported")
    lines += [f"{number}-{name}: new, {new[name]['text']}" for name in sorted(set(new) - set(old))]
    return lines + [f"{number}-{name}: gone, was {old[name]['text']}" for name in sorted(set(old) - set(new))]


def _concerned(name: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    """Verdicts whose found value is this one: moved or not."""
    old = {item["claim_id"]: item["verdict"] for item in before["verdicts"]}
    text = after["values"][name]["text"]
    rows = set(after["values"][name]["rows"])
    notes = [
        f"; verdict of {item['claim_id']} {_moved(old.get(item['claim_id']), item['verdict'])}"
        for item in after["verdicts"]
        if item["found"] == text and rows & set(item["rows"])
    ]
    return "".join(notes)


def _moved(old: str | None, new: str) -> str:
    return "unchanged" if old == new else f"{old or 'none'} → {new}"


def _verdicts(number: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    old = {item["claim_id"]: item for item in before["verdicts"]}
    new = {item["claim_id"]: item for item in after["verdicts"]}
    lines = [
        f"verdict of {name} ({number}): {_moved(old.get(name, {}).get('verdict'), item['verdict'])}"
        for name, item in new.items()
        if old.get(name, {}).get("verdict") != item["verdict"]
    ]
    lines += [
        f"since, of {name} ({number}): {old[name]['since']} → {item['since']}"
        for name, item in new.items()
        if name in old and old[name]["since"] != item["since"]
    ]
    return lines + [f"verdict of {name} ({number}): gone" for name in old if name not in new]


def _findings(number: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    old = {item["address"]: item for item in before["findings"]}
    new = {item["address"]: item for item in after["findings"]}
    lines = [f"finding {name}: new" for name in new if name not in old]
    lines += [
        f"finding {name}: {old[name]['certainty']} → {item['certainty']}"
        for name, item in new.items()
        if name in old and old[name]["certainty"] != item["certainty"]
    ]
    return lines + [f"finding {name}: gone" for name in old if name not in new]
