"""Each other arm against the baseline: which clock decides, and what it says."""

from __future__ import annotations

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
from studio.core.targets import Arm
from studio.measure.timing import CPU_UNKNOWN
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


def choose_clock(arms: tuple[Arm, Arm], rows: tuple[Rows, Rows]) -> ClockChoice:
    """Wall time, unless both arms are one thread on a CPU that had to wait for it.

    Contention is what the samples themselves show: the part of both arms' wall time in which their
    process did not compute. How busy other processors were does not matter to a single thread. Of
    several threads CPU time is no latency, and of a device that is no CPU even less.
    """
    if any(arm.target.kind.device != "cpu" for arm in arms):
        return ClockChoice("wall", "clock-not-cpu")
    if any(len(one) and np.any(one[:, CPU] == CPU_UNKNOWN) for one in rows):
        return ClockChoice("wall", "clock-no-cpu-time")
    if not all(arm.runs_in_caller for arm in arms):
        return ClockChoice("wall", "clock-several-threads")
    wall = sum(int(one[:, WALL].sum()) for one in rows)
    cpu = sum(int(one[:, CPU].sum()) for one in rows)
    waited = max(0.0, 1.0 - cpu / wall) if wall else 0.0
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
) -> tuple[Comparison, ...]:
    """All arms but ``baseline`` against it; none where there is no such arm, or where rates were
    searched: latencies at different rates say nothing of each other.

    Where a run of the one is more samples than a run of the other, the time for one sample counts.

    ``rows``: arm -> int64 (samples, 4): process, block, wall_ns, cpu_ns. ``seconds``: measured in
    all. An arm without samples cannot be told from the baseline.
    """
    if not 0 <= baseline < len(arms) or any(arm.scenario.is_search for arm in arms):
        return ()
    nothing = np.zeros((0, 4), np.int64)
    return tuple(
        _compare(
            (baseline, candidate),
            (arms[baseline], arms[candidate]),
            (rows.get(baseline, nothing), rows.get(candidate, nothing)),
            threshold,
            seconds,
            seed,
        )
        for candidate in range(len(arms))
        if candidate != baseline
    )


def _compare(
    places: tuple[int, int],
    arms: tuple[Arm, Arm],
    rows: tuple[Rows, Rows],
    threshold: float,
    seconds: float,
    seed: int,
) -> Comparison:
    choice = choose_clock(arms, rows)
    quadruples = pair(*rows, CPU if choice.clock == "cpu" else WALL)
    per_sample = arms[0].samples_per_run / arms[1].samples_per_run
    scaled = replace(quadruples, log_ratio=quadruples.log_ratio + log(per_sample))
    found = estimate_ratio(scaled, seed)
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
        clock=choice.clock,
        clock_reason=choice.reason,
        threshold=threshold,
        verdict=verdict,
        quadruples=found.quadruples,
        processes=found.processes,
        waited_share=choice.waited_share,
        extra_seconds=extra_seconds(found, threshold, seconds) if is_open else None,
    )
