"""Verdicts in plain words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.cli.output import Output
from studio.core.comparison_text import (
    clock_message,
    comparison_message,
    drift_message,
    resolution_message,
)
from studio.core.comparisons import Comparison, Resolution
from studio.core.messages import render
from studio.core.quantities import format_duration
from studio.core.results import BenchmarkResult, Measurement

MARKS = {"faster": "▲", "slower": "▼", "equivalent": "=", "cannot-tell": "?"}


def show_comparisons(
    output: Output, comparisons: Sequence[Comparison], names: Sequence[str]
) -> None:
    """A sentence for each, then once why that clock decided."""
    rows = []
    for comparison in comparisons:
        baseline, candidate = names[comparison.baseline], names[comparison.candidate]
        if baseline == candidate:
            baseline, candidate = "the first", "the second"
        title, by = render(*comparison_message(comparison, baseline, candidate))
        rows.append((MARKS[comparison.verdict], f"{title}. {by}"))
    for reason in dict.fromkeys(
        ". ".join(render(*clock_message(comparison))) for comparison in comparisons
    ):
        rows.append(("", reason))
    if rows:
        output.facts(rows)
        output.stdout.print()


def show_resolution(output: Output, result: BenchmarkResult, resolution: Resolution | None) -> None:
    if resolution is None:
        params = {"seconds": format_duration(result.seconds)}
        title, hint = render("resolution-unknown", params)
    else:
        title, hint = render(*resolution_message(resolution, Path(resolution.file).name))
    output.facts([("", f"{title}. {hint}")])


def remarks(item: Measurement) -> list[str]:
    """What is odd about a measurement: outputs that are no numbers, a drift."""
    found = [". ".join(render(code, {})) for code in item.notes]
    if item.drift is not None:
        found.append(". ".join(render(*drift_message(item.drift))))
    if item.runs_per_sample > 1:
        found.append(f"each sample is the mean of {item.runs_per_sample} runs")
    return found
