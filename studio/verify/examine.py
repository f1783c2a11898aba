"""Examines how the ranges of an artifact came about, and what they cut off."""

from __future__ import annotations

import numpy as np

from studio.core.child import Reporter
from studio.core.data_doctor import judge_ranges
from studio.core.errors import DataError
from studio.core.model import Signature
from studio.core.verify_protocol import ExamineRequest, ExamineResult
from studio.data import load_dataset, seeded_order
from studio.graph.tflite import read_model
from studio.verify.ranges import measure_ranges

EXAMINE_MACS = 20_000_000_000
"""Spent on the samples that calibrated: 66 samples of MobileNetV2, 5 to 10 seconds."""
_LEAST_SAMPLES = 16
_MOST_HELD_OUT = 64


def examine_calibration(request: ExamineRequest, reporter: Reporter) -> ExamineResult:
    """Raises ModelError, RunError where the float stage cannot be read or run; DataError."""
    reporter.phase("examining")
    info, graph = read_model(request.float_stage)
    signature = info.signatures[0]
    most = _most_samples(request.samples, info.macs)
    used, held_out = _samples(request, signature, most)
    ranges = measure_ranges(request.float_stage, graph, used, held_out, reporter)
    held = 0 if held_out is None else len(next(iter(held_out.values())))
    samples = len(next(iter(used.values())))
    return ExamineResult(findings=judge_ranges(ranges, samples, held))


def _most_samples(samples: int, macs: int | None) -> int:
    return min(samples, max(_LEAST_SAMPLES, EXAMINE_MACS // macs)) if macs else samples


def _samples(
    request: ExamineRequest, signature: Signature, most: int
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray] | None]:
    """Those that calibrated, and others: of the evaluation data, else of the set itself."""
    calibration = load_dataset(request.calibration, request.calibration_ref)
    order = seeded_order(calibration.count(signature), request.seed)
    used = calibration.bind(signature, order[: min(request.samples, most)])
    limit = min(most, _MOST_HELD_OUT)
    if request.evaluation:
        try:
            evaluation = load_dataset(request.evaluation, request.evaluation_ref)
            rows = seeded_order(evaluation.count(signature), request.seed)[:limit]
            return used, evaluation.bind(signature, rows)
        except DataError:  # the check has said so
            return used, None
    unused = order[request.samples :][:limit]
    return used, calibration.bind(signature, unused) if len(unused) else None
