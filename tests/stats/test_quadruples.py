"""Quadruples: complete ones only, drift within them cancels, bursts count by their median."""

from __future__ import annotations

import numpy as np
import pytest

from studio.stats.quadruples import burst_medians, pair

Burst = tuple[int, int, list[int]]


def rows(*bursts: Burst) -> np.ndarray:
    """(process, block, latencies) -> int64 (samples, 3)."""
    return np.array(
        [(process, block, value) for process, block, values in bursts for value in values],
        np.int64,
    ).reshape(-1, 3)


def test_the_ratio_is_candidate_over_baseline() -> None:
    baseline = rows((0, 0, [100, 100, 900]), (0, 1, [200]))
    candidate = rows((0, 0, [200]), (0, 1, [400, 400]))
    found = pair(baseline, candidate, 2)
    assert found.log_ratio == pytest.approx([np.log(2)])


def test_a_quadruple_is_an_even_block_and_the_next_of_one_process() -> None:
    blocks = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (1, 3), (2, 5)]
    baseline = rows(*((process, block, [100]) for process, block in blocks))
    candidate = rows(*((process, block, [100]) for process, block in reversed(blocks)))
    found = pair(baseline, candidate, 2)
    assert found.process.tolist() == [0, 1]
    assert found.index.tolist() == [0, 1]


def test_an_arm_that_is_missing_in_one_block_breaks_the_quadruple() -> None:
    baseline = rows((0, 0, [100]), (0, 1, [100]))
    assert len(pair(baseline, rows((0, 0, [100])), 2)) == 0
    assert len(pair(baseline, rows(), 2)) == 0


def test_a_linear_drift_within_a_quadruple_cancels() -> None:
    """A at 1.00 and 1.03, B at 1.01 and 1.02 of the same latency."""
    baseline = rows((0, 0, [10_000]), (0, 1, [10_300]))
    candidate = rows((0, 0, [10_100]), (0, 1, [10_200]))
    assert pair(baseline, candidate, 2).log_ratio == pytest.approx([0.0], abs=1e-3)


def test_bursts_that_took_no_time_count_for_nothing() -> None:
    assert burst_medians(rows((0, 0, [0, 0, 5]), (0, 1, [7, 7, 0])), 2) == {(0, 1): 7.0}
