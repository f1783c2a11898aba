"""Messages of the measuring child, beside those of ``core.child_protocol``."""

from __future__ import annotations

import msgspec

from studio.core.beside_latency import MemoryPhases
from studio.core.errors import ErrorInfo
from studio.core.incidents import Incident
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import Conditions, Placement
from studio.core.recipe import DatasetRef
from studio.core.targets import Arm


class FootprintRequest(msgspec.Struct, frozen=True, kw_only=True, tag="footprint"):
    """Init time, first inference and peak memory of one arm in this fresh process.

    Inputs are random; of ``data`` (see BenchmarkRequest) are only the shapes.
    """

    arm: Arm
    seed: int
    data: str = ""
    data_ref: DatasetRef | None = None


class FootprintResult(msgspec.Struct, frozen=True, kw_only=True, tag="footprinted"):
    """``versions``: of the runtime's packages, as the process says that loaded them.

    ``input_sizes``: of each input the dimensions of one sample, both in ascending order, so that
    neither names nor layouts matter; () where a dimension other than the batch is left open.
    ``shapes``: of the inputs in this run. ``data_shapes``: of samples of the request's data, where
    file and arm leave sizes open and these are others: then the arm is to be measured at these,
    this time too.
    """

    init_ms: float
    first_ms: float
    peak_rss_bytes: int
    memory: MemoryPhases | None = None
    versions: dict[str, str] = {}
    placement: Placement | None = None
    input_sizes: tuple[tuple[int, ...], ...] = ()
    shapes: dict[str, tuple[int, ...]] = {}
    data_shapes: dict[str, tuple[int, ...]] = {}


class SampleRequest(msgspec.Struct, frozen=True, kw_only=True, tag="sample"):
    """Interleave ``arms`` in seeded random blocks for ``seconds``; append blocks to ``output``.

    ``indices``: for each of ``arms`` its place among all of the measurement (SampleRow.variant).
    ``progress``: a small file whose first 4 bytes (little-endian int32) hold that place (the entry
    of ``indices``, -1 = none) of the file being loaded or run, so that the parent knows which one
    killed the process.
    ``stop``: measuring ends early, with success, when this file exists.
    ``sittings``: so many times the arms are loaded anew, each for its part of ``seconds``.
    ``runs_per_sample``: for each of ``arms``, as an earlier process decided it; () = decide.
    ``subtracts_empty``: whether the cost of an empty call is taken off each sample; None = decide.
    ``data``, ``data_ref``: see BenchmarkRequest.
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
    subtracts_empty: bool | None = None
    data: str = ""
    data_ref: DatasetRef | None = None


class SampleResult(msgspec.Struct, frozen=True, kw_only=True, tag="sampled"):
    """``runs_per_sample``, ``subtracts_empty``: see SampleRequest; (), None = undecided."""

    samples: int
    seconds: float
    runs_per_sample: tuple[int, ...] = ()
    subtracts_empty: bool | None = None


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
