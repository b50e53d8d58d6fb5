"""A new notebook with the anatomy of a report; it builds at once, and its example is there to be replaced."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from afterllama import paths
from afterllama.errors import NotebookError
from afterllama.run.clean import cleaned
from afterllama.run.lint import lint
from afterllama.run.plan import notebooks

_MARK = re.compile(r"^%% (markdown|code) ?(.*)$", re.M)
# Small words say nothing in a file name.
_SMALL = re.compile(
    r"(a|an|and|are|did|do|does|has|have|how|in|is|it|of|on|or|that|the|this|to|was|were|what|when|which)"
)
_TEMPLATE = """\
%% markdown
# {question}

%% markdown answer
Replace this by the answer in one sentence. The example: Meta's plan for 2026 begins at {eval}`floor_now` dollars.

%% markdown findings
## Findings

- **Company's own word.** Meta raised the low end of its 2026 spending from {eval}`floor_first` to
  {eval}`floor_now` dollars, and never lowered it.
- **Company's own word.** Between its ends the first guidance left {eval}`width_first` dollars open.
- **Company's own word.** The latest leaves {eval}`width_now` dollars open.

%% markdown
## Why it matters

Say in a paragraph why somebody should care, and explain each term once.
**Guidance** is what a company says it will spend.

%% code
# The verbs, and the rows that this notebook stands on
from afterllama import cite, judge, load, show

guidance = load("capex_guidance").query("company == 'Meta' and fiscal_year == '2026' and metric == 'capex'")
guidance = guidance.query("confidence == 'high'").dropna(subset=["low"]).sort_values("issued_date")

%% markdown
## Data used

The table of guidance, by date issued. Say what it covers, how late it reaches, and what a blank cell means.

%% code
# The rows as a table
guidance.set_index("issued_date")[["low", "high"]].rename_axis("Issued").style.format("{:.0f}").set_caption(
    "Guidance for 2026, USD billion, by date issued"
)

%% code
# The numbers of the findings, each with its rows
first, latest = guidance.head(1), guidance.tail(1)
raised = guidance["low"].is_monotonic_increasing and latest["low"].item() > first["low"].item()
floor_first = cite(first["low"].item(), "USD_billion", rows=first, digits=0, how="low end of the first guidance")
floor_now = cite(
    latest["low"].item(), "USD_billion", rows=latest, digits=0, holds=raised, how="low end of the latest guidance"
)
width_first = cite((first["high"] - first["low"]).item(), "USD_billion", rows=first, digits=0, how="high less low end")
width_now = cite((latest["high"] - latest["low"]).item(), "USD_billion", rows=latest, digits=0, how="high less low end")

%% markdown
## The floor only rose

A heading like this one is a claim, and the figure's title stands on a condition: where it no longer holds,
the report says so.

%% code
# Each guidance as a bar
def draw(fig, narrow):
    ax = fig.subplots()
    y = range(len(guidance))
    ax.hlines(y, guidance["low"], guidance["high"], linewidth=8, color="role:subject")
    ax.set_yticks(y, guidance["issued_date"])
    ax.set_ylim(len(guidance) - 0.5, -0.5)
    ax.set_xlim(0, guidance["high"].max() * 1.1)


show(
    draw,
    "guidance",
    data=guidance,
    title="The floor of Meta's plan for 2026 only rose",
    holds=raised,
    subtitle="Guidance for capital spending in 2026, USD billion, by date issued",
    alt=f"Range bars by date issued; the low end goes from {floor_first} to {floor_now}.",
)

%% markdown
**What to see.** The low end goes from {eval}`floor_first` to {eval}`floor_now` dollars.

**What would change it.** A guidance below the one before it.

%% markdown
## The answer under other choices

Choose otherwise where somebody might, and say whether the answer stands.

%% code
# The high end instead of the low end
other = guidance.iloc[[0, -1]].set_index("issued_date")[["high"]].rename_axis("Issued")
other.style.format("{:.0f}").set_caption("High end of the first and the latest guidance, USD billion")

%% markdown
## Tried and rejected

Nothing yet.

%% markdown
## Caveats and conflicts of interest

Guidance is the company's own word about itself.

%% markdown
## Claims judged here

None. A claim gets a row with its test in `data/claims.csv` first; then call `judge` in a code cell tagged `claims`.

%% markdown questions
## Questions for a class

### Why does a company publish a range?

:::{dropdown} Answer
Replace this question and the next two by your own.
:::

### What would make the title of the figure fall?

:::{dropdown} Answer
A lower floor than in the guidance before it.
:::

### Which source would be unrelated to the company?

:::{dropdown} Answer
One that neither the company wrote nor relays its word.
:::

%% markdown sources
## Sources, downloads and how to cite

The example uses the guidance that Meta gave with its quarterly results.
"""


def scaffold(question: str) -> Path:
    """Write the next notebook for a question.

    Raises
    ------
    NotebookError : it is no question, or holds a number that prose may not hold; or the numbers have run out.
    """
    question = " ".join(question.split())
    if not question.endswith("?") or len(question) < 8 or "`" in question:
        raise NotebookError(f"{question!r} is no question", fix='Ask one: afterllama new "How fast did the plan grow?"')
    path = paths.root() / "notebooks" / f"{_next_number()}_{_stem(question)}.ipynb"
    notebook = {"cells": _cells(_TEMPLATE.replace("{question}", question)), "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(cleaned(notebook), indent=1, ensure_ascii=False, sort_keys=True)
    paths.replace_text(path, text + "\n")
    if broken := lint(path):  # only the question can break a rule
        path.unlink()
        raise NotebookError(f"the question breaks a rule: {broken[0].partition(': ')[2]}", fix="Nothing was written")
    return path


def _next_number() -> str:
    taken = [int(path.name[:2]) for path in notebooks()]
    number = max(taken, default=-1) + 1
    if number > 99:
        raise NotebookError("two digits do not reach further", where="notebooks/", fix="Retire a notebook")
    return f"{number:02d}"


def _stem(question: str) -> str:
    found = re.findall(r"[a-z0-9]+", question.lower().replace("'s", ""))
    telling = [word for word in found if not _SMALL.fullmatch(word)] or found or ["question"]
    return "_".join(telling[:3])


def _cells(text: str) -> list[dict[str, Any]]:
    parts = _MARK.split(text)[1:]
    made = []
    for place, (kind, tags, body) in enumerate(zip(parts[::3], parts[1::3], parts[2::3], strict=True), start=1):
        cell = {"cell_type": kind, "id": f"cell-{place:02d}", "metadata": {"tags": tags.split()}}
        made.append({**cell, "source": body.strip("\n").splitlines(keepends=True)})
    return made
