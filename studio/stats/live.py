"""What two arms say of each other while they are still being measured: for display only.

The verdict of a measurement is decided once, when its time is over (see ``stats.verdict``). Samples
are reduced to burst medians as they arrive, so that a look costs the same after an hour as after a
minute's worth of bursts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from studio.core.comparisons import Comparison
from studio.core.targets import Arm
from studio.stats.compare import (
    CPU,
    WALL,
    RunTime,
    candidates,
    choose_clock,
    compare_pair,
    run_time,
)
from studio.stats.quadruples import BLOCK, PROCESS

Rows = NDArray[np.int64]
_NS = 1e-9


@dataclass
class _Burst:
    """Samples of one arm in one block that are not complete yet."""

    key: tuple[int, int]
    parts: list[Rows] = field(default_factory=list)

    def median(self) -> tuple[int, int, int, int]:
        rows = np.concatenate(self.parts)
        wall, cpu = np.median(rows[:, WALL]), np.median(rows[:, CPU])
        return (*self.key, int(wall), int(cpu))


@dataclass(frozen=True)
class Look:
    """A copy of what is known at one moment, to be computed with in another thread.

    ``bursts``: of each arm int64 (bursts, 4): process, block, median wall_ns, median cpu_ns.
    """

    arms: tuple[Arm, ...]
    bursts: tuple[Rows, ...]
    times: tuple[RunTime, ...]

    @property
    def seconds(self) -> float:
        """Time spent in timed runs, all arms together."""
        return _NS * sum(time.wall_ns for time in self.times)

    def compare(self, baseline: int, threshold: float) -> tuple[Comparison, ...]:
        """Each other arm against ``baseline``, by the complete quadruples so far."""
        return tuple(
            self._pair((baseline, candidate), threshold)
            for candidate in candidates(self.arms, baseline)
        )

    def _pair(self, places: tuple[int, int], threshold: float) -> Comparison:
        first, second = places
        arms = (self.arms[first], self.arms[second])
        clock = choose_clock(arms, (self.times[first], self.times[second]))
        rows = (self.bursts[first], self.bursts[second])
        return compare_pair(places, arms, rows, clock, threshold, self.seconds)


class LiveBursts:
    """Takes in samples in the order measured."""

    def __init__(self, arms: tuple[Arm, ...]) -> None:
        self._arms = arms
        self._open: list[_Burst | None] = [None] * len(arms)
        self._done: list[list[tuple[int, int, int, int]]] = [[] for _ in arms]
        self._times = [RunTime() for _ in arms]

    def add(self, arm: NDArray[np.int64], rows: Rows) -> None:
        """``arm``: int64 (samples,), places; ``rows``: int64 (samples, 4), aligned, as in Look."""
        for place in range(len(self._arms)):
            chosen = rows[arm == place]
            if len(chosen):
                self._times[place] += run_time(chosen)
                self._take(place, chosen)

    def look(self) -> Look:
        return Look(
            self._arms,
            tuple(np.array(done, np.int64).reshape(-1, 4) for done in self._done),
            tuple(self._times),
        )

    def _take(self, place: int, rows: Rows) -> None:
        keys = rows[:, [PROCESS, BLOCK]]
        ends = np.flatnonzero(np.any(np.diff(keys, axis=0) != 0, axis=1)) + 1
        for part in np.split(rows, ends):
            key = (int(part[0, PROCESS]), int(part[0, BLOCK]))
            burst = self._open[place]
            if burst is None or burst.key != key:
                if burst is not None:
                    self._done[place].append(burst.median())
                burst = self._open[place] = _Burst(key)
            burst.parts.append(part)
