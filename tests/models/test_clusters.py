"""The clustered bootstrap against textbook cases."""

import numpy as np
import pytest

from afterllama.errors import AfterLlamaError
from afterllama.models import clusters


def test_with_one_row_per_cluster_it_is_scipys_percentile_bootstrap() -> None:
    """Independent implementation: scipy.stats.bootstrap."""
    from scipy.stats import bootstrap

    values = np.random.default_rng(1).normal(size=40)
    low, high = clusters.interval(values, np.arange(40), clusters.mean, np.random.default_rng(2), draws=8000)
    theirs = bootstrap((values,), np.mean, n_resamples=8000, method="percentile", rng=np.random.default_rng(3))
    assert (low, high) == pytest.approx(tuple(theirs.confidence_interval), abs=0.02)


def test_copies_of_a_row_within_its_cluster_add_no_certainty() -> None:
    values = np.random.default_rng(4).normal(size=30)
    once = clusters.interval(values, np.arange(30), clusters.mean, np.random.default_rng(5))
    repeated = np.repeat(values, 9), np.repeat(np.arange(30), 9)
    copied = clusters.interval(*repeated, clusters.mean, np.random.default_rng(5))
    assert once == pytest.approx(copied)


@pytest.mark.parametrize(("ours", "numpys"), [(clusters.mean, np.mean), (clusters.median, np.median)])
def test_statistics_of_values_drawn_several_times_are_those_of_their_copies(ours, numpys) -> None:
    """Independent implementation: numpy on the copies; with ties, and with even and odd numbers of them."""
    rng = np.random.default_rng(6)
    values, times = rng.integers(9, size=12).astype(float), rng.integers(4, size=(200, 12))
    assert ours(values, times) == pytest.approx([numpys(np.repeat(values, row)) for row in times])


def test_equal_weight_is_the_mean_of_cluster_means() -> None:
    assert clusters.equal_weight([1, 1, 1, 5], ["a", "a", "a", "b"]) == 3


def test_one_cluster_has_no_interval() -> None:
    with pytest.raises(AfterLlamaError, match="two clusters"):
        clusters.equal_weight_interval([1, 2], ["a", "a"], np.random.default_rng(0))
