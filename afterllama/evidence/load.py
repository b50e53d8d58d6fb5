"""``load``: the first of the four verbs."""

from __future__ import annotations

import json
from typing import Any

from afterllama import paths
from afterllama.data import tables
from afterllama.errors import CiteError
from afterllama.evidence import records
from afterllama.evidence.values import Value


def load(name: str, low_confidence: str = "") -> Any:
    """Read a table of ``data/``, or the saved values of another notebook.

    Parameters
    ----------
    name : a table of datapackage.yaml; ``verdicts`` for the collected verdicts; ``values/NN`` for the numbers
        that notebook NN shows.
    low_confidence : why rows of low confidence of this table are used, for every ``cite``, ``show`` and ``judge``
        that does not say so itself.

    Returns
    -------
    DataFrame, one row per row of the file, indexed by ``table:line``. A blank cell is missing. Each
    column of dates as printed (a year, a month or a day) has two companions, ``…_first`` and ``…_last``:
    the first and last day that it can mean. For ``values/NN``: dict of name to Value.

    Raises
    ------
    DataError : the table is unknown or breaks its contract; names file, row, column, value and rule.
    CiteError : the notebook of ``values/NN`` has not been built.
    """
    if not name.startswith("values/"):
        return tables.read(name, low_confidence)
    path = paths.root() / "reports" / f"{name}.json"
    if not path.exists():
        number = name.removeprefix("values/")
        raise CiteError(f"no saved values of {number}", where=path.name, fix="Build that notebook first")
    record = json.loads(path.read_text(encoding="utf-8"))
    return {key: records.typed(Value, item) for key, item in record["values"].items()}
