"""Measuring several files together: who dies is dropped, the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.child_protocol import Note, Phase
from studio.core.events import JobFailed, JobSucceeded
from studio.core.measure_protocol import Footprint, Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.scenarios import Scenario, make_scenario
from tests.jobs.bench import Bench


def request(*files: str, **fields: float | tuple[Scenario, ...]) -> BenchmarkRequest:
    values = {"seconds": 0.3, "processes": 3, **fields}
    return BenchmarkRequest(files=files, **values)  # type: ignore[arg-type]


def test_each_process_samples_all_files(bench: Bench) -> None:
    files = (bench.model("a.tflite"), bench.model("b.tflite"))
    job_id = bench.queue.submit(request(*files))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    bodies = bench.recorder.bodies(job_id)
    assert [body.variant for body in bodies if isinstance(body, Footprint)] == [0, 1]
    rows = [row for body in bodies if isinstance(body, Samples) for row in body.rows]
    expected = {(process, variant) for process in range(3) for variant in (0, 1)}
    assert {(row.process, row.variant) for row in rows} == expected
    fractions = [body.fraction for body in bodies if isinstance(body, Phase)]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1
    assert "2:(0, 1)" in Path(end.result.samples_path).read_text(), "samples outlive the job"


def test_a_file_that_dies_at_first_run_is_dropped(bench: Bench) -> None:
    files = (bench.model("a.tflite", footprint="segv"), bench.model("b.tflite"))
    job_id = bench.queue.submit(request(*files))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    dropped, kept = end.result.measurements
    assert dropped.error is not None
    assert dropped.error.code == "child-crashed"
    assert (kept.error, kept.init_ms) == (None, 1)
    (said,) = [body.text for body in bench.recorder.bodies(job_id) if isinstance(body, Note)]
    assert f"{files[0]} on litert-cpu: dropped: The measure process crashed" in said
    assert "child-crashed" not in said, "a person reads words, not codes"


def test_a_file_that_kills_the_sampler_is_dropped_and_its_samples_stay(bench: Bench) -> None:
    files = (
        bench.model("a.tflite"),
        bench.model("b.tflite", sample="abort"),
        bench.model("c.tflite"),
    )
    job_id = bench.queue.submit(request(*files))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    codes = [m.error.code if m.error else "" for m in end.result.measurements]
    assert codes == ["", "child-aborted", ""]
    lines = Path(end.result.samples_path).read_text().splitlines()
    assert lines[0] == "0:(0, 1, 2)"
    assert {"1:(0, 2)", "2:(0, 2)", "3:(0, 2)"} <= set(lines)
    footprints = [b for b in bench.recorder.bodies(job_id) if isinstance(b, Footprint)]
    assert footprints[-1].variant == 1
    assert footprints[-1].error is not None


def test_after_a_death_only_the_rest_of_the_time_is_measured(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of 1 ms may be the mean of many runs: how much time lies behind is said apart."""
    monkeypatch.setenv("FAKE_BATCH_S", "0.3")
    files = (bench.model("a.tflite"), bench.model("b.tflite", sample="abort"))
    assert isinstance(bench.run(request(*files, seconds=1.0, processes=1)), JobSucceeded)
    asked = [tag for _, _, tag in bench.trace() if tag.startswith("sample-for")]
    assert asked == ["sample-for:1.0", "sample-for:0.7"]


def test_where_no_file_is_left_its_error_is_the_jobs(bench: Bench) -> None:
    end = bench.run(request(bench.model("a.tflite", footprint="abort")))
    assert isinstance(end, JobFailed)
    assert end.error.code == "child-aborted"


def test_where_no_file_is_left_what_was_sampled_is_summarized(bench: Bench) -> None:
    end = bench.run(request(bench.model("a.tflite", sample="abort")))
    assert isinstance(end, JobSucceeded)
    (measured,) = end.result.measurements
    assert measured.error is not None
    assert measured.error.code == "child-aborted"
    assert Path(end.result.samples_path).read_text().startswith("0:(0,)")


def test_stop_keeps_what_was_sampled(bench: Bench) -> None:
    job_id = bench.queue.submit(request(bench.model("a.tflite"), seconds=600))
    bench.recorder.wait_for(job_id, Samples)
    bench.queue.stop(job_id)
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    assert end.result.stopped
    assert Path(end.result.samples_path).read_text()


def test_a_file_that_no_target_runs_is_refused(bench: Bench) -> None:
    end = bench.run(request(bench.model("m.h5", "h5")))
    assert isinstance(end, JobFailed)
    assert end.error.code == "file-without-target"


def test_a_sample_means_the_same_in_all_processes(bench: Bench) -> None:
    files = (bench.model("a.tflite"), bench.model("b.tflite"))
    assert isinstance(bench.run(request(*files, processes=2)), JobSucceeded)
    told = [tag for _, _, tag in bench.trace() if tag.startswith("sampled")]
    assert told == ["sampled:2:", "sampled:2:10,11"]
    told = [tag for _, _, tag in bench.trace() if tag.startswith("subtracts")]
    assert told == ["subtracts:None", "subtracts:False"]


@pytest.mark.parametrize(
    ("count", "seconds", "sittings"),
    [(2, 0.3, 4), (1, 0.3, 1), (2, 0.04, 1)],
    ids=["a comparison", "nothing to compare", "loading would take longer"],
)
def test_a_single_process_loads_its_files_several_times(
    bench: Bench, count: int, seconds: float, sittings: int
) -> None:
    files = [bench.model(f"{number}.tflite") for number in range(count)]
    assert isinstance(bench.run(request(*files, processes=1, seconds=seconds)), JobSucceeded)
    told = [tag for _, _, tag in bench.trace() if tag.startswith("sampled")]
    assert told == [f"sampled:{sittings}:"]


@pytest.mark.parametrize(("files", "processes", "needed"), [(1, 1, 20), (2, 1, 40), (1, 3, 60)])
def test_a_rate_with_too_few_queries_says_how_long_it_needs(
    bench: Bench, files: int, processes: int, needed: int
) -> None:
    """100 queries of each file in each process, at 5 a second."""
    names = [bench.model(f"{number}.tflite") for number in range(files)]
    server = (make_scenario("server", rate=5.0),)
    asked = request(*names, processes=processes, scenarios=server, seconds=needed - 1)
    end = bench.run(asked)
    assert isinstance(end, JobFailed)
    assert end.error.code == "server-rate-low"
    assert (end.error.params["needed"], end.error.params["rate"]) == (str(needed), "5")
    assert not bench.trace(), "nothing was started"


def test_an_unknown_baseline_is_refused(bench: Bench) -> None:
    end = bench.run(request(bench.model("a.tflite"), baseline=1))
    assert isinstance(end, JobFailed)
    assert end.error.code == "baseline-unknown"
