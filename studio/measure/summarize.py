"""From raw samples to measurements: read all processes, state each variant with its intervals."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from studio.core.beside_latency import Drift
from studio.core.child import Reporter
from studio.core.errors import ErrorInfo, StorageError
from studio.core.files import content_sha256
from studio.core.incidents import Incident
from studio.core.measure_protocol import FootprintResult, SummarizeRequest
from studio.core.measurements import BenchmarkResult, Measurement
from studio.core.sample_file import (
    CPU_UNKNOWN,
    BlockRecord,
    encode_record,
    merge_blocks,
    read_blocks,
)
from studio.core.sustained import Sustained
from studio.core.targets import Arm
from studio.measure.conditions import join_conditions
from studio.measure.sustained import sum_up
from studio.measure.witness import ArmNotes, Witness, read_witness
from studio.stats.compare import CPU, WALL, choose_clock, compare, run_time
from studio.stats.drift import find_drift
from studio.stats.latency import Interval, LatencySummary, summarize_latency
from studio.stats.quadruples import burst_medians
from studio.stats.raw_samples import rows_by_arm

Rows = NDArray[np.int64]


def summarize(request: SummarizeRequest, reporter: Reporter) -> BenchmarkResult:
    """One Measurement per arm, comparisons, and all samples joined in ``request.output``.

    A file that failed has ``error`` and the numbers of what it did before, if anything. Raises
    RunError where samples are damaged.
    """
    reporter.phase("summarizing")
    records = merge_blocks(_read_records(request.samples))
    sittings = _sittings(request.samples)
    incidents = _counted(request.incidents, records)
    samples_path = request.output
    try:
        _write_joined(request.output, records)
    except OSError as error:  # the numbers are worth more than the samples
        unwritable = StorageError("samples-unwritable", str(error), path=request.output)
        incidents += (Incident(error=unwritable.info()),)
        samples_path = ""
    rows = rows_by_arm(records)
    witnesses = [found for path in request.samples if (found := read_witness(path)) is not None]
    seconds = sum(witness.seconds for witness in witnesses)
    blocks = len({(record.process, record.block) for record in records})
    block_seconds = seconds / blocks if blocks else 0.0
    measurements = tuple(
        _measurement(
            request,
            variant,
            rows.get(variant),
            _notes_of(witnesses, variant),
            _drift(request.arms[variant], rows.get(variant), sittings, block_seconds),
        )
        for variant in range(len(request.arms))
    )
    asked = request.request
    return BenchmarkResult(
        measurements=measurements,
        conditions=join_conditions(witnesses, _versions(request.footprints), request.exclusive),
        samples_path=samples_path,
        seconds=seconds,
        stopped=request.stopped,
        comparisons=compare(
            request.arms, rows, asked.baseline, asked.threshold, seconds, asked.seed, sittings
        ),
        sustained=_sustained(request),
        incidents=incidents,
    )


def _sustained(request: SummarizeRequest) -> Sustained | None:
    """Of the last process that has samples: one that follows a dead one begins at block 0 again,
    with a machine that has rested.
    """
    asked = request.request
    if not asked.sustained:
        return None
    last = next((path for path in reversed(request.samples) if _read_records([path])), None)
    rows = read_rows([last]) if last is not None else {}
    witness = read_witness(last) if last is not None else None
    moments = witness.moments if witness is not None else ()
    return sum_up(request.arms, rows, moments, asked.baseline, asked.threshold)


def read_rows(paths: Sequence[str]) -> dict[int, Rows]:
    """All samples of these files, by arm: int64 (samples, 4): process, block, wall_ns, cpu_ns.

    Raises RunError where samples are damaged.
    """
    return rows_by_arm(_read_records(paths))


def _read_records(paths: Sequence[str]) -> list[BlockRecord]:
    return [record for path in paths if Path(path).exists() for record in read_blocks(path)]


def _measurement(
    request: SummarizeRequest,
    variant: int,
    rows: Rows | None,
    notes: list[ArmNotes],
    drift: Drift | None,
) -> Measurement:
    arm = request.arms[variant]
    footprint = _at(request.footprints, variant)
    latency, cpu_median, processes = LatencySummary(count=0), None, 0
    if rows is not None:
        process, _, wall, cpu = rows.T
        latency = summarize_latency(wall, process)
        known = cpu[cpu != CPU_UNKNOWN]
        cpu_median = float(np.median(known)) if len(known) else None
        processes = len(np.unique(process))
    runs = max((one.runs_per_sample for one in notes), default=1)
    is_batched = runs > 1  # then they would be of means of runs, not of runs
    return Measurement(
        file=arm.file,
        sha256=_sha256(arm.file),
        target=arm.target,
        scenario=arm.scenario,
        implementation=arm.implementation,
        samples=latency.count,
        init_ms=footprint.init_ms if footprint else None,
        first_ms=footprint.first_ms if footprint else None,
        median_ms=_ms(latency.median),
        p90_ms=None if is_batched else _ms(latency.p90),
        p99_ms=None if is_batched else _ms(latency.p99),
        mean_ms=_ms(latency.mean),
        cpu_median_ms=_ms(cpu_median),
        median_ci95_ms=_ms_interval(latency.median_ci95),
        peak_rss_bytes=footprint.peak_rss_bytes if footprint else None,
        p90_ci95_ms=None if is_batched else _ms_interval(latency.p90_ci95),
        p99_ci95_ms=None if is_batched else _ms_interval(latency.p99_ci95),
        mean_ci95_ms=_ms_interval(latency.mean_ci95),
        throughput_per_s=_samples_per_s(_runs_per_s(arm, latency, notes), arm.samples_per_run),
        processes=processes,
        warmup_runs=min((one.warmup_runs for one in notes), default=0),
        placement=footprint.placement if footprint else None,
        error=_error_at(request.errors, variant),
        runs_per_sample=runs,
        empty_wall_ns=_mean([one.empty_wall_ns for one in notes]),
        empty_cpu_ns=_mean([one.empty_cpu_ns for one in notes]),
        memory=footprint.memory if footprint else None,
        drift=drift,
        given_samples=max((one.given_samples for one in notes), default=0),
        server=next((one.server for one in notes if one.server is not None), None),
        shapes=footprint.shapes if footprint else {},
        notes=_odd(notes, latency) + _stand_in(arm) + _other_inputs(request.footprints, variant),
    )


def _odd(notes: list[ArmNotes], latency: LatencySummary) -> tuple[str, ...]:
    searched = [one.server for one in notes if one.server is not None and one.server.is_searched]
    p99_ms = _ms(latency.p99)
    found = {
        "rate-not-confirmed": p99_ms is not None
        and any(one.rate_per_s is not None and p99_ms > one.bound_ms for one in searched),
        "outputs-nan": any(one.outputs_finite is False for one in notes),
        "dynamic-dimensions-as-1": any(one.has_dynamic_as_1 for one in notes),
        "rate-not-kept": any(one.is_rate_kept is False for one in notes),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _stand_in(arm: Arm) -> tuple[str, ...]:
    """The preferred implementation could not be used: the latency is another one's."""
    preferred = arm.target.kind.implementations[0]
    return ("stand-in-measured",) if arm.implementation not in ("", preferred) else ()


def _other_inputs(footprints: tuple[FootprintResult | None, ...], variant: int) -> tuple[str, ...]:
    """Files whose inputs differ in more than their dtype and layout are hardly the same network."""
    first, own = _at(footprints, 0), _at(footprints, variant)
    if not (first and own and first.input_sizes and own.input_sizes):
        return ()
    return ("inputs-differ",) if first.input_sizes != own.input_sizes else ()


def _counted(incidents: tuple[Incident, ...], records: list[BlockRecord]) -> tuple[Incident, ...]:
    """With what is kept of each one's process."""
    kept: dict[int | None, int] = defaultdict(int)
    for record in records:
        kept[record.process] += record.count
    return tuple(replace(one, samples=kept[one.process]) for one in incidents)


def _runs_per_s(arm: Arm, latency: LatencySummary, notes: list[ArmNotes]) -> float | None:
    """Runs after one another; of server queries, which overlap and wait, those answered in the
    time that it took.
    """
    if arm.scenario.id != "server":
        return latency.throughput_per_s
    seconds = sum(one.serving_s for one in notes)
    return sum(one.answered for one in notes) / seconds if seconds else None


def _notes_of(witnesses: list[Witness], variant: int) -> list[ArmNotes]:
    """What the processes noted of one arm."""
    return [arm for witness in witnesses for arm in witness.arms if arm.index == variant]


def _sittings(paths: Sequence[str]) -> dict[int, list[int]]:
    """Process -> the blocks with which its sittings began, ascending.

    A file begins with one, and its witness knows of those that follow in it.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for path in paths:
        blocks = [(record.process, record.block) for record in _read_records([path])]
        if blocks:
            process, first = blocks[0]
            witness = read_witness(path)
            found[process] |= {first, *(witness.first_blocks if witness is not None else ())}
    return {process: sorted(firsts) for process, firsts in found.items()}


def _drift(
    arm: Arm, rows: Rows | None, sittings: dict[int, list[int]], block_seconds: float
) -> Drift | None:
    """On the clock that would decide a comparison of the arm with itself."""
    if rows is None or block_seconds <= 0:
        return None
    column = CPU if choose_clock((arm, arm), (run_time(rows),) * 2).clock == "cpu" else WALL
    series: dict[tuple[int, int], list[float]] = defaultdict(list)
    for (process, block), latency in burst_medians(rows, column).items():
        series[process, bisect_right(sittings[process], block)].append(latency)
    return find_drift([np.array(bursts) for bursts in series.values()], block_seconds)


def _write_joined(output: str, records: list[BlockRecord]) -> None:
    """Raises OSError; then nothing of it is left."""
    temporary = Path(f"{output}.new")
    try:
        with temporary.open("wb") as stream:
            for record in records:
                stream.write(encode_record(record))
        temporary.replace(output)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _versions(footprints: tuple[FootprintResult | None, ...]) -> dict[str, str]:
    """As the processes said that loaded the libraries; this one loads none."""
    versions = {"numpy": np.__version__}
    for footprint in footprints:
        versions |= footprint.versions if footprint else {}
    return versions


def _sha256(path: str) -> str:
    """ "" where the file has gone meanwhile: the measurement stands, of what cannot be said."""
    try:
        return content_sha256(Path(path))
    except OSError:
        return ""


def _at(footprints: tuple[FootprintResult | None, ...], variant: int) -> FootprintResult | None:
    return footprints[variant] if variant < len(footprints) else None


def _error_at(errors: tuple[ErrorInfo | None, ...], variant: int) -> ErrorInfo | None:
    return errors[variant] if variant < len(errors) else None


def _samples_per_s(runs_per_s: float | None, samples: int) -> float | None:
    return None if runs_per_s is None else runs_per_s * samples


def _mean(values: Sequence[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _ms(ns: float | None) -> float | None:
    return None if ns is None else ns / 1e6


def _ms_interval(interval: Interval | None) -> Interval | None:
    return None if interval is None else (interval[0] / 1e6, interval[1] / 1e6)
