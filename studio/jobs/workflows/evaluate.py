"""Scores of files on labelled data, paired with the source on the same samples."""

from __future__ import annotations

import uuid
from pathlib import Path

from studio.core.errors import UsageError
from studio.core.evaluation import task_of_metrics
from studio.core.evaluation_results import EvaluateResult, Evaluation
from studio.core.requests import EvaluateRequest
from studio.core.verify_protocol import ReferenceRequest, ReferenceResult, ScoreRequest, ScoreResult
from studio.jobs.context import JobContext
from studio.jobs.workflows.batches import Watch, alone_if_need_be
from studio.jobs.workflows.progress import ShareOfJob
from studio.jobs.workflows.sources import (
    blaming,
    call_for_source,
    is_run_apart,
    lane_of,
    running_child,
)


def lane(request: EvaluateRequest) -> str:
    return lane_of((*request.files, request.source))


def run(request: EvaluateRequest, job: JobContext) -> EvaluateResult:
    """Raises UsageError: no-files, metric-unknown, metrics-apart; and what the children report."""
    if not request.files:
        raise UsageError("no-files")
    task_of_metrics(request.metrics)
    run_first = _to_run_first(request)
    steps = _Steps(job, len(run_first) + len(request.files))
    computed = {
        model: _outputs(model, request, job, steps.next("reference")) for model in run_first
    }
    evaluations: list[Evaluation] = []
    data_sha256 = request.data_ref.sha256 if request.data_ref else ""
    for file in request.files:
        score = ScoreRequest(
            file=file,
            data=request.data,
            data_ref=request.data_ref,
            outputs=computed.get(file, ""),
            paired_with=_paired_with(file, request, computed),
            is_source=_is_source(file, request),
            metrics=request.metrics,
        )
        with blaming(file):
            scored = _scored(score, job, steps.next("evaluating"))
        data_sha256 = scored.data_sha256 or data_sha256
        evaluations.append(scored.evaluation)
    return EvaluateResult(
        data=request.data,
        data_sha256=data_sha256,
        evaluations=tuple(evaluations),
    )


def _scored(score: ScoreRequest, job: JobContext, progress: ShareOfJob) -> ScoreResult:
    def call(request: ScoreRequest, watch: Watch) -> ScoreResult:
        return job.call("verify", request, ScoreResult, watch)

    return alone_if_need_be(score, call, job, progress)


class _Steps:
    """Runs of models, each an equal share of the job."""

    def __init__(self, job: JobContext, count: int) -> None:
        self._job = job
        self._share = 1 / count
        self._done = 0

    def next(self, phase: str) -> ShareOfJob:
        start = self._done * self._share
        self._done += 1
        self._job.phase(phase, start)
        return ShareOfJob(self._job, start, self._share)


def _to_run_first(request: EvaluateRequest) -> tuple[str, ...]:
    """The source, which others are paired with, and what only TensorFlow or PyTorch runs."""
    models = (request.source, *(file for file in request.files if is_run_apart(file)))
    return tuple(dict.fromkeys(model for model in models if model))


def _outputs(model: str, request: EvaluateRequest, job: JobContext, progress: ShareOfJob) -> str:
    """Path of the outputs of ``model`` for all samples."""
    reference = ReferenceRequest(
        model=model,
        output=str(job.work / f"{uuid.uuid4().hex}.npz"),
        all_of=request.data,
        all_ref=request.data_ref,
        shapes=request.shapes,
        signature=request.signature,
        allow_code=request.allow_code,
        opening=request.opening,
    )

    def call(request: ReferenceRequest, watch: Watch) -> ReferenceResult:
        return call_for_source(job, running_child(model), request, ReferenceResult, watch)

    return alone_if_need_be(reference, call, job, progress).path


def _is_source(file: str, request: EvaluateRequest) -> bool:
    return bool(request.source) and Path(file) == Path(request.source)


def _paired_with(file: str, request: EvaluateRequest, computed: dict[str, str]) -> str:
    if not request.source or _is_source(file, request):
        return ""
    return computed[request.source]
