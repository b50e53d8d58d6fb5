"""A new notebook with the anatomy of a report; it builds at once, and its example is there to be replaced."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from afterllama import paths
from afterllama.errors import NotebookError
from afterllama.run.clean import cleaned
from afterllama.run.lint import lint
from afterllama.run.notebook import number
from afterllama.run.plan import numbered

# Small words say nothing in a file name.
_SMALL = {
    *("a", "an", "and", "are", "did", "do", "does", "has", "have", "how", "in", "is", "it", "of"),
    *("on", "or", "that", "the", "this", "to", "was", "were", "what", "when", "which"),
}


def scaffold(question: str) -> Path:
    """Write the next notebook for a question.

    Raises NotebookError: it is no question, or holds a number that prose may not hold.
    """
    question = " ".join(question.split())
    if not question.endswith("?") or len(question) < 8 or "`" in question:
        raise NotebookError(f"{question!r} is no question", fix='Ask one: afterllama new "How fast did the plan grow?"')
    notebook = json.loads((files("afterllama.commands") / "new.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = [f"# {question}"]
    path = paths.root() / "notebooks" / f"{_next_number()}_{_stem(question)}.ipynb"
    paths.replace_text(path, cleaned(json.dumps(notebook)))
    if broken := lint(path):  # only the question can break a rule
        path.unlink()
        raise NotebookError(f"the question breaks a rule: {broken[0].partition(': ')[2]}", fix="Nothing was written")
    return path


def _next_number() -> str:
    highest = max((int(number(path.stem)) for path in numbered()), default=-1)
    return f"{highest + 1:02d}"


def _stem(question: str) -> str:
    found = re.findall(r"[a-z0-9]+", question.lower().replace("'s", ""))
    telling = [word for word in found if word not in _SMALL] or found or ["question"]
    return "_".join(telling[:3])
