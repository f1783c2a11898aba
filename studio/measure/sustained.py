"""Sums up a sustained measurement: one process, minutes long, watched all the while."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studio.core.sustained import Moment, Sustained, SustainedArm, Window
from studio.core.targets import Arm
from studio.stats.compare import CPU, WALL, choose_clock, compare, run_time
from studio.stats.over_time import end_over_beginning, median_interval
from studio.stats.quadruples import BLOCK, burst_medians

Rows = NDArray[np.int64]
WINDOWS = 30


def sum_up(
    arms: tuple[Arm, ...],
    rows: dict[int, Rows],
    moments: Sequence[Moment],
    baseline: int,
    threshold: float,
) -> Sustained:
    """``rows``: arm -> int64 (samples, 4): process, block, wall_ns, cpu_ns, of one process."""
    last = moments[-1].block if moments else 0
    third = last // 3
    first_part = {arm: found[found[:, BLOCK] < third] for arm, found in rows.items()}
    last_part = {arm: found[found[:, BLOCK] >= last - third] for arm, found in rows.items()}
    seconds = moments[-1].at_s / 3 if moments else 0.0
    return Sustained(
        arms=tuple(_arm(arm, rows.get(place), moments, third) for place, arm in enumerate(arms)),
        moments=tuple(moments),
        first=compare(arms, first_part, baseline, threshold, seconds),
        last=compare(arms, last_part, baseline, threshold, seconds),
    )


def _arm(arm: Arm, rows: Rows | None, moments: Sequence[Moment], third: int) -> SustainedArm:
    """Wall time: what a user waits for, throttled or not."""
    if rows is None or not moments:
        return SustainedArm(windows=(), last_over_first=None, ci95=None)
    bursts = {block: ns for (_, block), ns in burst_medians(rows, WALL).items()}
    clock = CPU if choose_clock((arm, arm), (run_time(rows),) * 2).clock == "cpu" else WALL
    steady = {block: ns for (_, block), ns in burst_medians(rows, clock).items()}
    last = moments[-1].block
    found = end_over_beginning(
        np.array([ns for block, ns in steady.items() if block < third]),
        np.array([ns for block, ns in steady.items() if block >= last - third]),
    )
    return SustainedArm(
        windows=tuple(_windows(bursts, moments)),
        last_over_first=found[0] if found else None,
        ci95=found[1] if found else None,
    )


def _windows(bursts: dict[int, float], moments: Sequence[Moment]) -> list[Window]:
    """At most ``WINDOWS``, from moment to moment; those without a burst are left out."""
    ends = [moment for moment in moments if moment.at_s > 0]
    step = max(1, -(-len(ends) // WINDOWS))
    edges = [Moment(block=0, at_s=0.0), *ends[step - 1 :: step]]
    if ends and edges[-1] is not ends[-1]:
        edges.append(ends[-1])
    windows = []
    for begin, end in pairwise(edges):
        values = np.array([ns for block, ns in bursts.items() if begin.block <= block < end.block])
        if len(values) == 0:
            continue
        interval = median_interval(values)
        windows.append(
            Window(
                begin_s=begin.at_s,
                end_s=end.at_s,
                median_ms=float(np.median(values)) / 1e6,
                ci95_ms=(interval[0] / 1e6, interval[1] / 1e6) if interval else None,
            )
        )
    return windows
