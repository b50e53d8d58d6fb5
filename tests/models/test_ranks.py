"""Places under doubt, against closed forms, quadrature, order statistics and a grid of weights."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import integrate, stats

from afterllama.errors import AfterLlamaError
from afterllama.models import ranks

DRAWS = 200_000


def rng() -> np.random.Generator:
    return np.random.default_rng(20260408)


def test_chance_of_first_place_agrees_with_quadrature():
    """First place of each of four entries: the integral of its density times the others' distributions."""
    means, errors = np.array([57.0, 56.6, 54.0, 52.0]), np.array([0.6, 0.9, 1.4, 2.0])
    drawn = ranks.place_shares(ranks.draw_scores(means, errors, DRAWS, rng()))
    for entry, (mean, error) in enumerate(zip(means, errors, strict=True)):

        def ahead(x: float, entry: int = entry, mean: float = mean, error: float = error) -> float:
            others = [stats.norm.cdf(x, m, e) for k, (m, e) in enumerate(zip(means, errors, strict=True)) if k != entry]
            return float(stats.norm.pdf(x, mean, error) * np.prod(others))

        exact, _ = integrate.quad(ahead, 40, 70, limit=200)
        assert drawn[entry, 0] == pytest.approx(exact, abs=0.004)


@pytest.mark.parametrize("shared", [0.0, 0.5, 0.8])
def test_shared_error_cancels_as_in_the_closed_form_for_two(shared: float):
    """Two entries: the difference is normal with variance 2 (1 - shared) s²."""
    drawn = ranks.place_shares(ranks.draw_scores(np.array([52.0, 53.0]), np.array([1.4, 1.4]), DRAWS, rng(), shared))
    exact = stats.norm.cdf(-1 / (1.4 * np.sqrt(2 * (1 - shared))))
    assert drawn[0, 0] == pytest.approx(exact, abs=0.004)


def test_whole_distribution_of_places_agrees_with_counting_above():
    """Place distribution of one entry by conditioning on its score: a Poisson binomial count of those above."""
    means, errors = np.array([53.5, 53.0, 52.0, 51.5]), np.full(4, 1.0)
    drawn = ranks.place_shares(ranks.draw_scores(means, errors, DRAWS, rng()))[2]
    grid = np.linspace(45, 60, 3001)
    above = [stats.norm.sf(grid, m, 1.0) for k, m in enumerate(means) if k != 2]
    count = np.zeros((4, grid.size))
    for pattern in product([0, 1], repeat=3):
        chance = np.prod([p if hit else 1 - p for p, hit in zip(above, pattern, strict=True)], axis=0)
        count[sum(pattern)] += chance
    exact = integrate.trapezoid(count * stats.norm.pdf(grid, 52.0, 1.0), grid, axis=1)
    assert drawn == pytest.approx(exact, abs=0.004)


def test_ties_share_the_better_place_and_groups_take_their_best():
    scores = np.array([[5.0, 7.0, 7.0, 1.0]])
    assert ranks.places(scores).tolist() == [[3, 1, 1, 4]]
    best, names = ranks.best_of(scores, ["a", "b", "a", "c"])
    assert names == ["a", "b", "c"]
    assert best.tolist() == [[7.0, 7.0, 1.0]]


@pytest.mark.parametrize(
    "call",
    [
        lambda: ranks.draw_scores(np.array([1.0]), np.array([1.0, 2.0]), 5, rng()),
        lambda: ranks.draw_scores(np.array([1.0, 2.0]), np.array([1.0, -1.0]), 5, rng()),
        lambda: ranks.draw_scores(np.array([1.0, 2.0]), np.array([1.0, 1.0]), 5, rng(), shared=1.0),
    ],
)
def test_impossible_arguments_are_refused(call):
    with pytest.raises(AfterLlamaError):
        call()
