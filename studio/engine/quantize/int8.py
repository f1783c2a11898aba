"""Full integer int8 by TensorFlow's own calibrator and quantizer over the float .tflite."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from studio.core.errors import ConversionError
from studio.core.model import Signature
from studio.core.recipe import Step
from studio.engine.calibration import Calibration, load_calibration
from studio.engine.file_facts import main_signature
from studio.engine.preflight import require_finite_weights, require_no_loop
from studio.engine.quantize.job import Job, Quantized
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.tf_internals import calibrate, quantize_int8
from studio.graph.parsing import Parsed
from studio.graph.tflite import signatures_of

ROUTE = "calibrate + mlir-quantize"


def quantize(job: Job, step: Step) -> Quantized:
    """Raises ConversionError: int8-needs-unrolled-loop, weights-not-finite, quantizer-failed and
    those of ``load_calibration``; DataError: those of reading the calibration data."""
    require_no_loop(job.parsed)
    require_finite_weights(job.data, job.parsed)
    signature = _main(job.parsed)
    calibration = load_calibration(
        job.calibration, job.recipe, int(step.params["samples"]), signature
    )
    load_tensorflow(job.reporter)
    try:
        measured = calibrate(job.data, lambda: _samples(job, signature, calibration))
        job.reporter.phase("quantizing")
        data = quantize_int8(measured, str(step.params["io"]))
    except (ValueError, RuntimeError, TypeError) as error:
        detail = f"{type(error).__name__}: {error}"[:6000]
        raise ConversionError("quantizer-failed", detail, tool=ROUTE) from error
    return Quantized(data, ROUTE, calibration.samples, calibration.sha256)


def _main(parsed: Parsed) -> Signature:
    """The signature that covers subgraph 0, else its tensors' own names."""
    entry = main_signature(parsed)
    signatures = signatures_of(parsed)
    if entry is None:
        return signatures[0]
    return next(signature for signature in signatures if signature.name == entry.name)


def _order(parsed: Parsed, signature: Signature) -> list[str]:
    """Input names in the order in which subgraph 0 takes them."""
    entry = main_signature(parsed)
    if entry is None:
        return [spec.name for spec in signature.inputs]
    names = {index: name for name, index in entry.inputs.items()}
    return [names[index] for index in parsed.subgraphs[0].inputs]


def _samples(
    job: Job, signature: Signature, calibration: Calibration
) -> Iterator[list[np.ndarray]]:
    total = calibration.samples
    for number, arrays in enumerate(
        calibration.batches(signature, _order(job.parsed, signature)), start=1
    ):
        current = min(number, total)
        job.reporter.phase("calibrating", current / total, current, total)
        yield arrays
