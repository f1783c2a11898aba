"""Make a PNG of an SVG: a process with Qt, of its own, does it."""

from __future__ import annotations

from studio.core.graph_requests import PictureRequest, PictureResult
from studio.jobs.context import JobContext


def lane(request: PictureRequest) -> str:
    """One of its own: painting takes seconds, and nobody is to wait with opening files."""
    del request
    return "draw"


def run(request: PictureRequest, job: JobContext) -> PictureResult:
    """Raises what the child reports."""
    job.phase("starting")
    return job.call("draw", request, PictureResult)
