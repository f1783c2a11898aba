"""Weights in 8 or 4 bits by ai-edge-quantizer, activations float or quantized while running."""

from __future__ import annotations

from typing import Literal

from studio.core.recipe import Step
from studio.engine.file_facts import embedding_tables
from studio.engine.preflight import require_finite_weights, require_no_loop
from studio.engine.quantize import edge_quantizer
from studio.engine.quantize.feeding import Feed
from studio.engine.quantize.job import Job, Quantized


def quantize_weights(
    job: Job, step: Step, mode: Literal["dynamic", "weight-only"], bits: Literal[4, 8]
) -> Quantized:
    """By the step's ``granularity`` and ``method``. Raises UsageError: optimization-unavailable;
    ConversionError: quantizer-failed, weights-not-finite, block-fits-nothing, method-fits-nothing.
    """
    edge_quantizer.require(step.optimization)
    from studio.engine.quantize import edge_recipes

    require_finite_weights(job.data, job.parsed)
    grain, method = str(step.params["granularity"]), str(step.params["method"])
    made = [
        edge_quantizer.run(
            job,
            edge_recipes.weights(
                job, mode, bits, granularity=grain, method=method, keeping=keeping
            ),
        )
        for keeping in ((True, False) if job.keeping else (True,))
    ]
    route = edge_quantizer.ROUTE + _of_tables(job)
    return Quantized(made[0], route, without=made[1] if job.keeping else None)


def quantize_gptq(job: Job, step: Step) -> Quantized:
    """4-bit weights, of fully connected ops by GPTQ. Raises as above, and what
    ``load_calibration`` raises; ConversionError: int8-needs-unrolled-loop."""
    edge_quantizer.require(step.optimization)
    from studio.engine.quantize import edge_recipes

    require_no_loop(job.parsed)
    require_finite_weights(job.data, job.parsed)
    feed = Feed(job, step)
    kept = edge_recipes.weights(job, "dynamic", 4, method="gptq", keeping=True)
    data, plain = edge_quantizer.run_static(job, kept, feed), None
    if job.keeping:
        none_kept = edge_recipes.weights(job, "dynamic", 4, method="gptq", keeping=False)
        plain = edge_quantizer.run_static_once(job, none_kept, feed)
    return Quantized(
        data,
        edge_quantizer.ROUTE + _of_tables(job),
        feed.calibration.samples,
        feed.calibration.sha256,
        without=plain,
    )


def _of_tables(job: Job) -> str:
    """Said of embedding tables, which this tool leaves as they are."""
    tables = embedding_tables(job.parsed)
    if not tables:
        return ""
    job.reporter.note(f"embedding tables stay float32: {', '.join(tables)}")
    return " (embeddings stay float)"
