"""A thinker that learns when to stop from a reward with a price per step, as length-penalised RL does.

Policy gradient (REINFORCE; R. J. Williams, Machine Learning 8, 1992) on the questions of
``models.stopping``. It may come near the best rule found there by backward induction; a test holds that it
never beats it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def learn(
    chances: ArrayLike,
    weights: ArrayLike,
    price: float,
    horizon: int,
    rng: np.random.Generator,
    rounds: int = 300,
    batch: int = 256,
) -> Array:
    """A rule learned by policy gradient: reward is one if right, less ``price`` per step.

    It sees only its own lead and step count, begins by thinking long, and has three weights (bias, lead,
    log of steps). REINFORCE with the batch mean as baseline and Adam steps. Returns stopping probabilities
    [n, s].
    """
    p, w = np.asarray(chances, float), np.asarray(weights, float)
    n = np.arange(1, horizon + 1)
    theta, first, second = np.array([-5.0, 0.2, 0.0]), np.zeros(3), np.zeros(3)
    for turn in range(1, rounds + 1):
        chance = rng.choice(p, size=(batch, 1), p=w / w.sum())
        walk = np.cumsum(np.where(rng.random((batch, horizon)) < chance, 1, -1), axis=1)
        odds = _stopping(theta, np.abs(walk), n)
        ends = rng.random((batch, horizon)) < odds
        ends[:, -1] = True
        last = ends.argmax(axis=1)
        final = walk[np.arange(batch), last]
        reward = np.where(final == 0, rng.random(batch) < 0.5, final > 0) - price * n[last]
        score = np.where(n - 1 <= last[:, None], ends - odds, 0.0)
        score[:, -1] = 0.0  # there the stop is forced, not chosen
        edge = (reward - reward.mean())[:, None] * score
        slope = np.array([edge.sum(), (edge * np.abs(walk)).sum(), (edge * np.log(n)).sum()]) / batch
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        theta = theta + 0.1 * (first / (1 - 0.9**turn)) / (np.sqrt(second / (1 - 0.99**turn)) + 1e-8)
    rule = _stopping(theta, np.arange(horizon + 1), np.maximum(np.arange(horizon + 1), 1)[:, None])
    rule[0], rule[-1] = 0.0, 1.0  # it takes at least one step, and ends at the horizon
    return rule


def _stopping(theta: Array, lead: ArrayLike, steps: ArrayLike) -> Array:
    return np.asarray(1 / (1 + np.exp(-(theta[0] + theta[1] * np.asarray(lead) + theta[2] * np.log(steps)))))
