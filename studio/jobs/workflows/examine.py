"""What the doctor says of a calibration when it is done: of the ranges that the data gave."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest, BuildResult
from studio.core.data_findings import DataFinding
from studio.core.errors import StudioError
from studio.core.messages import title_of
from studio.core.requests import ConvertRequest
from studio.core.verify_protocol import ExamineRequest, ExamineResult
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import call_for_source, is_tflite


def examined(
    request: ConvertRequest,
    build: BuildRequest,
    built: BuildResult,
    job: JobContext,
) -> tuple[DataFinding, ...]:
    """``build``: what made the artifact. Nothing where no data calibrated.

    It is advice: what goes wrong here fails no conversion, and is a finding of its own.
    """
    if not built.calibration_samples_used or not request.calibration:
        return ()
    job.phase("examining")
    recipe = request.recipe
    try:
        examine = ExamineRequest(
            float_stage=_float_stage(build, job),
            calibration=request.calibration,
            calibration_ref=recipe.calibration,
            samples=built.calibration_samples_used,
            evaluation=request.evaluation,
            evaluation_ref=request.evaluation_ref,
            seed=recipe.seed,
        )
        return job.call("verify", examine, ExamineResult).findings
    except StudioError as error:
        job.check()
        job.note(f"not examined: {title_of(error)} {error.detail}".rstrip())
        return (DataFinding(code="doctor-not-examined", severity="unknown"),)


def _float_stage(build: BuildRequest, job: JobContext) -> str:
    """A .tflite is one itself; that of others was just made, and lies in the cache."""
    if is_tflite(build.source):
        return build.source
    plain = replace(
        build,
        artifact=str(job.work / "float.tflite"),
        recipe=replace(build.recipe, steps=(), keep=(), calibration=None),
        calibration="",
    )
    return call_for_source(job, "convert", plain, BuildResult).artifact
