"""Stopping rules against closed forms, linear algebra and simulation."""

import numpy as np
import pytest
from scipy.stats import binom

from afterllama.errors import AfterLlamaError
from afterllama.models import stopping

CHANCES, WEIGHTS = [0.9, 0.7, 0.58, 0.5], [0.35, 0.3, 0.2, 0.15]


def _absorbing_chain(chance: float, lead: int) -> tuple[float, float]:
    """Accuracy and steps of the ratio test from the fundamental matrix of its Markov chain."""
    size = 2 * lead - 1
    step = np.diag(np.full(size - 1, chance), 1) + np.diag(np.full(size - 1, 1 - chance), -1)
    fundamental = np.linalg.inv(np.eye(size) - step)
    return fundamental[lead - 1, -1] * chance, fundamental[lead - 1].sum()


@pytest.mark.parametrize(("chance", "lead"), [(0.6, 1), (0.6, 7), (0.9, 3), (0.51, 12)])
def test_ratio_test_equals_the_absorbing_markov_chain(chance: float, lead: int) -> None:
    """Independent implementation: linear algebra on the chain of leads."""
    found = stopping.ratio_test(chance, lead)
    assert (found.accuracy, found.steps) == pytest.approx(_absorbing_chain(chance, lead))


def test_wald_samples_equal_a_simulated_ratio_test() -> None:
    """Independent implementation: the binomial test of 0.9 against 0.8, simulated; Wald leaves out the
    overshoot.
    """
    at_h0, at_h1 = stopping.wald_samples(0.8, 0.9, 0.10, 0.05)
    lower, upper = stopping.wald_thresholds(0.10, 0.05)
    rng = np.random.default_rng(20260408)
    for rate, expected in ((0.8, at_h0), (0.9, at_h1)):
        hits = rng.random((4000, 600)) < rate
        ratio = np.cumsum(np.where(hits, np.log(0.9 / 0.8), np.log(0.1 / 0.2)), axis=1)
        length = ((ratio >= upper) | (ratio <= lower)).argmax(axis=1) + 1
        assert length.mean() == pytest.approx(expected, rel=0.12)


def test_wald_thresholds_of_equal_errors_mirror_each_other() -> None:
    """Wald 1945: the bounds are b/(1-a) and (1-b)/a; for a=0.05, b=0.20 they are 0.21 and 16."""
    lower, upper = stopping.wald_thresholds(0.05, 0.20)
    assert np.exp([lower, upper]) == pytest.approx([0.2105, 16.0], abs=1e-4)


@pytest.mark.parametrize("price", [0.002, 0.01, 0.05])
def test_for_one_kind_of_question_the_best_rule_is_walds_ratio_test(price: float) -> None:
    """Wald and Wolfowitz 1948: no rule beats the best ratio test; backward induction finds its value."""
    tests = [stopping.ratio_test(0.7, lead) for lead in range(1, 40)]
    best = max(test.accuracy - price * test.steps for test in tests)
    assert stopping.best_policy([0.7], [1.0], price, 400)[1] == pytest.approx(best, abs=1e-6)


def test_outcome_of_a_fixed_number_of_steps_is_the_binomial_majority() -> None:
    """Independent implementation: scipy's binomial distribution."""
    stop = np.zeros((52, 52))
    stop[25] = 1
    found = stopping.outcome(stop, CHANCES, WEIGHTS)
    assert found.steps == pytest.approx(25)
    assert found.accuracy == pytest.approx(np.dot(WEIGHTS, binom.sf(12, 25, CHANCES)))


def test_outcome_of_the_best_rule_gives_the_value_of_backward_induction() -> None:
    stop, value = stopping.best_policy(CHANCES, WEIGHTS, 0.004, 150)
    found = stopping.outcome(stop, CHANCES, WEIGHTS)
    assert found.accuracy - 0.004 * found.steps == pytest.approx(value)


def test_wrong_arguments_are_refused_with_the_rule_they_break() -> None:
    with pytest.raises(AfterLlamaError, match="one half"):
        stopping.ratio_test(0.5, 3)
    with pytest.raises(AfterLlamaError, match="error rates"):
        stopping.wald_thresholds(0.7, 0.6)
