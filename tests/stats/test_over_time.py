"""How a latency went: intervals that hold, and an end that differs from its beginning."""

from __future__ import annotations

import numpy as np
import pytest

from studio.stats.over_time import end_over_beginning, median_interval


def test_the_interval_of_a_median_holds_it_in_95_of_100() -> None:
    generator = np.random.default_rng(1)
    held = 0
    for _ in range(1000):
        interval = median_interval(generator.lognormal(0, 1, 25))
        assert interval is not None
        held += interval[0] <= 1.0 <= interval[1]
    assert 940 <= held <= 985


def test_too_few_values_have_no_interval() -> None:
    assert median_interval(np.ones(5)) is None
    assert median_interval(np.arange(6.0)) == (0.0, 5.0)
    assert end_over_beginning(np.ones(5), np.ones(50)) is None


def test_an_end_that_is_slower_is_found_and_an_equal_one_is_not() -> None:
    generator = np.random.default_rng(2)
    first, same = generator.normal(10, 0.3, 200), generator.normal(10, 0.3, 200)
    found = end_over_beginning(first, 1.08 * same)
    assert found is not None
    ratio, (low, high) = found
    assert ratio == pytest.approx(1.08, abs=0.02)
    assert 1.0 < low < ratio < high
    held = 0
    for _ in range(500):
        again = end_over_beginning(generator.normal(10, 1, 60), generator.normal(10, 1, 60))
        assert again is not None
        held += again[1][0] <= 1.0 <= again[1][1]
    assert held >= 465
