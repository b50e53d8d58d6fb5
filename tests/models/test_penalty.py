"""The learner against the rule that backward induction proves best."""

import numpy as np
import pytest

from afterllama.models import penalty, stopping

CHANCES, WEIGHTS = [0.9, 0.7, 0.58, 0.5], [0.35, 0.3, 0.2, 0.15]


@pytest.mark.parametrize("price", [0.002, 0.02])
def test_a_learner_comes_near_the_best_rule_and_never_beats_it(price: float) -> None:
    rng = np.random.default_rng(20260408)
    learned = stopping.outcome(penalty.learn(CHANCES, WEIGHTS, price, 100, rng, rounds=200), CHANCES, WEIGHTS)
    value = learned.accuracy - price * learned.steps
    best = stopping.best_policy(CHANCES, WEIGHTS, price, 100)[1]
    assert best - 0.03 < value <= best + 1e-12
