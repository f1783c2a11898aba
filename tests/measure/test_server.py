"""Queries that are due at random: waiting counts, no query is left out, and an end is in sight."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from studio.measure.server import LOOK_S, Served, serve
from tests.measure.counting_runtime import spin

PATIENT = 60.0


class Time:
    """Goes on only by what sleeps and by what runs; a spin would never end and is refused."""

    def __init__(self) -> None:
        self.now_ns = 0
        self.slept: list[float] = []
        self._looks = 0

    def clock(self) -> int:
        self._looks += 1
        assert self._looks < 1000, "the clock is read again and again: a spin"
        return self.now_ns

    def sleep(self, seconds: float) -> None:
        self._looks = 0
        self.slept.append(seconds)
        self.now_ns += max(1, round(1e9 * seconds))

    def run(self, ms: float) -> Callable[[], None]:
        """A run that takes so long."""

        def invoke() -> None:
            self._looks = 0
            self.now_ns += int(ms * 1e6)

        return invoke

    def serve(
        self, invoke: Callable[[], None], rate: float, queries: int, patience_s: float = PATIENT
    ) -> Served:
        return serve(
            [invoke], rate, queries, 1, patience_s=patience_s, clock=self.clock, sleep=self.sleep
        )


def test_without_load_latency_is_that_of_a_run() -> None:
    fake = Time()
    found = fake.serve(fake.run(2), rate=5, queries=20)
    assert np.median(found.latencies_ns) == pytest.approx(2e6, rel=1e-3)
    assert found.busy_ns == pytest.approx(20 * 2e6)
    assert found.seconds == pytest.approx(20 / 5, rel=0.5)
    assert not found.is_stopped and not found.is_behind


def test_nobody_spins_until_a_query_is_due() -> None:
    """All the time that no run takes is slept, in few and long sleeps."""
    fake = Time()
    found = fake.serve(fake.run(1), rate=10, queries=30)
    assert sum(fake.slept) == pytest.approx(found.seconds - 30 * 0.001, abs=1e-3)
    assert max(fake.slept) <= LOOK_S
    assert len(fake.slept) < found.seconds / LOOK_S + 3 * 30


def test_above_capacity_each_query_waits_for_those_before_it() -> None:
    """Runs of 10 ms at 1,000 a second: the last of 20 was due at about 20 ms and ends at 200."""
    fake = Time()
    latencies = fake.serve(fake.run(10), rate=1000, queries=20).latencies_ns
    assert 150e6 < latencies[-1] < 200e6
    assert np.all(np.diff(latencies) > 0)


def test_a_stall_counts_for_all_that_were_due_meanwhile() -> None:
    """One run of 200 ms among quick ones: a sender that waits for it would see one slow query."""
    fake = Time()
    runs = iter([fake.run(1)] * 5 + [fake.run(200)] + [fake.run(1)] * 94)
    latencies = fake.serve(lambda: next(runs)(), rate=100, queries=100).latencies_ns
    assert np.count_nonzero(latencies > 50_000_000) > 5


def test_a_rate_that_cannot_be_kept_ends_when_one_has_waited_too_long() -> None:
    """2,000 a second of 2 ms each: 10,000 queries would take 20 s, and after t s one is 0.75 t
    behind.
    """
    fake = Time()
    found = fake.serve(fake.run(2), rate=2000, queries=10_000, patience_s=0.5)
    assert found.is_behind
    assert found.seconds == pytest.approx(0.5 / 0.75, rel=0.1)
    assert len(found.latencies_ns) == pytest.approx(found.seconds * 500, abs=2)
    assert found.busy_ns * 2000 / len(found.latencies_ns) / 1e9 == pytest.approx(4), "offered load"


def test_a_stop_is_heard_between_two_queries() -> None:
    asked = iter([False, True])
    began = time.monotonic()
    found = serve([lambda: None], 0.001, 100, 1, patience_s=PATIENT, stop=lambda: next(asked, True))
    assert found.is_stopped
    assert len(found.latencies_ns) == 0
    assert time.monotonic() - began < 30, "the first query is due in minutes"


def test_a_stop_keeps_those_that_were_answered() -> None:
    """In order: the first so many, whatever the streams had in hand."""
    runs = [0]

    def invoke() -> None:
        runs[0] += 1
        time.sleep(0.001)

    found = serve([invoke] * 3, 1000, 10**5, 1, patience_s=PATIENT, stop=lambda: runs[0] >= 20)
    assert found.is_stopped
    assert 17 <= len(found.latencies_ns) <= runs[0]
    assert found.latencies_ns.min() >= 1_000_000


def test_streams_serve_queries_at_once() -> None:
    inside, most = [0], [0]

    def invoke() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.02)
        inside[0] -= 1

    serve([invoke] * 3, 10_000, 12, 3, patience_s=PATIENT)
    assert most[0] == 3


def test_a_failing_run_ends_it() -> None:
    def invoke() -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        serve([invoke], 1000, 5, 0, patience_s=PATIENT)


def test_real_runs_take_real_time() -> None:
    found = serve([lambda: spin(2)], 50, 20, 1, patience_s=PATIENT)
    assert found.latencies_ns.min() >= 2_000_000
    assert found.busy_ns >= 20 * 2_000_000
