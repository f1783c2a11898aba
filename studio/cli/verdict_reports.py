"""Verdicts in plain words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.cli.output import Output
from studio.core.beside_latency import ServerRate
from studio.core.comparison_text import (
    VERDICT_SIGNS,
    clock_message,
    comparison_message,
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
    for reason in dict.fromkeys(
        ". ".join(render(*clock_message(comparison))) for comparison in comparisons
    ):
        rows.append(("", reason))
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
    """What is odd about a measurement: outputs that are no numbers, a drift."""
    found = [". ".join(texts) for texts in odd_things(item)]
    if item.server is not None:
        found.append(server_text(item.server))
    if item.runs_per_sample > 1:
        found.append(
            f"each sample is the mean of {item.runs_per_sample} runs, of which p90 and p99 "
            "say nothing: both are withheld"
        )
    return found


def server_text(server: ServerRate) -> str:
    """What rate of queries kept the bound, and the lowest tried one that did not."""
    if not server.is_searched:
        return f"queries arrived at {server.rate_per_s:.3g} a second"
    kept = [one for one in server.tried if one.has_kept(server.bound_ms)]
    missed = [one for one in server.tried if not one.has_kept(server.bound_ms)]
    parts = []
    if kept:
        best = max(kept, key=lambda one: one.rate_per_s)
        parts.append(
            f"p99 kept {server.bound_ms:g} ms at {best.rate_per_s:.3g} queries a second "
            f"({best.p99_ms:.3g} ms of {best.queries} queries)"
        )
    if missed:
        least = min(missed, key=lambda one: one.rate_per_s)
        how = "queries piled up" if least.p99_ms is None else f"{least.p99_ms:.3g} ms"
        parts.append(f"missed it at {least.rate_per_s:.3g} ({how})")
    return ", ".join(parts)
