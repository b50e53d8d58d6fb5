"""What is stale, unclean, broken or overdue, and why. Only this looks at the clock."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator

from afterllama import paths
from afterllama.data import contract
from afterllama.run import plan
from afterllama.run.clean import unclean
from afterllama.run.lint import lint
from afterllama.run.notebook import read


def check(today: datetime.date | None = None) -> dict[str, list[str]]:
    """Look at tables, notebooks, reports and questions.

    Parameters
    ----------
    today : the day on which questions are due, the machine's unless given.

    Returns
    -------
    What was found, by kind: ``stale``, ``unclean``, ``broken``, ``overdue``.
    """
    chosen = plan.numbered()
    steps = [(path.stem, plan.step(read(path), chosen).reasons) for path in chosen]
    return {
        "stale": [f"{stem}: {'; '.join(reasons)}" for stem, reasons in steps if reasons],
        "unclean": [line for path in chosen for line in unclean(path)],
        "broken": [
            *(
                str(error)
                for errors in contract.broken(contract.names(), remember=True).values()
                for error in errors[:3]
            ),
            *(line for path in chosen for line in lint(path)),
        ],
        "overdue": list(overdue(today or datetime.date.today())),
    }


def overdue(today: datetime.date) -> Iterator[str]:
    """Open questions of forecasts.csv whose date has passed."""
    path = paths.data() / "forecasts.csv"
    if path.exists():
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if row["outcome"] == "open" and len(row["due"]) == 10 and row["due"] < today.isoformat():
                yield f"{row['forecast_id']}, due {row['due']}: {row['question']}"
