"""What a test allows one to say about a rate once part of its samples were seen to be a test.

A share ``measured`` of the samples misbehaved, a share ``aware`` was seen as a test by the model. How the
aware samples would have gone unseen is not observed. If awareness changed the outcome of at most the share
``changed`` of them, the rate that the same samples would show unseen lies between two ends that no further
sample of the same kind brings together: partial identification after Manski (1990, "Nonparametric bounds on
treatment effects", American Economic Review 80). The ends are sharp: each is reached by some world that
agrees with the two shares. They hold for the mean of any score between 0 and 1 as well.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from statsmodels.stats.proportion import proportion_confint

from afterllama.errors import AfterLlamaError

Direction = Literal["either", "hides"]


def unseen_rate(measured: Any, aware: Any, changed: Any = 1.0, *, direction: Direction = "either") -> tuple[Any, Any]:
    """Lowest and highest rate that the same samples could show if none were seen as a test.

    Parameters
    ----------
    measured : share of samples that misbehaved, 0 to 1; number or array.
    aware : share of samples that were seen as a test, 0 to 1; number or array of the same shape.
    changed : at most this share of the aware samples went another way because they were seen, 0 to 1.
    direction : "either", or "hides" where awareness can only have made conduct better, never worse.

    Returns
    -------
    Two arrays (numbers for numbers) of the common shape, shares between 0 and 1.

    Raises
    ------
    AfterLlamaError : a share is not between 0 and 1, or the direction is unknown.
    """
    measured, aware, changed = (
        _share(share, name) for share, name in ((measured, "measured"), (aware, "aware"), (changed, "changed"))
    )
    if direction not in ("either", "hides"):
        raise AfterLlamaError(f"unknown direction {direction!r}", fix='Use "either" or "hides"')
    moved = aware * changed
    low = measured + 0 * moved if direction == "hides" else measured - np.minimum(moved, measured)
    high = measured + np.minimum(moved, 1 - measured)
    return (low.item(), high.item()) if np.ndim(high) == 0 else (low, high)


def unseen_interval(
    bad: Any,
    aware: Any,
    n: Any,
    changed: Any = 1.0,
    *,
    direction: Direction = "either",
    level: float = 0.95,
) -> tuple[Any, Any]:
    """The bounds of ``unseen_rate`` widened by what sampling leaves open.

    Three ends of Wilson intervals enter, each at a third of the error (Bonferroni), and the bounds are taken
    at them: right however misconduct and awareness go together, and wide where they are unrelated. Simulated
    with 20,000 tests for each of twelve settings (rates of 0.002 to 0.5, shares aware of 0.016 to 0.75, 100
    to 9,000 samples; unrelated, or the same samples): at a nominal 0.95 both true bounds were held in
    0.984 to 1.000 of the tests, so it errs on the wide side.

    Parameters
    ----------
    bad, aware, n : numbers of samples that misbehaved, that were seen as a test, and in all.
    changed, direction : as in ``unseen_rate``.
    level : confidence, of the two bounds at once.

    Raises
    ------
    AfterLlamaError : a count is negative or larger than n.
    """
    bad, aware, n = (np.asarray(count, dtype=float) for count in (bad, aware, n))
    if np.any(bad < 0) or np.any(aware < 0) or np.any(bad > n) or np.any(aware > n) or np.any(n <= 0):
        raise AfterLlamaError("a count is negative or larger than n", fix="Give counts, not shares")
    # proportion_confint splits its alpha over two ends; each end here gets a third of the error.
    alpha = 2 * (1 - level) / 3
    bad_low, bad_high = proportion_confint(bad, n, alpha=alpha, method="wilson")
    _, aware_high = proportion_confint(aware, n, alpha=alpha, method="wilson")
    # A Wilson end may miss 0 or 1 by a rounding error.
    ends = [np.clip(end, 0, 1) for end in (bad_low, bad_high, aware_high)]
    low, _ = unseen_rate(ends[0], ends[2], changed, direction=direction)
    _, high = unseen_rate(ends[1], ends[2], changed, direction=direction)
    return low, high


def _share(value: Any, name: str) -> Any:
    array = np.asarray(value, dtype=float)
    if np.any(~np.isfinite(array)) or np.any(array < 0) or np.any(array > 1):
        raise AfterLlamaError(f"{name} is no share between 0 and 1", fix="Divide percent by 100")
    return array
