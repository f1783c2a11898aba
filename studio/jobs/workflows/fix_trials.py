"""Makes the artifacts of a search for ops to keep, and says of each how good it is.

What is the same for all of them is done once: the source's outputs are computed once, and the child
that quantizes keeps the calibrated model. Nothing is examined twice, and what meets the goal stays
on disk, so that the best one is not made again.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from studio.core.build_protocol import BuildResult
from studio.core.data_findings import DataFinding
from studio.core.diagnosis import DiagnoseResult
from studio.core.errors import ConversionError, ProcessError, RunError, StudioError
from studio.core.evaluation_results import Accuracy
from studio.core.events import TrialJudged
from studio.core.fix_text import GOAL_TITLES, count_text, misses, score_text, source_text
from studio.core.fixing import Trial, work_of
from studio.core.keep import Keep, with_keep
from studio.core.quantities import format_bytes
from studio.core.requests import ConvertRequest, EvaluateRequest, FixRequest
from studio.core.results import Audit, Check, ConvertResult, InputsFrom
from studio.core.thresholds import CHECK_SAMPLES_MOST, FIX_EFFORT
from studio.core.verify_protocol import ReferenceResult, VerifyRequest, VerifyResult
from studio.jobs.context import JobContext
from studio.jobs.workflows import convert, evaluate
from studio.jobs.workflows.sources import call_for_source, running_child, verified

Named = dict[int, tuple[str, str]]
Made = tuple[BuildResult, VerifyResult]


class Trials:
    """``judged``: what the doctor said of the data. ``names``, ``macs``: of the ops that can be
    kept, by index, known after :meth:`know`; ``source``: the source's own accuracy, where the goal
    is about that and :meth:`score_source` could tell."""

    def __init__(
        self, request: FixRequest, job: JobContext, judged: tuple[DataFinding, ...]
    ) -> None:
        self._request, self._job, self._judged = request, job, judged
        self.source: Accuracy | None = None
        self.names: Named = {}
        self.macs: dict[int, int | None] = {}
        self._nodes: dict[int, str] = {}
        self._references: dict[int, ReferenceResult] = {}
        self._made: dict[tuple[int, ...], Made] = {}
        self._numbers: dict[tuple[int, ...], int] = {(): 0}

    def know(self, found: DiagnoseResult) -> None:
        """The ops that can be kept: a kept op is named by its tensor in the float stage."""
        for one in found.tensors:
            self.names.setdefault(one.op_index, (one.op, one.name))
            self.macs.setdefault(one.op_index, one.macs)
            self._nodes.setdefault(one.op_index, one.against)

    def score_source(self) -> None:
        """What is more than the source itself has is said before hours are spent on it."""
        request, given, job = self._request, self._request.convert, self._job
        if request.goal.kind != "accuracy":
            return
        look = EvaluateRequest(
            files=(given.source,),
            data=given.evaluation,
            data_ref=given.evaluation_ref,
            shapes=given.recipe.shapes,
            signature=given.recipe.signature,
            allow_code=given.allow_code,
            opening=given.opening,
        )
        try:
            self.source = evaluate.run(look, job).evaluations[0].top1
        except StudioError as error:
            job.check()
            job.note_error("the source was not evaluated", error)
        if self.source is not None and misses(request.goal, self.source):
            job.note(source_text(request.goal, self.source))

    def given(self) -> Trial:
        """The artifact as it is, judged on the samples that the trials are judged on."""
        request, given = self._request, self._request.convert
        reference = self._reference(given.recipe.calibration_samples)
        self._job.phase("checking")
        verify = VerifyRequest(
            artifact=request.artifact,
            reference=reference.path,
            inputs_from=reference.inputs_from,
            recipe=given.recipe,
            notes=reference.notes,
            signature=reference.signature,
            signatures=reference.signatures,
        )
        found = verified(self._job, verify, "artifact-crashed")
        return self._trial((), request.artifact, found)

    def judge(self, kept: tuple[int, ...]) -> Trial:
        """Make the artifact with these ops kept; what cannot be made is said with the reason."""
        self._numbers[kept] = len(self._numbers)
        request, job = self._convert(kept), self._job
        try:
            built = convert.build(request, job, f"trial{self._numbers[kept]}.tflite")
            reference = self._reference(built.calibration_samples_used)
            found = convert.proved(request, built, reference, job)
        except (ConversionError, RunError, ProcessError) as error:
            job.check()
            unmade = Trial(kept=kept, score=None, size_bytes=None, is_met=False, error=error.info())
            job.note_error(f"{count_text(unmade)} kept: could not be made", error)
            self.tell(unmade)
            return unmade
        trial = self._trial(kept, built.artifact, found)
        if self._request.measures_trials:
            built = replace(built, artifact=self._outliving(built.artifact))
        if trial.is_met or self._request.measures_trials:
            self._made[kept] = (built, found)
        else:
            Path(built.artifact).unlink(missing_ok=True)
        return trial

    def deliver(self, best: Trial) -> ConvertResult:
        """Give the artifact of ``best`` its name. Raises as ``convert.delivered``."""
        built, found = self._made[best.kept]
        request = self._convert(best.kept)
        return convert.delivered(request, built, found, self._job, self._judged)

    def path(self, trial: Trial) -> str:
        """Of the trial's artifact; "" where it was not kept."""
        made = self._made.get(trial.kept)
        return made[0].artifact if made is not None else ""

    def tell(self, trial: Trial) -> None:
        """Let the faces know of it, or of what more is known of it."""
        self._job.emit(
            TrialJudged(
                goal=self._request.goal,
                number=self._numbers[trial.kept],
                trial=trial,
                names={op: self.names[op] for op in trial.kept},
                source=self.source,
            )
        )

    def _outliving(self, artifact: str) -> str:
        """Whoever looks at the measurement may want it made once more, or longer."""
        folder = self._job.kept("-trials")
        folder.mkdir(exist_ok=True)
        return str(shutil.move(artifact, folder / Path(artifact).name))

    def _convert(self, kept: tuple[int, ...]) -> ConvertRequest:
        given = self._request.convert
        keeps = given.recipe.keep
        for op in kept:
            keep = Keep(pattern=self._nodes[op], precision=self._request.precision, by="node")
            keeps = with_keep(keeps, keep)
        return replace(given, recipe=replace(given.recipe, keep=keeps))

    def _reference(self, calibration_used: int) -> ReferenceResult:
        """The source's outputs, on the samples that are left where so many served to calibrate."""
        known = self._references.get(calibration_used)
        if known is None:
            given = self._request.convert
            self._job.phase("reference")
            of_check = convert.reference_request(given, calibration_used, self._job)
            wanted = replace(
                of_check,
                selection=replace(
                    of_check.selection,
                    limit=FIX_EFFORT * CHECK_SAMPLES_MOST,
                    effort=FIX_EFFORT,
                ),
                output=str(self._job.work / f"reference{len(self._references)}.npz"),
            )
            child = running_child(given.source)
            known = call_for_source(self._job, child, wanted, ReferenceResult)
            self._references[calibration_used] = known
        return known

    def _trial(self, kept: tuple[int, ...], artifact: str, found: VerifyResult) -> Trial:
        judged, goal = self._score(artifact, found.check), self._request.goal
        is_broken = found.check.status in ("failed", "cannot-run", "unchecked")
        size_bytes = found.audit.size_bytes
        trial = Trial(
            kept=kept,
            score=judged.value,
            size_bytes=size_bytes,
            is_met=goal.is_met(judged.value) and not is_broken,
            is_broken=is_broken,
            agreement=_agreement(found.check).value,
            kept_macs=work_of(kept, self.macs),
            translations=found.audit.translations,
            score_ci95=judged.ci95,
            samples=judged.samples,
            inputs_from=judged.inputs_from,
            reasons=found.check.reasons if is_broken else (),
            integer_macs=_integer_macs(found.audit),
            is_not_smaller="artifact-not-smaller" in found.check.notes,
        )
        title, score = GOAL_TITLES[goal.kind], score_text(goal, trial)
        self._job.note(f"{count_text(trial)} kept: {title} {score}, {format_bytes(size_bytes)}")
        self.tell(trial)
        return trial

    def _score(self, artifact: str, found: Check) -> _Judged:
        if found.status in ("cannot-run", "unchecked"):
            return _Judged()
        match self._request.goal.kind:
            case "agreement":
                return _agreement(found)
            case "rmse":
                errors = [one.rmse_over_range for one in found.outputs]
                known = [error for error in errors if error is not None]
                worst = max(known) if known and len(known) == len(errors) else None
                return _Judged(worst, None, found.samples, found.inputs_from)
            case _:
                return self._accuracy(artifact)

    def _accuracy(self, artifact: str) -> _Judged:
        given = self._request.convert
        request = EvaluateRequest(
            files=(artifact,), data=given.evaluation, data_ref=given.evaluation_ref
        )
        (found,) = evaluate.run(request, self._job).evaluations
        if found.top1 is None:
            return _Judged()
        return _Judged(found.top1.value, found.top1.ci95, found.top1.total, "evaluation")


def _integer_macs(found: Audit) -> float | None:
    floats = found.float_mac_share
    return None if floats is None else 1.0 - floats


class _Judged(NamedTuple):
    """A score in the goal's terms, and what it is of."""

    value: float | None = None
    ci95: tuple[float, float] | None = None
    samples: int | None = None
    inputs_from: InputsFrom | None = None


def _agreement(found: Check) -> _Judged:
    """Of the output with the lowest one; none where none of them ranks classes."""
    known = [
        _Judged(one.argmax_agreement, one.argmax_ci95, found.samples, found.inputs_from)
        for one in found.outputs
        if one.argmax_agreement is not None
    ]
    return min(known, key=lambda one: one.value or 0.0, default=_Judged())
