"""Make an artifact, audit and check it, and only then give it its name."""

from __future__ import annotations

import shutil
from pathlib import Path

from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest, BuildResult
from studio.core.data_findings import DataFinding, in_order
from studio.core.errors import ProcessError, RunError, StorageError, UsageError
from studio.core.files import replaceable, replacing
from studio.core.recipe import Recipe
from studio.core.requests import ConvertRequest
from studio.core.results import ConvertResult
from studio.core.run_inputs import check_inputs
from studio.core.verify_protocol import (
    ReferenceRequest,
    ReferenceResult,
    VerifyRequest,
    VerifyResult,
)
from studio.jobs.context import JobContext
from studio.jobs.workflows.data_check import check_data
from studio.jobs.workflows.examine import examined
from studio.jobs.workflows.sources import (
    call_for_source,
    needs_tensorflow,
    onnx_program,
    running_child,
    verified,
)


def lane(request: ConvertRequest) -> str:
    del request
    return "convert"


def run(request: ConvertRequest, job: JobContext) -> ConvertResult:
    """The data are looked at first. Raises UsageError: output-exists, output-is-source,
    output-no-file; StorageError: artifact-unwritable; RunError: artifact-crashed-in-check; what
    ``check_data`` does; and what the children report."""
    refuse_taken(Path(request.artifact), request)
    return made(request, job, check_data(request, job))


def made(
    request: ConvertRequest, job: JobContext, judged: tuple[DataFinding, ...]
) -> ConvertResult:
    """The same, of data that were looked at: ``judged`` is what the doctor said of them."""
    reference_child = running_child(request.source)
    built = build(request, job)
    job.phase("reference")
    wanted = reference_request(request, built.calibration_samples_used, job)
    reference = call_for_source(job, reference_child, wanted, ReferenceResult)
    found = proved(request, built, reference, job)
    return delivered(request, built, found, job, judged)


def build(request: ConvertRequest, job: JobContext, name: str = "artifact.tflite") -> BuildResult:
    """Make the artifact as the file ``name`` in the job's own folder. Raises what the children
    report."""
    return call_for_source(job, "convert", build_request(request, job, name), BuildResult)


def proved(
    request: ConvertRequest, built: BuildResult, reference: ReferenceResult, job: JobContext
) -> VerifyResult:
    """Audit and check of what was built, with all that only building it can know. Where something
    else than the artifact ends the check, it is audited alone, and said to be unchecked.

    Raises RunError: artifact-crashed-in-check; and what the children report.
    """
    job.phase("checking")
    verify = VerifyRequest(
        artifact=built.artifact,
        reference=reference.path,
        inputs_from=reference.inputs_from,
        recipe=request.recipe,
        notes=reference.notes,
        signature=reference.signature,
        signatures=reference.signatures,
    )
    try:
        found = verified(job, verify, "artifact-crashed-in-check")
    except RunError as error:
        if error.code == "artifact-crashed-in-check" and _has_slow_route(request):
            error.fixes = ("fix-other-route",)
        raise
    except ProcessError as error:
        job.note_error("not checked", error)
        found = verified(job, replace(verify, ended=error.info()), "artifact-crashed-in-check")
    notes = (*found.check.notes, *built.notes, *_of_kept(built))
    return VerifyResult(
        audit=replace(found.audit, kept=built.kept), check=replace(found.check, notes=notes)
    )


def delivered(
    request: ConvertRequest,
    built: BuildResult,
    found: VerifyResult,
    job: JobContext,
    judged: tuple[DataFinding, ...] = (),
) -> ConvertResult:
    """Give what was built the artifact's name, after a look at how it was calibrated where it holds
    ranges of activations. ``judged``: what the doctor said of the data before.

    Raises UsageError: as ``refuse_taken``; StorageError: artifact-unwritable.
    """
    target = Path(request.artifact)
    holds_ranges = bool(found.audit.int8_op_share or found.audit.int16_op_share)
    shown = examined(request, build_request(request, job), built, job) if holds_ranges else ()
    job.check()
    refuse_taken(target, request)
    _put_in_place(Path(built.artifact), target)
    return ConvertResult(
        artifact=request.artifact,
        sha256=built.sha256,
        size_bytes=built.size_bytes,
        recipe=_with_hash(request.recipe, built.calibration_sha256),
        stages=built.stages,
        audit=found.audit,
        check=found.check,
        source_sha256=built.source_sha256,
        versions=built.versions,
        calibration_samples_used=built.calibration_samples_used,
        findings=in_order((*judged, *shown)),
    )


def _has_slow_route(request: ConvertRequest) -> bool:
    return needs_tensorflow(request.source) and request.recipe.route == "auto"


def _of_kept(built: BuildResult) -> tuple[str, ...]:
    """Codes of entries of the recipe's list that did not do what they say."""
    return tuple(dict.fromkeys(outcome.reason for outcome in built.kept if outcome.reason))


def _with_hash(recipe: Recipe, sha256: str) -> Recipe:
    """The recipe as carried out: it names its calibration data by content."""
    if recipe.calibration is None or not sha256:
        return recipe
    return replace(recipe, calibration=replace(recipe.calibration, sha256=sha256))


def refuse_taken(target: Path, request: ConvertRequest) -> None:
    """Raises UsageError where the artifact's name is the source's, or taken and not to be
    overwritten, or that of something else than a file."""
    if not target.exists():
        return
    source = Path(request.source)
    if source.exists() and target.samefile(source):
        raise UsageError("output-is-source", path=target)
    replaceable(target)
    if not request.overwrite:
        raise UsageError("output-exists", path=target)


def build_request(
    request: ConvertRequest, job: JobContext, name: str = "artifact.tflite"
) -> BuildRequest:
    """What makes the artifact, as the file ``name`` in the job's own folder."""
    return BuildRequest(
        source=request.source,
        artifact=str(job.work / name),
        recipe=request.recipe,
        calibration=request.calibration,
        allow_code=request.allow_code,
        opening=request.opening,
        cache=str(job.config.float_cache),
        onnx2tf=onnx_program(request.source, job),
        cache_limit_bytes=job.config.cache_limit_bytes,
    )


def reference_request(
    request: ConvertRequest, calibration_used: int, job: JobContext
) -> ReferenceRequest:
    """The source's outputs for a conversion's check."""
    recipe = request.recipe
    return ReferenceRequest(
        model=request.source,
        output=str(job.work / "reference.npz"),
        selection=check_inputs(request, calibration_used),
        shapes=recipe.shapes,
        signature=recipe.signature,
        allow_code=request.allow_code,
        opening=request.opening,
    )


def _put_in_place(made: Path, target: Path) -> None:
    try:
        with replacing(target) as stream, made.open("rb") as source:
            shutil.copyfileobj(source, stream)
    except OSError as error:
        raise StorageError("artifact-unwritable", str(error), path=target) from error
