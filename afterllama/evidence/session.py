"""What the build asks a kernel after the last cell: values by name, and the tables read."""

from __future__ import annotations

from afterllama.data.tables import read_so_far
from afterllama.evidence import records
from afterllama.evidence.values import Value

MIME = "application/vnd.afterllama.evidence.session+json"


class Report:
    """Answer to the build's last question, as a mime bundle."""

    def __init__(self, namespace: dict[str, object]) -> None:
        named = {name: item for name, item in namespace.items() if not name.startswith("_")}
        self.values = {name: records.plain(item) for name, item in named.items() if isinstance(item, Value)}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {MIME: {"values": self.values, "tables": read_so_far()}, "text/plain": "session"}
