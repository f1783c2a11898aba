"""Find the ops to keep out of 8 bits: try, judge by what the artifact computes, make the best."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.diagnosis import DiagnoseResult
from studio.core.errors import ConversionError, ProcessError, RunError, UsageError
from studio.core.fixing import FixResult, Goal, Trial, best_of, candidates, search, work_of
from studio.core.keep import Keep, with_keep
from studio.core.quantities import significant
from studio.core.recipe import kept_precisions
from studio.core.requests import (
    CheckRequest,
    ConvertRequest,
    DiagnoseRequest,
    EvaluateRequest,
    FixRequest,
)
from studio.core.results import Check
from studio.core.thresholds import DIAGNOSE_SAMPLES
from studio.jobs.context import JobContext
from studio.jobs.workflows import check, convert, diagnose, evaluate
from studio.jobs.workflows.convert import check_inputs, refuse_taken
from studio.jobs.workflows.data_check import check_data
from studio.jobs.workflows.sources import require_tflite

Named = dict[int, tuple[str, str]]


def lane(request: FixRequest) -> str:
    return convert.lane(request.convert)


def run(request: FixRequest, job: JobContext) -> FixResult:
    """Raises UsageError: fix-nothing-to-keep, fix-accuracy-without-data, artifact-not-tflite, and
    those of ``convert.run``; RunError: fix-goal-unmeasurable, fix-out-of-reach; and what the
    children report."""
    require_tflite(request.artifact)
    refuse_taken(Path(request.convert.artifact), request.convert)
    if request.precision not in kept_precisions(request.convert.recipe.steps):
        raise UsageError("fix-nothing-to-keep", path=request.convert.source)
    if request.goal.kind == "accuracy" and not request.convert.evaluation:
        raise UsageError("fix-accuracy-without-data")
    judged = check_data(request.convert, job)
    trials = _Trials(request, job)
    before = trials.given()
    if before.score is None and not before.is_broken:
        raise RunError("fix-goal-unmeasurable", goal=request.goal.text)
    if before.is_met:
        return FixResult(goal=request.goal, before=before)
    found = _diagnose(request, job)
    trials.know(found)
    groups = [
        tuple(op for op in group if op in trials.names) for group in candidates(found.tensors)
    ]
    made = search(groups, trials.macs, trials.judge, request.most_trials)
    best = best_of(made, trials.macs)
    if best is None:
        raise RunError(
            "fix-out-of-reach",
            goal=request.goal.text,
            count=len(made),
            best=_best_score(request.goal, (before, *made)),
        )
    job.note(f"made with {len(best.kept)} ops in {request.precision}")
    converted = convert.make(trials.request(best.kept, request.convert.artifact), job, judged)
    return FixResult(
        goal=request.goal,
        before=before,
        trials=tuple(made),
        best=best,
        converted=converted,
        names={op: trials.names[op] for op in sorted({op for one in made for op in one.kept})},
    )


class _Trials:
    """Makes artifacts with some ops kept, and says how good each is."""

    def __init__(self, request: FixRequest, job: JobContext) -> None:
        self._request, self._job = request, job
        self.artifact = str(job.work / "trial.tflite")
        self.names: Named = {}
        self.macs: dict[int, int | None] = {}
        self._nodes: dict[int, str] = {}

    def know(self, found: DiagnoseResult) -> None:
        """The ops that can be kept: a kept op is named by its tensor in the float stage."""
        for one in found.tensors:
            self.names.setdefault(one.op_index, (one.op, one.name))
            self.macs.setdefault(one.op_index, one.macs)
            self._nodes.setdefault(one.op_index, one.against)

    def request(self, kept: tuple[int, ...], artifact: str) -> ConvertRequest:
        given = self._request.convert
        keeps = given.recipe.keep
        for op in kept:
            keep = Keep(pattern=self._nodes[op], precision=self._request.precision, by="node")
            keeps = with_keep(keeps, keep)
        return replace(given, artifact=artifact, recipe=replace(given.recipe, keep=keeps))

    def given(self) -> Trial:
        """The artifact as it is, judged on the samples that the trials are judged on."""
        request, given = self._request, self._request.convert
        look = CheckRequest(
            artifact=request.artifact,
            against=given.source,
            inputs=check_inputs(given, given.recipe.calibration_samples),
            recipe=given.recipe,
            shapes=given.recipe.shapes,
            signature=given.recipe.signature,
            allow_code=given.allow_code,
            opening=given.opening,
        )
        found = check.run(look, self._job)
        return self._trial((), request.artifact, found.check, found.audit.size_bytes)

    def judge(self, kept: tuple[int, ...]) -> Trial:
        request = replace(self.request(kept, self.artifact), overwrite=True)
        try:
            made = convert.make(request, self._job)
        except (ConversionError, RunError, ProcessError) as error:
            self._job.check()
            self._job.note_error(f"{len(kept)} ops kept: no artifact", error)
            return Trial(kept=kept, score=None, size_bytes=0, is_met=False, is_broken=True)
        return self._trial(kept, self.artifact, made.check, made.size_bytes)

    def _trial(self, kept: tuple[int, ...], artifact: str, found: Check, size_bytes: int) -> Trial:
        score, goal = self._score(artifact, found), self._request.goal
        is_broken = found.status in ("failed", "cannot-run")
        shown = "?" if score is None else significant(score, 4)
        self._job.note(f"{len(kept)} ops kept: {goal.kind} {shown}, {size_bytes} bytes")
        return Trial(
            kept=kept,
            score=score,
            size_bytes=size_bytes,
            is_met=goal.is_met(score) and not is_broken,
            is_broken=is_broken,
            agreement=_agreement(found),
            kept_macs=work_of(kept, self.macs),
        )

    def _score(self, artifact: str, found: Check) -> float | None:
        if found.status == "cannot-run":
            return None
        match self._request.goal.kind:
            case "agreement":
                return _agreement(found)
            case "rmse":
                errors = [one.rmse_over_range for one in found.outputs]
                known = [error for error in errors if error is not None]
                return max(known) if known and len(known) == len(errors) else None
            case _:
                return self._accuracy(artifact)

    def _accuracy(self, artifact: str) -> float | None:
        given = self._request.convert
        request = EvaluateRequest(
            files=(artifact,), data=given.evaluation, data_ref=given.evaluation_ref
        )
        (found,) = evaluate.run(request, self._job).evaluations
        return found.top1.value if found.top1 is not None else None


def _agreement(found: Check) -> float | None:
    """Of the output with the lowest one; None where none of them ranks classes."""
    known = [one.argmax_agreement for one in found.outputs]
    return min((one for one in known if one is not None), default=None)


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


def _best_score(goal: Goal, trials: tuple[Trial, ...]) -> str:
    scores = [one.score for one in trials if one.score is not None]
    if not scores:
        return "?"
    return significant(min(scores) if goal.kind == "rmse" else max(scores), 4)
