"""Findings: list items of a tagged cell, each with a word of certainty that its sources must bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markdown_it.token import Token

from afterllama.data.sources import get, voices
from afterllama.errors import NotebookError
from afterllama.evidence.value import Value
from afterllama.run.markdown import plain, roles
from afterllama.run.notebook import Notebook

CERTAINTIES = ("Well supported", "One source", "Company's own word", "Our estimate", "Unsettled")
_COUNTING = re.compile(
    r"\b(twice|half|third|quarter|fourth|fifth|double[ds]?|tripled?|two|three|four|five|six|seven|eight|nine|ten|twelve)\b",
    re.I,
)


@dataclass(frozen=True)
class Finding:
    """One finding: its word of certainty, Markdown text, safe wording, and the values in it by name."""

    address: str
    certainty: str
    text: str
    saying: str
    names: tuple[str, ...]


def findings(notebook: Notebook) -> tuple[Finding, ...]:
    """The findings of a notebook, in order.

    Raises NotebookError: an item has no word of certainty, no live number or a strange item below it, or two share
    their first number.
    """
    found = [_finding(item, notebook) for cell in notebook.tagged("findings") for item in _items(cell.tokens)]
    addresses = [item.address for item in found]
    for address in addresses:
        if addresses.count(address) > 1:
            raise NotebookError(f"two findings begin with the same number {address}", where=notebook.name)
    return tuple(found)


def _items(tokens: list[Token]) -> Iterator[list[Token]]:
    """The paragraphs of each item of an outermost list: its text, then that of nested items."""
    item: list[Token] = []
    for token in tokens:
        if token.type == "inline" and token.level > 1:
            item.append(token)
        elif token.type == "list_item_close" and token.level == 1:
            yield item
            item = []


def _finding(item: list[Token], notebook: Notebook) -> Finding:
    content = item[0].content if item else ""
    where = f"{notebook.name}, {content[:60]!r}"
    word, _, text = content.removeprefix("**").partition(".** ")
    certainty = word.replace("’", "'")
    if not (content.startswith("**") and text) or certainty not in CERTAINTIES:
        fix = "Write - **Well supported.** text"
        raise NotebookError(f"a finding opens with none of {', '.join(CERTAINTIES)}", where=where, fix=fix)
    names = tuple(dict.fromkeys(roles(item[:1])))
    if not names:
        raise NotebookError("a finding carries no live number", where=where)
    saying = " ".join(_line(token.content) for token in item[1:])
    if saying and not saying.startswith("May be said as"):
        fix = 'Write - May be said as: "…". Not as: "…".'
        raise NotebookError("below a finding stands only how it may be said", where=where, fix=fix)
    return Finding(f"{notebook.number}-{names[0]}", certainty, _line(text), saying, names)


def _line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines()).strip()


def wrong_certainty(item: Finding, values: Mapping[str, Value]) -> str:
    """What is wrong with the word of certainty, given the sources of the finding's values; empty if nothing is.

    Well supported: each number of the finding rests on two voices, neither of which relays the other, and on no
    assumption of ours. What this cannot see is whether the words around the numbers are supported as well, and
    that a number made of two rows has two voices although each row has one.
    """
    known = [values[name] for name in item.names if name in values]
    sources = [source for value in known for source in value.sources]
    if item.certainty == "Well supported":
        return next(filter(None, map(_weak, known)), "") if known else "'Well supported' has no number to rest on"
    if not sources:
        return ""
    parties = voices(sources)
    own = all(get(source).party or get(source).relays for source in sources)
    if item.certainty == "One source" and len(parties) != 1:
        return f"'One source' rests on {', '.join(parties)}"
    if item.certainty == "Company's own word" and not own:
        return f"'Company's own word' rests on others too: {', '.join(parties)}"
    return ""


def _weak(value: Value) -> str:
    """Why a number does not bear the words Well supported; empty if it does."""
    parties = voices(value.sources)
    if value.given:
        return f"'Well supported' rests on an assumption of ours for {value.text}"
    who = ", ".join(parties) or "nothing"
    return "" if len(parties) > 1 else f"'Well supported' rests on {who} alone for {value.text}"


def unguarded_count(item: Finding, values: Mapping[str, Value]) -> str:
    """A counting word in a finding none of whose values is guarded; empty if there is none."""
    words = _COUNTING.search(plain(item.text, dict.fromkeys(item.names, "")))
    guarded = any(name in values and values[name].holds is not None for name in item.names)
    return words.group(0) if words and not guarded else ""
