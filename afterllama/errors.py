"""The one family of errors: what is wrong, where, and what to do next."""

from __future__ import annotations

from functools import partial


class AfterLlamaError(Exception):
    """Base of every error that this package raises on purpose.

    ``problem`` is what is wrong, a sentence without full stop; ``where`` file and row, or notebook and cell; ``fix``
    what to do next.
    """

    def __init__(self, problem: str, *, where: str = "", fix: str = "") -> None:
        self.problem, self.where, self.fix = problem, where, fix
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{head}. {self.fix}." if self.fix else f"{head}."

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; the default would lose where and fix.
        return partial(type(self), self.problem, where=self.where, fix=self.fix), ()

    def _render_traceback_(self) -> list[str]:
        # IPython's hook: an analyst needs the sentence, not the forty frames above it.
        return [f"{type(self).__name__}: {self}"]


class DataError(AfterLlamaError):
    """A table breaks its contract, or is asked for what it does not have."""


class CiteError(AfterLlamaError):
    """A number cannot be traced to the rows it is said to come from."""


class FigureError(AfterLlamaError):
    """A figure lacks what a reader needs, or its labels collide."""


class ClaimError(AfterLlamaError):
    """A claim is judged in a way that its written test does not allow."""


class NotebookError(AfterLlamaError):
    """A notebook failed while it ran, or breaks the anatomy of a report."""


class ParameterError(AfterLlamaError):
    """A parameter that the notebook does not have, or a value that it cannot take."""


class BuildError(AfterLlamaError):
    """The build cannot go on, or ends with findings that no longer stand."""
