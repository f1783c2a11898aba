"""Faster, slower, equivalent or cannot tell: the interval of a ratio and the rule that reads it.

**The estimate** is the 20 % trimmed mean of the quadruples' log ratios: half of them may be
disturbed on one side or the other before it is carried away.

**The interval** is a percentile bootstrap over the (process, quadruple) pairs, expanded for small
samples (T. Hesterberg, "What teachers should know about the bootstrap", The American Statistician
69 (2015), section 4: the percentiles of Student's t in place of those of the normal distribution).
From three processes on it is never narrower than Student's t over the processes' own estimates: an
arm may be slower in one process as a whole, by how its memory landed, and the quadruples of that
process cannot show it.

Simulated (400 trials a case; 1, 3 and 6 processes of 5 to 60 quadruples; normal noise, 15 % of
outliers of eight times its width, skewed bursts, noise correlated by 0.3 and 0.6 from one quadruple
to the next; process-by-arm effects of 0, 0.2 and 1 standard deviations of a quadruple). The plain
percentile bootstrap holds the truth in 90 % of the cases with 8 quadruples, and in 35 to 79 % with
large process effects. This interval holds it in 92 to 99.5 % with three or six processes, whatever
the noise, and in 94 to 99 % with one process and independent noise; there correlation of 0.3 costs
it down to 87 %, of 0.6 to 67 %. In real A/A trials of one process the correlation was -0.06
(standard error 0.04, 37 trials) and 0.07 (0.03, 40 trials, 60 % of the time spent waiting). Of 110
A/A trials of 3 s in one process on such a machine, 4 intervals missed 1 and one verdict was false;
Welch's test on the two averages, one file after the other, was false in 50.

**When to decide** is fixed beforehand: the budget of seconds ends the measurement, never a glance
at the interval. Deciding again and again while samples arrive until an interval excludes 1 will
always succeed some day (P. Armitage, C. McPherson, B. Rowe, "Repeated significance tests on
accumulating data", JRSS A 132 (1969) 235-244). A live interval is for display only.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.core.comparisons import LEAST_QUADRUPLES
from studio.stats.quadruples import Floats, Quadruples

Interval = tuple[float, float]
LEAST_PROCESSES = 3
TRIMMED = 0.2
RESAMPLES = 2000
_BATCH_VALUES = 4_000_000
_ALPHA = 0.05
_POWER_MARGIN = 1.43
"""(1.96 + 0.84) / 1.96: an interval this much narrower than needed decides in 4 of 5 cases."""


@dataclass(frozen=True)
class RatioEstimate:
    """``ratio``: candidate / baseline. ``ci95``: None below ``LEAST_QUADRUPLES``."""

    ratio: float | None
    ci95: Interval | None
    quadruples: int
    processes: int


def estimate_ratio(
    quadruples: Quadruples, seed: int = 0, sitting: NDArray[np.int64] | None = None
) -> RatioEstimate:
    """The ratio with its interval; the same input and seed give the same interval.

    ``sitting``: int64 (quadruples,), what was loaded together. Below three processes it stands in
    for them: loaded anew, an arm is slower or faster as a whole, too.
    """
    values, count = quadruples.log_ratio, len(quadruples)
    processes = len(np.unique(quadruples.process))
    if count == 0:
        return RatioEstimate(None, None, 0, 0)
    center = float(_trimmed_mean(values))
    if count < LEAST_QUADRUPLES:
        return RatioEstimate(exp(center), None, count, processes)
    low, high = _bootstrap(values, seed)
    groups = quadruples.process if sitting is None or processes >= LEAST_PROCESSES else sitting
    reach = _reach_over_groups(center, values, groups)
    if reach is not None:
        low, high = min(low, center - reach), max(high, center + reach)
    return RatioEstimate(exp(center), (exp(low), exp(high)), count, processes)


def extra_seconds(found: RatioEstimate, threshold: float, seconds: float) -> float | None:
    """Measuring time that would probably turn cannot-tell into a verdict; None where unknown.

    ``seconds``: what was measured so far. The width of an interval shrinks with the square root of
    the time. It must become so narrow that it excludes 1, or fits within the threshold, whichever
    comes sooner, about the ratio seen now; and narrower by 1.43, so that the verdict comes in about
    4 of 5 cases although the estimate will move. Where processes differ more than their quadruples
    scatter, more time in as few processes brings less than that. With too few quadruples: the time
    until there are enough for an interval.
    """
    if found.quadruples == 0 or found.ratio is None or seconds <= 0:
        return None
    if found.ci95 is None:
        return seconds * (LEAST_QUADRUPLES - found.quadruples) / found.quadruples
    center = abs(log(found.ratio))
    needed = max(center, log(1 + threshold) - center) / _POWER_MARGIN
    half = (log(found.ci95[1]) - log(found.ci95[0])) / 2
    return max(0.0, seconds * ((half / needed) ** 2 - 1))


def _trimmed_mean(values: Floats, axis: int = -1) -> Any:
    """Mean without the lowest and the highest 20 % along ``axis``."""
    from scipy.stats import trim_mean

    return trim_mean(values, TRIMMED, axis=axis)


def _bootstrap(values: Floats, seed: int) -> Interval:
    from scipy.special import ndtr, stdtrit
    from scipy.stats import bootstrap

    count = len(values)
    tail = float(ndtr(sqrt(count / (count - 1)) * stdtrit(count - 1, _ALPHA / 2)))
    found = bootstrap(
        (values,),
        _trimmed_mean,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=max(1, _BATCH_VALUES // count),
        confidence_level=1 - 2 * tail,
        method="percentile",
        random_state=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)


def _reach_over_groups(center: float, values: Floats, group: NDArray[np.int64]) -> float | None:
    """Half the width of Student's t interval over the groups; None for fewer than three."""
    from scipy.special import stdtrit

    parts: list[NDArray[np.float64]] = [values[group == one] for one in np.unique(group)]
    groups = len(parts)
    if groups < LEAST_PROCESSES:
        return None
    own = np.array([float(_trimmed_mean(part)) for part in parts])
    error = sqrt(float(np.sum((own - center) ** 2)) / (groups * (groups - 1)))
    return float(stdtrit(groups - 1, 1 - _ALPHA / 2)) * error
