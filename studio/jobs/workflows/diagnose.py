"""Compare an artifact with its float stage, tensor by tensor."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest, BuildResult
from studio.core.diagnosis import DiagnoseResult
from studio.core.recipe import make_recipe
from studio.core.requests import DiagnoseRequest
from studio.core.verify_protocol import MeasureErrorsRequest, ReferenceRequest, ReferenceResult
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import (
    blaming,
    call_for_source,
    is_tflite,
    lane_of,
    onnx_program,
    require_tflite,
)


def lane(request: DiagnoseRequest) -> str:
    return lane_of((request.against,))


def run(request: DiagnoseRequest, job: JobContext) -> DiagnoseResult:
    """Raises UsageError: artifact-not-tflite; RunError: artifact-crashed,
    diagnose-nothing-in-common; and what the children report."""
    require_tflite(request.artifact)
    float_stage = _float_stage(request, job)
    job.phase("reference")
    reference = job.call(
        "verify",
        ReferenceRequest(
            model=float_stage,
            output=str(job.work / "reference.npz"),
            selection=request.inputs,
            shapes=request.shapes if float_stage == request.against else {},
            signature=request.signature if float_stage == request.against else None,
        ),
        ReferenceResult,
    )
    measure = MeasureErrorsRequest(
        artifact=request.artifact,
        float_stage=float_stage,
        against=request.against,
        reference=reference.path,
        inputs_from=reference.inputs_from,
    )
    with blaming(request.artifact):
        return job.call("verify", measure, DiagnoseResult)


def _float_stage(request: DiagnoseRequest, job: JobContext) -> str:
    """A .tflite is one itself; of other sources it is made, or taken from the cache."""
    if is_tflite(request.against):
        return request.against
    recipe = request.recipe or make_recipe(shapes=request.shapes, signature=request.signature)
    build = BuildRequest(
        source=request.against,
        artifact=str(job.work / "float.tflite"),
        recipe=replace(recipe, steps=(), keep=(), calibration=None),
        allow_code=request.allow_code,
        opening=request.opening,
        onnx2tf=onnx_program(request.against, job),
        cache=str(job.config.float_cache),
        cache_limit_bytes=job.config.cache_limit_bytes,
    )
    return call_for_source(job, "convert", build, BuildResult).artifact
