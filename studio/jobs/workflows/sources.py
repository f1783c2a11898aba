"""Which child can run a model file, and whose fault it is when that child dies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from studio.core.build_protocol import (
    BuildRequest,
    FloatStageMade,
    FreezeRequest,
    MakeFloatStageRequest,
)
from studio.core.errors import ModelError, ProcessError, RunError, UsageError
from studio.core.formats import sniff
from studio.core.messages import render_error, title_of
from studio.core.opening import LEGACY_KERAS, TORCH
from studio.core.requests import InspectRequest
from studio.core.thresholds import status_of
from studio.core.verify_protocol import (
    ReferenceRequest,
    RunInputRequest,
    VerifyRequest,
    VerifyResult,
)
from studio.jobs.children import CRASHES
from studio.jobs.context import JobContext
from studio.jobs.converter_versions import onnx2tf_of
from studio.jobs.transport import Progress

ResultT = TypeVar("ResultT")
SourceRequestT = TypeVar(
    "SourceRequestT",
    InspectRequest,
    BuildRequest,
    FreezeRequest,
    ReferenceRequest,
    RunInputRequest,
)


def needs_tensorflow(path: str) -> bool:
    """Raises ModelError where ``path`` is no model (see :func:`studio.core.formats.sniff`)."""
    return sniff(Path(path)).needs_tensorflow


def is_run_apart(path: str) -> bool:
    """Whether a library runs ``path`` that the child of artifacts does not have.

    Raises ModelError where it is no model.
    """
    return running_child(path) != "verify"


def is_tflite(path: str) -> bool:
    """Raises ModelError where ``path`` is no model."""
    return sniff(Path(path)).id == "tflite"


def running_child(path: str) -> str:
    """The child that runs ``path``: that with TensorFlow or PyTorch, or the one for artifacts."""
    found = sniff(Path(path))
    if found.needs_torch:
        return TORCH
    return "convert" if found.needs_tensorflow else "verify"


def call_for_source(
    job: JobContext,
    child: str,
    request: SourceRequestT,
    result_type: type[ResultT],
    on_progress: Callable[[Progress], None] | None = None,
) -> ResultT:
    """Have ``child`` do what needs a model opened; in its place the one with Keras 2, where
    ``request`` asks for that, or where the file turns out to be one that only Keras 2 reads. What
    is built of a .pt2 is made a float .tflite first, by the child with PyTorch.

    Raises what the children report.
    """
    if isinstance(request, BuildRequest) and sniff(Path(request.source)).needs_torch:
        built = replace(request, float_stage=_made_by_torch(job, request))
        return job.call(child, built, result_type, on_progress)
    if child != "convert":
        return job.call(child, request, result_type, on_progress)
    if request.opening.engine == LEGACY_KERAS:
        return job.call(LEGACY_KERAS, request, result_type, on_progress)
    try:
        return job.call(child, request, result_type, on_progress)
    except ModelError as error:
        if error.code != "model-needs-legacy-keras":
            raise
        job.note(f"{title_of(error)}; opening it with that")
        opening = replace(request.opening, engine=LEGACY_KERAS)
        chosen = replace(request, opening=opening)
        return job.call(LEGACY_KERAS, chosen, result_type, on_progress)


def _made_by_torch(job: JobContext, request: BuildRequest) -> FloatStageMade:
    make = MakeFloatStageRequest(
        source=request.source,
        output=f"{request.artifact}.float",
        recipe=request.recipe,
        cache=request.cache,
        cache_limit_bytes=request.cache_limit_bytes,
        allow_code=request.allow_code,
        opening=request.opening,
    )
    return job.call(TORCH, make, FloatStageMade)


def onnx_program(source: str, job: JobContext) -> str:
    """Path of what converts ``source``, where that is ONNX; "" = not wanted or not there."""
    if sniff(Path(source)).id != "onnx":
        return ""
    return str(onnx2tf_of(job.config) or "")


def lane_of(paths: Iterable[str]) -> str:
    """The lane for work that runs all of ``paths`` ("" is skipped)."""
    return "convert" if any(is_run_apart(path) for path in paths if path) else "verify"


def require_tflite(path: str) -> None:
    """Raises UsageError: artifact-not-tflite, and ModelError where it is no model at all."""
    if not is_tflite(path):
        raise UsageError("artifact-not-tflite", path=path)


def verified(job: JobContext, request: VerifyRequest, code: str) -> VerifyResult:
    """Audit and check. A crash while the artifact runs is the artifact's fault: RunError ``code``.

    A crash that a fresh process does not repeat stays on record in the check.
    """
    crashes = job.forgiven_crashes
    with blaming(request.artifact, code):
        result = job.call("verify", request, VerifyResult)
    if job.forgiven_crashes == crashes:
        return result
    reasons = (*result.check.reasons, "artifact-crashed-once")
    check = replace(result.check, reasons=reasons, status=status_of(reasons))
    return replace(result, check=check)


@contextmanager
def blaming(path: str, code: str = "artifact-crashed") -> Iterator[None]:
    """The crash of a child that only runs ``path`` is that file's fault: RunError ``code``.

    What ends a process from outside (a kill, memory, no progress) says nothing about the file: it
    is raised as it is, ProcessError.
    """
    try:
        yield
    except ProcessError as error:
        if error.code not in CRASHES:
            raise
        what = render_error(error.info()).title
        ended = {name: error.params.get(name, "") for name in ("child", "signal")}
        raise RunError(
            code, error.detail, path=path, what=what, died=error.code, **ended
        ) from error
