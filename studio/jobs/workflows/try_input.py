"""Run one input through several files and show what each answers."""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import StudioError, UsageError
from studio.core.model import InspectResult, TensorSpec
from studio.core.requests import InspectRequest, TryRequest
from studio.core.results import TriedOutput, TryResult
from studio.core.signatures import choose_signature
from studio.core.verify_protocol import PreparedInput, PrepareInputRequest, RunInputRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows.progress import ShareOfJob
from studio.jobs.workflows.sources import call_for_source, lane_of, needs_tensorflow, running_child


def lane(request: TryRequest) -> str:
    return lane_of(request.files)


def run(request: TryRequest, job: JobContext) -> TryResult:
    """A file that fails is shown with its error beside the others.

    Raises UsageError: no-files, and what opening the model and preparing the input report.
    """
    if not request.files:
        raise UsageError("no-files")
    job.phase("loading-model")
    prepared = job.call(
        "verify",
        PrepareInputRequest(
            request=request,
            inputs=_inputs(request, job),
            output=str(job.work / "input.npz"),
            preview=str(job.kept(".png")),
        ),
        PreparedInput,
    )
    outputs: list[TriedOutput] = []
    files = () if request.look_only else request.files
    share = 1 / len(request.files)
    for number, file in enumerate(files):
        job.phase("evaluating", number * share)
        progress = ShareOfJob(job, number * share, share)
        run_input = RunInputRequest(
            file=file,
            inputs=prepared.path,
            shapes=request.shapes,
            signature=request.signature,
            allow_code=request.allow_code,
            opening=request.opening,
        )
        try:
            child = running_child(file)
            tried = call_for_source(job, child, run_input, TryResult, progress)
            outputs.extend(tried.outputs)
        except StudioError as error:
            failed = TriedOutput(
                file=file, name="", shape=(), values=(), top=(), error=error.info()
            )
            outputs.append(failed)
    preview = prepared.preview if Path(prepared.preview).is_file() else ""
    return TryResult(
        outputs=tuple(outputs),
        label=prepared.label,
        input_preview=preview,
        assumption=prepared.assumption,
    )


def _inputs(request: TryRequest, job: JobContext) -> tuple[TensorSpec, ...]:
    """The inputs of the first .tflite file (read without running it), else of the first file.

    Raises ModelError: model-no-signature, signature-unknown.
    """
    artifact = next((file for file in request.files if not needs_tensorflow(file)), "")
    path = artifact or request.files[0]
    inspect = InspectRequest(path=path, allow_code=request.allow_code, opening=request.opening)
    child = "inspect" if artifact else "convert"
    info = call_for_source(job, child, inspect, InspectResult).info
    if artifact or request.signature is None:
        return info.signatures[0].inputs if info.signatures else ()
    return choose_signature(info.signatures, request.signature).inputs
