"""Bootstrap intervals of what is computed from sums over samples, alone and in pairs.

Source: B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13
(percentile intervals). Samples are drawn with replacement; of a pair, both sides of the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

Interval = tuple[float, float]
Statistic = Callable[[np.ndarray], np.ndarray]
"""(resamples, sums) -> (resamples,)."""

RESAMPLES = 2000
LEAST_SAMPLES = 2
_CHUNK = 1 << 22


def bootstrap(
    sums: ArrayLike, statistic: Statistic, seed: int = 0, confidence: float = 0.95
) -> Interval | None:
    """The interval of ``statistic`` over the samples' sums.

    ``sums``: (samples, k), what each sample adds to k totals. None below two samples, and where a
    resample has no finite value.
    """
    table = _table(sums)
    return _interval([statistic(drawn @ table) for drawn in _draws(len(table), seed)], confidence)


def paired_bootstrap(
    sums: ArrayLike,
    others: ArrayLike,
    statistic: Statistic,
    seed: int = 0,
    confidence: float = 0.95,
) -> Interval | None:
    """The interval of ``statistic`` of ``sums`` minus that of ``others``, of the same samples.

    Raises ValueError where the two differ in shape.
    """
    table, other = _table(sums), _table(others)
    if table.shape != other.shape:
        raise ValueError(f"{table.shape} and {other.shape} are no pairs")
    return _interval(
        [statistic(drawn @ table) - statistic(drawn @ other) for drawn in _draws(len(table), seed)],
        confidence,
    )


def _table(sums: ArrayLike) -> np.ndarray:
    table = np.asarray(sums, np.float64)
    return table[:, None] if table.ndim == 1 else table


def _draws(samples: int, seed: int) -> Iterator[np.ndarray]:
    """(some, samples): how often each sample was drawn, ``RESAMPLES`` in all, in bounded parts."""
    if samples < LEAST_SAMPLES:
        return
    random = np.random.default_rng(seed)
    step = max(1, _CHUNK // samples)
    for start in range(0, RESAMPLES, step):
        count = min(step, RESAMPLES - start)
        chosen = random.integers(0, samples, (count, samples))
        chosen += np.arange(count)[:, None] * samples
        drawn = np.bincount(chosen.ravel(), minlength=count * samples)
        yield drawn.reshape(count, samples).astype(np.float64)


def _interval(parts: list[np.ndarray], confidence: float) -> Interval | None:
    if not parts:
        return None
    values = np.concatenate(parts)
    if not np.isfinite(values).all():
        return None
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
