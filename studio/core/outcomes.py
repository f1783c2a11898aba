"""What the result of a job does to the session, by type of result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from msgspec.structs import replace

from studio.core.agreement import AgreeResult
from studio.core.diagnosis import DiagnoseResult
from studio.core.evaluation_results import EvaluateResult, Evaluation
from studio.core.fix_steps import fix_ended
from studio.core.fixing import FixResult
from studio.core.keep import PRECISION_NAMES, KeepPrecision
from studio.core.looks import with_newest
from studio.core.lookup import (
    evaluation_of,
    inspects,
    same_path,
    unique_name,
    variant_id,
    with_model,
)
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.model import InspectResult
from studio.core.profile import ProfileResult
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.requests import ConvertRequest, EvaluateRequest, FixRequest, Result
from studio.core.results import CONVERSION_NOTES, CheckResult, ConvertResult
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
            asked = job.request.data_ref if isinstance(job.request, EvaluateRequest) else None
            return _evaluated(session, job.model_id, result, asked)
        case BenchmarkResult():
            if not isinstance(job.request, BenchmarkRequest) or job.request.is_aa:
                return session
            return _with_run(session, Run(id=job.id, at=at, result=result, request=job.request))
        case ProfileResult():
            profile = Profile(id=result.sha256, at=at, result=result, job_id=job.id)
            return replace(session, profiles=with_newest(session.profiles, profile))
        case FixResult():
            return _fixed(session, job, at, result)
        case DiagnoseResult():
            diagnosis = Diagnosis(id=result.sha256, at=at, result=result, job_id=job.id)
            return replace(session, diagnoses=with_newest(session.diagnoses, diagnosis))
        case AgreeResult():
            agreement = Agreement(id=result.sha256, at=at, result=result, job_id=job.id)
            return replace(session, agreements=with_newest(session.agreements, agreement))
        case _:
            return session


def _with_run(session: Session, run: Run) -> Session:
    return replace(session, runs=(*session.runs, run)[-RUNS_KEPT:])


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
        is_proposed=isinstance(job.request, FixRequest),
    )
    old = next((variant for variant in model.variants if variant.id == made.id), None)
    if old is not None:
        made = replace(
            made,
            name=old.name,
            note=old.note,
            color=old.color,
            is_proposed=made.is_proposed and old.is_proposed,
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


def _fixed(session: Session, job: Job, at: float, result: FixResult) -> Session:
    """The variant that was made is there to be accepted; what was found out about it is kept as if
    it had been asked for by itself."""
    request = job.request
    if not isinstance(request, FixRequest):
        return session
    known = session.fix(result.converted.sha256) if result.converted is not None else None
    was_delivered = known is not None and known.job_id == job.id
    session = fix_ended(session, job, at, result)
    # whoever removed what was delivered, while it was measured, is not given it again
    if result.converted is not None and not was_delivered:
        session = _converted(session, job, at, result.converted)
    if result.evaluated is not None:
        session = _evaluated(
            session, job.model_id, result.evaluated, request.convert.evaluation_ref
        )
    if result.measured is not None and request.measure is not None:
        files = tuple(one.file for one in result.measured.measurements)
        asked = replace(request.measure, files=files)
        session = _with_run(session, Run(id=job.id, at=at, result=result.measured, request=asked))
    return session


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
    """The recipe's label, with how many ops its list keeps in what ("int8, 2 ops in float32")."""
    held: dict[KeepPrecision, int] = {}
    for outcome in result.audit.kept:
        precision = outcome.keep.precision
        held[precision] = held.get(precision, 0) + outcome.held
    parts = [
        f"{count} {'op' if count == 1 else 'ops'} in {PRECISION_NAMES[precision]}"
        for precision, count in held.items()
        if count
    ]
    return ", ".join([result.recipe.label, *parts])


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


def _evaluated(
    session: Session, model_id: str, result: EvaluateResult, data_ref: DatasetRef | None
) -> Session:
    """Only where the data are still those chosen: accuracy on other data says something else.

    ``data_ref``: how they were read.
    """
    model = session.model(model_id)
    if model is not None:
        data = _with_hash(model.evaluation_data, result.data, result.data_sha256)
        if data is not model.evaluation_data:
            session = with_model(session, replace(model, evaluation_data=data))
    for evaluation in result.evaluations:
        measured = replace(
            evaluation,
            data=result.data,
            data_sha256=result.data_sha256,
            preprocessing=data_ref.preprocessing if data_ref else Preprocessing(),
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
