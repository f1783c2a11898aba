"""Find the ops to keep out of 8 bits: try, judge by what the artifact computes, make the best."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.diagnosis import DiagnoseResult
from studio.core.errors import ConversionError, RunError, UsageError
from studio.core.fixing import FixResult, Goal, Trial, best_of, candidates, search, work_of
from studio.core.keep import Keep, with_keep
from studio.core.quantities import significant
from studio.core.recipe import kept_precisions
from studio.core.requests import (
    ConvertRequest,
    DiagnoseRequest,
    EvaluateRequest,
    FixRequest,
    InputSelection,
)
from studio.core.results import ConvertResult
from studio.core.thresholds import DIAGNOSE_SAMPLES
from studio.jobs.context import JobContext
from studio.jobs.workflows import convert, diagnose, evaluate
from studio.jobs.workflows.convert import refuse_taken

Named = dict[int, tuple[str, str]]


def lane(request: FixRequest) -> str:
    return convert.lane(request.convert)


def run(request: FixRequest, job: JobContext) -> FixResult:
    """Raises UsageError: fix-nothing-to-keep, and those of ``convert.run``; RunError:
    fix-goal-unmeasurable, fix-out-of-reach; and what the children report."""
    refuse_taken(Path(request.convert.artifact), request.convert)
    if request.precision not in kept_precisions(request.convert.recipe.steps):
        raise UsageError("fix-nothing-to-keep", path=request.convert.source)
    trials = _Trials(request, job)
    before = trials.judge(())
    if before.score is None:
        raise RunError("fix-goal-unmeasurable", goal=request.goal.text)
    if before.is_met:
        return FixResult(goal=request.goal, before=before)
    found = _diagnose(request, trials.artifact, job)
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
    converted = convert.run(trials.request(best.kept, request.convert.artifact), job)
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

    def judge(self, kept: tuple[int, ...]) -> Trial:
        request = replace(self.request(kept, self.artifact), overwrite=True)
        try:
            made = convert.run(request, self._job)
        except (ConversionError, RunError) as error:
            if not kept:
                raise  # what is to be fixed must be there
            self._job.note_error(f"{len(kept)} ops kept: no artifact", error)
            return Trial(kept=kept, score=None, size_bytes=0, is_met=False)
        score = self._score(made)
        goal = self._request.goal
        shown = "?" if score is None else significant(score, 4)
        self._job.note(f"{len(kept)} ops kept: {goal.kind} {shown}, {made.size_bytes} bytes")
        return Trial(
            kept=kept,
            score=score,
            size_bytes=made.size_bytes,
            is_met=goal.is_met(score),
            kept_macs=work_of(kept, self.macs),
        )

    def _score(self, made: ConvertResult) -> float | None:
        outputs = made.check.outputs
        if made.check.status == "cannot-run":
            return None
        match self._request.goal.kind:
            case "agreement":
                known = [one.argmax_agreement for one in outputs]
                return _worst([one for one in known if one is not None], is_lowest=True)
            case "rmse":
                errors = [one.rmse_over_range for one in outputs]
                if any(error is None for error in errors):
                    return None
                return _worst([one for one in errors if one is not None], is_lowest=False)
            case _:
                return self._accuracy()

    def _accuracy(self) -> float | None:
        given = self._request.convert
        if not given.evaluation:
            return None
        request = EvaluateRequest(
            files=(self.artifact,), data=given.evaluation, data_ref=given.evaluation_ref
        )
        (found,) = evaluate.run(request, self._job).evaluations
        return found.top1.value


def _diagnose(request: FixRequest, artifact: str, job: JobContext) -> DiagnoseResult:
    given = request.convert
    inputs = InputSelection(
        evaluation=given.evaluation,
        evaluation_ref=given.evaluation_ref,
        calibration=given.calibration,
        calibration_ref=given.recipe.calibration or given.calibration_ref,
        calibration_used=given.recipe.calibration_samples,
        seed=given.recipe.seed,
        limit=DIAGNOSE_SAMPLES,
    )
    look = DiagnoseRequest(
        artifact=artifact,
        against=given.source,
        inputs=inputs,
        recipe=given.recipe,
        allow_code=given.allow_code,
        opening=given.opening,
    )
    return diagnose.run(look, job)


def _worst(values: list[float], *, is_lowest: bool) -> float | None:
    if not values:
        return None
    return min(values) if is_lowest else max(values)


def _best_score(goal: Goal, trials: tuple[Trial, ...]) -> str:
    scores = [one.score for one in trials if one.score is not None]
    if not scores:
        return "?"
    return significant(min(scores) if goal.kind == "rmse" else max(scores), 4)
