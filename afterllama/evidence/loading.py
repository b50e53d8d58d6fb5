"""``load``: the first of the four verbs."""

from __future__ import annotations

from typing import Any

from afterllama.data import tables
from afterllama.evidence.values import saved


def load(name: str) -> Any:
    """Read a table of ``data/``, or the saved values of another notebook.

    Parameters
    ----------
    name : a table of datapackage.yaml; ``verdicts`` for the collected verdicts; ``values/NN`` for the numbers
        that notebook NN shows.

    Returns
    -------
    DataFrame, one row per row of the file, indexed by ``table:line``. A blank cell is missing. Each
    column of dates as printed (a year, a month or a day) has two companions, ``…_first`` and ``…_last``:
    the first and last day that it can mean. For ``values/NN``: dict of name to Value.

    Raises
    ------
    DataError : the table is unknown or breaks its contract; names file, row, column, value and rule.
    """
    return saved(name.removeprefix("values/")) if name.startswith("values/") else tables.read(name)
