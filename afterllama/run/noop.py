"""Decide that nothing is to be done before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Sequence

from afterllama import paths
from afterllama.run import plan


def nothing_to_do(names: Sequence[str]) -> bool:
    """Whether every chosen notebook is up to date, and so are index and verdicts."""
    chosen, unknown = plan.named(names)
    if unknown or not chosen:
        return False
    made = [paths.root() / "reports" / name for name in ("index.html", "verdicts.csv")]
    record = plan.Record.read()
    return all(path.exists() for path in made) and not any(step.reasons for step in plan.plan(chosen, record))
