"""Warm-up, cut by a stated rule; what it was is part of the result.

A model is warm after at least so many runs, at least 100 ms, and when its median latency no longer
falls: not by more than 1 % from one window of runs to the next. The first two windows are the
halves of what had to be run anyway. Two seconds at most, unless the runs asked for take longer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns

LEAST_NS = 100_000_000
MOST_NS = 2_000_000_000
WINDOW_NS = 50_000_000
_WINDOW_RUNS = 3
_LEAST_RUNS = 2
STEADY = 0.99
Clock = Callable[[], int]


@dataclass(frozen=True)
class WarmUp:
    """``latency_ns``: median of the last window; ``runs``: all that were made."""

    latency_ns: float
    runs: int


def warm_up(
    invoke: Callable[[], None],
    runs: int,
    least_ns: int = LEAST_NS,
    most_ns: int = MOST_NS,
    clock: Clock = perf_counter_ns,
) -> WarmUp:
    """Run until the rule above is met; ``runs``: at least, two where fewer are asked for."""
    started = clock()
    taken = _window(invoke, max(_LEAST_RUNS, runs), least_ns, clock)
    half = len(taken) // 2
    before, latest = median(taken[:half]), median(taken[half:])
    count = len(taken)
    while latest < STEADY * before and clock() - started < most_ns:
        window = _window(invoke, _WINDOW_RUNS, WINDOW_NS, clock)
        before, latest = latest, median(window)
        count += len(window)
    return WarmUp(float(latest), count)


def _window(invoke: Callable[[], None], runs: int, least_ns: int, clock: Clock) -> list[int]:
    """The latencies of at least ``runs`` runs that take at least ``least_ns``."""
    taken: list[int] = []
    started = clock()
    while len(taken) < runs or clock() - started < least_ns:
        before = clock()
        invoke()
        taken.append(clock() - before)
    return taken
