"""Several answers to one question: what a vote gains when the answers share their mistakes.

Each question has its own chance of a right answer, drawn once from a beta distribution; the k answers to it
are then draws with that chance (beta-binomial). ``mean`` is the accuracy of one answer, ``correlation``
that of two answers to the same question being right: 0 is independent answers, 1 the same answer k times.

Source: J. G. Skellam, Journal of the Royal Statistical Society B 10 (1948), for the distribution. Answers
count as right or wrong only; wrong answers that disagree with each other make a plurality easier than here.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaln
from scipy.stats import betabinom

from afterllama.errors import AfterLlamaError


def shape(mean: float, correlation: float) -> tuple[float, float]:
    """The two parameters of the beta distribution.

    Raises
    ------
    AfterLlamaError : mean or correlation do not lie between 0 and 1.
    """
    if not (0 < mean < 1 and 0 < correlation < 1):
        raise AfterLlamaError("mean and correlation lie between 0 and 1", where="models.voting")
    total = 1 / correlation - 1
    return mean * total, (1 - mean) * total


def any_right(mean: float, correlation: float, k: int) -> float:
    """Chance that at least one of k answers is right: what a perfect checker could reach."""
    a, b = shape(mean, correlation)
    return float(-np.expm1(betaln(a, b + k) - betaln(a, b)))


def majority(mean: float, correlation: float, k: int) -> float:
    """Chance that more than half of k answers are right; a tie is decided by lot."""
    a, b = shape(mean, correlation)
    tie = float(betabinom.pmf(k // 2, k, a, b)) / 2 if k % 2 == 0 else 0.0
    return float(betabinom.sf(k // 2, k, a, b)) + tie


def fit_any_right(mean: float, k: int, observed: float) -> float:
    """The correlation at which the chance that any of k answers is right equals ``observed``.

    Raises
    ------
    AfterLlamaError : no correlation gives it: it lies below ``mean`` or above what independent answers reach.
    """
    if not mean < observed < 1 - (1 - mean) ** k:
        raise AfterLlamaError(f"no correlation explains {observed}", where="models.voting")
    return float(brentq(lambda rho: any_right(mean, rho, k) - observed, 1e-9, 1 - 1e-9))
