"""Bootstrap intervals hold what they promise, and pairs are compared as pairs."""

from __future__ import annotations

import numpy as np
import pytest

from studio.stats.bootstrap import bootstrap, paired_bootstrap
from studio.stats.proportions import mcnemar

RANDOM = np.random.default_rng(11)


def _mean(totals: np.ndarray) -> np.ndarray:
    return np.asarray(totals[..., 0] / totals[..., 1])


def _with_count(values: np.ndarray) -> np.ndarray:
    return np.stack([values, np.ones_like(values)], axis=1)


def test_an_interval_of_a_mean_covers_it() -> None:
    covered = 0
    for trial in range(100):
        interval = bootstrap(_with_count(RANDOM.normal(3.0, 1.0, 60)), _mean, seed=trial)
        assert interval is not None
        covered += interval[0] <= 3.0 <= interval[1]
    assert 86 <= covered <= 100  # 95 % nominal: below 86 in 1 of 2,000 runs


def test_pairs_are_told_apart_where_single_intervals_overlap() -> None:
    first = RANDOM.normal(0, 10, 200)
    second = first + RANDOM.normal(0.5, 0.2, 200)
    alone = bootstrap(_with_count(first), _mean), bootstrap(_with_count(second), _mean)
    assert alone[0] is not None and alone[1] is not None and alone[0][1] > alone[1][0]
    paired = paired_bootstrap(_with_count(second), _with_count(first), _mean)
    assert paired is not None and 0.4 < paired[0] < paired[1] < 0.6


def test_one_sample_has_no_interval() -> None:
    assert bootstrap(_with_count(np.array([1.0])), _mean) is None
    with pytest.raises(ValueError, match="no pairs"):
        paired_bootstrap(np.ones((3, 2)), np.ones((2, 2)), _mean)


@pytest.mark.parametrize(
    ("only_a", "only_b", "expected"),
    [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 2 / 32), (1, 9, 2 * 11 / 1024), (400, 600, 2.7e-10)],
)
def test_mcnemar_is_the_binomial_test(only_a: int, only_b: int, expected: float) -> None:
    assert mcnemar(only_a, only_b) == pytest.approx(expected, rel=0.05)
    assert mcnemar(only_b, only_a) == mcnemar(only_a, only_b)
