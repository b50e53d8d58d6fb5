"""What is stale, unclean or overdue, and why. Only this looks at the clock."""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass, field

from afterllama import paths
from afterllama.data import contract
from afterllama.run import plan
from afterllama.run.clean import unclean
from afterllama.run.lint import lint
from afterllama.run.notebook import read


@dataclass
class Found:
    """Lines for the reader, by kind."""

    stale: list[str] = field(default_factory=list)
    unclean: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    overdue: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        groups = (
            ("stale", self.stale),
            ("unclean", self.unclean),
            ("broken", self.broken),
            ("overdue", self.overdue),
        )
        listed = [f"{kind}: {line}" for kind, lines in groups for line in lines]
        return listed or ["Nothing is stale, unclean or overdue."]


def check(today: datetime.date | None = None) -> Found:
    """Look at tables, notebooks, reports and questions; ``today`` is the machine's date unless given."""
    found = Found()
    for entry in contract.descriptor()["resources"]:
        found.broken += [str(error) for error in contract.validate(entry["name"])[:3]]
    state = plan.State.read()
    for path in plan.numbered():
        reasons = plan.step(read(path), state).reasons
        found.stale += [f"{path.stem}: {'; '.join(reasons)}"] if reasons else []
        found.unclean += unclean(path)
        found.broken += lint(path)
    found.overdue = overdue(today or datetime.date.today())
    return found


def overdue(today: datetime.date) -> list[str]:
    """Open questions of forecasts.csv whose date has passed."""
    path = paths.data() / "forecasts.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["outcome"] == "open" and len(row["due"]) == 10]
    late = [row for row in rows if datetime.date.fromisoformat(row["due"]) < today]
    return [f"{row['forecast_id']}, due {row['due']}: {row['question']}" for row in late]
