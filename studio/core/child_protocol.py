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
from studio.core.keep import KeepOutcome
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
from studio.core.opening import Opening
from studio.core.profile import ProfileResult
from studio.core.recipe import DatasetRef, Recipe
from studio.core.requests import InspectRequest
from studio.core.results import (
    DataResult,
    SetupResult,
    Stage,
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


class MakeFloatStageRequest(msgspec.Struct, frozen=True, kw_only=True, tag="make-float-stage"):
    """Write the float .tflite of ``source``, a .pt2, to ``output``; ``cache``: see BuildRequest."""

    source: str
    output: str
    recipe: Recipe
    cache: str
    cache_limit_bytes: int
    allow_code: bool = False
    opening: Opening = Opening()


class FloatStageMade(msgspec.Struct, frozen=True, kw_only=True, tag="float-stage-made"):
    """``versions``: of the packages that made it."""

    path: str
    stage: Stage
    versions: dict[str, str]


class BuildRequest(msgspec.Struct, frozen=True, kw_only=True, tag="build"):
    """Make ``artifact`` (written to a temporary name, then replaced) out of ``source``.

    ``cache``: folder of the content-addressed float stages, bounded to ``cache_limit_bytes``.
    ``onnx2tf``: path of the program that converts ONNX, "" = there is none. ``float_stage``: of a
    .pt2, which another child has made.
    """

    source: str
    artifact: str
    recipe: Recipe
    calibration: str = ""
    allow_code: bool = False
    opening: Opening = Opening()
    cache: str = ""
    onnx2tf: str = ""
    float_stage: FloatStageMade | None = None
    cache_limit_bytes: int = 5_000_000_000


class BuildResult(msgspec.Struct, frozen=True, kw_only=True, tag="built"):
    """``calibration_samples_used``: the first N of the calibration set's seeded order.

    ``calibration_sha256``: the content hash of that set; "" where none was read. ``kept``: what
    came of the recipe's list. ``notes``: codes of what is odd, e.g. "artifact-not-smaller".
    """

    artifact: str
    sha256: str
    size_bytes: int
    source_sha256: str
    stages: tuple[Stage, ...]
    calibration_samples_used: int = 0
    calibration_sha256: str = ""
    versions: dict[str, str] = {}
    kept: tuple[KeepOutcome, ...] = ()
    notes: tuple[str, ...] = ()


class FreezeRequest(msgspec.Struct, frozen=True, kw_only=True, tag="freeze"):
    """Write to ``output`` the graph that is converted of ``source`` under ``recipe``, as a GraphDef
    with constants for variables and placeholders at the recipe's shapes."""

    source: str
    output: str
    recipe: Recipe
    allow_code: bool = False
    opening: Opening = Opening()


class FreezeResult(msgspec.Struct, frozen=True, kw_only=True, tag="frozen"):
    path: str


class MakeEnvironmentRequest(msgspec.Struct, frozen=True, kw_only=True, tag="make-environment"):
    """Install onnx2tf into an environment of its own at ``folder``, which is made anew."""

    folder: str


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
