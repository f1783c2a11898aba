"""What goes wrong while measuring, through the real queue and the real measuring child."""

from __future__ import annotations

import os
import platform
import signal
import sys
from pathlib import Path

import psutil
import pytest

from studio.core.events import EventBody, JobFailed, JobSucceeded
from studio.core.measure_protocol import Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.sample_file import read_blocks
from studio.core.targets import make_target
from studio.jobs.config import default_child_command
from tests.e2e.conftest import MakeBench
from tests.jobs.bench import Bench
from tests.kit.small_tflite import (
    endless_loop,
    overflowing_remainder,
    relu_chain,
    square_root_of_negative,
    string_input,
)

TARGETS = ("litert-cpu", "litert-interpreter")

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="no such signals")


def request(*files: Path, target: str = "litert-interpreter", **fields: float) -> BenchmarkRequest:
    values = {"seconds": 0.4, "processes": 2, "warmup_runs": 1, **fields}
    targets = (make_target(target),)
    return BenchmarkRequest(files=tuple(map(str, files)), targets=targets, **values)  # type: ignore[arg-type]


def result_of(end: EventBody) -> BenchmarkResult:
    assert isinstance(end, JobSucceeded), end
    assert isinstance(end.result, BenchmarkResult)
    return end.result


def measure_and_hit(bench: Bench, asked: BenchmarkRequest, *signals: signal.Signals) -> EventBody:
    """Send each signal to a sampling process of its own once it has told samples."""
    job_id = bench.queue.submit(asked)
    for count, number in enumerate(signals):
        bench.recorder.wait(lambda count=count: len(processes(bench, job_id)) > count)
        (child,) = [one for one in psutil.Process().children() if "measure" in one.cmdline()]
        os.kill(child.pid, number)
    return bench.recorder.end(job_id)


def processes(bench: Bench, job_id: str) -> set[int]:
    bodies = bench.recorder.bodies(job_id)
    return {row.process for body in bodies if isinstance(body, Samples) for row in body.rows}


def kept(result: BenchmarkResult) -> dict[int, int]:
    """Process -> samples in the file."""
    found: dict[int, int] = {}
    for record in read_blocks(result.samples_path):
        found[record.process] = found.get(record.process, 0) + record.count
    return found


@needs_signals
def test_killed_from_outside_its_samples_are_kept_and_another_goes_on(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "m.tflite", size=1000)
    asked = request(model, seconds=3, processes=1)
    result = result_of(measure_and_hit(make_bench(), asked, signal.SIGKILL))
    (measured,) = result.measurements
    (incident,) = result.incidents
    assert measured.error is None, "the file is not to blame"
    assert (incident.error.code, incident.process) == ("child-killed", 0)
    assert set(kept(result)) == {0, 1}, "a second process measures for what is left"
    assert incident.samples == kept(result)[0] > 0
    assert measured.samples == sum(kept(result).values())


@needs_signals
def test_killed_again_and_again_what_was_measured_is_kept(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "m.tflite", size=1000)
    asked = request(model, seconds=30, processes=1)
    end = measure_and_hit(make_bench(), asked, signal.SIGKILL, signal.SIGKILL)
    result = result_of(end)
    assert [one.process for one in result.incidents] == [0, 1]
    assert [one.samples for one in result.incidents] == [kept(result)[0], kept(result)[1]]
    assert result.measurements[0].samples == sum(kept(result).values())


@needs_signals
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGABRT, "child-aborted"), (signal.SIGSTOP, "child-hung")],
    ids=["aborts", "hangs"],
)
def test_the_only_file_fails_while_measuring_and_what_it_did_is_kept(
    number: signal.Signals, code: str, make_bench: MakeBench, tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "m.tflite", size=1000)
    asked = request(model, seconds=30)
    result = result_of(measure_and_hit(make_bench(hang_seconds=1.0), asked, number))
    (measured,) = result.measurements
    assert measured.error is not None
    assert measured.error.code == code
    assert measured.median_ms is not None
    assert measured.samples == result.incidents[0].samples == kept(result)[0] > 0


@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="x86 only")
@pytest.mark.parametrize("target", TARGETS)
def test_a_model_that_crashes_when_run_is_dropped(
    target: str, make_bench: MakeBench, tmp_path: Path
) -> None:
    crashing = overflowing_remainder(tmp_path / "crashing.tflite")
    sound = relu_chain(tmp_path / "sound.tflite")
    result = result_of(make_bench().run(request(crashing, sound, target=target)))
    dropped, measured = result.measurements
    assert dropped.error is not None
    assert dropped.error.code == "child-crashed"
    assert (measured.error, measured.samples > 0) == (None, True)


@pytest.mark.parametrize("target", TARGETS)
def test_a_model_that_never_ends_is_dropped_though_it_computes(
    target: str, make_bench: MakeBench, tmp_path: Path
) -> None:
    endless = endless_loop(tmp_path / "endless.tflite")
    sound = relu_chain(tmp_path / "sound.tflite")
    bench = make_bench(silent_seconds=4.0)
    result = result_of(bench.run(request(endless, sound, target=target)))
    dropped, measured = result.measurements
    assert dropped.error is not None
    assert dropped.error.code == "child-silent"
    assert (measured.error, measured.samples > 0) == (None, True)


@pytest.mark.parametrize("target", TARGETS)
def test_odd_outputs_and_open_dimensions_are_said(
    target: str, make_bench: MakeBench, tmp_path: Path
) -> None:
    files = (
        square_root_of_negative(tmp_path / "nan.tflite"),
        relu_chain(tmp_path / "open.tflite", dynamic=True),
        relu_chain(tmp_path / "sound.tflite"),
    )
    result = result_of(make_bench().run(request(*files, target=target)))
    notes = [one.notes for one in result.measurements]
    assert notes == [("outputs-nan",), ("dynamic-dimensions-as-1",), ()]


@pytest.mark.parametrize("target", TARGETS)
def test_text_as_input_is_refused(target: str, make_bench: MakeBench, tmp_path: Path) -> None:
    model = string_input(tmp_path / "text.tflite")
    end = make_bench().run(request(model, target=target))
    assert isinstance(end, JobFailed)
    assert end.error.code == "input-dtype-unsupported"
    assert end.error.params["name"] == "text"


def with_room_for(kilobytes: int) -> tuple[str, ...]:
    """Children that can write no file beyond that size, which fails as a full disk does."""
    blocks = 2 * kilobytes
    return ("sh", "-c", f'ulimit -f {blocks}; exec "$0" "$@"', *default_child_command())


@needs_signals
def test_a_disk_that_fills_up_ends_it_and_what_fitted_is_kept(
    make_bench: MakeBench, tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "m.tflite", size=1000)
    other = relu_chain(tmp_path / "other.tflite", size=1000, depth=2)
    bench = make_bench(child_command=with_room_for(12))
    result = result_of(bench.run(request(model, other, seconds=30)))
    assert [one.error for one in result.measurements] == [None, None], "no file is to blame"
    (incident,) = result.incidents
    assert incident.error.code == "samples-unwritable"
    assert incident.samples == sum(kept(result).values()) > 0
    assert all(one.median_ms is not None for one in result.measurements)


@needs_signals
def test_a_full_disk_is_said(make_bench: MakeBench, tmp_path: Path) -> None:
    model = relu_chain(tmp_path / "m.tflite", size=1000)
    end = make_bench(child_command=with_room_for(0)).run(request(model))
    assert isinstance(end, JobFailed)
    assert end.error.code in ("disk-full", "samples-unwritable")
    assert end.error.family == "StorageError"
