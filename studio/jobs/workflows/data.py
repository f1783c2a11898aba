"""Look into a data set: does it fit the model? The light child reads it, whatever the model is."""

from __future__ import annotations

from studio.core.child_protocol import DescribeDataRequest
from studio.core.model import InspectResult, ModelInfo
from studio.core.requests import DataRequest, InspectRequest
from studio.core.results import DataResult
from studio.core.signatures import choose_signature
from studio.jobs.context import JobContext
from studio.jobs.workflows import inspect
from studio.jobs.workflows.sources import call_for_source


def lane(request: DataRequest) -> str:
    """The light lane, unless a model that needs TensorFlow has to be opened for its signature."""
    return "inspect" if request.known is not None else inspect.lane(_opening(request))


def run(request: DataRequest, job: JobContext) -> DataResult:
    """Data that do not fit are an answer, not a failure.

    Raises what opening the model reports; ModelError: model-no-signature, signature-unknown.
    """
    signature, statistics = request.known, request.statistics
    if signature is None:
        info = _opened(request, job)
        signature = choose_signature(info.signatures, request.signature)
        statistics = info.input_statistics
    describe = DescribeDataRequest(
        data=request.data,
        data_ref=request.data_ref,
        evaluation=request.evaluation,
        evaluation_ref=request.evaluation_ref,
        signature=signature,
        statistics=statistics,
        shapes=request.shapes,
    )
    return job.call("inspect", describe, DataResult)


def _opened(request: DataRequest, job: JobContext) -> ModelInfo:
    opening = _opening(request)
    return call_for_source(job, inspect.lane(opening), opening, InspectResult).info


def _opening(request: DataRequest) -> InspectRequest:
    return InspectRequest(
        path=request.model, allow_code=request.allow_code, opening=request.opening
    )
