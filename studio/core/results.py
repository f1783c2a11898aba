"""What jobs return: artifacts with their check and audit, evaluations, measurements."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.beside_latency import Drift, MemoryPhases, ServerRate
from studio.core.comparisons import Comparison
from studio.core.errors import ErrorInfo
from studio.core.incidents import Incident
from studio.core.recipe import Preprocessing, Recipe
from studio.core.scenarios import Scenario, make_scenario
from studio.core.sustained import Sustained
from studio.core.targets import Target

CheckStatus = Literal["ok", "degraded", "failed"]
InputsFrom = Literal["evaluation", "calibration-unused", "calibration", "random", "given"]
"""Held out for this; calibration samples (not) used; made up; said by a person to be fit."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One step of making an artifact. ``route`` names the way taken, e.g. "concrete-function"."""

    name: str
    route: str
    cached: bool
    seconds: float


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What the file IS, counted in the file. Shares are of ops (MACs) computed in that dtype.

    int8: activations and weights both are; hybrid: float activations with int8 weights (dynamic
    range); float: the rest of the ops on float tensors. What is left computes in other integers.
    A MAC share is ``None`` where the MACs of some op cannot be counted, or nothing multiplies.
    """

    int8_op_share: float
    int8_mac_share: float | None
    float_op_share: float
    float_mac_share: float | None
    input_dtypes: tuple[str, ...]
    output_dtypes: tuple[str, ...]
    size_bytes: int
    weights_by_dtype: dict[str, int] = {}
    hybrid_op_share: float = 0.0
    hybrid_mac_share: float | None = None

    @property
    def other_op_share(self) -> float:
        """What is neither int8, hybrid nor float."""
        return _rest(self.int8_op_share, self.hybrid_op_share, self.float_op_share) or 0.0

    @property
    def other_mac_share(self) -> float | None:
        return _rest(self.int8_mac_share, self.hybrid_mac_share, self.float_mac_share)


def _rest(*shares: float | None) -> float | None:
    """1 less ``shares``, without what the sum of floats leaves over; None where one is unknown."""
    known = [share for share in shares if share is not None]
    rest = 1.0 - sum(known)
    return None if len(known) < len(shares) else (rest if rest > 1e-9 else 0.0)


class OutputCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One output against the source's, both dequantized to real values first.

    ``rmse_over_range``: RMSE / (max - min of the source's output over all inputs).
    ``argmax_agreement``: share of samples with the same argmax; None for what is no classifier,
    and where source and artifact give one and the same class for all samples: that says nothing.
    ``notes``: codes of what does not count against it, e.g. "output-both-constant".
    """

    name: str
    max_abs_error: float | None
    rmse_over_range: float | None
    cosine: float | None
    argmax_agreement: float | None
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Does the artifact compute what its source computes? ``reasons``: codes, worst first.

    ``notes``: codes of what is odd about the inputs, e.g. "data-unscaled".
    """

    status: CheckStatus
    inputs_from: InputsFrom
    samples: int
    outputs: tuple[OutputCheck, ...]
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class StoredArray(msgspec.Struct, frozen=True, kw_only=True):
    """An array as a data file holds it; of a .npy the key is "x"."""

    key: str
    dtype: str
    shape: tuple[int, ...]


class InputData(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into one input: from array ``key``, in the input's dtype, ``shape`` a sample.

    Minimum, maximum and mean are of the real values after preprocessing, over the samples looked
    at; None = none was.
    """

    name: str
    key: str
    dtype: str
    shape: tuple[int, ...]
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None


class DataResult(msgspec.Struct, frozen=True, kw_only=True, tag="data-described"):
    """What a data file holds, and whether it fits a model.

    ``error``: why it does not fit; None = it fits, as far as the first ``samples_read`` of its
    ``samples`` tell (None: not known, as it does not fit). ``labels``: how many class labels there
    are, 0 with ``labels_error``, which says why it cannot serve for accuracy. ``notes``: codes of
    what is odd about the values, e.g. "data-unscaled". ``modified_ns``: the file's time stamp
    before it was read, nanoseconds since the epoch; None = it could not be asked.
    """

    data: str
    arrays: tuple[StoredArray, ...] = ()
    samples: int | None = None
    samples_read: int = 0
    inputs: tuple[InputData, ...] = ()
    labels: int = 0
    labels_error: ErrorInfo | None = None
    error: ErrorInfo | None = None
    notes: tuple[str, ...] = ()
    modified_ns: int | None = None


class ConvertResult(msgspec.Struct, frozen=True, kw_only=True, tag="converted"):
    """``calibration_samples_used``: as many as there were, at most what the recipe asks for."""

    artifact: str
    sha256: str
    size_bytes: int
    recipe: Recipe
    stages: tuple[Stage, ...]
    audit: Audit
    check: Check
    source_sha256: str = ""
    versions: dict[str, str] = {}
    calibration_samples_used: int = 0


class CheckResult(msgspec.Struct, frozen=True, kw_only=True, tag="checked"):
    artifact: str
    against: str
    audit: Audit
    check: Check


class Accuracy(msgspec.Struct, frozen=True, kw_only=True):
    """A share of correct samples with its 95 % Wilson interval."""

    correct: int
    total: int
    value: float
    ci95: tuple[float, float]


class PairedAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """Paired with the source on the same samples: candidate minus source, 95 % interval.

    ``only_source``/``only_candidate``: samples that just one of the two has right.
    """

    difference: float
    ci95: tuple[float, float]
    only_source: int
    only_candidate: int
    agreement: float


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """``data``, ``data_sha256``, ``preprocessing``: what it was measured on; "" = not recorded."""

    file: str
    sha256: str
    top1: Accuracy
    top5: Accuracy | None
    paired: PairedAccuracy | None = None
    data: str = ""
    data_sha256: str = ""
    preprocessing: Preprocessing = Preprocessing()


class EvaluateResult(msgspec.Struct, frozen=True, kw_only=True, tag="evaluated"):
    data: str
    data_sha256: str
    evaluations: tuple[Evaluation, ...]


class TriedOutput(msgspec.Struct, frozen=True, kw_only=True):
    """One output of one file for one input, flattened and dequantized; at most 1,000 values.

    ``argmax`` is over the whole output; ``top``: (class index, value), largest first.
    """

    file: str
    name: str
    shape: tuple[int, ...]
    values: tuple[float, ...]
    top: tuple[tuple[int, float], ...]
    error: ErrorInfo | None = None


class TryResult(msgspec.Struct, frozen=True, kw_only=True, tag="tried"):
    """``input_preview``: PNG path of what went in, where it is image-like, else "".

    ``assumption``: code of what had to be assumed about the input's range ("" = nothing).
    """

    outputs: tuple[TriedOutput, ...]
    label: int | None = None
    input_preview: str = ""
    assumption: str = ""


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances of a run, as read from the system; None = cannot be known here.

    ``exclusive``: no other Studio on this machine measured meanwhile.
    ``pressure_percent``: share of the time in which some task of the machine waited for a core
    (Linux's pressure stall information). ``involuntary_switches_per_s``: how often the system took
    a core away from the measuring processes. ``temperature_c``: the hottest sensor of the
    processor, at the end. ``window_cpu_percent``: processor time of the window that showed the run
    meanwhile, in percent of one core; None = there was no window.
    """

    cpu: str
    logical_cores: int
    affinity: tuple[int, ...] | None
    governor: str | None
    frequency_mhz: float | None
    load_before: float | None
    load_after: float | None
    busy_percent: float | None
    other_busy_percent: float | None
    steal_percent: float | None
    power_source: str | None
    memory_bytes: int
    os: str
    python: str
    versions: dict[str, str]
    exclusive: bool = True
    pressure_percent: float | None = None
    involuntary_switches_per_s: float | None = None
    temperature_c: float | None = None
    window_cpu_percent: float | None = None


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a model runs on an accelerator, as the runtime states it.

    ``share``: of the ops; None where the runtime does not say. ``device``: the runtime's own name
    of it, "" = not stated. ``is_software``: the device is emulated by the CPU; None = not stated.
    ``deviation``: the largest difference of its outputs from the CPU's in one run with random
    inputs, over the range of the CPU's output; None = not compared.
    Where nothing would run there, the model is not loaded at all.
    """

    kind: Literal["full", "partial"]
    share: float | None = None
    device: str = ""
    is_software: bool | None = None
    deviation: float | None = None


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """One variant on one target, summarized from raw samples (kept in ``samples_path``).

    ``implementation``: the runtime that really ran it, since a target may have a second one.
    ``placement``: of a target that is no CPU.

    Latencies in ms, of runs; None where the sample is too small for it. ``throughput_per_s``: of
    inputs, that is runs times the target's batch size. ``median_ci95_ms``: 95 % interval of the
    median. ``peak_rss_bytes`` is of a process of its own that only loaded and ran this file.

    ``warmup_runs``: made before the first sample, in the process that made the fewest.
    ``runs_per_sample``: a sample is the mean of so many runs. ``empty_wall_ns``, ``empty_cpu_ns``:
    what an empty call costs, taken off each sample; None = nothing was. ``notes``: codes of what is
    odd: "outputs-nan", "dynamic-dimensions-as-1". ``server``: of that scenario; its latencies are
    of queries.
    """

    file: str
    sha256: str
    target: Target
    implementation: str
    samples: int
    init_ms: float | None
    first_ms: float | None
    median_ms: float | None
    p90_ms: float | None
    p99_ms: float | None
    mean_ms: float | None
    cpu_median_ms: float | None
    median_ci95_ms: tuple[float, float] | None
    peak_rss_bytes: int | None
    p90_ci95_ms: tuple[float, float] | None = None
    p99_ci95_ms: tuple[float, float] | None = None
    mean_ci95_ms: tuple[float, float] | None = None
    throughput_per_s: float | None = None
    processes: int = 0
    warmup_runs: int = 0
    placement: Placement | None = None
    error: ErrorInfo | None = None
    runs_per_sample: int = 1
    empty_wall_ns: float | None = None
    empty_cpu_ns: float | None = None
    memory: MemoryPhases | None = None
    drift: Drift | None = None
    notes: tuple[str, ...] = ()
    scenario: Scenario = make_scenario()
    server: ServerRate | None = None

    @property
    def samples_per_run(self) -> int:
        """See Arm."""
        return self.target.batch * self.scenario.samples_per_query


class TargetState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one of ``TARGETS`` runs on this machine, tried in a process of its own.

    ``implementation``: the first of the target's that works here; "" = none does, and ``errors``
    says of each in turn why not. ``device``, ``is_software``: see Placement.
    """

    id: str
    implementation: str = ""
    versions: dict[str, str] = {}
    device: str = ""
    is_software: bool | None = False
    errors: tuple[ErrorInfo, ...] = ()

    @property
    def available(self) -> bool:
        return self.implementation != ""


class TargetsResult(msgspec.Struct, frozen=True, kw_only=True, tag="targets-found"):
    """In the order of ``TARGETS``."""

    targets: tuple[TargetState, ...]


class BenchmarkResult(msgspec.Struct, frozen=True, kw_only=True, tag="benchmarked"):
    """``stopped``: ended early by the user; what had been sampled is summarized all the same.

    ``comparisons``: each other arm against the baseline. ``sustained``: where it was asked for.
    ``incidents``: what went wrong meanwhile, in the order of time. ``samples_path``: "" where the
    raw samples could not be stored.
    """

    measurements: tuple[Measurement, ...]
    conditions: Conditions
    samples_path: str = ""
    seconds: float = 0.0
    stopped: bool = False
    comparisons: tuple[Comparison, ...] = ()
    sustained: Sustained | None = None
    incidents: tuple[Incident, ...] = ()
