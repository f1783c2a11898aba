"""Sparse encoding by TensorFlow's own tool, of float weights that are mostly zero already."""

from __future__ import annotations

from studio.core.errors import ConversionError
from studio.core.recipe import Step
from studio.engine.quantize.job import Job, Quantized
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.tf_internals import sparsify

ROUTE = "mlir-sparsify"


def quantize(job: Job, step: Step) -> Quantized:
    """Raises ConversionError: quantizer-failed."""
    del step
    load_tensorflow(job.reporter)
    try:
        return Quantized(sparsify(job.data), ROUTE)
    except (ValueError, RuntimeError, TypeError) as error:
        detail = f"{type(error).__name__}: {error}"[:6000]
        raise ConversionError("quantizer-failed", detail, tool=ROUTE) from error
