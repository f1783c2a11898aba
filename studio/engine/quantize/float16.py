"""float16 weights by ai-edge-quantizer: stored in half precision, widened before use."""

from __future__ import annotations

from studio.core.recipe import Step
from studio.engine.quantize import edge_quantizer
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises UsageError: optimization-unavailable; ConversionError: quantizer-failed."""
    edge_quantizer.require(step.optimization)
    from studio.engine.quantize import edge_recipes

    data = edge_quantizer.run(job, edge_recipes.float16(job))
    without = None
    if job.keeping:
        without = edge_quantizer.run(job, edge_recipes.float16(job, keeping=False))
    return Quantized(data, edge_quantizer.ROUTE, without=without)
