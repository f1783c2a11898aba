"""Profiles as tables for a person, and as the JSON that the command line promises."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.cli.names import short_name
from studio.cli.output import Output
from studio.core.messages import render
from studio.core.messages.profile import CAUSES
from studio.core.profile import ProfiledOp, ProfileResult
from studio.core.profile_comparison import ProfileComparison
from studio.core.quantities import format_percent, signed_text, whole_text
from studio.core.thresholds import is_disturbed

_ROWS_SHOWN = 20
_PLACINGS = {"mapped": "", "inserted": "added by the delegate", "open": "unmapped"}


def profile_json(result: ProfileResult) -> dict[str, Any]:
    """``mapped``: the op is one of the file's; ``index`` is its place in its subgraph."""
    return {
        "file": result.file,
        "sha256": result.sha256,
        "target": result.target.text,
        "runtime": result.implementation,
        "runs": result.runs,
        "invoke_median_us": result.invoke_median_us,
        "ops_median_us": result.ops_median_us,
        "coverage": result.coverage,
        "delegate_share": result.delegate_share,
        "unrecorded_share": result.unrecorded_share,
        "ops": [
            {
                "index": op.index,
                "op": op.op,
                "name": op.name,
                "share": op.share,
                "median_us": op.median_us,
                "mapped": op.is_mapped,
                "placing": op.placing,
                "subgraph": op.subgraph,
                "kernel": op.kernel,
                "executions": op.executions,
            }
            for op in result.ops
        ],
        "untimed": [
            {"index": op.index, "op": op.op, "name": op.name, "subgraph": op.subgraph}
            for op in result.untimed
        ],
        "by_type": [
            {
                "op": kind.op,
                "mapped": kind.is_of_model,
                "count": kind.count,
                "share": kind.share,
                "median_us": kind.median_us,
            }
            for kind in result.by_type
        ],
        "causes": [
            {
                "code": cause.code,
                "title": CAUSES[cause.code].title,
                "count": cause.count,
                "share": cause.share,
                "median_us": cause.median_us,
            }
            for cause in result.causes
        ],
        "conditions": msgspec.to_builtins(result.conditions),
    }


def comparison_json(comparison: ProfileComparison) -> dict[str, Any]:
    """``first``/``second``: indices in the files, null where a file has no such op; ``set_apart``:
    circumstances that differ between the two profiles."""
    return {
        "set_apart": [
            {"what": one.what, "first": one.first, "second": one.second}
            for one in comparison.set_apart
        ],
        "ops": [
            {
                "op": one.op,
                "name": one.name,
                "first": one.first.index if one.first is not None else None,
                "second": one.second.index if one.second is not None else None,
                "first_us": one.first_us,
                "second_us": one.second_us,
                "difference_us": one.difference_us,
            }
            for one in comparison.ops
        ],
        "by_type": [
            {
                "op": one.op,
                "mapped": one.is_of_model,
                "first_count": one.first_count,
                "second_count": one.second_count,
                "first_us": one.first_us,
                "second_us": one.second_us,
                "difference_us": one.difference_us,
            }
            for one in comparison.by_type
        ],
    }


def show_profile(output: Output, result: ProfileResult) -> None:
    """The slowest ops, the time by kind, the causes, and how much of the run they explain."""
    if any(op.median_us for op in result.ops):
        _show_ops(output, result)
    else:
        output.say("No op took a whole microsecond, which is what the profiler counts in.")
    _show_causes(output, result)
    output.heading("What this is")
    output.facts(profile_facts(result))


def _show_ops(output: Output, result: ProfileResult) -> None:
    output.heading("Slowest ops")
    slowest = sorted(result.ops, key=lambda op: -op.share)[:_ROWS_SHOWN]
    output.table(
        (">#", "op", ">share", ">median (µs)", "", "name"),
        [
            (
                "–" if op.index is None else str(op.index),
                op.op,
                format_percent(op.share),
                whole_text(op.median_us),
                _remark(op),
                short_name(op.name),
            )
            for op in slowest
        ],
    )
    output.heading("By kind of op")
    output.table(
        ("op", ">ops", ">share", ">median (µs)", ""),
        [
            (
                kind.op,
                str(kind.count),
                format_percent(kind.share),
                whole_text(kind.median_us),
                "" if kind.is_of_model else "no op of the file",
            )
            for kind in result.by_type
        ],
    )


def _remark(op: ProfiledOp) -> str:
    parts = [_PLACINGS[op.placing]]
    if op.subgraph:
        parts.append(f"subgraph {op.subgraph}")
    if op.executions > 1:
        parts.append(f"{op.executions} times a run")
    return ", ".join(filter(None, parts))


def _show_causes(output: Output, result: ProfileResult) -> None:
    if not result.causes:
        return
    output.heading("What takes time beside the computing")
    output.table(
        ("what", ">ops", ">share", ">median (µs)"),
        [
            (
                CAUSES[cause.code].title,
                str(cause.count),
                format_percent(cause.share),
                whole_text(cause.median_us),
            )
            for cause in result.causes
        ],
    )
    output.facts([(CAUSES[cause.code].title, CAUSES[cause.code].hint) for cause in result.causes])


def profile_facts(result: ProfileResult) -> list[tuple[str, str]]:
    """What was run, how much of the run the ops explain, and under what conditions."""
    facts = [
        ("file", result.file),
        ("target", f"{result.target.text}, run by {result.implementation}"),
        ("runs", f"{result.runs}, one takes {whole_text(result.invoke_median_us)} µs (median)"),
        ("explained", f"{format_percent(result.coverage)} of that by ops of the file"),
        (
            "added up",
            f"{whole_text(result.ops_median_us)} µs, the medians of the ops: well below the run "
            "where other programs held up most runs, each time another op",
        ),
        ("in the delegate", format_percent(result.delegate_share)),
        (
            "in no op",
            f"{format_percent(result.unrecorded_share)}: the runtime's own work, and what the "
            "profiler cuts off, which counts whole microseconds",
        ),
    ]
    if result.untimed:
        facts.append(
            (
                "without a time",
                f"{len(result.untimed)} ops, computed with a neighbor or beforehand",
            )
        )
    if is_disturbed(result.conditions):
        percent = f"{result.conditions.other_busy_percent:.0f}"
        facts.insert(0, ("⚠", ". ".join(render("run-disturbed", {"percent": percent}))))
    return facts


def show_comparison(output: Output, comparison: ProfileComparison) -> None:
    """First of all what sets the two apart beside the files."""
    if comparison.set_apart:
        output.heading("⚠ Not recorded alike, which may be why times differ (first / second)")
        output.facts([(one.what, f"{one.first} / {one.second}") for one in comparison.set_apart])
    output.heading("Where the time went, op by op (second less first)")
    output.table(
        (">#1", ">#2", "op", ">first (µs)", ">second (µs)", ">change (µs)", "name"),
        [
            (
                _index(one.first),
                _index(one.second),
                one.op,
                whole_text(one.first_us) if one.first is not None else "–",
                whole_text(one.second_us) if one.second is not None else "–",
                signed_text(one.difference_us),
                short_name(one.name),
            )
            for one in comparison.ops[:_ROWS_SHOWN]
        ],
    )
    output.heading("By kind of op")
    output.table(
        ("op", ">ops", ">first (µs)", ">second (µs)", ">change (µs)"),
        [
            (
                one.op,
                f"{one.first_count} → {one.second_count}",
                whole_text(one.first_us),
                whole_text(one.second_us),
                signed_text(one.difference_us),
            )
            for one in comparison.by_type
        ],
    )


def _index(op: ProfiledOp | None) -> str:
    return "–" if op is None or op.index is None else str(op.index)
