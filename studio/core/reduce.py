"""What an event does to the session: one pure function.

Events of unknown or already ended jobs are dropped, so each job ends exactly once, whatever
arrives late. Samples and footprints are live data for plots; they do not change the session. Nor
do jobs that only look at data or lay a graph out for whoever asked: they are no work that anybody
wants listed.
"""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.child_protocol import Note, Phase
from studio.core.events import (
    TERMINAL,
    DataJudged,
    Event,
    FixDelivered,
    JobCancelled,
    JobFailed,
    JobQueued,
    JobStarted,
    JobSucceeded,
    JobWaiting,
    TrialJudged,
)
from studio.core.fix_steps import trial_judged
from studio.core.graph_requests import ConstantsRequest, DiffRequest, LayoutRequest
from studio.core.lookup import inspects, is_finished, model_of, with_model
from studio.core.outcomes import apply_result
from studio.core.requests import DataRequest, Request, TryRequest
from studio.core.session import Job, Session

_LOOKS = (DataRequest, ConstantsRequest, LayoutRequest, DiffRequest)
FINISHED_JOBS_KEPT = 100
LOG_LINES_KEPT = 200
LOG_LINES_KEPT_AFTERWARDS = 50


def reduce(session: Session, event: Event) -> Session:
    """The session after ``event``; the same object where nothing changed."""
    body = event.body
    job = session.job(event.job_id)
    if isinstance(body, JobQueued):
        is_look = isinstance(body.request, _LOOKS) or _only_looks(body.request)
        return session if job or is_look else _queued(session, event, body.request)
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
    if isinstance(body, TrialJudged):
        return trial_judged(session, job, event.at, body)
    if isinstance(body, FixDelivered):
        return apply_result(session, job, event.at, body.result)
    if isinstance(body, DataJudged):
        return _with_job(session, replace(job, findings=body.findings))
    if isinstance(body, Note):
        tail = (*job.log_tail, *body.text.splitlines())[-LOG_LINES_KEPT:]
        return _with_job(session, replace(job, log_tail=tail))
    return session


def _only_looks(request: Request) -> bool:
    return isinstance(request, TryRequest) and request.look_only


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


def _with_job(session: Session, job: Job) -> Session:
    jobs = tuple(job if other.id == job.id else other for other in session.jobs)
    return replace(session, jobs=jobs)


def _queued(session: Session, event: Event, request: Request) -> Session:
    model = model_of(session, request)
    job = Job(
        id=event.job_id,
        request=request,
        model_id=model.id if model else "",
        queued_at=event.at,
    )
    session = replace(session, jobs=(*session.jobs, job))
    if model is not None and model.error is not None and inspects(request, model):
        session = with_model(session, replace(model, error=None))
    return session


def _ended(session: Session, job: Job, event: Event) -> Session:
    body = event.body
    job = replace(job, log_tail=job.log_tail[-LOG_LINES_KEPT_AFTERWARDS:])
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
        return apply_result(session, job, event.at, body.result)
    if isinstance(body, JobFailed):
        model = session.model(job.model_id)
        if model is not None and inspects(job.request, model):
            return with_model(session, replace(model, error=body.error))
    return session
