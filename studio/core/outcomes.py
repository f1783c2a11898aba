"""What the result of a job does to the session, by type of result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TypeVar

from msgspec.structs import replace

from studio.core.agreement import AgreeResult
from studio.core.diagnosis import DiagnoseResult
from studio.core.fixing import FixResult
from studio.core.lookup import (
    evaluation_of,
    inspects,
    same_path,
    unique_name,
    variant_id,
    with_model,
)
from studio.core.measurements import BenchmarkResult
from studio.core.model import InspectResult
from studio.core.profile import ProfileResult
from studio.core.recipe import Preprocessing
from studio.core.requests import (
    BenchmarkRequest,
    ConvertRequest,
    EvaluateRequest,
    FixRequest,
    Result,
)
from studio.core.results import (
    CONVERSION_NOTES,
    CheckResult,
    ConvertResult,
    EvaluateResult,
    Evaluation,
)
from studio.core.session import (
    Agreement,
    Dataset,
    Diagnosis,
    Job,
    Model,
    Profile,
    Run,
    Session,
    Variant,
)

RUNS_KEPT = 100
LOOKS_KEPT = 50
"""Of each kind of look into files: profiles, diagnoses, agreements."""
LookT = TypeVar("LookT", Profile, Diagnosis, Agreement)


def apply_result(session: Session, job: Job, at: float, result: Result) -> Session:
    """The session with ``result`` of ``job``; results about what is gone change nothing."""
    match result:
        case InspectResult():
            return _inspected(session, job, result)
        case ConvertResult():
            return _converted(session, job, at, result)
        case CheckResult():
            return _checked(session, result)
        case EvaluateResult():
            return _evaluated(session, job, result)
        case BenchmarkResult():
            if not isinstance(job.request, BenchmarkRequest) or job.request.is_aa:
                return session
            run = Run(id=job.id, at=at, result=result, request=job.request)
            return replace(session, runs=(*session.runs, run)[-RUNS_KEPT:])
        case ProfileResult():
            profile = Profile(id=result.sha256, at=at, result=result, job_id=job.id)
            return replace(session, profiles=_with_newest(session.profiles, profile))
        case FixResult():
            if result.converted is None:
                return session
            return _converted(session, job, at, result.converted)
        case DiagnoseResult():
            diagnosis = Diagnosis(id=result.sha256, at=at, result=result, job_id=job.id)
            return replace(session, diagnoses=_with_newest(session.diagnoses, diagnosis))
        case AgreeResult():
            agreement = Agreement(id=result.sha256, at=at, result=result, job_id=job.id)
            return replace(session, agreements=_with_newest(session.agreements, agreement))
        case _:
            return session


def _with_newest(known: tuple[LookT, ...], made: LookT) -> tuple[LookT, ...]:
    """The newest one of a file takes the place of the one before, whatever it was made with."""
    looks = [one for one in known if one.id != made.id]
    looks.append(made)
    return tuple(looks[-LOOKS_KEPT:])


def _inspected(session: Session, job: Job, result: InspectResult) -> Session:
    model = session.model(job.model_id)
    if model is None or not inspects(job.request, model):
        return session
    changed = replace(
        model,
        info=result.info,
        graph=result.graph,
        error=None,
        is_missing=False,
        is_changed=False,
    )
    return with_model(session, changed)


def _converted(session: Session, job: Job, at: float, result: ConvertResult) -> Session:
    model = session.model(job.model_id)
    if model is None:
        return session
    made = Variant(
        id=variant_id(model.id, result.recipe),
        name="",
        artifact=result.artifact,
        sha256=result.sha256,
        size_bytes=result.size_bytes,
        recipe=result.recipe,
        stages=result.stages,
        audit=result.audit,
        check=result.check,
        versions=result.versions,
        source_sha256=result.source_sha256,
        created_at=at,
        calibration_samples_used=result.calibration_samples_used,
        calibration_file=_name_of_calibration(job, result),
        findings=result.findings,
    )
    old = next((variant for variant in model.variants if variant.id == made.id), None)
    if old is not None:
        made = replace(
            made,
            name=old.name,
            note=old.note,
            color=old.color,
            evaluation=old.evaluation if old.sha256 == made.sha256 else None,
        )
        variants = tuple(made if variant.id == made.id else variant for variant in model.variants)
    else:
        taken = {variant.name for variant in model.variants}
        made = replace(made, name=unique_name(_label(result), taken), color=session.next_color)
        session = replace(session, next_color=session.next_color + 1)
        variants = (*model.variants, made)
    calibration = model.calibration
    request = _conversion(job)
    if request is not None and result.recipe.calibration is not None:
        calibration = _with_hash(calibration, request.calibration, result.recipe.calibration.sha256)
    return with_model(session, replace(model, variants=variants, calibration=calibration))


def _name_of_calibration(job: Job, result: ConvertResult) -> str:
    """The data file's name, where the recipe measured on one."""
    recipe, request = result.recipe.calibration, _conversion(job)
    if request is None or recipe is None or recipe.kind == "random":
        return ""
    return PurePath(request.calibration).name


def _conversion(job: Job) -> ConvertRequest | None:
    """How the job made an artifact."""
    request = job.request
    if isinstance(request, FixRequest):
        return request.convert
    return request if isinstance(request, ConvertRequest) else None


def _label(result: ConvertResult) -> str:
    """The recipe's label; a file that was only copied is whatever it was before, so "copy"."""
    is_copy = any(stage.route == "copy" for stage in result.stages)
    return "copy" if is_copy else result.recipe.label


def _checked_again(variant: Variant, result: CheckResult) -> Variant:
    """What only converting can know stays: what came of the recipe's list, and its remarks."""
    kept = variant.audit.kept if variant.audit is not None else ()
    before = variant.check.notes if variant.check is not None else ()
    notes = dict.fromkeys(
        (*result.check.notes, *(note for note in before if note in CONVERSION_NOTES))
    )
    return replace(
        variant,
        audit=replace(result.audit, kept=kept),
        check=replace(result.check, notes=tuple(notes)),
    )


def _checked(session: Session, result: CheckResult) -> Session:
    def checked(variant: Variant, model: Model) -> Variant:
        if not same_path(variant.artifact, result.artifact):
            return variant
        if not same_path(model.path, result.against):
            return variant
        return _checked_again(variant, result)

    return _map_variants(session, checked)


def _evaluated(session: Session, job: Job, result: EvaluateResult) -> Session:
    """Only where the data are still those chosen: accuracy on other data says something else."""
    request = job.request
    if not isinstance(request, EvaluateRequest):
        return session
    model = session.model(job.model_id)
    if model is not None:
        data = _with_hash(model.evaluation_data, request.data, result.data_sha256)
        if data is not model.evaluation_data:
            session = with_model(session, replace(model, evaluation_data=data))
    for evaluation in result.evaluations:
        measured = replace(
            evaluation,
            data=request.data,
            data_sha256=result.data_sha256,
            preprocessing=request.data_ref.preprocessing if request.data_ref else Preprocessing(),
        )
        session = _with_evaluation(session, measured)
    return session


def _with_evaluation(session: Session, evaluation: Evaluation) -> Session:
    def is_of(path: str, sha256: str) -> bool:
        if evaluation.sha256 and sha256:
            return evaluation.sha256 == sha256
        return same_path(evaluation.file, path)

    def evaluated(variant: Variant, model: Model) -> Variant:
        if is_of(variant.artifact, variant.sha256) and evaluation_of(model, evaluation):
            return replace(variant, evaluation=evaluation)
        return variant

    session = _map_variants(session, evaluated)
    for model in session.models:
        sha256 = model.info.sha256 if model.info else ""
        if is_of(model.path, sha256) and evaluation_of(model, evaluation):
            session = with_model(session, replace(model, evaluation=evaluation))
    return session


def _map_variants(session: Session, change: Callable[[Variant, Model], Variant]) -> Session:
    models = tuple(
        replace(model, variants=tuple(change(variant, model) for variant in model.variants))
        for model in session.models
    )
    return session if models == session.models else replace(session, models=models)


def _with_hash(dataset: Dataset | None, path: str, sha256: str) -> Dataset | None:
    """``dataset`` with the content hash that its first use found."""
    if dataset is None or not sha256 or not same_path(dataset.path, path):
        return dataset
    if dataset.ref.sha256 == sha256:
        return dataset
    return replace(dataset, ref=replace(dataset.ref, sha256=sha256))
