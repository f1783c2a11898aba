"""Parts of a whole that was measured several times.

The share is taken within each run and the median over the runs after it: what slows a whole run
down then leaves the shares as they are. Sums of medians would under-report the whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]


def median_shares(times: Times, totals: Times) -> NDArray[np.float64]:
    """``times``: (runs, parts), ``totals``: (runs), above 0, any one unit. Returns (parts)."""
    shares = times / totals[:, np.newaxis]
    return np.asarray(np.median(shares, axis=0), np.float64)


def median_share(times: Times, totals: Times) -> float:
    """Of all parts together; 0 where there are none."""
    return float(np.median(times.sum(axis=1) / totals))


def median_sum(times: Times) -> float:
    """The median over the runs of the sum of the parts, in their unit."""
    return float(np.median(times.sum(axis=1)))
