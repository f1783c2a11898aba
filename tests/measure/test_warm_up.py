"""Warm-up ends by its rule, and tells how many runs that took."""

from __future__ import annotations

from collections.abc import Callable

from studio.measure.warm_up import LEAST_NS, MOST_NS, WarmUp, warm_up

MS = 1_000_000


class Timeline:
    """Run number n takes ``took_ms(n)``, on a clock that only runs move."""

    def __init__(self, took_ms: Callable[[int], float]) -> None:
        self._took_ms = took_ms
        self.now = 0
        self.runs = 0

    def invoke(self) -> None:
        self.now += int(MS * self._took_ms(self.runs))
        self.runs += 1

    def warm_up(self, runs: int) -> WarmUp:
        found = warm_up(self.invoke, runs, clock=lambda: self.now)
        assert found.runs == self.runs
        return found


def test_what_is_steady_is_warm_after_the_runs_asked_for() -> None:
    assert Timeline(lambda _: 20.0).warm_up(6) == WarmUp(20.0 * MS, 6)


def test_short_runs_take_the_least_time() -> None:
    assert Timeline(lambda _: 1.0).warm_up(5) == WarmUp(1.0 * MS, LEAST_NS // MS)


def test_it_goes_on_while_the_latency_falls() -> None:
    """From 60 ms down by 2 ms a run to 20 ms, which is reached at run 20."""
    found = Timeline(lambda number: max(20.0, 60.0 - 2 * number)).warm_up(4)
    assert found.latency_ns == 20.0 * MS
    assert 23 <= found.runs <= 30


def test_it_ends_although_the_latency_falls_for_ever() -> None:
    timeline = Timeline(lambda number: 100.0 * 0.99**number)
    timeline.warm_up(4)
    assert MOST_NS <= timeline.now < MOST_NS + 4 * 100 * MS


def test_runs_that_are_asked_for_are_made_however_long_they_take() -> None:
    assert Timeline(lambda _: 1000.0).warm_up(7).runs == 7


def test_one_run_is_too_few_to_see_it_fall() -> None:
    found = Timeline(lambda number: 200.0 if number == 0 else 20.0).warm_up(0)
    assert found == WarmUp(20.0 * MS, 5)
