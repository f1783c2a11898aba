"""What the tour found, as JSON and for a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.cli.documents import audit_json, check_json, stages_json
from studio.cli.measurement_documents import benchmark_json
from studio.cli.output import Output
from studio.cli.reports import (
    CHECK_MARKS,
    INPUTS_FROM,
    measurement_names,
    median_text,
    show_conditions,
)
from studio.cli.verdict_reports import show_comparisons
from studio.core.evaluation_results import Accuracy, EvaluateResult, Evaluation
from studio.core.evaluation_text import headline
from studio.core.measurements import BenchmarkResult, Measurement
from studio.core.quantities import (
    format_bytes,
    format_count,
    format_duration,
    value_text,
)
from studio.core.recipe import Recipe
from studio.core.results import ConvertResult
from studio.core.session import Model, Run

SAMPLE = "mnist_cnn"


@dataclass(frozen=True)
class Tour:
    """What came out, variant by variant in the order of ``VARIANTS``."""

    model: Model
    run: Run
    converted: tuple[ConvertResult, ...]
    evaluated: EvaluateResult
    measured: BenchmarkResult


def file_name(recipe: Recipe) -> str:
    return f"{SAMPLE}_{recipe.label}.tflite"


def demo_json(tour: Tour, report: Path) -> dict[str, Any]:
    return {
        "report": str(report),
        "variants": [
            {
                "name": item.recipe.label,
                "artifact": item.artifact,
                "sha256": item.sha256,
                "size_bytes": item.size_bytes,
                "stages": stages_json(item.stages),
                "audit": audit_json(item.audit),
                "check": check_json(item.check),
                "top1": _top1(evaluation).value,
                "top1_ci95": list(_top1(evaluation).ci95),
            }
            for item, evaluation in zip(tour.converted, _evaluations(tour), strict=True)
        ],
        **benchmark_json(tour.measured),
    }


def _evaluations(tour: Tour) -> list[Evaluation]:
    by_file = {item.file: item for item in tour.evaluated.evaluations}
    return [by_file[item.artifact] for item in tour.converted]


def _top1(evaluation: Evaluation) -> Accuracy:
    assert evaluation.top1 is not None  # the sample classifies
    return evaluation.top1


def show_demo(output: Output, tour: Tour, report: Path, took: float) -> None:
    info = tour.model.info
    assert info is not None
    output.heading(f"{SAMPLE}: four variants")
    output.facts(
        [
            ("source", tour.model.path),
            ("size", format_bytes(info.size_bytes)),
            ("parameters", format_count(info.parameters)),
            ("MACs", format_count(info.macs)),
            ("check against the source", f"on {INPUTS_FROM[tour.converted[0].check.inputs_from]}"),
        ]
    )
    output.table(
        (
            "variant",
            ">size",
            "check",
            ">top-1 (95 % interval)",
            ">against the source",
            ">median ms",
            ">p90 ms",
            ">peak memory",
        ),
        [
            _row(converted, evaluation, measurement)
            for converted, evaluation, measurement in zip(
                tour.converted, _evaluations(tour), tour.measured.measurements, strict=True
            )
        ],
    )
    output.heading("Measured")
    names = measurement_names(tour.measured.measurements)
    show_comparisons(output, tour.measured.comparisons, names)
    show_conditions(output, tour.measured, tour.run.request)
    output.heading("Report")
    output.stdout.print(str(report), soft_wrap=True, markup=False)
    output.say(f"Done in {format_duration(took)}; all of it is in the session that “studio” opens.")


def _row(converted: ConvertResult, item: Evaluation, measured: Measurement) -> tuple[str, ...]:
    _, top1, against = headline(item)
    return (
        converted.recipe.label,
        format_bytes(converted.size_bytes),
        CHECK_MARKS[converted.check.shown],
        top1,
        against,
        median_text(measured),
        value_text(measured.p90_ms, measured.p90_ci95_ms),
        format_bytes(measured.peak_rss_bytes),
    )
