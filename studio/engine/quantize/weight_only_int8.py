"""Weight-only int8 by ai-edge-quantizer: weights per channel in int8, all computing in float."""

from __future__ import annotations

from studio.core.recipe import Step
from studio.engine.file_facts import embedding_tables
from studio.engine.preflight import require_finite_weights
from studio.engine.quantize import edge_quantizer
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises UsageError: optimization-unavailable; ConversionError: quantizer-failed,
    weights-not-finite."""
    recipe = edge_quantizer.recipe_module(step.optimization)
    require_finite_weights(job.data, job.parsed)
    tables = embedding_tables(job.parsed)
    if tables:
        job.reporter.note(f"embedding tables stay float32: {', '.join(tables)}")
    data = edge_quantizer.run(job, recipe.weight_only_wi8_afp32())
    return Quantized(data, edge_quantizer.ROUTE)
