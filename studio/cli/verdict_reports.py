"""Verdicts in plain words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.cli.output import Output
from studio.core.comparison_text import (
    VERDICT_SIGNS,
    clock_sentences,
    comparison_message,
    facts,
    resolution_message,
    sustained_messages,
)
from studio.core.comparison_text import remarks as odd_things
from studio.core.comparisons import Comparison, Resolution
from studio.core.measurements import BenchmarkResult, Measurement
from studio.core.messages import render
from studio.core.quantities import format_duration


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
    rows += [("", text) for text in clock_sentences(comparisons, names)]
    if rows:
        output.facts(rows)
        output.stdout.print()


def show_sustained(
    output: Output, result: BenchmarkResult, names: Sequence[str], threshold: float
) -> None:
    """How the pace of each arm went over the minutes, and whether a ranking flipped."""
    if result.sustained is None:
        return
    messages = sustained_messages(result.sustained, names, threshold)
    output.facts([("", render(*message)[0]) for message in messages])
    output.stdout.print()


def show_resolution(output: Output, result: BenchmarkResult, resolution: Resolution | None) -> None:
    if resolution is None:
        params = {"seconds": format_duration(result.seconds)}
        title, hint = render("resolution-unknown", params)
    else:
        title, hint = render(*resolution_message(resolution, Path(resolution.file).name))
    output.facts([("", f"{title}. {hint}")])


def remarks(item: Measurement) -> list[str]:
    """What is odd about a measurement, and what belongs to its numbers."""
    return [". ".join(texts) for texts in (*odd_things(item), *facts(item))]
