"""How a latency went over the minutes of a measurement: windows, and the end against the beginning.

All intervals are of medians of bursts and stay within one process: how hot or how throttled the
machine was is what is looked for here, not how processes differ.
"""

from __future__ import annotations

from math import exp, log

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]
Floats = NDArray[np.float64]
_ALPHA = 0.05


def median_interval(values: Floats) -> Interval | None:
    """95 % interval of the median of independent ``values`` (n,); None below 6.

    Binomial order statistics: H. A. David, H. N. Nagaraja, "Order Statistics", 2003, section 7.1.
    """
    from scipy.stats import binom

    count = len(values)
    below = int(binom.ppf(_ALPHA / 2, count, 0.5)) - 1
    if below < 0:
        return None
    ordered = np.sort(values)
    return float(ordered[below]), float(ordered[count - 1 - below])


def end_over_beginning(beginning: Floats, end: Floats) -> tuple[float, Interval] | None:
    """Ratio of the medians with its 95 % interval; None below 6 values on either side.

    Both intervals are joined on the logarithmic scale as independent errors add (square root of the
    sum of the squares: the "method of variance estimates recovery", G. Y. Zou, A. Donner,
    Statistics in Medicine 27 (2008) 1693-1702).
    """
    first, second = median_interval(beginning), median_interval(end)
    if first is None or second is None or np.any(beginning <= 0) or np.any(end <= 0):
        return None
    a, b = log(float(np.median(beginning))), log(float(np.median(end)))
    low = b - a - ((b - log(second[0])) ** 2 + (log(first[1]) - a) ** 2) ** 0.5
    high = b - a + ((log(second[1]) - b) ** 2 + (a - log(first[0])) ** 2) ** 0.5
    return exp(b - a), (exp(low), exp(high))
