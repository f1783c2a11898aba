"""What was measured as the JSON that the command line promises; see ``documents``."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.comparisons import Comparison, Resolution
from studio.core.incidents import Incident, incident_texts
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult, Measurement
from studio.core.messages import render
from studio.core.sustained import Sustained


def measurement_json(measurement: Measurement) -> dict[str, Any]:
    """``placement``: null on a CPU. A variant that died while measuring has an "error"; the others
    do not have that field.
    """
    fields = (
        "samples",
        "init_ms",
        "first_ms",
        "median_ms",
        "p90_ms",
        "p99_ms",
        "mean_ms",
        "cpu_median_ms",
        "throughput_per_s",
        "median_ci95_ms",
        "peak_rss_bytes",
        "processes",
        "warmup_runs",
        "runs_per_sample",
        "empty_wall_ns",
        "empty_cpu_ns",
        "memory",
        "drift",
        "notes",
        "server",
        "given_samples",
        "shapes",
    )
    document = {
        "file": measurement.file,
        "target": measurement.target.text,
        "scenario": measurement.scenario.text,
        "samples_per_run": measurement.samples_per_run,
        "runtime": measurement.implementation,
        "threads": measurement.target.threads,
        "batch": measurement.target.batch,
        **{name: msgspec.to_builtins(getattr(measurement, name)) for name in fields},
        "placement": measurement.placement and msgspec.to_builtins(measurement.placement),
    }
    if measurement.error is not None:
        title, hint = render(measurement.error.code, measurement.error.params)
        document["error"] = {"code": measurement.error.code, "title": title, "hint": hint}
        document["error"]["detail"] = measurement.error.detail
    return document


def benchmark_json(result: BenchmarkResult) -> dict[str, Any]:
    """``incidents``: only where there were any, as "sustained" where it was asked for."""
    return {
        "measurements": [measurement_json(item) for item in result.measurements],
        "comparisons": [comparison_json(item, result) for item in result.comparisons],
        "conditions": msgspec.to_builtins(result.conditions),
        **({"sustained": _sustained_json(result.sustained)} if result.sustained else {}),
        **({"incidents": list(map(_incident_json, result.incidents))} if result.incidents else {}),
    }


def _incident_json(incident: Incident) -> dict[str, Any]:
    title, hint = incident_texts(incident)
    return {
        "code": incident.error.code,
        "title": title,
        "hint": hint,
        "detail": incident.error.detail,
        "process": incident.process,
        "samples": incident.samples,
    }


def _sustained_json(sustained: Sustained) -> dict[str, Any]:
    return {**msgspec.to_builtins(sustained), "flipped": list(sustained.flipped)}


def comparison_json(comparison: Comparison, result: BenchmarkResult) -> dict[str, Any]:
    """``baseline``, ``candidate``: files; the numbers are their places in "measurements"."""
    return {
        "baseline": result.measurements[comparison.baseline].file,
        "candidate": result.measurements[comparison.candidate].file,
        "baseline_number": comparison.baseline,
        "candidate_number": comparison.candidate,
        "ratio": comparison.ratio,
        "ci95": None if comparison.ci95 is None else list(comparison.ci95),
        "clock": comparison.clock,
        "clock_reason": comparison.clock_reason,
        "threshold": comparison.threshold,
        "verdict": comparison.verdict,
        "quadruples": comparison.quadruples,
        "processes": comparison.processes,
        "waited_share": comparison.waited_share,
        "extra_seconds": comparison.extra_seconds,
    }


def resolution_json(resolution: Resolution | None) -> dict[str, Any] | None:
    """null where too little was measured."""
    if resolution is None:
        return None
    return {
        "seconds": resolution.seconds,
        "percent": resolution.percent,
        "clock": resolution.clock,
    }


def request_json(request: BenchmarkRequest) -> dict[str, Any]:
    return {
        "files": list(request.files),
        "targets": [target.text for target in request.targets],
        "scenarios": [scenario.text for scenario in request.scenarios],
        "seconds": request.seconds,
        "warmup_runs": request.warmup_runs,
        "processes": request.processes,
        "seed": request.seed,
        "allow_code": request.allow_code,
        "openings": msgspec.to_builtins(request.openings),
        "signatures": request.signatures,
        "shapes": msgspec.to_builtins(request.shapes),
        "threshold": request.threshold,
        "sustained": request.sustained,
        "baseline": request.baseline,
        **_inputs_json(request),
    }


def _inputs_json(request: BenchmarkRequest) -> dict[str, Any]:
    """Nothing for random values."""
    if not request.data:
        return {}
    declared = request.data_ref.preprocessing if request.data_ref else None
    return {"data": request.data, "preprocessing": msgspec.to_builtins(declared)}
