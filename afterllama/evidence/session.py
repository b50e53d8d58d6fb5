"""What the build asks a kernel after the last cell: values by name, verdicts, and the tables read."""

from __future__ import annotations

from typing import Any

from afterllama.data.tables import read_so_far
from afterllama.evidence import records
from afterllama.evidence.claims import judged_so_far
from afterllama.evidence.values import Value

MIME = "application/vnd.afterllama.evidence.session+json"


class Report:
    """Answer to the build's last question, as a mime bundle."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.values = {
            name: records.plain(value)
            for name, value in namespace.items()
            if isinstance(value, Value) and not name.startswith("_")
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        verdicts = [records.plain(verdict) for verdict in judged_so_far()]
        answer = {"values": self.values, "verdicts": verdicts, "tables": read_so_far()}
        return {MIME: answer, "text/plain": "session"}
