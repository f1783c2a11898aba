"""Top-1 and top-5 of files on labelled data, paired with the source on the same samples."""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import UsageError
from studio.core.protocol import (
    EvaluateRequest,
    ReferenceRequest,
    ReferenceResult,
    ScoreRequest,
    ScoreResult,
)
from studio.core.results import EvaluateResult, Evaluation
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import lane_of, needs_tensorflow, running_child


def lane(request: EvaluateRequest) -> str:
    return lane_of((*request.files, request.source))


def run(request: EvaluateRequest, job: JobContext) -> EvaluateResult:
    """Raises UsageError: no-files, and what the children report."""
    if not request.files:
        raise UsageError("no-files")
    computed: dict[str, str] = {}
    if request.source:
        computed[request.source] = _outputs(request.source, request, job, 0)
    evaluations: list[Evaluation] = []
    data_sha256 = request.data_ref.sha256 if request.data_ref else ""
    for number, file in enumerate(request.files, start=1):
        if file not in computed and needs_tensorflow(file):
            computed[file] = _outputs(file, request, job, number)
        job.phase("evaluating", (number - 1) / len(request.files))
        score = ScoreRequest(
            file=file,
            data=request.data,
            data_ref=request.data_ref,
            outputs=computed.get(file, ""),
            paired_with=_paired_with(file, request, computed),
        )
        scored = job.call("verify", score, ScoreResult)
        data_sha256 = scored.data_sha256 or data_sha256
        evaluations.append(scored.evaluation)
    return EvaluateResult(
        data=request.data,
        data_sha256=data_sha256,
        evaluations=tuple(evaluations),
    )


def _outputs(model: str, request: EvaluateRequest, job: JobContext, number: int) -> str:
    """Path of the outputs of ``model`` for all samples."""
    job.phase("reference")
    reference = ReferenceRequest(
        model=model,
        output=str(job.work / f"outputs-{number}.npz"),
        all_of=request.data,
        all_ref=request.data_ref,
        allow_code=request.allow_code,
    )
    return job.call(running_child(model), reference, ReferenceResult).path


def _paired_with(file: str, request: EvaluateRequest, computed: dict[str, str]) -> str:
    if not request.source or Path(file) == Path(request.source):
        return ""
    return computed[request.source]
