"""Measure files together: footprints one by one, then interleaved sampling in fresh processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path

from msgspec.structs import replace

from studio.core.child_protocol import Phase
from studio.core.errors import (
    DataError,
    StudioError,
    UsageError,
)
from studio.core.measure_protocol import (
    Footprint,
    FootprintRequest,
    FootprintResult,
    SampleRequest,
    SampleResult,
    Samples,
    SummarizeRequest,
)
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.phases import SAMPLING_SPAN
from studio.core.scenarios import LEAST_QUERIES, seconds_to_serve
from studio.core.targets import Arm
from studio.jobs.context import JobContext
from studio.jobs.transport import Progress
from studio.jobs.workflows.alternating import (
    SamplingFailed,
    blaming,
    sample_alternating,
    sample_files,
    split_by_process,
)
from studio.jobs.workflows.arms import plan_arms, stand_in, with_implementations
from studio.jobs.workflows.benchmark_state import BenchmarkState, blame
from studio.jobs.workflows.progress import ShareOfJob

_FOOTPRINT_SHARE = SAMPLING_SPAN[0]
_SAMPLING_SHARE = SAMPLING_SPAN[1] - SAMPLING_SPAN[0]
_WORTHWHILE_SHARE = 0.2
_SITTINGS, _SITTINGS_OF_A_SINGLE_PROCESS, _MOST_SITTINGS = 2, 4, 20
_SECONDS_OF_A_SITTING = 15


def lane(request: BenchmarkRequest) -> str:
    del request
    return "measure"


def run(request: BenchmarkRequest, job: JobContext) -> BenchmarkResult:
    """An arm that dies is dropped with its error while the others go on.

    Whatever was sampled is summarized. Where nothing was, raises the first arm's error if none is
    left, RunError: sampling-died, StorageError: samples-unwritable, disk-full. Raises what
    :func:`plan_arms` does; DataError: data-missing; UsageError: baseline-unknown,
    sustained-apart, server-apart, server-rate-low.
    """
    if request.data and not Path(request.data).exists():
        raise DataError("data-missing", path=request.data)
    planned = plan_arms(
        request.files,
        request.targets,
        request.scenarios,
        request.allow_code,
        request.openings,
        request.signatures,
        request.shapes,
    )
    if not 0 <= request.baseline < len(planned):
        raise UsageError("baseline-unknown", baseline=request.baseline, last=len(planned) - 1)
    shares = _shares(request, planned)
    arms = with_implementations(planned, job)
    count = len(arms)
    state = BenchmarkState(arms, list(range(count)), [None] * count, [None] * count)
    for variant in range(count):
        job.phase("footprint", _FOOTPRINT_SHARE * variant / count)
        _measure_footprint(request, variant, state, job)
    for share in range(shares):
        _sample_share(request, share / shares, request.seconds / shares, state, job)
    if not state.has_samples:
        state.raise_failure()
    job.phase("summarizing", _FOOTPRINT_SHARE + _SAMPLING_SHARE)
    return job.call("measure", _summarize_request(request, state, job), BenchmarkResult)


def _shares(request: BenchmarkRequest, arms: tuple[Arm, ...]) -> int:
    """How many fresh processes sample one after another.

    Rates found by different processes would differ, and a machine cools down between processes.
    Raises UsageError: sustained-apart, server-apart, server-rate-low.
    """
    is_server = any(arm.scenario.id == "server" for arm in arms)
    is_apart = len({arm.target.process for arm in arms}) > 1
    if request.sustained:
        if is_server or is_apart:
            raise UsageError("sustained-apart")
        return 1
    if is_server and is_apart:
        raise UsageError("server-apart")
    is_search = any(arm.scenario.is_search for arm in arms)
    shares = 1 if is_search else max(1, request.processes)
    if is_server:
        _require_time(request, arms, shares)
    return shares


def _require_time(request: BenchmarkRequest, arms: tuple[Arm, ...], shares: int) -> None:
    """Raises UsageError: server-rate-low, where a given rate brings too few queries."""
    needed = shares * seconds_to_serve([arm.scenario for arm in arms])
    if needed > request.seconds:
        lowest = min(arm.scenario.rate_per_s for arm in arms if arm.scenario.rate_per_s)
        raise UsageError(
            "server-rate-low",
            rate=f"{lowest:g}",
            given=f"{request.seconds:g}",
            least=LEAST_QUERIES,
            needed=ceil(needed),
        )


def _measure_footprint(
    request: BenchmarkRequest, variant: int, state: BenchmarkState, job: JobContext
) -> None:
    arm = state.arms[variant]
    footprint = FootprintRequest(
        arm=arm, seed=request.seed, data=request.data, data_ref=request.data_ref
    )
    try:
        result = job.call("measure", footprint, FootprintResult, _silence(job))
        if result.data_shapes:
            arm = replace(arm, shapes=result.data_shapes)
            state.arms = (*state.arms[:variant], arm, *state.arms[variant + 1 :])
            footprint = replace(footprint, arm=arm)
            result = job.call("measure", footprint, FootprintResult, _silence(job))
    except StudioError as error:
        other = stand_in(arm, error)
        if other is not None:
            job.note_error(f"{arm.file}: {other.implementation} runs it instead", error)
            state.arms = (*state.arms[:variant], other, *state.arms[variant + 1 :])
            _measure_footprint(request, variant, state, job)
            return
        job.note_error(f"{arm.file} on {arm.target.text}: dropped", error)
        state.drop(variant, error)
        job.emit(Footprint(variant=variant, error=error.info()))
    else:
        state.footprints[variant] = result
        job.emit(Footprint(variant=variant, result=result))


def _sample_share(
    request: BenchmarkRequest, done: float, seconds: float, state: BenchmarkState, job: JobContext
) -> None:
    """One fresh process for ``seconds`` (several in turns, where the arms cannot share one); where
    a variant kills it, another for what is left.

    ``done``: share of all sampling that lies behind, 0 to 1.
    """
    left = seconds
    while left > _WORTHWHILE_SHARE * seconds and not (state.is_over or job.stop_file.exists()):
        parts = split_by_process(_sample_request(request, left, state, job))
        state.sample_files.extend(sample_files(parts))
        watch = _SampleWatch(job, done, seconds / request.seconds if request.seconds else 1.0)
        try:
            _sample(parts, state, job, watch)
            return
        except SamplingFailed as failure:
            left -= watch.sampled_s
            blame(failure.arm, failure.error, state, job)


def _sample(
    parts: Sequence[SampleRequest],
    state: BenchmarkState,
    job: JobContext,
    watch: Callable[[Progress], None],
) -> None:
    """Raises SamplingFailed."""
    if len(parts) > 1:
        state.runs_per_sample |= sample_alternating(parts, job, watch)
        state.subtracts_empty = True
        return
    with blaming(parts[0]):
        result = job.call("measure", parts[0], SampleResult, watch)
    state.runs_per_sample |= dict(zip(parts[0].indices, result.runs_per_sample, strict=False))
    state.subtracts_empty = result.subtracts_empty


class _SampleWatch:
    """Forwards what a sampling process says and adds up the time it has sampled."""

    def __init__(self, job: JobContext, done: float, share: float) -> None:
        self._forward = ShareOfJob(
            job, _FOOTPRINT_SHARE + _SAMPLING_SHARE * done, _SAMPLING_SHARE * share
        )
        self.sampled_s = 0.0

    def __call__(self, message: Progress) -> None:
        if isinstance(message, Samples):
            self.sampled_s += message.seconds
        self._forward(message)


def _sample_request(
    request: BenchmarkRequest, seconds: float, state: BenchmarkState, job: JobContext
) -> SampleRequest:
    process = state.process
    state.process += 1
    return SampleRequest(
        arms=tuple(state.arms[variant] for variant in state.active),
        indices=tuple(state.active),
        process=process,
        seconds=seconds,
        warmup_runs=request.warmup_runs,
        seed=request.seed,
        output=str(job.work / f"samples-{process}"),
        progress=str(job.work / f"progress-{process}"),
        stop=str(job.stop_file),
        sittings=_sittings(request, seconds, state),
        runs_per_sample=tuple(
            state.runs_per_sample[variant]
            for variant in state.active
            if variant in state.runs_per_sample
        ),
        subtracts_empty=state.subtracts_empty,
        data=request.data,
        data_ref=request.data_ref,
    )


def _sittings(request: BenchmarkRequest, seconds: float, state: BenchmarkState) -> int:
    """How often a process loads its arms, in turned order (see ``measure.arms.load_arms``).

    Only where there is something to compare, and where loading and warming up, going by the
    footprints, takes no longer than the measuring itself.
    """
    known = [state.footprints[variant] for variant in state.active]
    loading_s = sum(
        (one.init_ms + request.warmup_runs * one.first_ms) / 1000 for one in known if one
    )
    is_alone = request.sustained or request.processes == 1
    wanted = _SITTINGS_OF_A_SINGLE_PROCESS if is_alone else _SITTINGS
    if request.sustained:
        wanted = max(wanted, min(_MOST_SITTINGS, int(seconds / _SECONDS_OF_A_SITTING)))
    return wanted if len(known) > 1 and wanted * loading_s <= seconds else 1


def _summarize_request(
    request: BenchmarkRequest, state: BenchmarkState, job: JobContext
) -> SummarizeRequest:
    return SummarizeRequest(
        request=request,
        arms=state.arms,
        samples=tuple(str(path) for path in state.sample_files if path.is_file()),
        footprints=tuple(state.footprints),
        errors=tuple(state.errors),
        output=str(job.kept(".samples")),
        stopped=job.stop_file.exists(),
        exclusive=job.is_exclusive,
        incidents=tuple(state.incidents),
    )


def _silence(job: JobContext) -> Callable[[Progress], None]:
    """Notes of a footprint go on; its phases would make the fraction jump."""

    def forward(message: Progress) -> None:
        if not isinstance(message, Phase):
            job.forward(message)

    return forward
