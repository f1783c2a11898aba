"""What two arms that were measured together say of each other, and what a machine can tell apart.

A ratio is always candidate / baseline: below 1 the candidate is faster.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Clock = Literal["wall", "cpu"]
Verdict = Literal["faster", "slower", "equivalent", "cannot-tell"]
VERDICTS: tuple[Verdict, ...] = ("faster", "slower", "equivalent", "cannot-tell")
LEAST_QUADRUPLES = 10
"""Nothing is claimed of two arms below."""
LEAST_PROCESSES_APART = 3
"""Nothing is claimed below of two arms that ran in processes of their own.

How memory lands in a process shifts all that it measures, and arms in one process share that. Apart
they do not: of one file against itself in two pairs of processes, 5 of 12 intervals over quadruples
left 1 out (by up to 4 %); over six pairs, with the processes in the interval, 0 of 20 did.
"""
ClockReason = Literal[
    "clock-undisturbed",
    "clock-waited",
    "clock-several-threads",
    "clock-tensorflow",
    "clock-server",
    "clock-not-cpu",
    "clock-no-cpu-time",
]
"""Why wall or CPU time decided; the texts are in ``core.messages.verdicts``."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate against the baseline, by ``quadruples`` balanced pairs of blocks.

    ``baseline``, ``candidate``: places among the measurements. ``ratio``: candidate / baseline, of
    the time for one input (a run's where no target has a batch), with its 95 % interval; None where
    there was too little to say. ``threshold``: 0.03 = differences within 3 % do not matter.
    ``processes``: fresh processes that the quadruples come from; with fewer than three the interval
    holds for just these. ``waited_share``: the part of both arms' run time in which they were kept
    from computing; None = not known. ``extra_seconds``: measuring time that would probably bring a
    verdict, of the same kind of measurement on the same machine.
    """

    baseline: int
    candidate: int
    ratio: float | None
    ci95: tuple[float, float] | None
    clock: Clock
    clock_reason: ClockReason
    threshold: float
    verdict: Verdict
    quadruples: int
    processes: int
    waited_share: float | None = None
    extra_seconds: float | None = None


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """What this machine can tell apart: a file was compared with itself for ``seconds``.

    ``percent``: half the width of the 95 % interval of the ratio. ``at``: seconds since the epoch.
    """

    at: float
    seconds: float
    percent: float
    clock: Clock
    file: str
    target: str
    cpu: str
    quadruples: int
    processes: int


def half_width_percent(comparison: Comparison) -> float | None:
    """Half the width of the interval, in percent of the baseline; None without an interval."""
    if comparison.ci95 is None:
        return None
    low, high = comparison.ci95
    return 50.0 * (high - low)


def verdict_of(ci95: tuple[float, float] | None, threshold: float) -> Verdict:
    """The verdict of an interval I and a practical ``threshold`` t (0.03 = 3 %).

    I inside [1 / (1 + t), 1 + t]: equivalent, even where it excludes 1; else I excludes 1: faster
    or slower; else, or without an interval: cannot-tell.
    """
    if ci95 is None:
        return "cannot-tell"
    low, high = ci95
    if 1 / (1 + threshold) <= low and high <= 1 + threshold:
        return "equivalent"
    if high < 1:
        return "faster"
    if low > 1:
        return "slower"
    return "cannot-tell"
