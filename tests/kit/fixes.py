"""Searches for ops to keep, as tests need them."""

from __future__ import annotations

from studio.core.errors import ErrorInfo
from studio.core.fixing import Goal, Trial, TrialTime
from studio.core.session import Fix

GOAL = Goal(kind="agreement", value=0.99)
NAMES = {1: ("CONV_2D", "layer1/Relu"), 2: ("MEAN", "layer2")}


def trial(*kept: int, score: float | None = 0.5, **fields: object) -> Trial:
    values: dict[str, object] = {
        "kept": kept,
        "score": score,
        "agreement": score,
        "size_bytes": 1000 + 100 * len(kept),
        "is_met": score is not None and score >= GOAL.value,
        "kept_macs": 10 * len(kept),
        "translations": 2 + 2 * len(kept),
        **fields,
    }
    return Trial(**values)  # type: ignore[arg-type]


GIVEN = trial(score=0.3, is_broken=True, time=TrialTime(median_ms=1.5))
TRIALS = (
    trial(1, score=0.6),
    trial(1, 2, score=0.995, time=TrialTime(median_ms=1.6, ratio=1.07, ratio_ci95=(1.05, 1.1))),
    trial(
        2, score=None, size_bytes=None, error=ErrorInfo(code="int16-failed", params={"reason": "x"})
    ),
)


def make_fix(sha256: str, job_id: str = "f1", **fields: object) -> Fix:
    """One that met its goal with its second trial."""
    values: dict[str, object] = {
        "id": sha256,
        "at": 5.0,
        "job_id": job_id,
        "goal": GOAL,
        "before": GIVEN,
        "trials": TRIALS,
        "names": NAMES,
        "best": TRIALS[1],
        "end": "met",
        **fields,
    }
    return Fix(**values)  # type: ignore[arg-type]
