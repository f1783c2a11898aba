"""From samples to measurements: numbers, intervals, variants that failed, joined samples."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.beside_latency import ServerRate
from studio.core.errors import ErrorInfo, RunError
from studio.core.incidents import Incident
from studio.core.measure_protocol import FootprintResult, SummarizeRequest
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import Placement
from studio.core.sample_file import read_blocks, write_block
from studio.core.scenarios import make_scenario
from studio.core.sustained import Moment
from studio.core.targets import Arm, make_target
from studio.measure.summarize import summarize
from studio.measure.witness import ArmNotes, Witness, witness_path, write_witness
from tests.measure.conftest import Told, make_arms

FOOTPRINT = FootprintResult(
    init_ms=3.0, first_ms=2.0, peak_rss_bytes=5_000_000, versions={"ai-edge-litert": "2.3.0"}
)


def write_samples(path: Path, process: int, variants: tuple[int, ...], blocks: int = 20) -> str:
    """Variant v takes about (v + 1) ms, 20 runs a block."""
    generator = np.random.default_rng(process)
    with path.open("wb") as stream:
        for block in range(blocks):
            rows = []
            for variant in variants:
                wall = np.rint((variant + 1) * 1e6 * generator.uniform(0.99, 1.01, 20))
                rows += [(variant, 0, int(value), int(value) // 2) for value in wall]
            write_block(stream, process, block, np.array(rows, "<i8").tobytes())
    return str(path)


def summarize_request(
    tmp_path: Path, samples: tuple[str, ...], files: tuple[str, ...], **changes
) -> SummarizeRequest:
    settings = {
        "footprints": (FOOTPRINT,) * len(files),
        "errors": (None,) * len(files),
        "output": str(tmp_path / "joined"),
    }
    return SummarizeRequest(
        request=BenchmarkRequest(files=files),
        samples=samples,
        **{"arms": make_arms(files), **settings, **changes},
    )


def test_each_file_gets_its_numbers(tmp_path: Path, told: Told):
    file = tmp_path / "a.tflite"
    file.write_bytes(b"content")
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0, 1)) for p in range(3))
    request = summarize_request(tmp_path, samples, (str(file), "gone.tflite"))
    result = summarize(request, told.reporter)
    first, second = result.measurements
    assert first.sha256 == hashlib.sha256(b"content").hexdigest()
    assert second.sha256 == ""
    assert (first.samples, first.processes) == (1200, 3)
    assert first.median_ms == pytest.approx(1.0, rel=0.005)
    assert second.median_ms == pytest.approx(2.0, rel=0.005)
    assert second.cpu_median_ms == pytest.approx(1.0, rel=0.005)
    assert second.throughput_per_s == pytest.approx(500, rel=0.005)
    assert first.median_ci95_ms is not None
    assert first.median_ci95_ms[0] <= first.median_ms <= first.median_ci95_ms[1]
    assert first.p99_ms is not None
    assert (first.init_ms, first.first_ms, first.peak_rss_bytes) == (3.0, 2.0, 5_000_000)


def test_where_it_ran_comes_from_the_footprint(tmp_path: Path, told: Told):
    placement = Placement(kind="partial", share=0.5, device="A", is_software=True)
    known = (FOOTPRINT, replace(FOOTPRINT, placement=placement))
    samples = (write_samples(tmp_path / "s0", 0, (0, 1)),)
    request = summarize_request(tmp_path, samples, ("a.tflite", "b.tflite"), footprints=known)
    result = summarize(request, told.reporter)
    assert [one.placement for one in result.measurements] == [None, placement]


def test_other_inputs_than_the_first_file_s_are_said(tmp_path: Path, told: Told):
    sizes = (((3, 32, 32),), ((3, 32, 32),), ((3, 224, 224),), ())
    known = tuple(replace(FOOTPRINT, input_sizes=size) for size in sizes)
    samples = (write_samples(tmp_path / "s0", 0, (0, 1, 2, 3)),)
    files = ("a.tflite", "b.tflite", "c.tflite", "d.tflite")
    request = summarize_request(tmp_path, samples, files, footprints=known)
    found = summarize(request, told.reporter).measurements
    assert [one.notes for one in found] == [(), (), ("inputs-differ",), ()]


def test_a_failed_file_keeps_what_it_did_and_says_why(tmp_path: Path, told: Told):
    error = RunError("run-failed", path="b.tflite").info()
    samples = (
        write_samples(tmp_path / "s0", 0, (0, 1), blocks=1),
        write_samples(tmp_path / "s1", 1, (0,)),
    )
    request = summarize_request(
        tmp_path,
        samples,
        ("a.tflite", "b.tflite", "c.tflite"),
        footprints=(FOOTPRINT, FOOTPRINT, None),
        errors=(None, error, error),
    )
    whole, partly, never = summarize(request, told.reporter).measurements
    assert whole.error is None
    assert partly.error == error
    assert partly.samples == 20
    assert partly.median_ci95_ms is None
    assert partly.p90_ms is None
    assert (never.samples, never.median_ms, never.init_ms) == (0, None, None)


def test_samples_are_joined_and_a_missing_file_is_left_out(tmp_path: Path, told: Told):
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0,), blocks=3) for p in (0, 1))
    request = summarize_request(tmp_path, (*samples, str(tmp_path / "no")), ("a.tflite",))
    result = summarize(request, told.reporter)
    joined = [(record.process, record.block) for record in read_blocks(result.samples_path)]
    assert joined == [(process, block) for process in (0, 1) for block in range(3)]


def test_damaged_samples_are_an_error(tmp_path: Path, told: Told):
    path = tmp_path / "s"
    path.write_bytes(b"this is no sample file at all")
    with pytest.raises(RunError) as caught:
        summarize(summarize_request(tmp_path, (str(path),), ("a.tflite",)), told.reporter)
    assert caught.value.code == "samples-damaged"


def test_throughput_counts_inputs_not_runs(tmp_path: Path, told: Told):
    target = make_target("tensorflow-cpu", batch=8)
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes(b"x")
    arms = (Arm(file=str(folder), target=target, implementation="tensorflow-cpu"),)
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0,)) for p in range(3))
    request = summarize_request(tmp_path, samples, (str(folder),), arms=arms)
    (measured,) = summarize(request, told.reporter).measurements
    assert measured.median_ms == pytest.approx(1, rel=0.01), "of a whole run"
    assert measured.throughput_per_s == pytest.approx(8000, rel=0.01)
    assert len(measured.sha256) == 64, "folders have a content too"


def test_conditions_join_what_the_processes_saw(tmp_path: Path, told: Told):
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0,)) for p in range(3))
    write_witness(samples[0], Witness(seconds=1.0, load_before=0.5, busy_percent=40.0))
    write_witness(samples[1], Witness(seconds=3.0, load_after=1.5, busy_percent=80.0))
    witness_path(samples[2]).write_text("{ damaged")
    result = summarize(summarize_request(tmp_path, samples, ("a.tflite",)), told.reporter)
    conditions = result.conditions
    assert result.seconds == 4.0
    assert (conditions.load_before, conditions.load_after) == (0.5, 1.5)
    assert conditions.busy_percent == pytest.approx(70.0)
    assert conditions.steal_percent is None
    assert conditions.cpu
    assert conditions.memory_bytes > 0
    assert {"studio", "ai-edge-litert", "numpy"} <= set(conditions.versions)


def test_comparisons_drift_and_notes_are_in_the_result(tmp_path: Path, told: Told):
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0, 1)) for p in range(3))
    for path, warm in zip(samples, (9, 7, 8), strict=True):
        arms = (
            ArmNotes(index=0, warmup_runs=warm, runs_per_sample=4, outputs_finite=True),
            ArmNotes(index=1, warmup_runs=5, empty_wall_ns=200, outputs_finite=warm != 8),
        )
        write_witness(path, Witness(seconds=2.0, arms=arms))
    result = summarize(summarize_request(tmp_path, samples, ("a", "b")), told.reporter)
    (comparison,) = result.comparisons
    assert (comparison.verdict, comparison.quadruples, comparison.processes) == ("slower", 30, 3)
    assert comparison.ratio == pytest.approx(2.0, rel=0.005)
    first, second = result.measurements
    assert (first.warmup_runs, first.runs_per_sample, first.empty_wall_ns) == (7, 4, None)
    assert (second.warmup_runs, second.runs_per_sample, second.empty_wall_ns) == (5, 1, 200)
    assert (first.notes, second.notes) == ((), ("outputs-nan",))
    assert result.incidents == ()
    assert first.drift is None


def test_what_a_dead_process_had_finished_is_counted(tmp_path: Path, told: Told):
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0,)) for p in range(2))
    died = ErrorInfo(code="child-killed", params={"child": "measure", "signal": "SIGKILL"})
    incidents = tuple(Incident(error=died, process=process) for process in (1, 7))
    request = replace(summarize_request(tmp_path, samples, ("a",)), incidents=incidents)
    result = summarize(request, told.reporter)
    assert [one.process for one in result.incidents] == [1, 7]
    counts = [one.samples for one in result.incidents]
    assert counts == [sum(record.count for record in read_blocks(samples[1])), 0]
    assert 0 < counts[0] < result.measurements[0].samples


def test_where_the_samples_cannot_be_joined_the_numbers_stay(tmp_path: Path, told: Told):
    samples = (write_samples(tmp_path / "s", 0, (0,)),)
    output = str(tmp_path / "no such folder" / "joined")
    request = replace(summarize_request(tmp_path, samples, ("a",)), output=output)
    result = summarize(request, told.reporter)
    assert result.samples_path == ""
    assert result.measurements[0].median_ms is not None
    (incident,) = result.incidents
    assert (incident.error.code, incident.process) == ("samples-unwritable", None)
    assert incident.error.params["path"] == output


def test_percentiles_of_means_of_runs_are_withheld(tmp_path: Path, told: Told):
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0, 1)) for p in range(3))
    for path in samples:
        arms = (
            ArmNotes(index=0, warmup_runs=5, runs_per_sample=9),
            ArmNotes(index=1, warmup_runs=5),
        )
        write_witness(path, Witness(seconds=2.0, arms=arms))
    result = summarize(summarize_request(tmp_path, samples, ("a", "b")), told.reporter)
    first, second = result.measurements
    assert first.median_ms is not None
    assert first.p90_ms is first.p99_ms is first.p90_ci95_ms is first.p99_ci95_ms is None
    assert None not in (second.p90_ms, second.p99_ms, second.p90_ci95_ms, second.p99_ci95_ms)


def test_throughput_of_a_server_is_what_was_answered(tmp_path: Path, told: Told):
    """Latencies of 1 ms do not mean 1,000 a second: queries overlap, wait, and are rare."""
    (arm,) = make_arms(("a",))
    arms = (replace(arm, scenario=make_scenario("server", rate=50.0)),)
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0,)) for p in range(2))
    request = summarize_request(tmp_path, samples, ("a",), arms=arms)
    (unknown,) = summarize(request, told.reporter).measurements
    assert unknown.throughput_per_s is None
    for path, seconds, is_kept in zip(samples, (8.0, 12.0), (True, False), strict=True):
        notes = ArmNotes(
            index=0, warmup_runs=5, answered=400, serving_s=seconds, is_rate_kept=is_kept
        )
        write_witness(path, Witness(seconds=seconds, arms=(notes,)))
    (found,) = summarize(request, told.reporter).measurements
    assert found.throughput_per_s == pytest.approx(40.0)
    assert found.notes == ("rate-not-kept",)


def test_what_is_said_of_minutes_is_of_the_last_process(tmp_path: Path, told: Told):
    """The one before died: its blocks have the same numbers, and its machine was another."""
    samples = (
        write_samples(tmp_path / "s0", 0, (1, 0), blocks=400),
        write_samples(tmp_path / "s1", 1, (0,), blocks=200),
    )
    moments = tuple(Moment(block=at, at_s=at / 10) for at in range(10, 201, 10))
    write_witness(samples[0], Witness(seconds=40.0))
    write_witness(samples[1], Witness(seconds=20.0, moments=moments))
    request = summarize_request(tmp_path, samples, ("a", "b"))
    request = replace(request, request=replace(request.request, sustained=True))
    sustained = summarize(request, told.reporter).sustained
    assert sustained is not None
    first, second = sustained.arms
    assert len(first.windows) == 20
    assert first.last_over_first == pytest.approx(1.0, abs=0.01)
    assert second.windows == ()
    assert all(one.processes == 0 for one in sustained.last), "b has none in the last process"
    damaged = replace(request, samples=(*samples, write_samples(tmp_path / "s2", 2, (), blocks=0)))
    assert summarize(damaged, told.reporter).sustained == sustained, "died before its first block"


def write_walls(path: Path, walls: np.ndarray, first: int = 0) -> str:
    """One arm, one process, a block for each of ``walls`` with five runs of about so many ns."""
    generator = np.random.default_rng(3)
    with path.open("wb") as stream:
        for block, wall in enumerate(walls, first):
            values = np.rint(wall * generator.uniform(0.998, 1.002, 5))
            rows = [(0, at, int(value), int(value)) for at, value in enumerate(values)]
            write_block(stream, 0, block, np.array(rows, "<i8").tobytes())
    return str(path)


def drift_of(tmp_path: Path, told: Told, walls: np.ndarray, first_blocks: tuple[int, ...]):
    samples = write_walls(tmp_path / "s0", walls)
    write_witness(samples, Witness(seconds=30.0, first_blocks=first_blocks))
    result = summarize(summarize_request(tmp_path, (samples,), ("a",)), told.reporter)
    return result.measurements[0].drift


def test_steps_between_sittings_are_no_drift(tmp_path: Path, told: Told):
    """Loaded anew, a model is slower or faster by how its memory lands."""
    walls = np.repeat([1.0e6, 1.02e6, 1.04e6, 1.06e6], 30)
    assert drift_of(tmp_path, told, walls, (0,)) is not None, "within a sitting it would be one"
    assert drift_of(tmp_path, told, walls, (0, 30, 60, 90)) is None


def test_what_goes_on_within_sittings_is_a_drift(tmp_path: Path, told: Told):
    walls = 1.0e6 * np.tile(np.linspace(1.0, 1.05, 30), 2)
    found = drift_of(tmp_path, told, walls, (0, 30))
    assert found is not None
    assert found.percent_per_minute == pytest.approx(20.0, rel=0.3)


def test_a_file_for_each_sitting_says_where_it_begins(tmp_path: Path, told: Told):
    samples = tuple(
        write_walls(tmp_path / f"s0.{sitting}", np.repeat([wall], 30), first=30 * sitting)
        for sitting, wall in enumerate((1.0e6, 1.02e6, 1.04e6, 1.06e6))
    )
    for path in samples:
        write_witness(path, Witness(seconds=7.5))
    result = summarize(summarize_request(tmp_path, samples, ("a",)), told.reporter)
    assert result.measurements[0].drift is None


def test_a_rate_that_is_missed_when_measured_again_is_said(tmp_path: Path, told: Told):
    (arm,) = make_arms(("a",))
    arms = (replace(arm, scenario=make_scenario("server", bound=0.5)),)
    samples = tuple(write_samples(tmp_path / f"s{p}", p, (0,)) for p in range(2))
    request = summarize_request(tmp_path, samples, ("a",), arms=arms)
    for bound_ms, notes in ((0.5, ("rate-not-confirmed",)), (5.0, ())):
        found = ServerRate(rate_per_s=40.0, bound_ms=bound_ms, is_searched=True, tried=())
        for path in samples:
            noted = ArmNotes(index=0, warmup_runs=5, server=found)
            write_witness(path, Witness(seconds=2.0, arms=(noted,)))
        (measurement,) = summarize(request, told.reporter).measurements
        assert measurement.notes == notes, "latencies are about 1 ms"
