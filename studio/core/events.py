"""What the job queue says to both faces: :class:`Event`, a job's last one with a terminal body."""

from __future__ import annotations

import msgspec

from studio.core.child_protocol import Note, Phase
from studio.core.data_findings import DataFinding
from studio.core.errors import ErrorInfo
from studio.core.evaluation_results import Accuracy
from studio.core.fixing import FixResult, Goal, Trial
from studio.core.measure_protocol import Footprint, Samples
from studio.core.requests import Request, Result


class JobQueued(msgspec.Struct, frozen=True, kw_only=True, tag="job-queued"):
    request: Request


class JobStarted(msgspec.Struct, frozen=True, kw_only=True, tag="job-started"):
    pass


class JobWaiting(msgspec.Struct, frozen=True, kw_only=True, tag="job-waiting"):
    """Held up by something outside this job, e.g. another Studio that is measuring."""

    reason: str


class TrialJudged(msgspec.Struct, frozen=True, kw_only=True, tag="trial-judged"):
    """One step of a search for ops to keep. ``number``: 0 is the artifact that was given; one that
    comes again is the same trial with more known of it.

    ``names``: as in FixResult, of the ops of this trial; ``source``: as there, known before any.
    """

    goal: Goal
    number: int
    trial: Trial
    names: dict[int, tuple[str, str]] = {}
    source: Accuracy | None = None


class FixDelivered(msgspec.Struct, frozen=True, kw_only=True, tag="fix-delivered"):
    """The artifact that a search for ops to keep made is there, whatever becomes of the job:
    what is still to come is what it is worth. ``result``: without that."""

    result: FixResult


class DataJudged(msgspec.Struct, frozen=True, kw_only=True, tag="data-judged"):
    """What the data doctor says before the work begins."""

    findings: tuple[DataFinding, ...]


class JobSucceeded(msgspec.Struct, frozen=True, kw_only=True, tag="job-succeeded"):
    result: Result
    log: str = ""


class JobFailed(msgspec.Struct, frozen=True, kw_only=True, tag="job-failed"):
    error: ErrorInfo
    log: str = ""


class JobCancelled(msgspec.Struct, frozen=True, kw_only=True, tag="job-cancelled"):
    log: str = ""


EventBody = (
    JobQueued
    | JobStarted
    | JobWaiting
    | DataJudged
    | Phase
    | Note
    | Samples
    | Footprint
    | TrialJudged
    | FixDelivered
    | JobSucceeded
    | JobFailed
    | JobCancelled
)
TERMINAL = (JobSucceeded, JobFailed, JobCancelled)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """``at``: seconds since the epoch."""

    job_id: str
    at: float
    body: EventBody
