"""The one table of thresholds: ok / degraded / failed of a check, on how much; disturbed runs."""

from __future__ import annotations

import msgspec

from studio.core.measurements import Conditions, Placement
from studio.core.results import CheckStatus, OutputCheck


class CheckThresholds(msgspec.Struct, frozen=True, kw_only=True):
    """failed: cosine below ``cosine_failed``; degraded: agreement or RMSE/range past the others."""

    cosine_failed: float = 0.9
    agreement_degraded: float = 0.99
    rmse_over_range_degraded: float


FLOAT_THRESHOLDS = CheckThresholds(rmse_over_range_degraded=0.01)
INT8_THRESHOLDS = CheckThresholds(rmse_over_range_degraded=0.05)

CHECK_SAMPLES_MOST = 100
CHECK_SAMPLES_LEAST = 16
DIAGNOSE_SAMPLES = 20
"""A diagnosis looks at each value of each tensor; more samples hardly change what it says."""
FIX_EFFORT = 20
"""Times a check's samples and MACs, on which each trial of a search for ops to keep is judged."""
CHECK_MACS = 7_500_000_000
"""A check spends about so many multiply-accumulates on each of the two files that it runs."""

BATCHED_BELOW_NS = 20_000
"""Of quicker models a sample is the mean of several runs."""

DISTURBED_PERCENT = 20.0
"""More of the machine than this in use by other programs, and a measurement is disturbed."""

DEVIATION = 0.05
"""More of an output's range between an accelerator and the CPU, and it computes something else."""

AGREEMENT_STEPS = 1.0
"""Two ways of running a quantized file may round a value to either side: one step of the output."""

AGREEMENT_SHARE = 0.001
"""Of a float output's range. Kernels that only sum in another order stay far below: with LiteRT
2.3.0, 1.3e-6 at most over float32, float16 and weight-only files (the sample, a face detector).
Dynamic range is beyond it: XNNPACK rounds activations otherwise than LiteRT's own kernels (0.7 to
4.9 % in the sample and an emotion classifier).
"""

FAILED_REASONS = (
    "output-not-finite",
    "output-shape-differs",
    "output-dtype-differs",
    "output-missing",
    "output-constant",
    "output-cosine-low",
)
DEGRADED_REASONS = ("output-agreement-low", "output-rmse-high", "artifact-crashed-once")


def check_samples(macs: int | None, effort: int = 1) -> int:
    """How many samples a check takes of a source that costs ``macs`` for each; at most.

    | MACs of one sample | samples |
    | --- | --- |
    | unknown, or up to 75 million | 100 |
    | 301 million (MobileNetV2) | 24 |
    | 469 million and more (ResNet50: 4 billion) | 16 |

    By what the source computes and not by a clock: the same model is checked on the same samples
    on every machine. What cannot be counted gets no fewer for it. ``effort``: times as many.
    """
    most = effort * CHECK_SAMPLES_MOST
    if not macs:
        return most
    return max(CHECK_SAMPLES_LEAST, min(most, effort * CHECK_MACS // macs))


def judge_output(output: OutputCheck, thresholds: CheckThresholds) -> tuple[str, ...]:
    """Reason codes from the numbers of one output, added to those found while comparing."""
    reasons = list(output.reasons)
    if output.cosine is not None and output.cosine < thresholds.cosine_failed:
        reasons.append("output-cosine-low")
    agreement = output.argmax_agreement
    if agreement is not None and agreement < thresholds.agreement_degraded:
        reasons.append("output-agreement-low")
    rmse = output.rmse_over_range
    if rmse is not None and rmse > thresholds.rmse_over_range_degraded:
        reasons.append("output-rmse-high")
    return tuple(dict.fromkeys(reasons))


def is_disturbed(conditions: Conditions) -> bool:
    """Whether others kept the machine busy; False where that cannot be known."""
    others = conditions.other_busy_percent
    return others is not None and others > DISTURBED_PERCENT


def deviates(placement: Placement) -> bool:
    """Whether the accelerator's outputs are not those of the CPU; False where not compared."""
    return placement.deviation is not None and placement.deviation > DEVIATION


def status_of(reasons: tuple[str, ...]) -> CheckStatus:
    if any(reason in FAILED_REASONS for reason in reasons):
        return "failed"
    return "degraded" if reasons else "ok"
