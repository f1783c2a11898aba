"""Runs ai-edge-quantizer with one of its recipes; imported only where it is installed."""

from __future__ import annotations

import contextlib
import importlib
import io
from collections.abc import Iterator
from typing import Any

from studio.core.errors import ConversionError, StudioError, UsageError
from studio.engine.converter import SIGNATURE_NAME
from studio.engine.file_facts import main_signature
from studio.engine.preflight import require_finite_statistics
from studio.engine.quantize.feeding import Feed
from studio.engine.quantize.job import Job
from studio.graph.signature import with_signature
from studio.graph.tflite import signatures_of

ROUTE = "ai-edge-quantizer"
_THREADS = 1
"""Of calibration: sums in another order would give other ranges, and so other bytes."""


def require(optimization: str) -> None:
    """Raises UsageError: optimization-unavailable where the package cannot be imported."""
    try:
        importlib.import_module("ai_edge_quantizer")
    except ImportError as error:
        raise UsageError(
            "optimization-unavailable",
            str(error),
            id=optimization,
            reason="the package ai-edge-quantizer is not installed",
        ) from error


def run(job: Job, recipe: list[dict[str, Any]]) -> bytes:
    """``job.data`` quantized by ``recipe``, which needs no calibration.

    Raises ConversionError: quantizer-failed.
    """
    with _explained():
        return _quantized(_tool(job.data, recipe), None)


def run_static(job: Job, recipe: list[dict[str, Any]], feed: Feed) -> bytes:
    """``job.data`` by ``recipe``, calibrated for it: what is measured follows the recipe.

    Raises ConversionError: activations-not-finite, quantizer-failed.
    """
    data, key = _with_signature(job)
    with _explained():
        tool = _tool(data, recipe)
        ranges = tool.calibrate({key: feed.named}, num_threads=_THREADS)
        require_finite_statistics(ranges, job.parsed)
        job.reporter.phase("quantizing")
        return _quantized(tool, ranges)


def run_static_once(job: Job, recipe: list[dict[str, Any]], feed: Feed) -> bytes:
    """The same, from before where the same was made of the same samples."""
    return job.calibrations.made(
        feed.fingerprint, f"{ROUTE} {recipe}", lambda: run_static(job, recipe, feed)
    )


def _with_signature(job: Job) -> tuple[bytes, str]:
    """The float stage with a signature on subgraph 0, by which the tool is fed, and its name."""
    entry = main_signature(job.parsed)
    if entry is not None:
        return job.data, entry.name
    signature, main = signatures_of(job.parsed)[0], job.parsed.subgraphs[0]
    return (
        with_signature(
            job.data,
            SIGNATURE_NAME,
            {spec.name: index for spec, index in zip(signature.inputs, main.inputs, strict=True)},
            {spec.name: index for spec, index in zip(signature.outputs, main.outputs, strict=True)},
        ),
        SIGNATURE_NAME,
    )


def _tool(data: bytes, recipe: list[dict[str, Any]]) -> Any:
    from ai_edge_quantizer import quantizer

    tool = quantizer.Quantizer(bytearray(data))
    tool.load_quantization_recipe(recipe)
    return tool


def _quantized(tool: Any, ranges: Any) -> bytes:
    result = tool.quantize(ranges, enable_progress_report=False)
    if result.quantized_model is None:
        raise ConversionError("quantizer-failed", "no model", tool=ROUTE)
    return bytes(result.quantized_model)


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """What the tool prints is dropped; whatever it raises becomes our error."""
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            yield
    except (MemoryError, StudioError):
        raise
    except Exception as error:  # it raises every kind of exception
        detail = f"{type(error).__name__}: {error}"[:6000]
        raise ConversionError("quantizer-failed", detail, tool=ROUTE) from error
