"""Intervals for rows that come in clusters, such as results of the same paper.

Rows of one paper share authors, models and test sets, so they are not independent. The bootstrap here draws
whole clusters with replacement and keeps their rows together (Davison and Hinkley, Bootstrap Methods and
their Application, 1997, section 3.8). Tried on simulated data of the shape used here (25 clusters, sizes 1
to 55, half of the variance between clusters): the 95% interval of a mean covered the truth in 91% of 2,000
trials with pooled rows and in 93% with clusters of equal weight. Few, uneven clusters make it somewhat too
narrow.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from afterllama.errors import AfterLlamaError

Array = NDArray[np.float64]
Statistic = Callable[[Array, NDArray[np.int64]], Array]


def mean(values: Array, times: NDArray[np.int64]) -> Array:
    """The mean of values that are there several times each: ``times`` [draw, value], the means [draw]."""
    return np.asarray(times @ values / times.sum(axis=1))


def median(values: Array, times: NDArray[np.int64]) -> Array:
    """The median, arguments and shapes as for ``mean``; of two middle values the mean."""
    order = np.argsort(values)
    up_to = times[:, order].cumsum(axis=1)
    half = up_to[:, -1:] / 2
    lower, upper = (up_to >= half).argmax(axis=1), (up_to > half).argmax(axis=1)
    return np.asarray((values[order[lower]] + values[order[upper]]) / 2)


def interval(
    values: ArrayLike,
    clusters: ArrayLike,
    statistic: Statistic,
    rng: np.random.Generator,
    draws: int = 2000,
    level: float = 0.95,
) -> tuple[float, float]:
    """Percentile interval of a statistic of pooled rows, with whole clusters drawn.

    Parameters
    ----------
    values : one number per row. clusters : the cluster of each row, in the same order.
    statistic : ``mean`` or ``median`` of this module, or another function of the values and of how many times each
        was drawn, which is cheaper than to copy them.

    Raises
    ------
    AfterLlamaError : fewer than two clusters, or the lengths differ.
    """
    groups = _groups(values, clusters)
    picks = rng.integers(len(groups), size=(draws, len(groups)))
    drawn = (picks[:, :, None] == np.arange(len(groups))).sum(axis=1)
    times = np.repeat(drawn, [len(group) for group in groups], axis=1)
    return _ends(statistic(np.concatenate(groups), times), level)


def equal_weight(values: ArrayLike, clusters: ArrayLike) -> float:
    """The mean of the cluster means: every cluster counts the same, however many rows it has."""
    return float(np.mean([group.mean() for group in _groups(values, clusters, 1)]))


def equal_weight_interval(
    values: ArrayLike, clusters: ArrayLike, rng: np.random.Generator, draws: int = 2000, level: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of ``equal_weight``; raises as ``interval`` does."""
    means = np.array([group.mean() for group in _groups(values, clusters)])
    picks = rng.integers(len(means), size=(draws, len(means)))
    return _ends(means[picks].mean(axis=1), level)


def _groups(values: ArrayLike, clusters: ArrayLike, least: int = 2) -> list[Array]:
    numbers, names = np.asarray(values, float), np.asarray(clusters)
    if numbers.shape != names.shape:
        raise AfterLlamaError("values and clusters differ in length", where="models.clusters")
    groups = [numbers[names == name] for name in dict.fromkeys(names.tolist())]
    if len(groups) < least:
        raise AfterLlamaError("an interval needs at least two clusters", where="models.clusters")
    return groups


def _ends(results: ArrayLike, level: float) -> tuple[float, float]:
    low, high = np.quantile(np.asarray(results), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
