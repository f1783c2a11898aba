"""Typed messages between the parent and its children, one JSON line each (msgspec tagged structs).

Parent -> child: one :data:`ChildRequest`. Child -> parent: any number of Phase / Note / Samples,
then exactly one Done or Failed. Big data travels as file paths. Who answers what:

"inspect" child (studio.graph.child): InspectRequest of a .tflite, DescribeDataRequest,
    AlignProfileRequest.
"convert" child (studio.engine.child): WarmUpRequest, InspectRequest of the others, BuildRequest,
    ReferenceRequest, RunInputRequest.
"verify" child (studio.verify.child): ReferenceRequest of a .tflite, VerifyRequest, ScoreRequest,
    PrepareInputRequest, RunInputRequest and CountMacsRequest of a .tflite.
"measure" child (studio.measure.child): FootprintRequest, SampleRequest, SummarizeRequest,
    ProbeRequest, RecordProfileRequest; OpenSamplingRequest, then BurstsRequest any number of times,
    CloseSamplingRequest.
"""

from __future__ import annotations

import msgspec

from studio.core.beside_latency import MemoryPhases
from studio.core.errors import ErrorInfo
from studio.core.incidents import Incident
from studio.core.model import InspectResult, Signature, TensorSpec
from studio.core.profile import ProfileResult
from studio.core.recipe import DatasetRef, Recipe
from studio.core.requests import BenchmarkRequest, InputSelection, InspectRequest, TryRequest
from studio.core.results import (
    Audit,
    BenchmarkResult,
    Check,
    Conditions,
    DataResult,
    Evaluation,
    InputsFrom,
    Placement,
    Stage,
    TryResult,
)
from studio.core.targets import Arm


class DescribeDataRequest(msgspec.Struct, frozen=True, kw_only=True, tag="describe-data"):
    """What ``data`` holds and how it fits ``signature`` with its dimensions fixed by ``shapes``."""

    data: str
    signature: Signature
    data_ref: DatasetRef | None = None
    shapes: dict[str, tuple[int, ...]] = {}


class CountMacsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="count-macs"):
    """Inspect a .tflite whose shapes only a runtime can tell: MACs at the input ``shapes``."""

    path: str
    shapes: dict[str, tuple[int, ...]]


class BuildRequest(msgspec.Struct, frozen=True, kw_only=True, tag="build"):
    """Make ``artifact`` (written to a temporary name, then replaced) out of ``source``.

    ``cache``: folder of the content-addressed float stages, bounded to ``cache_limit_bytes``.
    """

    source: str
    artifact: str
    recipe: Recipe
    calibration: str = ""
    allow_code: bool = False
    cache: str = ""
    cache_limit_bytes: int = 5_000_000_000


class BuildResult(msgspec.Struct, frozen=True, kw_only=True, tag="built"):
    """``calibration_samples_used``: the first N of the calibration set's seeded order.

    ``calibration_sha256``: the content hash of that set; "" where none was read.
    """

    artifact: str
    sha256: str
    size_bytes: int
    source_sha256: str
    stages: tuple[Stage, ...]
    calibration_samples_used: int = 0
    calibration_sha256: str = ""
    versions: dict[str, str] = {}


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


class ReferenceResult(msgspec.Struct, frozen=True, kw_only=True, tag="referenced"):
    """``notes``: codes of what is odd about the inputs, e.g. "data-unscaled"."""

    path: str
    inputs_from: InputsFrom
    samples: int
    notes: tuple[str, ...] = ()


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


class VerifyResult(msgspec.Struct, frozen=True, kw_only=True, tag="verified"):
    audit: Audit
    check: Check


class ScoreRequest(msgspec.Struct, frozen=True, kw_only=True, tag="score"):
    """Run ``file`` (.tflite) on labelled data, or score outputs already computed (``outputs``).

    ``paired_with``: .npz of the source's outputs ("out:NAME"), "" = none.
    """

    file: str
    data: str
    data_ref: DatasetRef | None = None
    outputs: str = ""
    paired_with: str = ""


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


class FootprintRequest(msgspec.Struct, frozen=True, kw_only=True, tag="footprint"):
    """Init time, first inference and peak memory of one arm in this fresh process."""

    arm: Arm
    seed: int


class FootprintResult(msgspec.Struct, frozen=True, kw_only=True, tag="footprinted"):
    """``versions``: of the runtime's packages, as the process says that loaded them."""

    init_ms: float
    first_ms: float
    peak_rss_bytes: int
    memory: MemoryPhases | None = None
    versions: dict[str, str] = {}
    placement: Placement | None = None


class SampleRequest(msgspec.Struct, frozen=True, kw_only=True, tag="sample"):
    """Interleave ``arms`` in seeded random blocks for ``seconds``; append blocks to ``output``.

    ``indices``: for each of ``arms`` its place among all of the measurement (SampleRow.variant).
    ``progress``: a small file whose first 4 bytes (little-endian int32) hold that place (the entry
    of ``indices``, -1 = none) of the file being loaded or run, so that the parent knows which one
    killed the process.
    ``stop``: measuring ends early, with success, when this file exists.
    ``sittings``: so many times the arms are loaded anew, each for its part of ``seconds``.
    ``runs_per_sample``: for each of ``arms``, as an earlier process decided it; () = decide.
    """

    arms: tuple[Arm, ...]
    indices: tuple[int, ...]
    process: int
    seconds: float
    warmup_runs: int
    seed: int
    output: str
    progress: str
    stop: str
    sittings: int = 1
    runs_per_sample: tuple[int, ...] = ()


class SampleResult(msgspec.Struct, frozen=True, kw_only=True, tag="sampled"):
    samples: int
    seconds: float
    runs_per_sample: tuple[int, ...] = ()


class OpenSamplingRequest(msgspec.Struct, frozen=True, kw_only=True, tag="open-sampling"):
    """Load and warm up the arms of ``sample``, to be driven burst by burst.

    For arms that cannot share a process: several children have a part each of one measurement and
    take turns. ``variants``: arms of the whole. ``sitting``: which one this is; the parent counts
    them and the time, so ``sittings`` and ``seconds`` of ``sample`` say nothing here.
    """

    sample: SampleRequest
    variants: int
    sitting: int = 0


class SamplingOpened(msgspec.Struct, frozen=True, kw_only=True, tag="sampling-opened"):
    """``runs_per_sample``: see SampleRequest."""

    runs_per_sample: tuple[int, ...]


class BurstsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="bursts"):
    """One burst of each of the arms ``indices``, in this order, as a part of ``block``.

    ``first_position``: how many timed runs the block has already.
    """

    indices: tuple[int, ...]
    block: int
    first_position: int


class BurstsResult(msgspec.Struct, frozen=True, kw_only=True, tag="bursts-done"):
    """Of this request. ``samples``: timed runs."""

    samples: int
    seconds: float


class CloseSamplingRequest(msgspec.Struct, frozen=True, kw_only=True, tag="close-sampling"):
    """Write down what this process witnessed and let the arms go."""


class SummarizeRequest(msgspec.Struct, frozen=True, kw_only=True, tag="summarize"):
    """Read the sample files and state each measurement with its intervals.

    ``exclusive``: see Conditions. ``incidents``: how many samples are kept is yet to be counted.
    """

    request: BenchmarkRequest
    arms: tuple[Arm, ...]
    samples: tuple[str, ...]
    footprints: tuple[FootprintResult | None, ...]
    errors: tuple[ErrorInfo | None, ...]
    output: str
    stopped: bool = False
    exclusive: bool = True
    incidents: tuple[Incident, ...] = ()


class RecordProfileRequest(msgspec.Struct, frozen=True, kw_only=True, tag="record-profile"):
    """Run ``arm`` with the profiler on, after a warm-up; writes ``output``, a list of runs, each a
    list of ProfileEvent, as JSON. ``stop``: see SampleRequest."""

    arm: Arm
    runs: int
    seed: int
    output: str
    stop: str
    exclusive: bool = True


class RecordProfileResult(msgspec.Struct, frozen=True, kw_only=True, tag="profile-recorded"):
    conditions: Conditions


class AlignProfileRequest(msgspec.Struct, frozen=True, kw_only=True, tag="align-profile"):
    """Find the model's ops in the events that were recorded of ``arm``; see ProfileResult."""

    arm: Arm
    events: str
    conditions: Conditions


class ProbeRequest(msgspec.Struct, frozen=True, kw_only=True, tag="probe"):
    """Find out, in this fresh process, whether ``implementation`` can be trusted here."""

    implementation: str


class ProbeResult(msgspec.Struct, frozen=True, kw_only=True, tag="probed"):
    """``device``: what the library calls the hardware that it found; "" = it does not say.

    ``is_software``: the device is emulated by the CPU; None = the library does not say.
    """

    versions: dict[str, str] = {}
    device: str = ""
    is_software: bool | None = False


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
    | ScoreRequest
    | PrepareInputRequest
    | RunInputRequest
    | FootprintRequest
    | SampleRequest
    | OpenSamplingRequest
    | BurstsRequest
    | CloseSamplingRequest
    | SummarizeRequest
    | RecordProfileRequest
    | AlignProfileRequest
    | ProbeRequest
)
ChildResult = (
    WarmUpResult
    | InspectResult
    | DataResult
    | BuildResult
    | ReferenceResult
    | VerifyResult
    | ScoreResult
    | PreparedInput
    | TryResult
    | FootprintResult
    | SampleResult
    | SamplingOpened
    | BurstsResult
    | BenchmarkResult
    | RecordProfileResult
    | ProfileResult
    | ProbeResult
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
    """A batch, about every 100 ms. ``busy_percent``: how busy the whole machine is just now."""

    rows: tuple[SampleRow, ...]
    busy_percent: float | None = None


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
