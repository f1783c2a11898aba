"""Compare an artifact with what it was made from."""

from __future__ import annotations

from studio.core.requests import CheckRequest
from studio.core.results import CheckResult
from studio.core.verify_protocol import ReferenceRequest, ReferenceResult, VerifyRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import (
    call_for_source,
    lane_of,
    require_tflite,
    running_child,
    verified,
)


def lane(request: CheckRequest) -> str:
    return lane_of((request.against,))


def run(request: CheckRequest, job: JobContext) -> CheckResult:
    """Raises UsageError: artifact-not-tflite; RunError: artifact-crashed; and what the children
    report."""
    require_tflite(request.artifact)
    job.phase("reference")
    reference = call_for_source(
        job,
        running_child(request.against),
        ReferenceRequest(
            model=request.against,
            output=str(job.work / "reference.npz"),
            selection=request.inputs,
            shapes=request.shapes,
            signature=request.signature,
            allow_code=request.allow_code,
            opening=request.opening,
        ),
        ReferenceResult,
    )
    job.phase("checking")
    verify = VerifyRequest(
        artifact=request.artifact,
        reference=reference.path,
        inputs_from=reference.inputs_from,
        recipe=request.recipe,
        notes=reference.notes,
        signature=reference.signature,
        signatures=reference.signatures,
    )
    found = verified(job, verify, "artifact-crashed")
    return CheckResult(
        artifact=request.artifact,
        against=request.against,
        audit=found.audit,
        check=found.check,
    )
