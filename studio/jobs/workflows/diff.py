"""Compare two graphs: each file is opened by the child that can, then the light one compares."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.graph_diff import GraphDiff
from studio.core.graph_requests import DiffRequest
from studio.core.model import Graph, InspectResult
from studio.core.opening import AS_FOUND
from studio.core.requests import InspectRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows import inspect
from studio.jobs.workflows.sources import call_for_source, is_tflite


def lane(request: DiffRequest) -> str:
    """The light lane, unless a model that needs TensorFlow has to be opened."""
    lanes = [inspect.lane(opening) for opening in _openings(request) if opening is not None]
    return "convert" if "convert" in lanes else "inspect"


def run(request: DiffRequest, job: JobContext) -> GraphDiff:
    """Raises what opening the files and comparing report."""
    first, second = (_graph(opening, job) for opening in _openings(request))
    job.phase("comparing-graphs")
    known = replace(
        request,
        first_graph=first or request.first_graph,
        second_graph=second or request.second_graph,
    )
    return job.call("inspect", known, GraphDiff)


def _openings(request: DiffRequest) -> tuple[InspectRequest | None, InspectRequest | None]:
    """How to get at the graphs that nobody knows; None where the light child reads it itself."""
    return (
        _opening(request, request.first, request.first_graph),
        _opening(request, request.second, request.second_graph),
    )


def _opening(request: DiffRequest, path: str, known: Graph | None) -> InspectRequest | None:
    if known is not None or is_tflite(path):
        return None
    return InspectRequest(
        path=path,
        allow_code=request.allow_code,
        opening=request.openings.get(path, AS_FOUND),
        shapes=request.shapes,
    )


def _graph(opening: InspectRequest | None, job: JobContext) -> Graph | None:
    if opening is None:
        return None
    return call_for_source(job, inspect.lane(opening), opening, InspectResult).graph
