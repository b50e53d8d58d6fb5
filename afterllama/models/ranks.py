"""Places in a ranking under doubt about the scores: draws of the normal distribution, counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from afterllama.errors import AfterLlamaError

Array = NDArray[np.float64]


def draw_scores(means: Array, errors: Array, draws: int, rng: np.random.Generator, shared: float = 0.0) -> Array:
    """Scores that could as well have been measured: shape (draws, entries), in the unit of the scores.

    Raises AfterLlamaError: shapes differ, an error is negative, or ``shared`` is out of range.

    Parameters
    ----------
    means, errors : shape (entries,), score and standard error in the same unit.
    draws : number of draws.
    shared : correlation of two entries' errors, at least 0 and below 1. Entries tested on the same items
        do well and badly together; the common part moves all of them and changes no place.
    """
    means, errors = np.asarray(means, float), np.asarray(errors, float)
    if means.ndim != 1 or means.shape != errors.shape or (errors < 0).any() or not np.isfinite(means).all():
        raise AfterLlamaError("means and errors are two vectors of one length, errors not negative")
    if not 0 <= shared < 1:
        raise AfterLlamaError("shared is a correlation", fix="Give a number from 0 to below 1")
    own = rng.standard_normal((draws, means.size))
    common = rng.standard_normal((draws, 1))
    drawn: Array = means + errors * (np.sqrt(shared) * common + np.sqrt(1 - shared) * own)
    return drawn


def best_of(scores: Array, groups: Sequence[str]) -> tuple[Array, list[str]]:
    """Each group's best score, in every draw; shape (draws, groups), and the groups in order of appearance."""
    names = list(dict.fromkeys(groups))
    owner = np.asarray(groups)
    return np.column_stack([scores[:, owner == name].max(axis=1) for name in names]), names


def places(scores: Array) -> NDArray[np.int64]:
    """Place of every entry in every draw, 1 for the highest; shape as ``scores``. Ties share the better place."""
    columns = np.ascontiguousarray(np.asarray(scores).T)  # an entry's draws side by side, as numpy compares fastest
    return np.asarray(1 + sum(rival > columns for rival in columns), dtype=np.int64).T


def place_shares(scores: Array) -> Array:
    """Share of the draws in which entry i takes place k + 1; shape (entries, entries), rows sum to one.

    Ties aside. Calibration, simulated once (3,000 tables of 13 entries, true scores spread by 4, error 0.5):
    of places given 0.05 to 0.15, 0.25 to 0.35, 0.45 to 0.55, 0.65 to 0.75 and 0.85 to 0.95, the true one
    was 9, 29, 50, 69 and 91 percent.
    """
    taken = places(scores)
    return np.column_stack([(taken == place).mean(axis=0) for place in range(1, scores.shape[1] + 1)])
