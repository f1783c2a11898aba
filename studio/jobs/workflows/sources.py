"""Which child can run a model file, and whose fault it is when that child dies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from studio.core.child_protocol import VerifyRequest, VerifyResult
from studio.core.errors import ProcessError, RunError, UsageError
from studio.core.formats import sniff, sniff_any
from studio.core.messages import render_error
from studio.core.thresholds import status_of
from studio.jobs.context import JobContext


def needs_tensorflow(path: str) -> bool:
    """Raises ModelError where ``path`` is no model (see :func:`studio.core.formats.sniff`)."""
    return sniff(Path(path)).needs_tensorflow


def opens_with_tensorflow(path: str) -> bool:
    """Also of what can only be looked at. Raises ModelError where ``path`` is no model."""
    return sniff_any(Path(path)).needs_tensorflow


def is_tflite(path: str) -> bool:
    """Raises ModelError where ``path`` is no model."""
    return sniff_any(Path(path)).id == "tflite"


def running_child(path: str) -> str:
    """The child that runs ``path``: that with TensorFlow, or the one for artifacts."""
    return "convert" if needs_tensorflow(path) else "verify"


def lane_of(paths: Iterable[str]) -> str:
    """The lane for work that runs all of ``paths`` ("" is skipped)."""
    return "convert" if any(needs_tensorflow(path) for path in paths if path) else "verify"


def require_tflite(path: str) -> None:
    """Raises UsageError: artifact-not-tflite, and ModelError where it is no model at all."""
    if needs_tensorflow(path):
        raise UsageError("artifact-not-tflite", path=path)


def verified(job: JobContext, request: VerifyRequest, code: str) -> VerifyResult:
    """Audit and check. A death while the artifact runs is the artifact's fault: RunError ``code``.

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
    """The death of a child that only runs ``path`` is that file's fault: RunError ``code``."""
    try:
        yield
    except ProcessError as error:
        what = render_error(error.info()).title
        raise RunError(code, error.detail, path=path, what=what) from error
