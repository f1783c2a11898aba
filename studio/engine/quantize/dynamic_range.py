"""Dynamic range: int8 weights, activations quantized while running.

ai-edge-quantizer needs no second conversion but leaves embedding tables in float; those models go
through the converter, which shrinks them. A .tflite source cannot be converted again: its tables
then stay float, and the route says so.
"""

from __future__ import annotations

from studio.core.recipe import Step
from studio.engine.file_facts import embedding_tables
from studio.engine.preflight import require_finite_weights
from studio.engine.quantize import edge_quantizer
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises UsageError: optimization-unavailable; ConversionError: quantizer-failed,
    weights-not-finite and those of the converter."""
    require_finite_weights(job.data, job.parsed)
    tables = embedding_tables(job.parsed)
    if tables and job.convert_dynamic_range is not None:
        data, route = job.convert_dynamic_range()
        return Quantized(data, f"converter ({route})")
    recipe = edge_quantizer.recipe_module(step.optimization)
    data = edge_quantizer.run(job, recipe.dynamic_wi8_afp32())
    if tables:
        job.reporter.note(f"embedding tables stay float32: {', '.join(tables)}")
        return Quantized(data, f"{edge_quantizer.ROUTE} (embeddings stay float)")
    return Quantized(data, edge_quantizer.ROUTE)
