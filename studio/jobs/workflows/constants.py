"""Look into the weights of a .tflite, in the light child."""

from __future__ import annotations

from studio.core.graph_requests import ConstantsRequest, ConstantsResult
from studio.jobs.context import JobContext


def lane(request: ConstantsRequest) -> str:
    del request
    return "inspect"


def run(request: ConstantsRequest, job: JobContext) -> ConstantsResult:
    """Raises what the child reports: ModelError, of other formats model-damaged."""
    return job.call("inspect", request, ConstantsResult)
