"""How many runs of each variant make up a block; ``core.block_orders`` says in which order.

A block gives each variant one burst of runs back to back (as a program that uses one model would
run it: caches warm, thread pool awake), all bursts about equally long. Blocks last about 75 ms:
long against a switch of variants, short against changes of the machine, so that all variants meet
the same circumstances. Very short runs are timed one in every few, evenly, which bounds the amount
of data without changing what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.thresholds import BATCHED_BELOW_NS

BLOCK_NS = 75_000_000
SHORTEST_SAMPLE_NS = 100_000
SHORTEST_RUN_NS = 100.0
"""No call takes less; what is measured as less was disturbed."""
MAX_ROWS_PER_BLOCK = 500
_LEAST_ROWS_PER_BURST = 20
_SETTLING_FROM_RUNS = 4


@dataclass(frozen=True)
class Burst:
    """``settling`` untimed runs after the switch, then ``timed`` samples, each after ``skipped``.

    A sample is the mean of ``runs`` runs back to back, and so long are those skipped.
    """

    settling: int
    timed: int
    skipped: int
    runs: int = 1


def runs_per_sample(latency_ns: float) -> int:
    """1, or below 20 us so many runs that a sample takes about 100 us: clocks tick too coarsely
    and cost too much to time such a run alone.
    """
    if latency_ns >= BATCHED_BELOW_NS:
        return 1
    return round(SHORTEST_SAMPLE_NS / max(latency_ns, SHORTEST_RUN_NS))


def plan_burst(latency_ns: float, variants: int, runs: int = 1) -> Burst:
    """The burst of a variant that takes about ``latency_ns`` a run, among ``variants`` of them,
    with ``runs`` runs a sample.
    """
    fitting = int(BLOCK_NS / variants / (max(latency_ns, SHORTEST_RUN_NS) * runs))
    if fitting < _SETTLING_FROM_RUNS:
        return Burst(settling=0, timed=max(1, fitting), skipped=0, runs=runs)
    samples = fitting - 1
    rows = _rows_per_burst(variants)
    stride = -(-samples // rows)
    return Burst(settling=runs, timed=samples // stride, skipped=stride - 1, runs=runs)


def most_rows(variants: int) -> int:
    """No block of planned bursts has more timed runs than this."""
    return variants * max(_rows_per_burst(variants), _SETTLING_FROM_RUNS)


def _rows_per_burst(variants: int) -> int:
    return max(_LEAST_ROWS_PER_BURST, MAX_ROWS_PER_BLOCK // variants)


def is_off_target(block_ns: int, bursts: Sequence[Burst]) -> bool:
    """Whether a block took so much more or less than planned that it should be planned anew."""
    at_least = all(burst.timed == 1 for burst in bursts)
    return block_ns < BLOCK_NS / 2 or (block_ns > 2 * BLOCK_NS and not at_least)
