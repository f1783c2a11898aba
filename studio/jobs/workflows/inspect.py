"""Open a model: the light child reads .tflite files, the TensorFlow child the others."""

from __future__ import annotations

from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import needs_tensorflow


def lane(request: InspectRequest) -> str:
    return "convert" if needs_tensorflow(request.path) else "inspect"


def run(request: InspectRequest, job: JobContext) -> InspectResult:
    job.phase("inspecting")
    return job.call(lane(request), request, InspectResult)
