"""The child "inspect": opens .tflite files and data sets, light and without TensorFlow."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.child import Channel, Reporter, run_loop
from studio.core.child_protocol import DescribeDataRequest, WarmUpRequest, WarmUpResult
from studio.core.formats import sniff
from studio.core.graph_diff import GraphDiff
from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import (
    ConstantsRequest,
    CutRequest,
    CutResult,
    DiffRequest,
    LayoutRequest,
    TakeRequest,
    TakeResult,
)
from studio.core.measure_protocol import AlignProfileRequest
from studio.core.model import InspectResult
from studio.core.profile import ProfileResult
from studio.core.requests import InspectRequest
from studio.data.describe import describe_for
from studio.graph.constants import read_constants
from studio.graph.tflite import Stamp, read_model, stamp_of

if TYPE_CHECKING:
    from studio.graph.layouts import Layouts


def inspect(request: InspectRequest, reporter: Reporter) -> InspectResult:
    """Overview and graph of a .tflite, .onnx or .pt2.

    Raises ModelError as ``tflite.mapped``, ``onnx_model.inspect_onnx``, ``inspect_torch``.
    """
    reporter.phase("inspecting")
    found = sniff(Path(request.path))
    if found.id == "onnx":
        from studio.graph.onnx_model import inspect_onnx

        return inspect_onnx(request)
    if found.needs_torch:
        from studio.graph.torch_model import inspect_torch

        return inspect_torch(request)
    info, graph = read_model(request.path, request.shapes, looks_at_weights=True)
    return InspectResult(path=request.path, info=info, graph=graph)


def align_profile(request: AlignProfileRequest, reporter: Reporter) -> ProfileResult:
    """A profile in the model's own terms. Raises as :func:`studio.graph.profile.make_profile`."""
    from studio.graph.profile import make_profile  # numpy: not needed to open a file

    return make_profile(request, reporter)


def diff(request: DiffRequest, reporter: Reporter) -> GraphDiff:
    """What became of each node. Raises as :func:`studio.graph.diff.diff_files`."""
    from studio.graph.diff import diff_files

    reporter.phase("comparing-graphs")
    return diff_files(request)


def cut(request: CutRequest, reporter: Reporter) -> CutResult:
    """A part of a .tflite as a file of its own. Raises as :func:`studio.graph.cutting.cut`."""
    from studio.graph.cutting import cut as cut_file

    reporter.phase("cutting")
    return cut_file(request)


def take(request: TakeRequest, reporter: Reporter) -> TakeResult:
    """Chosen ops of a .tflite as a file. Raises as :func:`studio.graph.taking.take`."""
    from studio.graph.taking import take as take_ops

    reporter.phase("cutting")
    return take_ops(request)


class Layouter:
    """Lays graphs out. What that needs is imported for the first one, and remembered from then.

    It also opens the models, since the graph that was read last is often the next to be laid out.
    """

    def __init__(self) -> None:
        self._layouts: Layouts | None = None
        self._read: tuple[Stamp, InspectResult] | None = None

    def inspect(self, request: InspectRequest, reporter: Reporter) -> InspectResult:
        """As the function of that name."""
        stamp = stamp_of(request.path)
        result = inspect(request, reporter)
        self._read = None
        if stamp is not None and result.info.format == "tflite":
            self._read = stamp, result
        return result

    def answer(self, request: LayoutRequest, reporter: Reporter) -> GraphLayout:
        """Raises ModelError as ``tflite.mapped``."""
        from studio.graph.layouts import Layouts

        if self._layouts is None:
            self._layouts = Layouts()
        if self._read is not None:
            stamp, read = self._read
            if stamp == stamp_of(request.path):
                self._layouts.know(stamp, read.info.sha256, read.graph)
            self._read = None
        return self._layouts.answer(request, reporter)


def warm_up(request: WarmUpRequest, reporter: Reporter) -> WarmUpResult:
    """Import what lays graphs out, while nobody waits."""
    del request, reporter
    import fast_sugiyama  # noqa: F401

    import studio.graph.layouts  # noqa: F401

    return WarmUpResult()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Reading and laying out make many small objects that live on, and no cycles: looking for
    those again and again would be a quarter of the work."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def serve(channel: Channel) -> None:
    layouter = Layouter()
    run_loop(
        channel,
        {
            WarmUpRequest: warm_up,
            InspectRequest: layouter.inspect,
            DescribeDataRequest: describe_for,
            AlignProfileRequest: align_profile,
            ConstantsRequest: read_constants,
            DiffRequest: diff,
            CutRequest: cut,
            TakeRequest: take,
            LayoutRequest: layouter.answer,
        },
        around=collector_at_rest,
    )
