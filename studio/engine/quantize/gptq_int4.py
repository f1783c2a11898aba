"""int4 weights by GPTQ where an op is fully connected, by their range elsewhere."""

from __future__ import annotations

from studio.core.recipe import Step
from studio.engine.quantize.edge_weights import quantize_gptq
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises as :func:`~studio.engine.quantize.edge_weights.quantize_gptq`."""
    return quantize_gptq(job, step)
