"""Queries that are due at random: waiting counts, and no query is left out."""

from __future__ import annotations

import time

import numpy as np
import pytest

from studio.measure.server import serve
from tests.measure.counting_runtime import spin


def test_without_load_latency_is_that_of_a_run() -> None:
    latencies = serve([lambda: spin(2)], rate_per_s=50, queries=20, seed=1)
    assert len(latencies) == 20
    assert latencies.min() >= 2_000_000
    assert np.median(latencies) < 20_000_000


def test_above_capacity_each_query_waits_for_those_before_it() -> None:
    """Runs of 10 ms at 1,000 a second: the last of 20 was due at about 20 ms and ends at 200."""
    latencies = serve([lambda: spin(10)], rate_per_s=1000, queries=20, seed=1)
    assert latencies[-1] > 140_000_000
    assert latencies[-1] > latencies[0] + 100_000_000


def test_a_stall_counts_for_all_that_were_due_meanwhile() -> None:
    """One run of 200 ms among quick ones: a sender that waits for it would see one slow query."""
    runs = iter([1.0] * 5 + [200.0] + [1.0] * 94)
    latencies = serve([lambda: spin(next(runs))], rate_per_s=100, queries=100, seed=2)
    assert np.count_nonzero(latencies > 50_000_000) > 5


def test_two_streams_serve_two_queries_at_once() -> None:
    sleeping = [lambda: time.sleep(0.02)] * 2
    one = serve(sleeping[:1], rate_per_s=80, queries=40, seed=3)
    two = serve(sleeping, rate_per_s=80, queries=40, seed=3)
    assert two[-1] < one[-1]


def test_a_failing_run_ends_it() -> None:
    def invoke() -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        serve([invoke], rate_per_s=1000, queries=5, seed=0)
