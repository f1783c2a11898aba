"""How what a fix makes is measured, as the settings say."""

from __future__ import annotations

from studio.core.arms import usable
from studio.core.measure_requests import BenchmarkRequest
from studio.core.settings import Settings, default_targets, default_threshold
from studio.core.targets import Target


def fix_measurement(
    settings: Settings, seconds: float, on: Target | None = None, seed: int = 0
) -> BenchmarkRequest:
    """On one target (``on``, else the first of the settings): which of several should a trial's
    time be of? The files are put in when they are made."""
    target = on or usable(default_targets(settings), ["tflite"])[0]
    return BenchmarkRequest(
        files=(),
        targets=(target,),
        seconds=seconds,
        warmup_runs=settings.warmup_runs,
        threshold=default_threshold(settings),
        seed=seed,
    )
