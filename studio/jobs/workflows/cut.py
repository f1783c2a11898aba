"""Take a part out of a .tflite, in the light child."""

from __future__ import annotations

from studio.core.graph_requests import CutRequest, CutResult
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import require_tflite


def lane(request: CutRequest) -> str:
    del request
    return "inspect"


def run(request: CutRequest, job: JobContext) -> CutResult:
    """Raises UsageError: artifact-not-tflite; and what the child reports."""
    require_tflite(request.path)
    return job.call("inspect", request, CutResult)
