"""Find the ops to keep out of 8 bits: try, judge by what the artifact computes, prove the best."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.diagnosis import DiagnoseResult
from studio.core.errors import RunError, UsageError
from studio.core.events import FixDelivered
from studio.core.fix_text import count_text
from studio.core.fixing import (
    FixResult,
    Trial,
    best_of,
    candidates,
    closest_of,
    end_of,
    search,
)
from studio.core.keep import PRECISION_NAMES
from studio.core.recipe import kept_precisions
from studio.core.requests import DiagnoseRequest, FixRequest
from studio.core.run_inputs import check_inputs
from studio.core.thresholds import DIAGNOSE_SAMPLES
from studio.jobs.context import JobContext
from studio.jobs.workflows import convert, diagnose
from studio.jobs.workflows.convert import refuse_taken
from studio.jobs.workflows.data_check import check_data
from studio.jobs.workflows.fix_proof import with_evaluation, with_times
from studio.jobs.workflows.fix_trials import Trials
from studio.jobs.workflows.sources import require_tflite


def lane(request: FixRequest) -> str:
    return convert.lane(request.convert)


def run(request: FixRequest, job: JobContext) -> FixResult:
    """A goal that cannot be reached is a result too: it says how close the trials came.

    Raises UsageError: fix-nothing-to-keep, fix-accuracy-without-data, artifact-not-tflite, and
    those of ``convert.run``; RunError: fix-goal-unmeasurable; and what the children report.
    """
    require_tflite(request.artifact)
    refuse_taken(Path(request.convert.artifact), request.convert)
    if request.precision not in kept_precisions(request.convert.recipe.steps):
        raise UsageError("fix-nothing-to-keep", path=request.convert.source)
    if request.goal.kind == "accuracy" and not request.convert.evaluation:
        raise UsageError("fix-accuracy-without-data")
    findings = check_data(request.convert, job)
    trials = Trials(request, job, findings)
    trials.score_source()
    before = trials.given()
    if before.score is None and not before.is_broken:
        raise RunError("fix-goal-unmeasurable", goal=request.goal.text)
    if before.is_met:
        return FixResult(
            goal=request.goal,
            before=before,
            source=trials.source,
            end="met-already",
            findings=findings,
        )
    result = replace(
        _searched(request, before, trials, job), source=trials.source, findings=findings
    )
    if result.best is None:
        return result
    job.note(f"made with {count_text(result.best)} in {PRECISION_NAMES[request.precision]}")
    result = replace(result, converted=trials.deliver(result.best))
    job.emit(FixDelivered(result=result))  # cancelling the proof does not take the artifact back
    return with_times(with_evaluation(result, request, job), request, trials, job)


def _searched(request: FixRequest, before: Trial, trials: Trials, job: JobContext) -> FixResult:
    found = _diagnose(request, job)
    trials.know(found)
    groups = [
        tuple(op for op in group if op in trials.names) for group in candidates(found.tensors)
    ]
    made = search(groups, trials.macs, trials.judge, request.most_trials)
    best = best_of(made, trials.macs)
    return FixResult(
        goal=request.goal,
        before=before,
        end=end_of(made, request.most_trials),
        trials=tuple(made),
        best=best,
        closest=closest_of((before, *made), request.goal) if best is None else None,
        names={op: trials.names[op] for op in sorted({op for one in made for op in one.kept})},
    )


def _diagnose(request: FixRequest, job: JobContext) -> DiagnoseResult:
    given = request.convert
    look = DiagnoseRequest(
        artifact=request.artifact,
        against=given.source,
        inputs=replace(
            check_inputs(given, given.recipe.calibration_samples), limit=DIAGNOSE_SAMPLES
        ),
        recipe=given.recipe,
        allow_code=given.allow_code,
        opening=given.opening,
    )
    return diagnose.run(look, job)
