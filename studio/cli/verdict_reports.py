"""Verdicts in plain words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.cli.output import Output
from studio.core.comparison_text import (
    VERDICT_SIGNS,
    clock_message,
    comparison_message,
    resolution_message,
)
from studio.core.comparison_text import remarks as odd_things
from studio.core.comparisons import Comparison, Resolution
from studio.core.messages import render
from studio.core.quantities import format_duration
from studio.core.results import BenchmarkResult, Measurement


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
        rows.append((VERDICT_SIGNS[comparison.verdict], f"{title}. {by}"))
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
    found = [". ".join(texts) for texts in odd_things(item)]
    if item.runs_per_sample > 1:
        found.append(f"each sample is the mean of {item.runs_per_sample} runs")
    return found
