"""Concurrency: every sample of a query is run once, by whoever is free, and failures are heard."""

from __future__ import annotations

import threading
import time

import pytest

from studio.measure.streams import Streams


def test_a_query_runs_each_sample_once_on_all_streams() -> None:
    seen: list[int] = []
    both = threading.Barrier(2, timeout=30)

    def invoke() -> None:
        seen.append(threading.get_ident())
        if len(seen) <= 2:
            both.wait()  # only two threads at once come past this

    streams = Streams([invoke, invoke], samples=10)
    streams.invoke()
    assert len(seen) == 10
    assert len(set(seen)) == 2
    assert threading.get_ident() not in seen
    streams.invoke()
    assert len(seen) == 20
    streams.close()


def test_the_free_stream_takes_what_the_slow_one_has_no_time_for() -> None:
    counts = {"slow": 0, "quick": 0}
    has_begun, is_over = threading.Event(), threading.Event()

    def slow() -> None:
        counts["slow"] += 1
        has_begun.set()
        is_over.wait(30)

    def quick() -> None:
        has_begun.wait(30)
        counts["quick"] += 1
        if counts["quick"] == 9:
            is_over.set()

    streams = Streams([slow, quick], samples=10)
    streams.invoke()
    streams.close()
    assert counts == {"slow": 1, "quick": 9}


def test_a_failing_run_is_raised_and_the_streams_go_on() -> None:
    fails = [True]

    def invoke() -> None:
        if fails[0]:
            raise RuntimeError("no")
        time.sleep(0)

    streams = Streams([invoke, invoke], samples=4)
    with pytest.raises(RuntimeError, match="no"):
        streams.invoke()
    fails[0] = False
    streams.invoke()
    streams.close()
