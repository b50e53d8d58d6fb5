"""A thinker that learns when to stop from a reward with a price per step, as length-penalised RL does.

Natural policy gradient (S. Kakade, NIPS 14, 2001) on the questions of ``models.stopping``. Gradient and
information are not sampled but exact (policy gradient theorem; Sutton et al., NIPS 12, 1999), so nothing is
drawn by lot, and a fixed number of rounds stands for a training budget. The learner may come near the best rule
found by backward induction; a test holds that it never beats it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from afterllama.models.stopping import beliefs

Array = NDArray[np.float64]
Steps = NDArray[np.int64]
_Move = tuple[slice, slice, slice, slice]


def learn(
    chances: ArrayLike, weights: ArrayLike, prices: ArrayLike, horizon: int, rounds: int = 60, step: float = 10.0
) -> Array:
    """The rule learned at each price: reward is one if right, less the price per step.

    The learner sees only its own lead and step count, begins by thinking long, and stops by a logistic function
    with three weights (bias, lead, log of steps). Returns stopping probabilities [..., n, s] for prices [...].
    """
    price = np.asarray(prices, float)
    right, grow = beliefs(chances, weights, horizon)
    steps, leads = np.meshgrid(np.arange(horizon + 1), np.arange(horizon + 1), indexing="ij")
    # A lead has the parity of the steps and is no larger: the rest of [n, s] is never reached.
    n, s = np.nonzero((leads <= steps) & ((steps - leads) % 2 == 0))
    right, grow, moves = right[n, s, None], grow[n, s, None], _moves(n)
    seen = _seen(n, s)
    products = (seen[:, :, None] * seen[:, None, :]).reshape(len(seen), -1)
    theta = np.tile([-5.0, 0.2, 0.0], (price.size, 1))
    for _ in range(rounds):
        stop = _stopping(theta, n, s)
        visits, value = _followed(stop, right, grow, price.ravel(), moves)
        slope = (visits * stop * (right - value)).T @ seen
        information = ((visits * stop * (1 - stop)).T @ products).reshape(-1, 3, 3) + 1e-3 * np.eye(3)
        theta = theta + step * np.linalg.solve(information, slope[..., None])[..., 0]
    return np.moveaxis(_stopping(theta, steps, leads), -1, 0).reshape(*price.shape, *steps.shape)


def _seen(n: Steps, s: Steps) -> Array:
    return np.stack([np.ones(n.shape), s, np.log(np.maximum(n, 1))], axis=-1)


def _stopping(theta: Array, n: Steps, s: Steps) -> Array:
    """Chance of stopping after n steps with a lead of s, [..., price] for n and s of shape [...]."""
    stop = np.asarray(expit(_seen(n, s) @ theta.T))
    stop[n == 0], stop[n == n.max()] = 0.0, 1.0  # it takes at least one step, and ends at the horizon
    return stop


def _moves(n: Steps) -> list[_Move]:
    """For each step its states, the same with a higher lead one step on, those with a lead, and the same with a lower.

    States, given by their steps ``n``, are ordered by steps, then lead; the first of an even step has no lead.
    """
    start = np.searchsorted(n, np.arange(n.max() + 1)).tolist()
    moves = []
    for step, (here, there) in enumerate(pairwise(start)):
        count, odd = there - here, step % 2
        higher, lower = slice(there + odd, there + odd + count), slice(there, there + odd + count - 1)
        moves.append((slice(here, there), higher, slice(here + 1 - odd, there), lower))
    return moves


def _followed(stop: Array, right: Array, grow: Array, price: Array, moves: list[_Move]) -> tuple[Array, Array]:
    """Chance that thinking comes to a state, and mean reward from there on, less what was paid; both [state, price]."""
    up, down = (1 - stop) * grow, (1 - stop) * (1 - grow)
    visits, value = np.zeros_like(stop), stop * right - (1 - stop) * price
    visits[0] = 1.0
    for here, higher, leading, lower in moves:
        visits[higher] = visits[here] * up[here]
        visits[lower] += visits[leading] * down[leading]
    for here, higher, leading, lower in reversed(moves):
        value[here] += up[here] * value[higher]
        value[leading] += down[leading] * value[lower]
    return visits, value
