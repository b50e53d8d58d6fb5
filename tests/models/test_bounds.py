"""Bounds on an unseen rate, against a linear programme and Manski's worst case; the power against hiding."""

import itertools
import math
from typing import Literal, cast

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import proportions_ztest

from afterllama.errors import AfterLlamaError
from afterllama.models.bounds import Direction, hiding_noticed, unseen_interval, unseen_rate

CELLS = list(itertools.product((0, 1), (0, 1), (0, 1)))  # aware, misbehaved when tested, misbehaves unseen


def programme(
    measured: float, aware: float, changed: float, rate_aware: float | None, direction: str
) -> tuple[float, float]:
    """Smallest and largest share that misbehaves unseen, over all joint distributions of the eight cells."""
    equal = [
        ([1.0] * 8, 1.0),
        ([float(a) for a, _, _ in CELLS], aware),
        ([float(y) for _, y, _ in CELLS], measured),
        ([float(a == 0 and y != d) for a, y, d in CELLS], 0.0),  # an unaware sample acts as it was seen to
    ]
    if rate_aware is not None:
        equal.append(([float(a == 1 and y == 1) for a, y, _ in CELLS], aware * rate_aware))
    if direction == "hides":
        equal.append(([float(y == 1 and d == 0) for _, y, d in CELLS], 0.0))
    limit = [float(a == 1 and y != d) for a, y, d in CELLS]
    unseen = np.array([float(d) for _, _, d in CELLS])
    ends = []
    for sign in (1, -1):
        answer = linprog(
            sign * unseen,
            A_ub=[limit],
            b_ub=[changed * aware],
            A_eq=[row for row, _ in equal],
            b_eq=[value for _, value in equal],
        )
        assert answer.status == 0
        ends.append(sign * answer.fun)
    return ends[0], ends[1]


@pytest.mark.parametrize("direction", ["either", "hides"])
@pytest.mark.parametrize("changed", [0.0, 0.15, 0.6, 1.0])
@pytest.mark.parametrize(
    ("measured", "aware", "rate_aware"),
    [
        (0.016, 0.3575, None),
        (0.016, 0.3575, 0.01),
        (0.477, 0.75, None),
        (0.477, 0.75, 0.4),
        (0.0, 0.12, None),
        (0.97, 0.4, None),
        (0.97, 0.4, 0.95),
        (0.3, 1.0, 0.3),
    ],
)
def test_bounds_equal_the_linear_programme_over_all_joint_distributions(
    measured: float, aware: float, rate_aware: float | None, changed: float, direction: Direction
) -> None:
    found = unseen_rate(measured, aware, changed, rate_aware=rate_aware, direction=direction)
    assert found == pytest.approx(programme(measured, aware, changed, rate_aware, direction), abs=1e-9)


def test_width_is_the_share_unobserved_as_in_manski_1990() -> None:
    """Manski (1990): without assumption the bounds are as wide as the share whose outcome is unobserved."""
    low, high = unseen_rate(0.3, 0.2, rate_aware=0.1)
    assert (low, high) == (pytest.approx(0.28), pytest.approx(0.48))


def test_bounds_without_the_split_are_the_union_over_all_splits() -> None:
    measured, aware = 0.3, 0.2
    splits = [unseen_rate(measured, aware, rate_aware=rate) for rate in np.linspace(0, 1, 201)]
    union = (min(low for low, _ in splits), max(high for _, high in splits))
    assert unseen_rate(measured, aware) == pytest.approx(union)


def test_interval_holds_both_bounds_as_often_as_its_level() -> None:
    rng = np.random.default_rng(20260408)
    settings = [(0.013, 0.3575, 898), (0.002, 0.12, 100), (0.2, 0.75, 234), (0.31, 0.07, 2978)]
    settings += [(0.2, 0.03, 9000), (0.05, 0.5, 100), (0.4, 0.085, 1178), (0.5, 0.2, 300)]
    found = []
    for bad, aware, n in settings:
        counts = rng.multinomial(n, [bad, aware, 1 - bad - aware], 50000)
        low, high = unseen_interval(counts[:, 0], counts[:, 1], n)
        found.append(np.mean((low <= bad) & (high >= bad + aware)))
    assert [round(min(found), 3), round(max(found), 3)] == [0.942, 0.967], found


def test_interval_closes_on_the_bounds() -> None:
    exact = unseen_rate(0.02, 0.3, rate_aware=0.01)
    wide, narrow = unseen_interval(17, 300, 1000), unseen_interval(17000, 300000, 1000000)
    assert wide[1] > narrow[1] > exact[1]
    assert wide[0] < narrow[0] < exact[0]
    assert narrow == (pytest.approx(exact[0], abs=0.002), pytest.approx(exact[1], abs=0.002))


def test_arrays_go_through() -> None:
    low, high = unseen_rate(np.array([0.1, 0.9]), 0.3)
    assert (low, high) == (pytest.approx([0.0, 0.6]), pytest.approx([0.4, 1.0]))


@pytest.mark.parametrize("share", [-0.1, 1.2, float("nan")])
def test_a_share_outside_zero_to_one_is_refused(share: float) -> None:
    with pytest.raises(AfterLlamaError, match="no share between 0 and 1"):
        unseen_rate(share, 0.5)


def test_contradictions_are_refused() -> None:
    with pytest.raises(AfterLlamaError, match="direction"):
        unseen_rate(0.1, 0.1, direction=cast(Literal["hides"], "worse"))
    with pytest.raises(AfterLlamaError, match="contradicts"):
        unseen_rate(0.1, 0.5, rate_aware=0.9)
    with pytest.raises(AfterLlamaError, match="more than n"):
        unseen_interval(3, 2, 4)


@pytest.mark.parametrize(("n_aware", "n_unaware", "bad"), [(12, 60, 0.3), (3, 80, 0.58), (30, 40, 0.1)])
def test_chance_to_notice_hiding_agrees_with_fisher_exact_of_scipy_table_by_table(n_aware, n_unaware, bad):
    """Every possible table goes through ``scipy.stats.fisher_exact``, weighted by its binomial probability."""
    chance = 0.0
    for found in range(n_unaware + 1):
        table = [[0, n_aware], [found, n_unaware - found]]
        if fisher_exact(table, alternative="less").pvalue <= 0.025:
            chance += math.comb(n_unaware, found) * bad**found * (1 - bad) ** (n_unaware - found)
    assert hiding_noticed(n_aware, n_unaware, bad) == pytest.approx(chance, abs=1e-7)


def test_chance_to_notice_hiding_by_approximation_agrees_with_the_z_test_of_statsmodels():
    """The pooled z of ``proportions_ztest`` decides about every table."""
    n_aware, n_unaware, bad = 12, 90, 0.3
    chance = 0.0
    for found in range(1, n_unaware + 1):
        z, _ = proportions_ztest([found, 0], [n_unaware, n_aware])
        if z > 1.959963985:
            chance += math.comb(n_unaware, found) * bad**found * (1 - bad) ** (n_unaware - found)
    assert hiding_noticed(n_aware, n_unaware, bad, exact=False) == pytest.approx(chance, abs=1e-7)


def test_nothing_to_hide_is_never_noticed_and_an_empty_group_is_refused():
    assert hiding_noticed(100, 100, 0.0) == hiding_noticed(100, 100, 0.0, exact=False) == 0.0
    with pytest.raises(AfterLlamaError, match="a group is empty"):
        hiding_noticed(0, 100, 0.5)
    with pytest.raises(AfterLlamaError, match="no share"):
        hiding_noticed(10, 100, 50)
