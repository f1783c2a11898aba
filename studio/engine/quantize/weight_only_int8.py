"""Weight-only int8 by ai-edge-quantizer: weights in int8, all computing in float."""

from __future__ import annotations

from studio.core.recipe import Step
from studio.engine.quantize.edge_weights import quantize_weights
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises as :func:`~studio.engine.quantize.edge_weights.quantize_weights`."""
    return quantize_weights(job, step, "weight-only", 8)
