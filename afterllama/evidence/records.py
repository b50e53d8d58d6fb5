"""Between dataclasses and the JSON that crosses process borders: notebook outputs and ``reports/values``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from afterllama.errors import AfterLlamaError

Made = TypeVar("Made")


def plain(item: Any) -> dict[str, object]:
    """A dataclass as JSON data: tuples become lists, numbers keep ten significant digits."""
    return {field.name: _plain(getattr(item, field.name)) for field in fields(item)}


def _plain(item: object) -> object:
    if isinstance(item, tuple):
        return [_plain(part) for part in item]
    return float(f"{item:.10g}") if isinstance(item, float) else item


def typed(kind: type[Made], record: object) -> Made:
    """A dataclass from JSON data; lists become tuples.

    Raises AfterLlamaError: they are none of this kind, such as a record that a stranger's notebook made up.
    """
    if not isinstance(record, Mapping):
        raise AfterLlamaError(f"{type(record).__name__} is no record of a {kind.__name__}")
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    given = {name: tuple(item) if isinstance(item, list) else item for name, item in record.items() if name in known}
    try:
        return kind(**given)
    except TypeError as error:
        raise AfterLlamaError(f"no record of a {kind.__name__}: {error}") from None
