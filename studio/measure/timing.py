"""The timed loop: nothing in it but clocks and runs.

Rows go into a buffer made beforehand. Wall time is ``perf_counter_ns`` right around the run. CPU
time is that of the whole process, since XNNPACK's worker threads do a part of the work; its clock
is read outside of the wall clock and adds about a microsecond to itself. Linux brings the time of
*other* threads up to date only at its ticks, so with several threads one run would get none of it
and the next one too much: there every run of a burst gets the burst's mean. Windows ticks every
15.6 ms, which measures neither; CPU time is left out there (-1).

Of very short models a sample is the mean of several runs in one window, and what an empty call
costs in the same loop is taken off (see :func:`empty_cost`).
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns, process_time_ns

from studio.core.sample_file import CPU_UNKNOWN
from studio.measure.plan import Burst

COLUMNS = 4
_EMPTY_CALLS = 500


def _no_cpu_clock() -> int:
    return 0


HAS_CPU_CLOCK = sys.platform != "win32"
_cpu_clock: Callable[[], int] = process_time_ns if HAS_CPU_CLOCK else _no_cpu_clock


@dataclass(frozen=True)
class EmptyCost:
    """What one sample of a call that does nothing reads, in ns: clocks, loop, and the call."""

    wall_ns: int = 0
    cpu_ns: int = 0


NO_COST = EmptyCost()


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
        self,
        invoke: Callable[[], None],
        variant: int,
        burst: Burst,
        *,
        is_single_threaded: bool,
        cost: EmptyCost = NO_COST,
    ) -> None:
        """Run one variant; ``position`` counts the timed samples of the block.

        ``is_single_threaded``: all work is done by the calling thread, so that CPU time is known
        sample by sample. ``cost`` is taken off each sample, which never falls below 0.
        """
        for _ in range(burst.settling):
            invoke()
        first = self._filled
        cpu = _cpu_clock()
        if is_single_threaded and HAS_CPU_CLOCK:
            self._time_wall_and_cpu(invoke, variant, burst)
        else:
            self._time_wall(invoke, variant, burst)
            samples = burst.timed * (burst.skipped + 1)
            cpu = (_cpu_clock() - cpu) // samples
            for at in range(first, self._filled, COLUMNS):
                self._values[at + 3] = cpu if HAS_CPU_CLOCK else CPU_UNKNOWN
        if cost is not NO_COST or burst.runs > 1:
            self._correct(first, burst.runs, cost)

    def _time_wall_and_cpu(self, invoke: Callable[[], None], variant: int, burst: Burst) -> None:
        values, at = self._values, self._filled
        runs, skipped = range(burst.runs), range(burst.skipped * burst.runs)
        clock, cpu_clock = perf_counter_ns, _cpu_clock
        for _ in range(burst.timed):
            for _ in skipped:
                invoke()
            cpu = cpu_clock()
            started = clock()
            for _ in runs:
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
        runs, skipped, clock = range(burst.runs), range(burst.skipped * burst.runs), perf_counter_ns
        for _ in range(burst.timed):
            for _ in skipped:
                invoke()
            started = clock()
            for _ in runs:
                invoke()
            ended = clock()
            values[at] = variant
            values[at + 1] = at // COLUMNS
            values[at + 2] = ended - started
            at += COLUMNS
        self._filled = at

    def _correct(self, first: int, runs: int, cost: EmptyCost) -> None:
        """Samples of ``runs`` runs become the mean of one, less what an empty call costs."""
        values = self._values
        for at in range(first, self._filled, COLUMNS):
            values[at + 2] = max(0, values[at + 2] - cost.wall_ns) // runs
            if values[at + 3] != CPU_UNKNOWN:
                values[at + 3] = max(0, values[at + 3] - cost.cpu_ns) // runs


def empty_cost(runs: int, *, is_single_threaded: bool) -> EmptyCost:
    """The median sample of ``runs`` calls of a method that does nothing, in the same loop."""
    buffer = BlockBuffer(_EMPTY_CALLS)
    burst = Burst(settling=_EMPTY_CALLS, timed=_EMPTY_CALLS, skipped=0, runs=runs)
    empty = _Empty().invoke
    if is_single_threaded and HAS_CPU_CLOCK:
        buffer._time_wall_and_cpu(empty, 0, burst)
    else:
        buffer._time_wall(empty, 0, burst)
    rows = buffer.rows()
    return EmptyCost(int(median(rows[2::COLUMNS])), int(median(rows[3::COLUMNS])))


class _Empty:
    def invoke(self) -> None:
        """What every model's ``invoke`` is: a bound method in Python."""
