"""Lay a graph out: that of a .tflite, or one that is known already. The light child does it."""

from __future__ import annotations

from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import LayoutRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows.sources import require_tflite


def lane(request: LayoutRequest) -> str:
    del request
    return "inspect"


def run(request: LayoutRequest, job: JobContext) -> GraphLayout:
    """Raises UsageError: artifact-not-tflite where no graph comes along, and what reading does."""
    if request.graph is None:
        require_tflite(request.path)
    return job.call("inspect", request, GraphLayout)
