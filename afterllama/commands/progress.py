"""One bar per stage on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Progress:
    """Counts finished notebooks of one stage."""

    def __init__(self, name: str, total: int, quiet: bool = False) -> None:
        self.name, self.total, self.quiet = name, total, quiet
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if self.total and not self.quiet and sys.stdout.isatty():
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._bar.start()
            self._task = self._bar.add_task(self.name, total=self.total)
        return self

    def done(self, line: str) -> None:
        """One more notebook is finished."""
        if self._bar:
            self._bar.console.print(line, highlight=False)
            self._bar.advance(self._task)
        elif not self.quiet:
            print(line, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
