"""What a search for ops to keep does to the session, step by step and at its end."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.events import TrialJudged
from studio.core.fixing import FixResult, Trial
from studio.core.keep import KeepPrecision
from studio.core.looks import with_newest
from studio.core.lookup import same_path
from studio.core.requests import FixRequest
from studio.core.session import Fix, Job, Session


def trial_judged(session: Session, job: Job, at: float, step: TrialJudged) -> Session:
    """The session with the step; one about an artifact that is no variant changes nothing."""
    given = _given(session, job)
    if given is None:
        return session
    sha256, precision = given
    known = session.fix(sha256)
    if known is None or known.job_id != job.id:
        known = Fix(id=sha256, at=at, job_id=job.id, goal=step.goal, precision=precision)
    changed = replace(
        known,
        at=at,
        before=known.before if step.number else step.trial,
        trials=_placed(known.trials, step.number, step.trial) if step.number else known.trials,
        names=known.names | step.names,
        source=step.source,
    )
    return replace(session, fixes=with_newest(session.fixes, changed))


def fix_ended(session: Session, job: Job, at: float, result: FixResult) -> Session:
    """The session with all that the search found out about the artifact that was given."""
    given = _given(session, job)
    if given is None:
        return session
    sha256, precision = given
    fix = as_fix(result, precision, sha256, at, job.id)
    fix = replace(fix, was_there=_was_there(session, fix))
    return replace(session, fixes=with_newest(session.fixes, fix))


def _was_there(session: Session, fix: Fix) -> bool:
    """Before the session is given the variant; what the same search delivered is not of before."""
    known = session.fix(fix.id)
    if known is not None and known.job_id == fix.job_id and known.made:
        return known.was_there
    variants = (variant for model in session.models for variant in model.variants)
    return any(one.sha256 == fix.made for one in variants if fix.made)


def as_fix(
    result: FixResult,
    precision: KeepPrecision,
    sha256: str = "",
    at: float = 0.0,
    job_id: str = "",
) -> Fix:
    """A search that has ended, as a session keeps it."""
    return Fix(
        id=sha256,
        at=at,
        job_id=job_id,
        goal=result.goal,
        precision=precision,
        before=result.before,
        source=result.source,
        trials=result.trials,
        names=result.names,
        best=result.best,
        closest=result.closest,
        end=result.end,
        findings=result.findings,
        gain=result.gain,
        made=result.converted.sha256 if result.converted is not None else "",
    )


def _placed(trials: tuple[Trial, ...], number: int, trial: Trial) -> tuple[Trial, ...]:
    """``trials`` with the one of that number, counted from 1, in its place."""
    return (*trials[: number - 1], trial, *trials[number:])


def _given(session: Session, job: Job) -> tuple[str, KeepPrecision] | None:
    """SHA-256 of the artifact that a fix is about, and what it keeps ops in; None where no variant
    has it (any more), or the job is no fix."""
    request = job.request
    if not isinstance(request, FixRequest):
        return None
    variants = (variant for model in session.models for variant in model.variants)
    found = (one.sha256 for one in variants if same_path(one.artifact, request.artifact))
    sha256 = next(found, "")
    return (sha256, request.precision) if sha256 else None
