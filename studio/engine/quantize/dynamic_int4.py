"""Dynamic range with int4 weights, int8 where a kind of op has no 4-bit kernel."""

from __future__ import annotations

from studio.core.recipe import Step
from studio.engine.quantize.edge_weights import quantize_weights
from studio.engine.quantize.job import Job, Quantized


def quantize(job: Job, step: Step) -> Quantized:
    """Raises as :func:`~studio.engine.quantize.edge_weights.quantize_weights`."""
    return quantize_weights(job, step, "dynamic", 4)
