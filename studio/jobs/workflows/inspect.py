"""Open a model: the light child reads .tflite and .onnx files, the TensorFlow child the others."""

from __future__ import annotations

from studio.core.errors import StudioError
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from studio.core.verify_protocol import CountMacsRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import call_for_source, is_tflite, needs_tensorflow


def lane(request: InspectRequest) -> str:
    return "convert" if needs_tensorflow(request.path) else "inspect"


def run(request: InspectRequest, job: JobContext) -> InspectResult:
    """A .tflite whose costs cannot be read from it at the shapes given is shown to the runtime."""
    job.phase("inspecting")
    child = lane(request)
    result = call_for_source(job, child, request, InspectResult)
    if request.shapes and result.info.macs is None and is_tflite(request.path):
        return _counted(request, result, job)
    return result


def _counted(request: InspectRequest, read: InspectResult, job: JobContext) -> InspectResult:
    """In the child that may die of a file, which only leaves the costs unknown."""
    job.phase("counting")
    try:
        count = CountMacsRequest(path=request.path, shapes=request.shapes)
        return job.call("verify", count, InspectResult)
    except StudioError as error:
        job.note_error("the costs stay unknown", error)
        return read
