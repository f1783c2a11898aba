"""The timed loop: nothing in it but clocks and runs.

Rows go into a buffer made beforehand. Wall time is ``perf_counter_ns`` right around the run. CPU
time is that of the whole process, since XNNPACK's worker threads do a part of the work; its clock
is read outside of the wall clock and adds about a microsecond to itself. Linux brings the time of
*other* threads up to date only at its ticks, so with several threads one run would get none of it
and the next one too much: there every run of a burst gets the burst's mean. Windows ticks every
15.6 ms, which measures neither; CPU time is left out there (-1).
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable
from time import perf_counter_ns, process_time_ns

from studio.measure.plan import Burst

COLUMNS = 4
CPU_UNKNOWN = -1


def _no_cpu_clock() -> int:
    return 0


HAS_CPU_CLOCK = sys.platform != "win32"
_cpu_clock: Callable[[], int] = process_time_ns if HAS_CPU_CLOCK else _no_cpu_clock


class BlockBuffer:
    """Preallocated rows of (variant, position, wall_ns, cpu_ns) for one block."""

    def __init__(self, capacity: int) -> None:
        self._values = array("q", bytes(8 * COLUMNS * capacity))
        self._filled = 0

    def clear(self) -> None:
        self._filled = 0

    def rows(self) -> array[int]:
        """A copy of what was measured, row after row."""
        return self._values[: self._filled]

    def run_burst(
        self, invoke: Callable[[], None], variant: int, burst: Burst, *, is_single_threaded: bool
    ) -> None:
        """Run one variant; ``position`` counts the timed runs of the block.

        ``is_single_threaded``: all work is done by the calling thread, so that CPU time is known
        run by run.
        """
        for _ in range(burst.settling):
            invoke()
        first = self._filled
        cpu = _cpu_clock()
        if is_single_threaded and HAS_CPU_CLOCK:
            self._time_wall_and_cpu(invoke, variant, burst)
        else:
            self._time_wall(invoke, variant, burst)
            cpu = (_cpu_clock() - cpu) // (burst.timed * (burst.skipped + 1))
            for at in range(first, self._filled, COLUMNS):
                self._values[at + 3] = cpu if HAS_CPU_CLOCK else CPU_UNKNOWN

    def _time_wall_and_cpu(self, invoke: Callable[[], None], variant: int, burst: Burst) -> None:
        values, at = self._values, self._filled
        skipped, clock, cpu_clock = range(burst.skipped), perf_counter_ns, _cpu_clock
        for _ in range(burst.timed):
            for _ in skipped:
                invoke()
            cpu = cpu_clock()
            started = clock()
            invoke()
            ended = clock()
            cpu = cpu_clock() - cpu
            values[at] = variant
            values[at + 1] = at // COLUMNS
            values[at + 2] = ended - started
            values[at + 3] = cpu
            at += COLUMNS
        self._filled = at

    def _time_wall(self, invoke: Callable[[], None], variant: int, burst: Burst) -> None:
        values, at = self._values, self._filled
        skipped, clock = range(burst.skipped), perf_counter_ns
        for _ in range(burst.timed):
            for _ in skipped:
                invoke()
            started = clock()
            invoke()
            ended = clock()
            values[at] = variant
            values[at + 1] = at // COLUMNS
            values[at + 2] = ended - started
            at += COLUMNS
        self._filled = at


def warm_up(invoke: Callable[[], None], runs: int, least_ns: int) -> float:
    """Run at least ``runs`` times and ``least_ns``; the median latency of the later half, in ns."""
    taken: list[int] = []
    started = perf_counter_ns()
    while len(taken) < max(1, runs) or perf_counter_ns() - started < least_ns:
        before = perf_counter_ns()
        invoke()
        taken.append(perf_counter_ns() - before)
    later = sorted(taken[len(taken) // 2 :])
    return float(later[len(later) // 2])
