"""Results as the JSON that the command line promises, and as tables for a person.

The JSON's fields are a contract with scripts: they are spelled out here and not taken from the
structs, so that a struct can grow without breaking it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from studio.cli.output import Output
from studio.core.messages import render
from studio.core.model import ModelInfo, TensorSpec
from studio.core.quantities import (
    format_bytes,
    format_cosine,
    format_duration,
    format_error,
    format_percent,
    format_points,
    interval_text,
    value_text,
)
from studio.core.results import Audit, BenchmarkResult, Check, Evaluation, Measurement, Stage

CHECK_MARKS = {"ok": "✓ ok", "degraded": "⚠ degraded", "failed": "✕ failed"}
INPUTS_FROM = {
    "evaluation": "held-out evaluation data",
    "calibration-unused": "calibration samples that were not used",
    "calibration": "the calibration samples themselves",
    "random": "seeded random data, not real inputs",
    "given": "the data given",
}


def info_json(info: ModelInfo) -> dict[str, Any]:
    return {
        "format": info.format,
        "size_bytes": info.size_bytes,
        "sha256": info.sha256,
        "signatures": [
            {
                "name": signature.name,
                "inputs": [_tensor_json(tensor) for tensor in signature.inputs],
                "outputs": [_tensor_json(tensor) for tensor in signature.outputs],
            }
            for signature in info.signatures
        ],
        "ops": info.ops,
        "parameters": info.parameters,
        "macs": info.macs,
        "warnings": [
            dict(zip(("title", "hint"), render(warning.code, warning.params), strict=True))
            | {"code": warning.code}
            for warning in info.warnings
        ],
    }


def _tensor_json(tensor: TensorSpec) -> dict[str, Any]:
    """``shape`` is null where the rank is unknown; a null in it is a dynamic dimension."""
    shape = list(tensor.shape) if tensor.rank_known else None
    return {"name": tensor.name, "dtype": tensor.dtype, "shape": shape}


def audit_json(audit: Audit) -> dict[str, Any]:
    return {
        "int8_op_share": audit.int8_op_share,
        "int8_mac_share": audit.int8_mac_share,
        "input_dtypes": list(audit.input_dtypes),
        "output_dtypes": list(audit.output_dtypes),
    }


def check_json(check: Check) -> dict[str, Any]:
    return {
        "status": check.status,
        "inputs_from": check.inputs_from,
        "outputs": [
            {
                "name": output.name,
                "max_abs_error": output.max_abs_error,
                "rmse_over_range": output.rmse_over_range,
                "cosine": output.cosine,
                "argmax_agreement": output.argmax_agreement,
            }
            for output in check.outputs
        ],
    }


def stages_json(stages: tuple[Stage, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": stage.name,
            "route": stage.route,
            "cached": stage.cached,
            "seconds": stage.seconds,
        }
        for stage in stages
    ]


def measurement_json(measurement: Measurement) -> dict[str, Any]:
    """A variant that died while measuring has an "error"; the others do not have that field."""
    fields = (
        "file",
        "runtime",
        "threads",
        "samples",
        "init_ms",
        "first_ms",
        "median_ms",
        "p90_ms",
        "p99_ms",
        "mean_ms",
        "cpu_median_ms",
        "median_ci95_ms",
        "peak_rss_bytes",
    )
    document = {name: msgspec.to_builtins(getattr(measurement, name)) for name in fields}
    if measurement.error is not None:
        title, hint = render(measurement.error.code, measurement.error.params)
        document["error"] = {"code": measurement.error.code, "title": title, "hint": hint}
        document["error"]["detail"] = measurement.error.detail
    return document


def benchmark_json(result: BenchmarkResult) -> dict[str, Any]:
    return {
        "measurements": [measurement_json(item) for item in result.measurements],
        "conditions": msgspec.to_builtins(result.conditions),
    }


def show_audit(output: Output, audit: Audit) -> None:
    output.facts(
        [
            ("size", format_bytes(audit.size_bytes)),
            ("ops computed in int8", format_percent(audit.int8_op_share)),
            ("MACs computed in int8", format_percent(audit.int8_mac_share)),
            ("input dtypes", ", ".join(audit.input_dtypes)),
            ("output dtypes", ", ".join(audit.output_dtypes)),
        ]
    )


def show_check(output: Output, check: Check) -> None:
    output.heading(f"Check: {CHECK_MARKS[check.status]}")
    output.facts(
        [
            ("inputs", f"{check.samples} samples from {INPUTS_FROM[check.inputs_from]}"),
            *(("because", render(reason, {})[0]) for reason in check.reasons),
        ]
    )
    output.table(
        ("output", ">max abs error", ">RMSE / range", ">cosine", ">same argmax"),
        [
            (
                item.name,
                format_error(item.max_abs_error),
                format_error(item.rmse_over_range),
                format_cosine(item.cosine),
                "–" if item.argmax_agreement is None else format_percent(item.argmax_agreement),
            )
            for item in check.outputs
        ],
    )


def show_stages(output: Output, stages: tuple[Stage, ...]) -> None:
    output.table(
        ("stage", "route", ">time"),
        [
            (
                stage.name,
                stage.route,
                "from cache" if stage.cached else format_duration(stage.seconds),
            )
            for stage in stages
        ],
    )


def show_measurements(
    output: Output, measurements: tuple[Measurement, ...], names: list[str]
) -> None:
    """Two tables, so that each fits a terminal: latency, and all around it."""
    named = list(zip(names, measurements, strict=True))
    output.table(
        ("file", ">median ms", ">p90", ">p99", ">mean", ">samples"),
        [
            (
                name,
                median_text(item),
                value_text(item.p90_ms, item.p90_ci95_ms),
                value_text(item.p99_ms, item.p99_ci95_ms),
                value_text(item.mean_ms, item.mean_ci95_ms),
                f"{item.samples:,}",
            )
            for name, item in named
        ],
    )
    output.stdout.print()
    output.table(
        ("file", ">CPU median ms", ">init ms", ">first ms", ">runs/s", ">peak memory"),
        [
            (
                name,
                value_text(item.cpu_median_ms),
                value_text(item.init_ms),
                value_text(item.first_ms),
                value_text(item.throughput_per_s),
                format_bytes(item.peak_rss_bytes),
            )
            for name, item in named
        ],
    )
    for item in measurements:
        if item.error is not None:
            output.say(f"{item.file}: {render(item.error.code, item.error.params)[0]}")


def median_text(item: Measurement) -> str:
    """ "8.45 ± 0.03", ms."""
    interval = interval_text(item.median_ms, item.median_ci95_ms)
    return f"{value_text(item.median_ms, item.median_ci95_ms)} {interval}".rstrip()


def show_conditions(output: Output, result: BenchmarkResult) -> None:
    conditions = result.conditions
    first = result.measurements[0] if result.measurements else None
    output.facts(
        [
            ("cpu", f"{conditions.cpu}, {conditions.logical_cores} logical cores"),
            ("threads", str(first.threads) if first else "–"),
            ("runtime", first.runtime if first else "–"),
            ("machine busy", _percent(conditions.busy_percent)),
            ("by others", _percent(conditions.other_busy_percent)),
            ("other measurements", "kept away" if conditions.exclusive else "possible meanwhile"),
        ]
    )


def _percent(value: float | None) -> str:
    return format_percent(None if value is None else value / 100)


def show_evaluations(output: Output, evaluations: tuple[Evaluation, ...], names: list[str]) -> None:
    output.table(
        ("file", ">top-1", ">top-5", ">against the source", ">same answer", ">samples"),
        [
            (
                name,
                format_percent(item.top1.value, item.top1.ci95),
                "–" if item.top5 is None else format_percent(item.top5.value, item.top5.ci95),
                _paired(item),
                "–" if item.paired is None else format_percent(item.paired.agreement),
                f"{item.top1.total:,}",
            )
            for item, name in zip(evaluations, names, strict=True)
        ],
    )


def _paired(item: Evaluation) -> str:
    return "–" if item.paired is None else format_points(item.paired.difference, item.paired.ci95)
