"""Runs ai-edge-quantizer with one of its recipes; imported only where it is installed."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from studio.core.errors import ConversionError, UsageError
from studio.engine.quantize.job import Job

ROUTE = "ai-edge-quantizer"


def recipe_module(optimization: str) -> Any:
    """Its ``recipe`` module. Raises UsageError: optimization-unavailable."""
    try:
        from ai_edge_quantizer import recipe
    except ImportError as error:
        raise UsageError(
            "optimization-unavailable",
            str(error),
            id=optimization,
            reason="the package ai-edge-quantizer is not installed",
        ) from error
    return recipe


def run(job: Job, recipe: list[dict[str, Any]]) -> bytes:
    """``job.data`` quantized by ``recipe``, which needs no calibration.

    Raises ConversionError: quantizer-failed.
    """
    from ai_edge_quantizer import quantizer

    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            tool = quantizer.Quantizer(bytearray(job.data))
            tool.load_quantization_recipe(recipe)
            result = tool.quantize(None, enable_progress_report=False)
    except MemoryError:
        raise
    except Exception as error:  # it raises every kind of exception
        detail = f"{type(error).__name__}: {error}"[:6000]
        raise ConversionError("quantizer-failed", detail, tool=ROUTE) from error
    if result.quantized_model is None:
        raise ConversionError("quantizer-failed", "no model", tool=ROUTE)
    return bytes(result.quantized_model)
