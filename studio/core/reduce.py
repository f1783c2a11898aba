"""What an event does to the session: one pure function.

Events of unknown or already ended jobs are dropped, so each job ends exactly once, whatever
arrives late. Samples and footprints are live data for plots; they do not change the session.
"""

from __future__ import annotations

import hashlib
import os.path
from collections.abc import Callable

from msgspec.structs import replace

from studio.core.model import InspectResult
from studio.core.protocol import (
    TERMINAL,
    BenchmarkRequest,
    CheckRequest,
    ConvertRequest,
    EvaluateRequest,
    Event,
    InspectRequest,
    JobCancelled,
    JobFailed,
    JobQueued,
    JobStarted,
    JobSucceeded,
    JobWaiting,
    Note,
    Phase,
    Request,
)
from studio.core.recipe import Recipe
from studio.core.results import (
    BenchmarkResult,
    CheckResult,
    ConvertResult,
    EvaluateResult,
    Evaluation,
)
from studio.core.session import Dataset, Job, Model, Run, Session, Variant

FINISHED_JOBS_KEPT = 100
RUNS_KEPT = 100
LOG_LINES_KEPT = 200


def reduce(session: Session, event: Event) -> Session:
    """The session after ``event``; the same object where nothing changed."""
    body = event.body
    job = session.job(event.job_id)
    if isinstance(body, JobQueued):
        return session if job else _queued(session, event, body.request)
    if job is None or is_finished(job):
        return session
    if isinstance(body, TERMINAL):
        return _ended(session, job, event)
    if isinstance(body, JobStarted):
        return _with_job(session, replace(job, state="running", started_at=event.at, waiting=""))
    if isinstance(body, JobWaiting):
        return _with_job(session, replace(job, waiting=body.reason))
    if isinstance(body, Phase):
        changed = replace(
            job,
            phase=body.name,
            fraction=body.fraction,
            current=body.current,
            total=body.total,
            waiting="",
        )
        return _with_job(session, changed)
    if isinstance(body, Note):
        tail = (*job.log_tail, *body.text.splitlines())[-LOG_LINES_KEPT:]
        return _with_job(session, replace(job, log_tail=tail))
    return session


def is_finished(job: Job) -> bool:
    return job.state in ("succeeded", "failed", "cancelled")


def same_path(first: str, second: str) -> bool:
    """Whether two absolute paths name the same file, without asking the disk."""
    return _normal(first) == _normal(second)


def model_at(session: Session, path: str) -> Model | None:
    """The model opened from ``path``, else the one that has a variant there."""
    for model in session.models:
        if same_path(model.path, path):
            return model
    for model in session.models:
        if any(same_path(variant.artifact, path) for variant in model.variants):
            return model
    return None


def variant_id(model_id: str, recipe: Recipe) -> str:
    """The same recipe of the same model is the same variant: made again, it is replaced."""
    text = f"{model_id}\n{recipe.fingerprint()}"
    return "v" + hashlib.sha256(text.encode()).hexdigest()[:16]


def unique_name(wanted: str, taken: set[str]) -> str:
    """``wanted``, or "wanted (2)", "wanted (3)" where that is taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted} ({number})" in taken:
        number += 1
    return f"{wanted} ({number})"


def trim_jobs(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """All unfinished jobs and the last finished ones."""
    surplus = sum(map(is_finished, jobs)) - FINISHED_JOBS_KEPT
    kept: list[Job] = []
    for job in jobs:
        if surplus > 0 and is_finished(job):
            surplus -= 1
        else:
            kept.append(job)
    return tuple(kept)


def _normal(path: str) -> str:
    return os.path.normcase(os.path.normpath(path)) if path else ""


def _with_job(session: Session, job: Job) -> Session:
    jobs = tuple(job if other.id == job.id else other for other in session.jobs)
    return replace(session, jobs=jobs)


def _with_model(session: Session, changed: Model) -> Session:
    models = tuple(changed if model.id == changed.id else model for model in session.models)
    return replace(session, models=models)


def _queued(session: Session, event: Event, request: Request) -> Session:
    model = _model_of(session, request)
    job = Job(
        id=event.job_id,
        request=request,
        model_id=model.id if model else "",
        queued_at=event.at,
    )
    session = replace(session, jobs=(*session.jobs, job))
    if model is not None and model.error is not None and _inspects(request, model):
        session = _with_model(session, replace(model, error=None))
    return session


def _model_of(session: Session, request: Request) -> Model | None:
    """The model that a request is about; ``None`` for what is about several, or about none."""
    match request:
        case InspectRequest():
            return model_at(session, request.path)
        case ConvertRequest():
            return model_at(session, request.source)
        case CheckRequest():
            return model_at(session, request.against)
        case EvaluateRequest() if request.source:
            return model_at(session, request.source)
        case EvaluateRequest() | BenchmarkRequest():
            found = {
                model.id: model for path in request.files if (model := model_at(session, path))
            }
            return next(iter(found.values())) if len(found) == 1 else None
        case _:
            return model_at(session, request.files[0]) if request.files else None


def _inspects(request: Request, model: Model) -> bool:
    return isinstance(request, InspectRequest) and same_path(request.path, model.path)


def _ended(session: Session, job: Job, event: Event) -> Session:
    body = event.body
    if isinstance(body, JobSucceeded):
        changed = replace(
            job, state="succeeded", ended_at=event.at, log=body.log, fraction=1.0, waiting=""
        )
    elif isinstance(body, JobFailed):
        changed = replace(
            job, state="failed", ended_at=event.at, log=body.log, error=body.error, waiting=""
        )
    else:
        assert isinstance(body, JobCancelled)
        changed = replace(job, state="cancelled", ended_at=event.at, log=body.log, waiting="")
    session = _with_job(session, changed)
    session = replace(session, jobs=trim_jobs(session.jobs))
    if isinstance(body, JobSucceeded):
        return _apply_result(session, job, event.at, body)
    if isinstance(body, JobFailed):
        model = session.model(job.model_id)
        if model is not None and _inspects(job.request, model):
            return _with_model(session, replace(model, error=body.error))
    return session


def _apply_result(session: Session, job: Job, at: float, body: JobSucceeded) -> Session:
    result = body.result
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
            if not isinstance(job.request, BenchmarkRequest):
                return session
            run = Run(id=job.id, at=at, result=result, request=job.request)
            return replace(session, runs=(*session.runs, run)[-RUNS_KEPT:])
        case _:
            return session


def _inspected(session: Session, job: Job, result: InspectResult) -> Session:
    model = session.model(job.model_id)
    if model is None or not _inspects(job.request, model):
        return session
    changed = replace(
        model,
        info=result.info,
        graph=result.graph,
        error=None,
        is_missing=False,
        is_changed=False,
    )
    return _with_model(session, changed)


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
        made = replace(made, name=unique_name(result.recipe.label, taken), color=session.next_color)
        session = replace(session, next_color=session.next_color + 1)
        variants = (*model.variants, made)
    calibration = model.calibration
    if isinstance(job.request, ConvertRequest) and result.recipe.calibration is not None:
        calibration = _with_hash(
            calibration, job.request.calibration, result.recipe.calibration.sha256
        )
    return _with_model(session, replace(model, variants=variants, calibration=calibration))


def _checked(session: Session, result: CheckResult) -> Session:
    def checked(variant: Variant, model: Model) -> Variant:
        if not same_path(variant.artifact, result.artifact):
            return variant
        if not same_path(model.path, result.against):
            return variant
        return replace(variant, audit=result.audit, check=result.check)

    return _map_variants(session, checked)


def _evaluated(session: Session, job: Job, result: EvaluateResult) -> Session:
    for evaluation in result.evaluations:
        session = _with_evaluation(session, evaluation)
    model = session.model(job.model_id)
    if model is not None and isinstance(job.request, EvaluateRequest):
        data = _with_hash(model.evaluation_data, job.request.data, result.data_sha256)
        if data is not model.evaluation_data:
            session = _with_model(session, replace(model, evaluation_data=data))
    return session


def _with_evaluation(session: Session, evaluation: Evaluation) -> Session:
    def is_of(path: str, sha256: str) -> bool:
        if evaluation.sha256 and sha256:
            return evaluation.sha256 == sha256
        return same_path(evaluation.file, path)

    def evaluated(variant: Variant, _: Model) -> Variant:
        if is_of(variant.artifact, variant.sha256):
            return replace(variant, evaluation=evaluation)
        return variant

    session = _map_variants(session, evaluated)
    for model in session.models:
        if is_of(model.path, model.info.sha256 if model.info else ""):
            session = _with_model(session, replace(model, evaluation=evaluation))
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
