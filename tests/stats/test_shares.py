"""Shares within each run, and their medians."""

from __future__ import annotations

import numpy as np

from studio.stats.shares import median_share, median_shares, median_sum

TIMES = np.array([[10, 30], [20, 60], [10, 10]], np.int64)
TOTALS = np.array([50, 100, 40], np.int64)


def test_the_share_is_taken_within_each_run() -> None:
    assert median_shares(TIMES, TOTALS).tolist() == [0.2, 0.6]


def test_a_run_that_was_slow_as_a_whole_changes_no_share() -> None:
    slow = TIMES * np.array([[1], [5], [1]])
    assert median_shares(slow, TOTALS * np.array([1, 5, 1])).tolist() == [0.2, 0.6]


def test_parts_together() -> None:
    assert median_share(TIMES, TOTALS) == 0.8
    assert median_sum(TIMES) == 40
    assert median_share(TIMES[:, :0], TOTALS) == 0
