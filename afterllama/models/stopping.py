"""Thinking as sequential evidence with a price per step.

A question has two possible answers. Each step of thinking points to the right one with a chance that
depends on the question: an easy question shows it quickly, a hopeless one (chance one half) never. The
thinker keeps the lead of one answer over the other and may stop at any step.

Sources: A. Wald, Annals of Mathematical Statistics 16 (1945), for thresholds and expected samples; Wald and
Wolfowitz, same journal 19 (1948), for the optimality of the test; the price per step is solved by backward
induction, as in every text on optimal stopping. Steps count pieces of evidence, not tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from afterllama.errors import AfterLlamaError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """Share of right answers and mean number of steps of a way of stopping."""

    accuracy: float
    steps: float


def wald_thresholds(alpha: float, beta: float) -> tuple[float, float]:
    """Wald's bounds on the log-likelihood ratio, lower and upper, for error rates ``alpha`` and ``beta``."""
    _check(0 < alpha < 1 and 0 < beta < 1 and alpha + beta < 1, "error rates lie between 0 and 1 and sum below 1")
    return log(beta / (1 - alpha)), log((1 - beta) / alpha)


def wald_samples(p0: float, p1: float, alpha: float, beta: float) -> tuple[float, float]:
    """Wald's expected number of yes-or-no observations if the rate is ``p0``, and if it is ``p1``."""
    _check(0 < p0 < 1 and 0 < p1 < 1 and p0 != p1, "two different rates between 0 and 1 are needed")
    lower, upper = wald_thresholds(alpha, beta)

    def drift(p: float) -> float:
        return p * log(p1 / p0) + (1 - p) * log((1 - p1) / (1 - p0))

    at_p0 = (alpha * upper + (1 - alpha) * lower) / drift(p0)
    at_p1 = ((1 - beta) * upper + beta * lower) / drift(p1)
    return at_p0, at_p1


def ratio_test(chance: float, lead: int) -> Outcome:
    """Wald's test that stops when one answer leads by ``lead`` steps: exact, no overshoot on this lattice."""
    _check(0.5 < chance < 1 and lead >= 1, "chance lies above one half and below 1, lead is at least 1")
    odds = (chance / (1 - chance)) ** lead
    return Outcome(odds / (1 + odds), lead / (2 * chance - 1) * (odds - 1) / (odds + 1))


def beliefs(chances: ArrayLike, weights: ArrayLike, horizon: int) -> tuple[Array, Array]:
    """What a thinker who knows the mix of questions believes after n steps with a lead of s.

    Returns two arrays of shape (horizon + 1, horizon + 1), indexed [n, s]: the chance that the leading
    answer is right, and the chance that the lead grows with the next step.
    """
    p, w = np.asarray(chances, float), np.asarray(weights, float)
    _check(p.shape == w.shape and bool(((p >= 0.5) & (p < 1)).all()), "one weight per chance in [one half, 1)")
    half = 0.5 * np.log(p / (1 - p))
    n, s = np.arange(horizon + 1)[:, None, None], np.arange(horizon + 1)[None, :, None]
    logs = np.log(w) + 0.5 * n * np.log(p * (1 - p)) + np.logaddexp(s * half, -s * half)
    share = np.exp(logs - logs.max(axis=2, keepdims=True))
    share /= share.sum(axis=2, keepdims=True)
    right = 1 / (1 + np.exp(-2 * s * half))
    grows = right * p + (1 - right) * (1 - p)
    grow = (share * grows).sum(axis=2)
    grow[:, 0] = 1.0  # from no lead, every step makes one
    return (share * right).sum(axis=2), grow


def best_policy(chances: ArrayLike, weights: ArrayLike, price: float, horizon: int) -> tuple[Array, float]:
    """The stopping rule that no other can beat at ``price`` per step, and its value (accuracy less price).

    The rule is an array [n, s] of ones (stop) and zeros (go on); at the horizon it stops.
    """
    _check(price >= 0 and horizon >= 1, "price is not negative, horizon at least 1")
    right, grow = beliefs(chances, weights, horizon)
    stop = np.ones_like(right)
    value = right[horizon].copy()
    for n in range(horizon - 1, -1, -1):
        further = np.append(value[1:], value[-1])
        back = np.concatenate(([value[1]], value[:-1]))
        going_on = grow[n] * further + (1 - grow[n]) * back - price
        stop[n] = right[n] >= going_on
        value = np.maximum(right[n], going_on)
    return stop, float(value[0])


def outcome(stop: Array, chances: ArrayLike, weights: ArrayLike) -> Outcome:
    """Exact accuracy and mean steps of any rule [n, s] of stopping probabilities, by forward recursion."""
    p, w = np.asarray(chances, float)[:, None], np.asarray(weights, float)[:, None]
    horizon = stop.shape[0] - 1
    leads = np.arange(-horizon, horizon + 1)
    mass = np.where(leads == 0, w / w.sum(), 0.0)
    accuracy = steps = 0.0
    for n in range(horizon + 1):
        ends = mass * (stop[n, np.abs(leads)] if n < horizon else 1.0)
        accuracy += float(ends[:, leads > 0].sum() + 0.5 * ends[:, leads == 0].sum())
        mass = mass - ends
        steps += float(mass.sum())
        up, down = np.zeros_like(mass), np.zeros_like(mass)
        up[:, 1:], down[:, :-1] = mass[:, :-1] * p, mass[:, 1:] * (1 - p)
        mass = up + down
    return Outcome(accuracy, steps)


def _check(fine: bool, rule: str) -> None:
    if not fine:
        raise AfterLlamaError(rule, where="models.stopping", fix="Look at the arguments")
