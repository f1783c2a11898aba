"""int16 activations with int8 weights: TensorFlow's older quantizer, else ai-edge-quantizer.

The first refuses whole models for one op or integer input; the second leaves ops in float that it
has no 16-bit form of, and can leave single ops in float or 8 bits on request.
"""

from __future__ import annotations

import re

from studio.core.errors import ConversionError, ModelError, StudioError, UsageError
from studio.core.messages import title_of
from studio.core.recipe import Step
from studio.engine.file_facts import parse_bytes
from studio.engine.preflight import (
    require_finite_ranges,
    require_finite_weights,
    require_no_loop,
)
from studio.engine.quantize import edge_quantizer
from studio.engine.quantize.feeding import Feed
from studio.engine.quantize.job import Job, Quantized
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.tf_internals import calibrate, quantize_int16x8

ROUTE = "calibrate-and-quantize"
_OP = re.compile(r"(?:not yet supported for op: |op |tensor )'?([\w/:;.]+)'?")


def quantize(job: Job, step: Step) -> Quantized:
    """Raises ConversionError: int8-needs-unrolled-loop, weights-not-finite, activations-not-finite,
    int16-refused and those of ``load_calibration``; DataError: those of reading the calibration
    data."""
    require_no_loop(job.parsed)
    require_finite_weights(job.data, job.parsed)
    feed = Feed(job, step)
    io = str(step.params["io"])
    refusal = ""
    if not job.keeping:
        load_tensorflow(job.reporter)
        try:
            data = quantize_int16x8(job.data, feed.ordered, io)
            _require_scales(data, job, feed)
            return Quantized(data, ROUTE, feed.calibration.samples, feed.calibration.sha256)
        except (ValueError, RuntimeError, TypeError) as error:
            refusal = str(error)
            job.reporter.note(f"{ROUTE} refused, trying {edge_quantizer.ROUTE}: {refusal}")
    try:
        edge_quantizer.require(step.optimization)
        from studio.engine.quantize import edge_recipes

        kept = edge_recipes.static(job, 16, io, keeping=True)
        data, plain = edge_quantizer.run_static(job, kept, feed), None
        if job.keeping:
            none_kept = edge_recipes.static(job, 16, io, keeping=False)
            plain = edge_quantizer.run_static_once(job, none_kept, feed)
    except (ConversionError, UsageError) as error:
        if error.code == "activations-not-finite":
            raise
        raise _refused(refusal, error) from error
    return Quantized(
        data,
        edge_quantizer.ROUTE,
        feed.calibration.samples,
        feed.calibration.sha256,
        without=plain,
    )


def _require_scales(data: bytes, job: Job, feed: Feed) -> None:
    """Whether ``data`` can be read: where an op gave what is infinite, its scales are no numbers,
    and one more pass over the samples says which op it was. Raises ConversionError:
    activations-not-finite; ModelError: model-damaged."""
    try:
        parse_bytes(data)
    except ModelError:
        require_finite_ranges(calibrate(job.data, feed.ordered))
        raise


def _refused(first: str, second: StudioError) -> ConversionError:
    """Both quantizers' own words, and the op if they name one."""
    detail = "\n".join(filter(None, (first, second.detail or second.code)))
    named = _OP.search(detail)
    if named is None:
        return ConversionError("int16-failed", detail[:6000], reason=title_of(second))
    return ConversionError("int16-refused", detail[:6000], op=named.group(1))
