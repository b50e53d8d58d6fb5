"""What a test allows one to say about a rate once part of its samples were seen to be a test.

A share ``measured`` of the samples misbehaved, a share ``aware`` was seen as a test by the model. How the
aware samples would have gone unseen is not observed. If awareness changed the outcome of at most the share
``changed`` of them, the rate that the same samples would show unseen lies between two ends that no further
sample of the same kind brings together: partial identification after Manski (1990, "Nonparametric bounds on
treatment effects", American Economic Review 80). The ends are sharp: each is reached by some world that
agrees with what was observed. They hold for the mean of any score between 0 and 1 as well.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from scipy.stats import binom, norm
from statsmodels.stats.proportion import proportion_confint

from afterllama.errors import AfterLlamaError

Direction = Literal["either", "hides"]


def unseen_rate(
    measured: Any, aware: Any, changed: Any = 1.0, *, rate_aware: Any = None, direction: Direction = "either"
) -> tuple[Any, Any]:
    """Lowest and highest rate that the same samples could show if none were seen as a test.

    Numbers give two numbers, arrays two arrays of their common shape, shares between 0 and 1. Raises AfterLlamaError:
    a share is not between 0 and 1, the shares contradict each other, or the direction is unknown.

    Parameters
    ----------
    measured : share of samples that misbehaved, 0 to 1; number or array.
    aware : share of samples that were seen as a test, 0 to 1; number or array of the same shape.
    changed : at most this share of the aware samples went another way because they were seen, 0 to 1.
    rate_aware : share of the aware samples that misbehaved, where it is known; it tightens the bounds.
    direction : "either", or "hides" where awareness can only have made conduct better, never worse.
    """
    measured, aware, changed = _share(measured), _share(aware), _share(changed)
    if direction not in ("either", "hides"):
        raise AfterLlamaError(f"unknown direction {direction!r}", fix='Use "either" or "hides"')
    if rate_aware is None:
        bad, good = np.minimum(aware, measured), np.minimum(aware, 1 - measured)
    else:
        bad, good = aware * _share(rate_aware), aware * (1 - _share(rate_aware))
        if np.any(bad > measured + 1e-9) or np.any(good > 1 - measured + 1e-9):
            raise AfterLlamaError("rate_aware contradicts measured", fix="Give both from the same samples")
    moved = aware * changed
    low = measured - np.minimum(moved, bad) * (direction == "either")
    high = measured + np.minimum(moved, good)
    return (low.item(), high.item()) if np.ndim(high) == 0 else (low, high)


def unseen_interval(bad_unaware: Any, aware: Any, n: Any, *, level: float = 0.95) -> tuple[Any, Any]:
    """The bounds with ``changed`` 1 and the split known, widened by what sampling leaves open.

    Each end is then one binomial share (unaware and bad; that, or aware) and gets one end of a Wilson
    interval, at half the error each (Bonferroni). Simulated with 50,000 tests for each of eight settings
    (shares unaware and bad of 0.002 to 0.5, aware of 0.03 to 0.75, 100 to 9,000 samples): at a nominal 0.95
    both true bounds were held in 0.942 to 0.967 of the tests. Raises AfterLlamaError: a count is negative, or they add
    to more than n.

    Parameters
    ----------
    bad_unaware, aware, n : numbers of samples that misbehaved unaware, that were aware, and in all.
    level : confidence, of the two bounds at once.
    """
    bad_unaware, aware, n = (np.asarray(count, dtype=float) for count in (bad_unaware, aware, n))
    if np.any(bad_unaware < 0) or np.any(aware < 0) or np.any(bad_unaware + aware > n) or np.any(n <= 0):
        raise AfterLlamaError("counts are negative or add to more than n", fix="Give counts, not shares")
    low, _ = proportion_confint(bad_unaware, n, alpha=1 - level, method="wilson")
    _, high = proportion_confint(bad_unaware + aware, n, alpha=1 - level, method="wilson")
    return np.clip(low, 0, 1), np.clip(high, 0, 1)  # a Wilson end may miss 0 or 1 by a rounding error


def hiding_noticed(n_aware: float, n_unaware: float, bad: float, *, level: float = 0.95, exact: bool = True) -> float:
    """Chance that a comparison comes out significant if awareness hid every bad sample.

    No aware sample is bad; each unaware one is, independently, with probability ``bad``. The comparison is
    Fisher's exact test of the two groups, or the normal approximation with pooled variance. Raises AfterLlamaError:
    ``bad`` is no share, or a group is empty.

    Parameters
    ----------
    n_aware, n_unaware : numbers of samples in the two groups; for the exact test cut to whole numbers.
    bad : share of unaware samples that misbehave, 0 to 1.
    level : one minus the two-sided error of the comparison.
    exact : Fisher's test; False for the approximation.
    """
    if int(n_aware) < 1 or int(n_unaware) < 1:
        raise AfterLlamaError("a group is empty", fix="Give at least one sample each")
    error, both = (1 - level) / 2, n_aware + n_unaware
    if exact:
        # The chance that none of k bad samples is aware: C(both - k, aware) / C(both, aware), a product of k factors,
        # of which the first is the largest.
        enough = np.ceil(np.log(error) / np.log1p(-int(n_aware) / int(both)))
        missed = np.log1p(-int(n_aware) / (int(both) - np.arange(min(enough, int(n_unaware))))).cumsum()
        silent = np.searchsorted(-missed, -np.log(error))
    else:
        odds = norm.isf(error) ** 2 * n_unaware / n_aware
        silent = np.floor(both * odds / (both + odds))
    return float(binom.sf(silent, int(n_unaware), _share(bad)))


def _share(value: Any) -> Any:
    array = np.asarray(value, dtype=float)
    if np.any(~np.isfinite(array)) or np.any(array < 0) or np.any(array > 1):
        raise AfterLlamaError(f"{value!r} is no share between 0 and 1", fix="Divide percent by 100")
    return array
