"""A search for ops to keep as JSON, and for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from studio.cli.documents import audit_json, check_json, evaluate_json
from studio.cli.evaluation_reports import show_evaluations
from studio.cli.measurement_documents import benchmark_json
from studio.cli.names import short_name
from studio.cli.output import Output
from studio.cli.reports import measurement_names, show_audit, show_check, show_measurements
from studio.cli.verdict_reports import show_comparisons
from studio.core.errors import ErrorInfo
from studio.core.fix_notes import fix_notes
from studio.core.fix_steps import as_fix
from studio.core.fix_text import (
    GOAL_TITLES,
    fix_message,
    judged_text,
    outcome_text,
    time_text,
)
from studio.core.fixing import FixResult, Trial
from studio.core.messages import render, render_error
from studio.core.quantities import UNKNOWN, format_bytes, format_count
from studio.core.requests import FixRequest


def fix_json(result: FixResult) -> dict[str, Any]:
    """``end``: why the search stopped; ``notes``: what is to be known with it, in words; ``gain``:
    the new one paired with the one given on labelled data; ``source``: the source's own top-1,
    where the goal is about accuracy; "evaluation" and "measurement" are null
    where they were not asked for, {"error": ...} where they failed."""
    converted = result.converted
    return {
        "goal": result.goal.text,
        "is_reached": result.is_reached,
        "end": result.end,
        "notes": fix_notes(as_fix(result, "float")),
        "gain": result.gain and msgspec.to_builtins(result.gain),
        "source": result.source and msgspec.to_builtins(result.source),
        "before": _trial_json(result.before),
        "trials": [_trial_json(one) for one in result.trials],
        "closest": result.closest and _trial_json(result.closest),
        "kept": [
            {"op_index": op, "op": result.names[op][0], "name": result.names[op][1]}
            for op in (result.best.kept if result.best is not None else ())
        ],
        "artifact": converted.artifact if converted is not None else None,
        "sha256": converted.sha256 if converted is not None else None,
        "size_bytes": converted.size_bytes if converted is not None else None,
        "recipe": msgspec.to_builtins(converted.recipe) if converted is not None else None,
        "audit": audit_json(converted.audit) if converted is not None else None,
        "check": check_json(converted.check) if converted is not None else None,
        "evaluation": _failed(result.evaluate_error)
        or (result.evaluated and evaluate_json(result.evaluated)),
        "measurement": _failed(result.measure_error)
        or (result.measured and benchmark_json(result.measured)),
    }


def _failed(error: ErrorInfo | None) -> dict[str, Any] | None:
    return None if error is None else {"error": msgspec.to_builtins(render_error(error))}


def _trial_json(trial: Trial) -> dict[str, Any]:
    """``samples``, ``inputs_from``: what the score is of. ``translation_ops``: see audit; ``time``:
    null = not measured."""
    return {
        "kept": list(trial.kept),
        "score": trial.score,
        "score_ci95": trial.score_ci95 and list(trial.score_ci95),
        "samples": trial.samples,
        "inputs_from": trial.inputs_from,
        "agreement": trial.agreement,
        "is_broken": trial.is_broken,
        "reasons": list(trial.reasons),
        "error": trial.error and msgspec.to_builtins(render_error(trial.error)),
        "size_bytes": trial.size_bytes,
        "kept_macs": trial.kept_macs,
        "translation_ops": trial.translations,
        "is_met": trial.is_met,
        "time": trial.time and msgspec.to_builtins(trial.time),
    }


def show_fix(output: Output, request: FixRequest, result: FixResult) -> None:
    given = Path(request.artifact).name
    fix = as_fix(result, request.precision)
    title, hint = render(*fix_message(fix, given))
    output.heading(title)
    output.facts([("", line) for line in (hint, *fix_notes(fix))])
    if result.trials:
        _show_trials(output, result)
    if result.converted is None or result.best is None:
        return
    output.heading("Kept")
    output.table(
        (">op", "kind", "output"),
        [
            (str(op), kind, short_name(name))
            for op in result.best.kept
            for kind, name in (result.names[op],)
        ],
    )
    output.heading(result.converted.artifact)
    show_audit(output, result.converted.audit)
    show_check(output, result.converted.check)
    _show_proof(output, request, result)


def _show_trials(output: Output, result: FixResult) -> None:
    output.table(
        (
            *(">trial", ">ops kept", ">their MACs", ">(de)quantize ops"),
            *(f">{GOAL_TITLES[result.goal.kind]}", ">size", ">time", "goal met"),
        ),
        [
            (
                str(number) if number else "given",
                str(len(one.kept)),
                format_count(one.kept_macs) if one.kept else "",
                UNKNOWN if one.translations is None else str(one.translations),
                judged_text(result.goal, one),
                format_bytes(one.size_bytes),
                time_text(one),
                outcome_text(one),
            )
            for number, one in enumerate((result.before, *result.trials))
        ],
    )


def _show_proof(output: Output, request: FixRequest, result: FixResult) -> None:
    """What labelled data and the clock say of it beside the artifact that was given."""
    for what, error in (
        ("Not evaluated", result.evaluate_error),
        ("Not measured", result.measure_error),
    ):
        if error is not None:
            output.say(f"{what}: {render_error(error).title}")
    if result.evaluated is not None:
        output.heading("Evaluation")
        found = result.evaluated.evaluations
        names = [Path(one.file).name for one in found]
        show_evaluations(output, found, names, is_in_short=True)
    if result.measured is not None:
        output.heading("Measured together")
        names = measurement_names(result.measured.measurements)
        show_measurements(output, result.measured.measurements, names)
        output.stdout.print()
        show_comparisons(output, result.measured.comparisons, names)
    elif request.measure is None:
        output.say("Not measured against what was given: --measure SECONDS does.")
