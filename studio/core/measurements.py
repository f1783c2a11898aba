"""What measuring returns: latencies with their intervals, circumstances, targets that run here."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.beside_latency import Drift, MemoryPhases, ServerRate
from studio.core.comparisons import Comparison
from studio.core.errors import ErrorInfo
from studio.core.incidents import Incident
from studio.core.scenarios import Scenario, make_scenario
from studio.core.sustained import Sustained
from studio.core.targets import Target


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

    ``kind``: "unstated" where it does not say. ``share``: of the ops; None where it does not say.
    ``device``: the runtime's own name of it, "" = not stated. ``is_software``: the device is
    emulated by the CPU; None = not stated. ``deviation``: the largest difference of its outputs
    from the CPU's in one run with random inputs, over the range of the CPU's output; None = not
    compared.
    Where nothing would run there, the model is not loaded at all.
    """

    kind: Literal["full", "partial", "unstated"]
    share: float | None = None
    device: str = ""
    is_software: bool | None = None
    deviation: float | None = None


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """One variant on one target, summarized from raw samples (kept in ``samples_path``).

    ``implementation``: the runtime that really ran it, since a target may have a second one.
    ``placement``: of a target that is no CPU.

    Latencies in ms, of runs; None where the sample is too small for it; p90 and p99 also where a
    sample is the mean of several runs. ``throughput_per_s``: of inputs, that is runs times
    ``samples_per_run``; of server queries those answered in the time. ``median_ci95_ms``: 95 %
    interval of the median. ``peak_rss_bytes`` is of a process of its own that only loaded and ran
    this file.

    ``warmup_runs``: made before the first sample, in the process that made the fewest.
    ``runs_per_sample``: a sample is the mean of so many runs. ``empty_wall_ns``, ``empty_cpu_ns``:
    what an empty call costs, taken off each sample; None = nothing was. ``notes``: codes of what is
    odd: "outputs-nan", "dynamic-dimensions-as-1", "rate-not-kept", "inputs-differ",
    "stand-in-measured". ``server``: of
    that scenario; its latencies are of queries. ``given_samples``: so many samples of the
    request's data were its inputs in turn (a new one for each run where each is pre-processed, else
    for each time that it was loaded); 0 = random values. ``shapes``: of the inputs; {} = not known,
    as of runs of older versions.
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
    given_samples: int = 0
    shapes: dict[str, tuple[int, ...]] = {}

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
