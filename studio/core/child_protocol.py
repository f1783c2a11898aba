"""Typed messages between the parent and its children, one JSON line each (msgspec tagged structs).

Parent -> child: one :data:`ChildRequest`. Child -> parent: any number of Phase / Note / Samples,
then exactly one Done or Failed. Big data travels as file paths. Who answers what:

"inspect" child (studio.graph.child): InspectRequest of a .tflite or .onnx, DescribeDataRequest,
    AlignProfileRequest, LayoutRequest, ConstantsRequest, CutRequest, DiffRequest with the graphs
    of sources.
"draw" child (studio.ui.draw_child): PictureRequest.
"convert" child (studio.engine.child): WarmUpRequest, InspectRequest of the others, BuildRequest,
    ReferenceRequest, RunInputRequest.
"verify" child (studio.verify.child): ReferenceRequest of a .tflite, VerifyRequest, ScoreRequest,
    MeasureErrorsRequest, PrepareInputRequest, RunInputRequest and CountMacsRequest of a .tflite,
    SelectInputsRequest, RunOnRequest, CompareRunsRequest, PartRequest.
"setup" child (studio.engine.setup_child): MakeEnvironmentRequest.
"measure" child (studio.measure.child): FootprintRequest, SampleRequest, SummarizeRequest,
    ProbeRequest, RecordProfileRequest; OpenSamplingRequest, then BurstsRequest any number of times,
    CloseSamplingRequest.
"""

from __future__ import annotations

import msgspec

from studio.core.agreement import Difference, FirstDifference
from studio.core.data_findings import DataFinding
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
)
from studio.core.keep import KeepOutcome
from studio.core.measure_protocol import (
    AlignProfileRequest,
    BurstsRequest,
    BurstsResult,
    CloseSamplingRequest,
    FootprintRequest,
    FootprintResult,
    OpenSamplingRequest,
    ProbeRequest,
    ProbeResult,
    RecordProfileRequest,
    RecordProfileResult,
    SampleRequest,
    SampleResult,
    SamplingOpened,
    SummarizeRequest,
)
from studio.core.measurements import BenchmarkResult, Placement
from studio.core.model import InputStatistics, InspectResult, Signature, TensorSpec
from studio.core.opening import Opening
from studio.core.profile import ProfileResult
from studio.core.recipe import DatasetRef, Recipe
from studio.core.requests import InputSelection, InspectRequest, TryRequest
from studio.core.results import (
    Audit,
    Check,
    DataResult,
    Evaluation,
    InputsFrom,
    SetupResult,
    Stage,
    TryResult,
)
from studio.core.targets import Target


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


class CountMacsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="count-macs"):
    """Inspect a .tflite whose shapes only a runtime can tell: MACs at the input ``shapes``."""

    path: str
    shapes: dict[str, tuple[int, ...]]


class BuildRequest(msgspec.Struct, frozen=True, kw_only=True, tag="build"):
    """Make ``artifact`` (written to a temporary name, then replaced) out of ``source``.

    ``cache``: folder of the content-addressed float stages, bounded to ``cache_limit_bytes``.
    ``onnx2tf``: path of the program that converts ONNX, "" = there is none.
    """

    source: str
    artifact: str
    recipe: Recipe
    calibration: str = ""
    allow_code: bool = False
    opening: Opening = Opening()
    cache: str = ""
    onnx2tf: str = ""
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


class ReferenceRequest(msgspec.Struct, frozen=True, kw_only=True, tag="reference"):
    """Run the source on chosen inputs; writes ``output``.

    The .npz has "in:NAME" (samples, ...) and "out:NAME" (samples, ...), float or the source's
    dtype; a sample is one input without its batch dimension. ``all_of``: run a whole data set
    (evaluate) instead of a selection: path of labelled data.
    """

    model: str
    output: str
    selection: InputSelection = InputSelection()
    all_of: str = ""
    all_ref: DatasetRef | None = None
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


class ReferenceResult(msgspec.Struct, frozen=True, kw_only=True, tag="referenced"):
    """``notes``: codes of what is odd about the inputs, e.g. "data-unscaled".

    ``statistics``: what the source's first layers expect, where they tell.
    """

    path: str
    inputs_from: InputsFrom
    samples: int
    notes: tuple[str, ...] = ()
    statistics: tuple[InputStatistics, ...] = ()


class ExamineRequest(msgspec.Struct, frozen=True, kw_only=True, tag="examine"):
    """What calibrated an artifact: the data, and the ranges that they give ``float_stage``.

    The first ``samples`` of the set's order by ``seed`` measured the ranges.
    """

    float_stage: str
    calibration: str
    samples: int
    calibration_ref: DatasetRef | None = None
    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    statistics: tuple[InputStatistics, ...] = ()
    seed: int = 0


class ExamineResult(msgspec.Struct, frozen=True, kw_only=True, tag="examined"):
    findings: tuple[DataFinding, ...]


class VerifyRequest(msgspec.Struct, frozen=True, kw_only=True, tag="verify"):
    """Audit ``artifact`` and compare it with the reference outputs in ``reference``.

    The thresholds follow ``recipe``; without one, the audit (int8 weights or ops present).
    ``notes``: those of the ReferenceResult.
    """

    artifact: str
    reference: str
    inputs_from: InputsFrom
    recipe: Recipe | None = None
    notes: tuple[str, ...] = ()


class MeasureErrorsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="measure-errors"):
    """Compare the tensors of ``artifact`` with those of ``float_stage``, a .tflite too.

    ``reference``: as in VerifyRequest; only its inputs are used. ``against``: what the result
    names.
    """

    artifact: str
    float_stage: str
    against: str
    reference: str
    inputs_from: InputsFrom


class SelectInputsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="select-inputs"):
    """Write the inputs that ``selection`` names for ``model``, a .tflite that is not run."""

    model: str
    output: str
    selection: InputSelection = InputSelection()


class RunOnRequest(msgspec.Struct, frozen=True, kw_only=True, tag="run-on"):
    """Run ``file``, a .tflite, on ``target`` by ``implementation``; ``inputs`` as in VerifyRequest.

    ``output``: a .npz with "out:NAME" (samples, ...), dequantized.
    """

    file: str
    target: Target
    implementation: str
    inputs: str
    output: str


class RunOnResult(msgspec.Struct, frozen=True, kw_only=True, tag="ran-on"):
    placement: Placement | None = None


class CompareRunsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="compare-runs"):
    """Compare each of ``runs`` (.npz of outputs, "" = none) of ``file`` with each other."""

    file: str
    runs: tuple[str, ...]


class CompareRunsResult(msgspec.Struct, frozen=True, kw_only=True, tag="runs-compared"):
    """``first``, ``second`` of the differences are places among the runs. ``is_constant``: every
    output is the same for all samples."""

    sha256: str
    differences: tuple[Difference, ...]
    is_constant: bool = False


class PartRequest(msgspec.Struct, frozen=True, kw_only=True, tag="part"):
    """Where the kernels of two of the interpreter's targets part, op by op."""

    file: str
    inputs: str
    first: Target
    second: Target


class PartResult(msgspec.Struct, frozen=True, kw_only=True, tag="parted"):
    """``first``: None where all ops that can be run by themselves give the same."""

    first: FirstDifference | None = None


class VerifyResult(msgspec.Struct, frozen=True, kw_only=True, tag="verified"):
    audit: Audit
    check: Check


class ScoreRequest(msgspec.Struct, frozen=True, kw_only=True, tag="score"):
    """Run ``file`` (.tflite) on labelled data, or score outputs already computed (``outputs``).

    ``paired_with``: .npz of the source's outputs ("out:NAME"), "" = none. ``is_source``: others are
    paired with it. ``metrics``: as in EvaluateRequest.
    """

    file: str
    data: str
    data_ref: DatasetRef | None = None
    outputs: str = ""
    paired_with: str = ""
    is_source: bool = False
    metrics: tuple[str, ...] = ()


class ScoreResult(msgspec.Struct, frozen=True, kw_only=True, tag="scored"):
    """``data_sha256``: content hash of the labelled data."""

    evaluation: Evaluation
    data_sha256: str = ""


class PrepareInputRequest(msgspec.Struct, frozen=True, kw_only=True, tag="prepare-input"):
    """Turn a sample or a picture into "in:NAME" arrays of one sample for ``model``'s signature."""

    request: TryRequest
    inputs: tuple[TensorSpec, ...]
    output: str
    preview: str


class PreparedInput(msgspec.Struct, frozen=True, kw_only=True, tag="prepared-input"):
    """``path``: .npz with "in:NAME" (1, *sample shape). ``assumption``: see TryResult."""

    path: str
    preview: str
    label: int | None = None
    assumption: str = ""


class RunInputRequest(msgspec.Struct, frozen=True, kw_only=True, tag="run-input"):
    """Run one prepared input; .tflite in the verify child, others in the convert child."""

    file: str
    inputs: str
    shapes: dict[str, tuple[int, ...]] = {}
    signature: str | None = None
    allow_code: bool = False
    opening: Opening = Opening()


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
    | BuildRequest
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
)
ChildResult = (
    WarmUpResult
    | InspectResult
    | DataResult
    | BuildResult
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


class SampleRow(msgspec.Struct, frozen=True, array_like=True):
    """One timed run. ``variant``: place of its arm; ``position`` is in the block."""

    variant: int
    process: int
    block: int
    position: int
    wall_ns: int
    cpu_ns: int


class Samples(msgspec.Struct, frozen=True, kw_only=True, tag="samples"):
    """A batch, about every 100 ms. ``busy_percent``: how busy the whole machine is just now.

    ``seconds``: of the measuring time, what has been used up since the batch before. It is no sum
    of the rows, of which each may be the mean of many runs.
    """

    rows: tuple[SampleRow, ...]
    busy_percent: float | None = None
    seconds: float = 0.0


class Footprint(msgspec.Struct, frozen=True, kw_only=True, tag="footprint-known"):
    """A variant's init, first inference and peak memory, known before its samples arrive."""

    variant: int
    result: FootprintResult | None = None
    error: ErrorInfo | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    result: ChildResult


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    error: ErrorInfo


ChildMessage = Phase | Note | Samples | Footprint | Done | Failed
