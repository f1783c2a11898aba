"""Typed messages between the parent and its children, one JSON line each (msgspec tagged structs).

Parent -> child: one :data:`ChildRequest`. Child -> parent: any number of Phase / Note / Samples,
then exactly one Done or Failed. Big data travels as file paths. Who answers what:

"inspect" child (studio.graph.child): InspectRequest of a .tflite, .onnx or .pt2,
    DescribeDataRequest, AlignProfileRequest, LayoutRequest, ConstantsRequest, CutRequest,
    TakeRequest, DiffRequest with the graphs of sources.
"draw" child (studio.ui.draw_child): PictureRequest.
"convert" child (studio.engine.child): WarmUpRequest, InspectRequest of the others, BuildRequest,
    ReferenceRequest, RunInputRequest, FreezeRequest, TakeRequest of a frozen GraphDef.
"torch" child (studio.engine.torch_child): of a .pt2 MakeFloatStageRequest, ReferenceRequest,
    RunInputRequest.
"verify" child (studio.verify.child): ReferenceRequest of a .tflite, VerifyRequest, ScoreRequest,
    MeasureErrorsRequest, PrepareInputRequest, RunInputRequest and CountMacsRequest of a .tflite,
    SelectInputsRequest, RunOnRequest, CompareRunsRequest, PartRequest, GatherRequest, FeedRequest,
    DescribeDataRequest of a conversion's data.
"setup" child (studio.engine.setup_child): MakeEnvironmentRequest.
"measure" child (studio.measure.child): FootprintRequest, SampleRequest, SummarizeRequest,
    ProbeRequest, RecordProfileRequest; OpenSamplingRequest, then BurstsRequest any number of times,
    CloseSamplingRequest.
"""

from __future__ import annotations

import msgspec

from studio.core.build_protocol import (
    BuildRequest,
    BuildResult,
    FloatStageMade,
    FreezeRequest,
    FreezeResult,
    MakeEnvironmentRequest,
    MakeFloatStageRequest,
)
from studio.core.diagnosis import DiagnoseResult
from studio.core.errors import ErrorInfo
from studio.core.graph_diff import GraphDiff
from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import (
    ConstantsRequest,
    ConstantsResult,
    CutRequest,
    CutResult,
    DiffRequest,
    LayoutRequest,
    PictureRequest,
    PictureResult,
    TakeRequest,
    TakeResult,
)
from studio.core.measure_protocol import (
    AlignProfileRequest,
    BurstsRequest,
    BurstsResult,
    CloseSamplingRequest,
    Footprint,
    FootprintRequest,
    FootprintResult,
    OpenSamplingRequest,
    ProbeRequest,
    ProbeResult,
    RecordProfileRequest,
    RecordProfileResult,
    SampleRequest,
    SampleResult,
    Samples,
    SamplingOpened,
    SummarizeRequest,
)
from studio.core.measurements import BenchmarkResult
from studio.core.model import InputStatistics, InspectResult, Signature
from studio.core.profile import ProfileResult
from studio.core.recipe import DatasetRef
from studio.core.requests import InspectRequest
from studio.core.results import (
    DataResult,
    SetupResult,
    TryResult,
)
from studio.core.verify_protocol import (
    CompareRunsRequest,
    CompareRunsResult,
    CountMacsRequest,
    ExamineRequest,
    ExamineResult,
    FeedRequest,
    FeedResult,
    GatherRequest,
    GatherResult,
    MeasureErrorsRequest,
    PartRequest,
    PartResult,
    PreparedInput,
    PrepareInputRequest,
    ReferenceRequest,
    ReferenceResult,
    RunInputRequest,
    RunOnRequest,
    RunOnResult,
    ScoreRequest,
    ScoreResult,
    SelectInputsRequest,
    VerifyRequest,
    VerifyResult,
)


class DescribeDataRequest(msgspec.Struct, frozen=True, kw_only=True, tag="describe-data"):
    """What ``data`` holds and how it fits ``signature`` with its dimensions fixed by ``shapes``.

    ``evaluation``, ``statistics``: see DataRequest.
    """

    data: str
    signature: Signature
    data_ref: DatasetRef | None = None
    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    statistics: tuple[InputStatistics, ...] = ()
    shapes: dict[str, tuple[int, ...]] = {}


class WarmUpRequest(msgspec.Struct, frozen=True, kw_only=True, tag="warm-up"):
    """Import what later requests need, while nobody waits (the convert child: TensorFlow)."""


class WarmUpResult(msgspec.Struct, frozen=True, kw_only=True, tag="warmed-up"):
    pass


ChildRequest = (
    WarmUpRequest
    | InspectRequest
    | DescribeDataRequest
    | CountMacsRequest
    | MakeFloatStageRequest
    | BuildRequest
    | FreezeRequest
    | ReferenceRequest
    | VerifyRequest
    | ExamineRequest
    | MeasureErrorsRequest
    | SelectInputsRequest
    | RunOnRequest
    | CompareRunsRequest
    | PartRequest
    | ScoreRequest
    | PrepareInputRequest
    | RunInputRequest
    | MakeEnvironmentRequest
    | FootprintRequest
    | SampleRequest
    | OpenSamplingRequest
    | BurstsRequest
    | CloseSamplingRequest
    | SummarizeRequest
    | RecordProfileRequest
    | AlignProfileRequest
    | LayoutRequest
    | PictureRequest
    | ProbeRequest
    | ConstantsRequest
    | DiffRequest
    | CutRequest
    | TakeRequest
    | GatherRequest
    | FeedRequest
)
ChildResult = (
    WarmUpResult
    | InspectResult
    | DataResult
    | FloatStageMade
    | BuildResult
    | FreezeResult
    | ReferenceResult
    | VerifyResult
    | ExamineResult
    | DiagnoseResult
    | RunOnResult
    | CompareRunsResult
    | PartResult
    | ScoreResult
    | PreparedInput
    | TryResult
    | SetupResult
    | FootprintResult
    | SampleResult
    | SamplingOpened
    | BurstsResult
    | BenchmarkResult
    | RecordProfileResult
    | ProfileResult
    | GraphLayout
    | PictureResult
    | ProbeResult
    | ConstantsResult
    | GraphDiff
    | CutResult
    | TakeResult
    | GatherResult
    | FeedResult
)

# --- what a child says while it works ----------------------------------------------------------


class Phase(msgspec.Struct, frozen=True, kw_only=True, tag="phase"):
    """``name`` is a key of PHASES (translated when shown). ``fraction`` None = cannot be known."""

    name: str
    fraction: float | None = None
    current: int | None = None
    total: int | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True, tag="note"):
    """A line for the job's log."""

    text: str


class Batched(msgspec.Struct, frozen=True, kw_only=True, tag="batched"):
    """From now on several samples are run at once: a file that dies of it may live alone."""


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    result: ChildResult


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    error: ErrorInfo


ChildMessage = Phase | Note | Batched | Samples | Footprint | Done | Failed
