"""Thinking as sequential evidence with a price per step.

A question has two possible answers. Each step of thinking points to the right one with a chance that
depends on the question: an easy question shows it quickly, a hopeless one (chance one half) never. The
thinker keeps the lead of one answer over the other and may stop at any step.

Sources: A. Wald, Annals of Mathematical Statistics 16 (1945), for one kind of question; Wald and Wolfowitz,
same journal 19 (1948), for the optimality of his test; a mix of questions with a price per step is solved by
backward induction, as in every text on optimal stopping. Steps count pieces of evidence, not tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from afterllama.errors import AfterLlamaError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """Share of right answers and mean number of steps of each way of stopping."""

    accuracy: Array
    steps: Array


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


def _after_a_step(value: Array, grow: Array) -> Array:
    """Mean of ``value`` [..., s] after one more step, where a lead of s grows with chance ``grow`` [s]."""
    up = np.concatenate((value[..., 1:], value[..., -1:]), axis=-1)
    down = np.concatenate((value[..., 1:2], value[..., :-1]), axis=-1)
    return grow * up + (1 - grow) * down


def best_policy(chances: ArrayLike, weights: ArrayLike, prices: ArrayLike, horizon: int) -> tuple[Array, Array]:
    """At each price per step, the stopping rule that no other can beat, and its value (accuracy less price).

    A rule is an array [n, s] of ones (stop) and zeros (go on); at the horizon it stops. For prices of shape [...]
    the rules are [..., n, s] and the values [...].
    """
    price = np.asarray(prices, float)[..., None]
    _check(bool((price >= 0).all()) and horizon >= 1, "prices are not negative, horizon at least 1")
    right, grow = beliefs(chances, weights, horizon)
    stop = np.ones((*price.shape[:-1], *right.shape))
    value = right[horizon]
    for n in range(horizon - 1, -1, -1):
        going_on = _after_a_step(value, grow[n]) - price
        stop[..., n, :] = right[n] >= going_on
        value = np.maximum(right[n], going_on)
    return stop, value[..., 0]


def outcome(stop: Array, chances: ArrayLike, weights: ArrayLike) -> Outcome:
    """Exact accuracy and mean steps of any rules [..., n, s] of stopping probabilities, by forward recursion."""
    p, w = np.asarray(chances, float)[:, None], np.asarray(weights, float)[:, None]
    horizon = stop.shape[-1] - 1
    mass = np.broadcast_to(w / w.sum(), (*stop.shape[:-2], w.size, 1))  # [..., kind of question, steps the right way]
    accuracy = steps = np.zeros(stop.shape[:-2])
    for n in range(horizon + 1):
        leads = np.arange(-n, n + 1, 2)
        ends = mass * (stop[..., n, None, :][..., np.abs(leads)] if n < horizon else 1.0)
        accuracy = accuracy + (ends * np.where(leads == 0, 0.5, leads > 0)).sum(axis=(-2, -1))
        going_on = mass - ends
        steps = steps + going_on.sum(axis=(-2, -1))
        mass = np.zeros((*going_on.shape[:-1], n + 2))
        mass[..., 1:] = going_on * p
        mass[..., :-1] += going_on * (1 - p)
    return Outcome(accuracy, steps)


def _check(fine: bool, rule: str) -> None:
    if not fine:
        raise AfterLlamaError(rule, where="models.stopping", fix="Look at the arguments")
