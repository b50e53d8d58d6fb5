"""A thinker that learns when to stop from a reward with a price per step, as length-penalised RL does.

Natural policy gradient (S. Kakade, NIPS 14, 2001) on the questions of ``models.stopping``. Gradient and
information are not sampled but exact (policy gradient theorem; Sutton et al., NIPS 12, 1999), so nothing is
drawn by lot, and a fixed number of rounds stands for a training budget. The learner may come near the best rule
found by backward induction; a test holds that it never beats it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from afterllama.models.stopping import after_a_step, beliefs

Array = NDArray[np.float64]


def learn(
    chances: ArrayLike, weights: ArrayLike, prices: ArrayLike, horizon: int, rounds: int = 60, step: float = 10.0
) -> Array:
    """The rule learned at each price: reward is one if right, less the price per step.

    The learner sees only its own lead and step count, begins by thinking long, and stops by a logistic function
    with three weights (bias, lead, log of steps). Returns stopping probabilities [..., n, s] for prices [...].
    """
    price = np.asarray(prices, float)[..., None]
    right, grow = beliefs(chances, weights, horizon)
    n, s = np.arange(horizon + 1)[:, None], np.arange(horizon + 1)
    seen = np.stack(np.broadcast_arrays(1.0, s, np.log(np.maximum(n, 1))))
    products = seen[:, None] * seen
    theta = np.broadcast_to([-5.0, 0.2, 0.0], (*price.shape[:-1], 3))
    for _ in range(rounds):
        stop = _stopping(theta, seen)
        open_to_change = _visits(stop, grow) * stop * (1 - stop)
        slope = np.einsum("...ns,ins->...i", open_to_change * _advantage(stop, right, grow, price), seen)
        information = np.einsum("...ns,ijns->...ij", open_to_change, products) + 1e-3 * np.eye(3)
        theta = theta + step * np.linalg.solve(information, slope[..., None])[..., 0]
    return _stopping(theta, seen)


def _stopping(theta: Array, seen: Array) -> Array:
    stop = np.asarray(1 / (1 + np.exp(-np.tensordot(theta, seen, 1))))
    stop[..., 0, :], stop[..., -1, :] = 0.0, 1.0  # it takes at least one step, and ends at the horizon
    return stop


def _visits(stop: Array, grow: Array) -> Array:
    """Chance [..., n, s] that thinking comes to step n with a lead of s."""
    visits = np.zeros_like(stop)
    visits[..., 0, 0] = 1.0
    for n in range(stop.shape[-1] - 1):
        on = visits[..., n, :] * (1 - stop[..., n, :])
        visits[..., n + 1, 1:] += (on * grow[n])[..., :-1]
        visits[..., n + 1, :-1] += (on * (1 - grow[n]))[..., 1:]
    return visits


def _advantage(stop: Array, right: Array, grow: Array, price: Array) -> Array:
    """Reward [..., n, s] for stopping there, less that for going on and then following the rule."""
    advantage, value = np.zeros_like(stop), right[-1]
    for n in range(stop.shape[-1] - 2, -1, -1):
        going_on = after_a_step(value, grow[n]) - price
        advantage[..., n, :] = right[n] - going_on
        value = going_on + stop[..., n, :] * advantage[..., n, :]
    return advantage
