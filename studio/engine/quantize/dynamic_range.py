"""Dynamic range: int8 weights, activations quantized while running.

ai-edge-quantizer needs no second conversion but leaves embedding tables in float; those models go
through the converter, which shrinks them. A .tflite source cannot be converted again, and the
converter takes no list of ops to keep and no other rounding: the tables then stay float, and the
route says so.
"""

from __future__ import annotations

from studio.core.recipe import Step, make_step
from studio.engine.file_facts import embedding_tables
from studio.engine.preflight import require_finite_weights
from studio.engine.quantize.edge_weights import quantize_weights
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises UsageError: optimization-unavailable; ConversionError: quantizer-failed,
    weights-not-finite and those of the converter."""
    is_plain = step.params == make_step(step.optimization).params and not job.keeping
    if is_plain and embedding_tables(job.parsed) and job.convert_dynamic_range is not None:
        require_finite_weights(job.data, job.parsed)
        data, route = job.convert_dynamic_range()
        return Quantized(data, f"converter ({route})")
    return quantize_weights(job, step, "dynamic", 8)
