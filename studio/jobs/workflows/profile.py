"""What each op takes: recorded in a fresh process, put in the model's terms by the one that reads
files."""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import RunError, UsageError, from_info
from studio.core.formats import sniff
from studio.core.measure_protocol import (
    AlignProfileRequest,
    RecordProfileRequest,
    RecordProfileResult,
)
from studio.core.measure_requests import ProfileRequest
from studio.core.profile import PROFILER, ProfileResult, why_not_profiled
from studio.jobs.context import JobContext
from studio.jobs.workflows.arms import plan_arms, with_implementations


def lane(request: ProfileRequest) -> str:
    del request
    return "measure"


def run(request: ProfileRequest, job: JobContext) -> ProfileResult:
    """Raises UsageError: profile-format, profile-gpu, profile-target, and
    what :func:`plan_arms` does; ModelError; RunError: profile-no-profiler; and what the children
    report."""
    _refuse_format(request.file)
    refusal = why_not_profiled(request.target)
    if refusal is not None:
        raise from_info(refusal)
    (arm,) = with_implementations(plan_arms((request.file,), (request.target,)), job)
    if arm.implementation != PROFILER:
        raise RunError("profile-no-profiler", implementation=arm.implementation)
    events = job.work / "profile.json"
    recorded = job.call(
        "measure",
        RecordProfileRequest(
            arm=arm,
            runs=request.runs,
            seed=request.seed,
            output=str(events),
            stop=str(job.stop_file),
            exclusive=job.is_exclusive,
        ),
        RecordProfileResult,
    )
    job.phase("summarizing")
    align = AlignProfileRequest(arm=arm, events=str(events), conditions=recorded.conditions)
    return job.call("inspect", align, ProfileResult)


def _refuse_format(file: str) -> None:
    """A target is no way out for another format: those that run it keep no records of ops."""
    found = sniff(Path(file))
    if found.id != "tflite":
        raise UsageError("profile-format", path=file, format=found.id)
