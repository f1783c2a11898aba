"""Results as tables for a person."""

from __future__ import annotations

from msgspec.structs import replace

from studio.cli.names import short_name
from studio.cli.output import Output
from studio.cli.verdict_reports import remarks
from studio.core.check_remarks import CheckRemark, remarks_of
from studio.core.devices import placement_text
from studio.core.errors import ErrorInfo
from studio.core.file_names import told_apart
from studio.core.incidents import incident_texts
from studio.core.keep import Keep, KeepOutcome, format_keep
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measured_inputs import declared_text, inputs_text
from studio.core.measurements import BenchmarkResult, Measurement
from studio.core.messages import render, render_error
from studio.core.phases import PHASES
from studio.core.quantities import (
    format_bytes,
    format_cosine,
    format_duration,
    format_error,
    format_error_percent,
    format_percent,
    interval_text,
    value_text,
)
from studio.core.results import Audit, Check, Stage
from studio.core.signatures import signature_text
from studio.core.thresholds import is_disturbed

_HAS_A_WAY_ON = "artifact-unchecked"
"""The one reason that its hint belongs to: it can be taken away at once."""
CHECK_MARKS = {
    "ok": "✓ ok",
    "degraded": "⚠ degraded",
    "failed": "✕ failed",
    "cannot-run": "⊘ the local LiteRT cannot run it",
    "unchecked": "○ not checked: the check was ended before it was done",
    "nothing": "∅ nothing was shown: the output is the same for every input; give real ones",
}
INPUTS_FROM = {
    "evaluation": "held-out evaluation data",
    "calibration-unused": "calibration samples that were not used",
    "calibration": "the calibration samples themselves",
    "random": "seeded random data, not real inputs",
    "given": "the data given",
}


def show_audit(output: Output, audit: Audit) -> None:
    output.facts(
        [
            ("size", format_bytes(audit.size_bytes)),
            *_shares("ops", audit),
            *_shares("MACs", audit),
            ("input dtypes", ", ".join(audit.input_dtypes)),
            ("output dtypes", ", ".join(audit.output_dtypes)),
            ("needs at least (as the file says)", audit.min_runtime_version or "not stated"),
            *(("weights without their zeros", str(n)) for n in (audit.sparse_weights,) if n),
            *((f"keep {_keep(one.keep)}", _outcome(one)) for one in audit.kept),
        ]
    )


def _keep(keep: Keep) -> str:
    """An entry of the recipe's list; the joined names of a fused op would leave no room."""
    pattern = short_name(keep.pattern) if keep.by == "node" else keep.pattern
    return format_keep(replace(keep, pattern=pattern))


def _outcome(outcome: KeepOutcome) -> str:
    """What came of one entry of the recipe's per-op precision."""
    counts = f"{outcome.held} of {outcome.matched} ops, {outcome.changed} changed by it"
    names = ", ".join(map(short_name, outcome.unheld))
    unheld = f"; not so: {names}" if names else ""
    return counts + unheld


def _shares(unit: str, audit: Audit) -> list[tuple[str, str]]:
    """Shares that add up to the whole; those of int8 always, of the others what is not 0."""
    of_ops = unit == "ops"
    others = (
        (
            f"{unit} hybrid (activations quantized while running)",
            audit.hybrid_op_share if of_ops else audit.hybrid_mac_share,
        ),
        (f"{unit} computed in int16", audit.int16_op_share if of_ops else audit.int16_mac_share),
        (f"{unit} computed in float", audit.float_op_share if of_ops else audit.float_mac_share),
        (
            f"{unit} computed in other integers",
            audit.other_op_share if of_ops else audit.other_mac_share,
        ),
    )
    int8 = audit.int8_op_share if of_ops else audit.int8_mac_share
    return [
        (f"{unit} computed in int8", format_percent(int8)),
        *((name, format_percent(share)) for name, share in others if share),
    ]


def show_check(output: Output, check: Check) -> None:
    output.heading(f"Check: {CHECK_MARKS[check.shown]}")
    output.facts(
        [
            *(
                [("inputs", f"{check.samples} samples from {INPUTS_FROM[check.inputs_from]}")]
                if check.refusal is None
                else [_ended(check, check.refusal)]
            ),
            *([("signature", signature_text(check))] if check.signature else []),
            *map(_remark, remarks_of(check)),
        ]
    )
    if not check.outputs:
        return
    output.table(
        ("output", ">max abs error", ">RMSE / range", ">cosine", ">same argmax"),
        [
            (
                item.name,
                format_error(item.max_abs_error),
                format_error_percent(item.rmse_over_range),
                format_cosine(item.cosine),
                "–" if item.argmax_agreement is None else format_percent(item.argmax_agreement),
            )
            for item in check.outputs
        ],
    )


def _ended(check: Check, why: ErrorInfo) -> tuple[str, str]:
    title = render_error(why).title
    return ("ended", title) if check.status == "unchecked" else ("refused", why.detail or title)


def _remark(remark: CheckRemark) -> tuple[str, str]:
    title, hint = render(remark.code, {})
    about = f" ({', '.join(remark.outputs)})" if remark.outputs else ""
    if remark.counts and remark.code != _HAS_A_WAY_ON:
        return "because", title + about
    named = "because" if remark.counts else "note"
    return named, ". ".join(filter(None, (title + about, hint)))


def show_stages(output: Output, stages: tuple[Stage, ...]) -> None:
    output.table(
        ("stage", "route", ">TRANSPOSE added", ">time"),
        [
            (
                PHASES.get(stage.name, stage.name),
                stage.route or "–",
                "–" if stage.added_transposes is None else str(stage.added_transposes),
                "from cache" if stage.cached else format_duration(stage.seconds),
            )
            for stage in stages
        ],
    )


def measurement_names(measurements: tuple[Measurement, ...]) -> list[str]:
    """The files' names, as far as they tell them apart, with the target where there are several,
    and with the scenario where not all are measured in the usual one."""
    files = told_apart([item.file for item in measurements])
    has_targets = len({item.target.text for item in measurements}) > 1
    has_scenarios = not all(item.scenario.is_default for item in measurements)
    return [
        " · ".join(
            part
            for part, is_shown in (
                (name, True),
                (item.target.text, has_targets),
                (item.scenario.text, has_scenarios),
            )
            if is_shown
        )
        for name, item in zip(files, measurements, strict=True)
    ]


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
        (
            "file",
            ">CPU median ms",
            ">init ms",
            ">first ms",
            ">warm-up runs",
            ">inputs/s",
            ">peak memory",
            ">of it grown",
        ),
        [
            (
                name,
                value_text(item.cpu_median_ms),
                value_text(item.init_ms),
                value_text(item.first_ms),
                f"{item.warmup_runs:,}",
                value_text(item.throughput_per_s),
                format_bytes(item.peak_rss_bytes),
                format_bytes(item.memory.anonymous_growth_bytes if item.memory else None),
            )
            for name, item in named
        ],
    )
    for name, item in named:
        if item.placement is not None:
            output.facts([(name, placement_text(item.placement))])
        if item.error is not None:
            output.say(f"{item.file}: {render(item.error.code, item.error.params)[0]}")
        output.facts([(name, remark) for remark in remarks(item)])


def median_text(item: Measurement) -> str:
    """ "8.45 ± 0.03", ms."""
    interval = interval_text(item.median_ms, item.median_ci95_ms)
    return f"{value_text(item.median_ms, item.median_ci95_ms)} {interval}".rstrip()


def show_conditions(output: Output, result: BenchmarkResult, request: BenchmarkRequest) -> None:
    """After what went wrong meanwhile, if anything did."""
    conditions = result.conditions
    output.facts([("⚠", ". ".join(incident_texts(one))) for one in result.incidents])
    if is_disturbed(conditions):
        percent = f"{conditions.other_busy_percent:.0f}"
        output.facts([("⚠", ". ".join(render("run-disturbed", {"percent": percent})))])
    output.facts(
        [
            ("cpu", f"{conditions.cpu}, {conditions.logical_cores} logical cores"),
            ("inputs", inputs_text(request, result)),
            *([("pre-processed", declared_text(request))] if request.data else []),
            ("run by", ", ".join(sorted({item.implementation for item in result.measurements}))),
            ("machine busy", _percent(conditions.busy_percent)),
            ("by others", _percent(conditions.other_busy_percent)),
            ("waiting for a core", _percent(conditions.pressure_percent)),
            ("other measurements", "kept away" if conditions.exclusive else "possible meanwhile"),
        ]
    )


def _percent(value: float | None) -> str:
    return format_percent(None if value is None else value / 100)
