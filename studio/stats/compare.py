"""Each other arm against the baseline: which clock decides, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from studio.core.comparisons import (
    LEAST_PROCESSES_APART,
    Clock,
    ClockReason,
    Comparison,
    verdict_of,
)
from studio.core.sample_file import CPU_UNKNOWN
from studio.core.scenarios import are_comparable
from studio.core.targets import Arm
from studio.stats.quadruples import pair
from studio.stats.verdict import estimate_ratio, extra_seconds

Rows = NDArray[np.int64]
WALL, CPU = 2, 3
CONTENDED_SHARE = 0.02
"""More than this part of the run time spent waiting for a processor: the arms were contended."""


@dataclass(frozen=True)
class ClockChoice:
    """``waited_share``: see Comparison."""

    clock: Clock
    reason: ClockReason
    waited_share: float | None = None


@dataclass(frozen=True)
class RunTime:
    """All run time of an arm, in nanoseconds. ``cpu_ns``: None where some of it is not known."""

    wall_ns: int = 0
    cpu_ns: int | None = 0

    def __add__(self, other: RunTime) -> RunTime:
        is_known = self.cpu_ns is not None and other.cpu_ns is not None
        return RunTime(
            self.wall_ns + other.wall_ns,
            (self.cpu_ns or 0) + (other.cpu_ns or 0) if is_known else None,
        )


def run_time(rows: Rows) -> RunTime:
    """Of int64 (samples, 4): process, block, wall_ns, cpu_ns."""
    is_known = not np.any(rows[:, CPU] == CPU_UNKNOWN)
    return RunTime(int(rows[:, WALL].sum()), int(rows[:, CPU].sum()) if is_known else None)


def choose_clock(arms: tuple[Arm, Arm], times: tuple[RunTime, RunTime]) -> ClockChoice:
    """Wall time, unless both arms are one thread on a CPU that had to wait for it.

    Contention is what the samples themselves show: the part of both arms' wall time in which their
    process did not compute. How busy other processors were does not matter to a single thread. Of
    several threads CPU time is no latency, and of a device that is no CPU even less.
    """
    if any(arm.target.kind.device != "cpu" for arm in arms):
        return ClockChoice("wall", "clock-not-cpu")
    if any(arm.scenario.id == "server" for arm in arms):
        return ClockChoice("wall", "clock-server")
    if any(arm.target.kind.family == "tensorflow" for arm in arms):
        return ClockChoice("wall", "clock-tensorflow")
    if not all(arm.runs_in_caller for arm in arms):
        return ClockChoice("wall", "clock-several-threads")
    both = times[0] + times[1]
    if both.cpu_ns is None:
        return ClockChoice("wall", "clock-no-cpu-time")
    waited = max(0.0, 1.0 - both.cpu_ns / both.wall_ns) if both.wall_ns else 0.0
    if waited > CONTENDED_SHARE:
        return ClockChoice("cpu", "clock-waited", waited)
    return ClockChoice("wall", "clock-undisturbed", waited)


def compare(
    arms: tuple[Arm, ...],
    rows: dict[int, Rows],
    baseline: int,
    threshold: float,
    seconds: float,
    seed: int = 0,
    sittings: Mapping[int, Sequence[int]] | None = None,
) -> tuple[Comparison, ...]:
    """All arms but ``baseline`` against it, as far as they may be (``core.scenarios``:
    ``are_comparable``); none where there is no such arm.

    Where a run of the one is more samples than a run of the other, the time for one sample counts.

    ``rows``: arm -> int64 (samples, 4): process, block, wall_ns, cpu_ns. ``seconds``: measured in
    all. ``sittings``: process -> the blocks with which its sittings began. An arm without samples
    cannot be told from the baseline.
    """
    nothing = np.zeros((0, 4), np.int64)
    found = []
    for candidate in candidates(arms, baseline):
        both = (rows.get(baseline, nothing), rows.get(candidate, nothing))
        pair_of = (arms[baseline], arms[candidate])
        clock = choose_clock(pair_of, (run_time(both[0]), run_time(both[1])))
        places = (baseline, candidate)
        found.append(compare_pair(places, pair_of, both, clock, threshold, seconds, seed, sittings))
    return tuple(found)


def candidates(arms: tuple[Arm, ...], baseline: int) -> list[int]:
    """The places of those that may be compared with that at ``baseline``; [] = no such arm."""
    if not 0 <= baseline < len(arms):
        return []
    reference = arms[baseline].scenario
    return [
        place
        for place, arm in enumerate(arms)
        if place != baseline and are_comparable(reference, arm.scenario)
    ]


def compare_pair(
    places: tuple[int, int],
    arms: tuple[Arm, Arm],
    rows: tuple[Rows, Rows],
    clock: ClockChoice,
    threshold: float,
    seconds: float,
    seed: int = 0,
    sittings: Mapping[int, Sequence[int]] | None = None,
) -> Comparison:
    """The baseline's place, arm and rows first; see :func:`compare`."""
    quadruples = pair(*rows, CPU if clock.clock == "cpu" else WALL)
    per_sample = arms[0].samples_per_run / arms[1].samples_per_run
    scaled = replace(quadruples, log_ratio=quadruples.log_ratio + log(per_sample))
    found = estimate_ratio(scaled, seed, scaled.sitting(sittings) if sittings else None)
    is_apart = arms[0].target.process != arms[1].target.process
    if is_apart and found.processes < LEAST_PROCESSES_APART:
        found = replace(found, ci95=None)
    verdict = verdict_of(found.ci95, threshold)
    is_open = verdict == "cannot-tell" and not (is_apart and found.ci95 is None)
    return Comparison(
        baseline=places[0],
        candidate=places[1],
        ratio=found.ratio,
        ci95=found.ci95,
        clock=clock.clock,
        clock_reason=clock.reason,
        threshold=threshold,
        verdict=verdict,
        quadruples=found.quadruples,
        processes=found.processes,
        waited_share=clock.waited_share,
        extra_seconds=extra_seconds(found, threshold, seconds) if is_open else None,
    )
