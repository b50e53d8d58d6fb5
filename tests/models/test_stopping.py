"""Stopping rules against closed forms, linear algebra and simulation."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from afterllama.errors import AfterLlamaError
from afterllama.models import stopping

CHANCES, WEIGHTS = [0.9, 0.7, 0.58, 0.5], [0.35, 0.3, 0.2, 0.15]


def _ratio_test(chance: float, lead: int) -> tuple[float, float]:
    """Accuracy and steps of Wald's test that stops at a lead: closed form, exact on this lattice."""
    odds = (chance / (1 - chance)) ** lead
    return odds / (1 + odds), lead / (2 * chance - 1) * (odds - 1) / (odds + 1)


@pytest.mark.parametrize("price", [0.002, 0.01, 0.05])
def test_for_one_kind_of_question_the_best_rule_is_walds_ratio_test(price: float) -> None:
    """Wald and Wolfowitz 1948: no rule beats the best ratio test; backward induction finds its value."""
    tests = [_ratio_test(0.7, lead) for lead in range(1, 40)]
    best = max(accuracy - price * steps for accuracy, steps in tests)
    assert stopping.best_policy([0.7], [1.0], price, 400)[1] == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize(("chance", "lead"), [(0.6, 1), (0.6, 7), (0.9, 3)])
def test_outcome_of_stopping_at_a_lead_is_that_of_walds_ratio_test(chance: float, lead: int) -> None:
    """Wald 1945, in closed form; the horizon is far enough to be never reached."""
    stop = np.tile(np.arange(401) >= lead, (401, 1)).astype(float)
    found = stopping.outcome(stop, [chance], [1.0])
    assert (found.accuracy, found.steps) == pytest.approx(_ratio_test(chance, lead))


def test_outcome_of_a_fixed_number_of_steps_is_the_binomial_majority() -> None:
    """Independent implementation: scipy's binomial distribution."""
    stop = np.zeros((52, 52))
    stop[25] = 1
    found = stopping.outcome(stop, CHANCES, WEIGHTS)
    assert found.steps == pytest.approx(25)
    assert found.accuracy == pytest.approx(np.dot(WEIGHTS, binom.sf(12, 25, CHANCES)))


def test_outcomes_of_the_best_rules_give_the_values_of_backward_induction() -> None:
    prices = np.array([0.001, 0.004, 0.03])
    stop, values = stopping.best_policy(CHANCES, WEIGHTS, prices, 150)
    found = stopping.outcome(stop, CHANCES, WEIGHTS)
    assert found.accuracy - prices * found.steps == pytest.approx(values)


def test_wrong_arguments_are_refused_with_the_rule_they_break() -> None:
    with pytest.raises(AfterLlamaError, match="one half"):
        stopping.beliefs([0.4], [1.0], 3)
    with pytest.raises(AfterLlamaError, match="not negative"):
        stopping.best_policy(CHANCES, WEIGHTS, [0.1, -0.1], 3)


@pytest.mark.parametrize("lead", [2, 5, 9])
def test_without_evidence_a_lead_takes_its_square_in_steps(lead: int) -> None:
    """The fair game of gambler's ruin (Feller, volume 1, chapter 14): mean duration is the lead squared."""
    stop = np.tile(np.arange(2001) >= lead, (2001, 1)).astype(float)
    found = stopping.outcome(stop, [0.5], [1.0])
    assert (found.accuracy, found.steps) == pytest.approx((0.5, lead**2), rel=1e-6)


def test_the_best_rule_beats_every_other_rule_of_a_small_problem() -> None:
    """Independent implementation: all rules over the states that three steps can reach, tried one by one."""
    states = [(0, 0), (1, 1), (2, 0), (2, 2)]
    rules = np.zeros((2 ** len(states), 4, 4))
    for number, choices in enumerate(product([0.0, 1.0], repeat=len(states))):
        for (n, s), choice in zip(states, choices, strict=True):
            rules[number, n, s] = choice
    found = stopping.outcome(rules, CHANCES, WEIGHTS)
    for price in (0.0, 0.01, 0.05, 0.2):
        best = (found.accuracy - price * found.steps).max()
        assert stopping.best_policy(CHANCES, WEIGHTS, price, 3)[1] == pytest.approx(best, abs=1e-12)


def test_beliefs_are_the_shares_among_simulated_thinkers() -> None:
    """Known truth: kinds and steps drawn by numpy; among those with a lead of three after seven steps."""
    rng = np.random.default_rng(20261130)
    kind = rng.choice(len(CHANCES), size=600_000, p=WEIGHTS)
    chance = np.array(CHANCES)[kind]
    leads = 2 * rng.binomial(7, chance) - 7
    here, sign = np.abs(leads) == 3, np.sign(leads)
    next_right = rng.random(len(leads)) < chance
    right, grows = stopping.beliefs(CHANCES, WEIGHTS, 8)
    assert right[7, 3] == pytest.approx((sign[here] > 0).mean(), abs=0.005)
    assert grows[7, 3] == pytest.approx((next_right[here] == (sign[here] > 0)).mean(), abs=0.005)
