"""The child "inspect": opens .tflite files, light and without TensorFlow."""

from __future__ import annotations

from studio.core.child import Channel, Reporter, run_loop
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from studio.graph.tflite import read_model


def inspect(request: InspectRequest, reporter: Reporter) -> InspectResult:
    """Overview and graph of a .tflite. Raises ModelError as ``tflite.mapped``."""
    reporter.phase("inspecting")
    info, graph = read_model(request.path, request.shapes)
    return InspectResult(path=request.path, info=info, graph=graph)


def serve(channel: Channel) -> None:
    run_loop(channel, {InspectRequest: inspect})
