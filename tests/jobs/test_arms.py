"""Which file meets which target, and which way of running it is chosen."""

from __future__ import annotations

import pytest

from studio.core.errors import UsageError
from studio.core.events import JobSucceeded
from studio.core.measure_requests import BenchmarkRequest
from studio.core.targets import make_target
from studio.jobs.workflows.arms import plan_arms
from tests.jobs.bench import Bench

CPU, TWO = make_target(), make_target(threads=2)
SERVER = make_target("tensorflow-cpu")


def test_each_file_on_each_target_that_runs_it(bench: Bench) -> None:
    small, keras = bench.model("a.tflite"), bench.model("b.h5", "h5")
    arms = plan_arms((small, keras), (CPU, TWO, SERVER))
    assert [(arm.file, arm.target) for arm in arms] == [
        (small, CPU),
        (small, TWO),
        (keras, SERVER),
    ]


def test_what_fits_nothing_is_refused(bench: Bench) -> None:
    small, keras = bench.model("a.tflite"), bench.model("b.h5", "h5")
    for files, targets, code in (
        ((), (CPU,), "no-files"),
        ((small, keras), (CPU,), "file-without-target"),
        ((small,), (CPU, SERVER), "target-without-file"),
    ):
        with pytest.raises(UsageError) as caught:
            plan_arms(files, targets)
        assert caught.value.code == code


def test_the_second_way_serves_where_the_first_does_not_work(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PROBES", "litert-c=refuse")
    files = (bench.model("a.tflite"),)
    end = bench.run(BenchmarkRequest(files=files, targets=(CPU, TWO), seconds=0.1, processes=1))
    assert isinstance(end, JobSucceeded)
    measured = [(item.target, item.implementation) for item in end.result.measurements]
    assert measured == [(CPU, "litert-interpreter"), (TWO, "litert-interpreter")]


def test_the_second_way_serves_a_file_that_the_first_cannot_run(bench: Bench) -> None:
    files = (
        bench.model("a.tflite", **{"footprint:litert-c": "unplaced"}),
        bench.model("b.tflite"),
        bench.model("c.tflite", **{"footprint:litert-c": "refuse"}),
    )
    end = bench.run(BenchmarkRequest(files=files, seconds=0.1, processes=1))
    assert isinstance(end, JobSucceeded)
    odd, plain, broken = end.result.measurements
    assert (odd.implementation, odd.error) == ("litert-interpreter", None)
    assert (plain.implementation, plain.error) == ("litert-c", None)
    assert (broken.implementation, broken.error.code) == ("litert-c", "model-damaged")
