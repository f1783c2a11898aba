"""Full integer int8 by TensorFlow's own calibrator and quantizer over the float .tflite.

Ops that stay float are denied to it by name. It cannot leave single ops in 16 bits: a recipe that
asks for that goes to ai-edge-quantizer, and the route says so.
"""

from __future__ import annotations

from studio.core.errors import ConversionError
from studio.core.recipe import Step
from studio.engine.preflight import (
    require_finite_ranges,
    require_finite_weights,
    require_no_loop,
)
from studio.engine.quantize import edge_quantizer
from studio.engine.quantize.feeding import Feed
from studio.engine.quantize.job import Job, Quantized
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.tf_internals import calibrate, quantize_int8

ROUTE = "calibrate + mlir-quantize"


def quantize(job: Job, step: Step) -> Quantized:
    """Raises ConversionError: int8-needs-unrolled-loop, weights-not-finite, activations-not-finite,
    quantizer-failed and those of ``load_calibration``; DataError: those of reading the calibration
    data; UsageError: optimization-unavailable where ops are to be kept in 16 bits without
    ai-edge-quantizer."""
    require_no_loop(job.parsed)
    require_finite_weights(job.data, job.parsed)
    feed = Feed(job, step)
    io, per_tensor = str(step.params["io"]), step.params["granularity"] == "tensor"
    if job.keeping.of("int16"):
        edge_quantizer.require(step.optimization)
        from studio.engine.quantize import edge_recipes

        kept, none_kept = (
            edge_recipes.static(job, 8, io, per_tensor=per_tensor, keeping=keeping)
            for keeping in (True, False)
        )
        data = edge_quantizer.run_static(job, kept, feed)
        plain = edge_quantizer.run_static_once(job, none_kept, feed)
        note = f"{edge_quantizer.ROUTE} (for the ops in 16 bits)"
        return Quantized(
            data, note, feed.calibration.samples, feed.calibration.sha256, without=plain
        )
    load_tensorflow(job.reporter)
    names = frozenset(op.name for op in job.keeping.of("float"))
    without = None
    try:
        measured = job.calibrations.made(
            feed.fingerprint, "calibrated", lambda: _calibrated(job.data, feed)
        )
        job.reporter.phase("quantizing")
        data = quantize_int8(measured, io, float_nodes=names, per_tensor=per_tensor)
        if job.keeping:
            without = job.calibrations.made(
                feed.fingerprint,
                f"int8 {io} {per_tensor}",
                lambda: quantize_int8(measured, io, per_tensor=per_tensor),
            )
    except (ValueError, RuntimeError, TypeError) as error:
        detail = f"{type(error).__name__}: {error}"[:6000]
        raise ConversionError("quantizer-failed", detail, tool=ROUTE) from error
    return Quantized(
        data, ROUTE, feed.calibration.samples, feed.calibration.sha256, without=without
    )


def _calibrated(data: bytes, feed: Feed) -> bytes:
    """The float file with the ranges of its activations. Raises ConversionError:
    activations-not-finite."""
    measured = calibrate(data, feed.ordered)
    require_finite_ranges(measured)
    return measured
