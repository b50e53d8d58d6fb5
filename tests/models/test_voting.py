"""Votes of correlated answers against numerical integration and simulation."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta, binom

from afterllama.errors import AfterLlamaError
from afterllama.models import voting

CASES = [(0.3, 0.2, 5), (0.7556, 0.77, 80), (0.5, 0.05, 16)]


@pytest.mark.parametrize(("mean", "correlation", "k"), CASES)
def test_chances_equal_the_integral_over_the_chance_of_a_question(mean: float, correlation: float, k: int) -> None:
    """Independent implementation: the binomial chance integrated over the beta density."""
    a, b = voting.shape(mean, correlation)

    def average(chance):  # type: ignore[no-untyped-def]
        lower = quad(lambda p: chance(p) * beta.pdf(p, a, b), 0, 0.5, limit=200)[0]
        return lower + quad(lambda p: chance(p) * beta.pdf(p, a, b), 0.5, 1, limit=200)[0]

    tie = 0.5 if k % 2 == 0 else 0.0
    assert voting.any_right(mean, correlation, k) == pytest.approx(average(lambda p: 1 - (1 - p) ** k), rel=1e-5)
    most = average(lambda p: binom.sf(k // 2, k, p) + tie * binom.pmf(k // 2, k, p))
    assert voting.majority(mean, correlation, k) == pytest.approx(most, rel=1e-5)


def test_a_majority_equals_a_simulated_vote() -> None:
    """Independent implementation: numpy draws questions, then answers."""
    rng = np.random.default_rng(20260408)
    a, b = voting.shape(0.6, 0.3)
    votes = rng.binomial(9, rng.beta(a, b, 200_000))
    assert voting.majority(0.6, 0.3, 9) == pytest.approx((votes > 4).mean(), abs=0.004)


def test_two_answers_are_correlated_as_stated() -> None:
    """Both wrong: the square of a wrong answer's chance, plus correlation times the variance of one answer."""
    assert 1 - voting.any_right(0.4, 0.25, 2) == pytest.approx(0.6**2 + 0.25 * 0.4 * 0.6)


def test_one_answer_has_the_stated_accuracy_and_almost_independent_votes_follow_the_binomial() -> None:
    for chance in (voting.any_right, voting.majority):
        assert chance(0.37, 0.4, 1) == pytest.approx(0.37)
    assert voting.majority(0.6, 1e-6, 15) == pytest.approx(binom.sf(7, 15, 0.6), abs=1e-4)


def test_the_fit_gives_back_the_correlation() -> None:
    assert voting.fit_any_right(0.3, 64, voting.any_right(0.3, 0.47, 64)) == pytest.approx(0.47)


def test_a_vote_of_many_reaches_the_share_of_questions_with_a_chance_above_one_half() -> None:
    assert voting.majority(0.7, 0.4, 4001) == pytest.approx(beta.sf(0.5, *voting.shape(0.7, 0.4)), abs=1e-3)


def test_impossible_gains_are_refused() -> None:
    with pytest.raises(AfterLlamaError, match="no correlation"):
        voting.fit_any_right(0.5, 4, 0.45)
    with pytest.raises(AfterLlamaError, match="between 0 and 1"):
        voting.shape(1.2, 0.5)


@pytest.mark.parametrize(("k", "published"), [(3, 0.648), (5, 0.683), (7, 0.710), (9, 0.733), (25, 0.846)])
def test_a_vote_of_independent_answers_has_the_values_of_condorcets_jury_theorem(k: int, published: float) -> None:
    """A juror right six times in ten: the table printed in texts on the theorem of 1785, to three digits."""
    assert voting.majority(0.6, 1e-9, k) == pytest.approx(published, abs=6e-4)


@pytest.mark.parametrize("k", [1, 2, 5, 80])
def test_a_uniform_chance_of_a_right_answer_gives_laplaces_rule_of_succession(k: int) -> None:
    """Mean one half and correlation one third are the uniform density: every number of right answers is as likely."""
    assert voting.shape(0.5, 1 / 3) == pytest.approx((1, 1))
    assert voting.any_right(0.5, 1 / 3, k) == pytest.approx(k / (k + 1))
    assert voting.majority(0.5, 1 / 3, k) == pytest.approx(0.5)


def test_the_fit_finds_the_correlation_behind_simulated_answers() -> None:
    """Known truth: answers drawn with a correlation of four tenths, and only two shares of them shown to the fit."""
    rng = np.random.default_rng(20261130)
    right = rng.binomial(20, rng.beta(*voting.shape(0.55, 0.4), 400_000))
    found = voting.fit_any_right(right.mean() / 20, 20, (right > 0).mean())
    assert found == pytest.approx(0.4, abs=0.01)
