"""The learner against the rule that backward induction proves best."""

import numpy as np
import pytest
from scipy.stats import binom

from afterllama.models import penalty, stopping

CHANCES, WEIGHTS = [0.9, 0.7, 0.58, 0.5], [0.35, 0.3, 0.2, 0.15]
PRICES = np.array([0.0005, 0.002, 0.02])


def _values(rules: np.ndarray) -> np.ndarray:
    found = stopping.outcome(rules, CHANCES, WEIGHTS)
    return found.accuracy - PRICES * found.steps


def test_a_learner_comes_near_the_best_rule_and_never_beats_it() -> None:
    behind = stopping.best_policy(CHANCES, WEIGHTS, PRICES, 100)[1] - _values(
        penalty.learn(CHANCES, WEIGHTS, PRICES, 100)
    )
    assert (behind > -1e-12).all()
    assert (behind < 0.01).all()


def test_every_further_round_of_learning_raises_the_reward() -> None:
    rewards = [_values(penalty.learn(CHANCES, WEIGHTS, PRICES, 60, rounds)) for rounds in range(0, 12, 2)]
    assert (np.diff(rewards, axis=0) > 0).all()


def test_prices_learned_together_give_the_rules_learned_one_by_one() -> None:
    together = penalty.learn(CHANCES, WEIGHTS, PRICES, 60)
    alone = [penalty.learn(CHANCES, WEIGHTS, price, 60) for price in PRICES]
    assert together == pytest.approx(np.array(alone), rel=1e-9)


def test_the_last_bit_of_an_input_moves_the_result_no_more_than_that() -> None:
    """So that every machine learns the same rule to the digits that a report prints."""
    nudged = penalty.learn(np.nextafter(CHANCES, 1), WEIGHTS, np.nextafter(PRICES, 1), 100)
    assert _values(nudged) == pytest.approx(_values(penalty.learn(CHANCES, WEIGHTS, PRICES, 100)), rel=1e-13)


def test_a_price_above_any_gain_leaves_one_step_and_no_price_leaves_the_limit() -> None:
    """Both ends are known without solving anything: the chance of the first step, and of a majority of all."""
    dear, free = (stopping.outcome(penalty.learn([0.7], [1.0], price, 25), [0.7], [1.0]) for price in (0.4, 0.0))
    assert (dear.accuracy, dear.steps) == pytest.approx((0.7, 1.0), abs=0.01)
    assert free.accuracy == pytest.approx(binom.sf(12, 25, 0.7), abs=0.005)


def test_a_learned_rule_pays_what_simulated_thinkers_are_paid() -> None:
    """Known truth: numpy draws the questions, the steps and the stops."""
    rng, price, horizon, trials = np.random.default_rng(20261130), 0.01, 40, 200_000
    rule = penalty.learn(CHANCES, WEIGHTS, price, horizon)
    chance = np.array(CHANCES)[rng.choice(len(CHANCES), size=trials, p=WEIGHTS)]
    lead, steps, going = np.zeros(trials, int), np.zeros(trials, int), np.ones(trials, bool)
    for n in range(horizon + 1):
        stops = rng.random(trials) < (rule[n, np.abs(lead)] if n < horizon else 1.0)
        going &= ~stops
        lead[going] += np.where(rng.random(going.sum()) < chance[going], 1, -1)
        steps[going] += 1
    right = np.where(lead == 0, 0.5, lead > 0)
    found = stopping.outcome(rule, CHANCES, WEIGHTS)
    assert (right - price * steps).mean() == pytest.approx(found.accuracy - price * found.steps, abs=0.004)
