"""What a machine can tell apart, out of a measurement of one file against itself."""

from __future__ import annotations

from studio.core.comparisons import Resolution, half_width_percent
from studio.core.measurements import BenchmarkResult


def resolution_of(result: BenchmarkResult, at: float) -> Resolution | None:
    """None where too little was measured for an interval. ``at``: seconds since the epoch."""
    if len(result.comparisons) != 1:
        return None
    (comparison,) = result.comparisons
    percent = half_width_percent(comparison)
    if percent is None:
        return None
    measured = result.measurements[comparison.baseline]
    return Resolution(
        at=at,
        seconds=result.seconds,
        percent=percent,
        clock=comparison.clock,
        file=measured.file,
        target=measured.target.text,
        cpu=result.conditions.cpu,
        quadruples=comparison.quadruples,
        processes=comparison.processes,
    )
