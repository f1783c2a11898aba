"""Only one measurement at a time on the machine, and our other lanes held meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.child_protocol import Note
from studio.core.events import TERMINAL, JobCancelled, JobStarted, JobSucceeded, JobWaiting
from studio.core.file_lock import FileLock
from studio.core.measure_protocol import Samples
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest
from studio.core.recipe import make_recipe
from studio.core.requests import ConvertRequest, InspectRequest
from studio.jobs.gate import MeasureGate
from tests.jobs.bench import Bench
from tests.kit.locks import hold, is_free


def test_another_studio_measuring_is_waited_for_and_said(bench: Bench) -> None:
    holder = hold(bench.config.measure_lock)
    request = BenchmarkRequest(files=(bench.model("m.tflite"),), seconds=0.1, processes=1)
    try:
        given_up = bench.queue.submit(request)
        waiting = bench.recorder.wait_for(given_up, JobWaiting)
        assert waiting == JobWaiting(reason="another-measurement")
        bench.queue.cancel(given_up)
        assert isinstance(bench.recorder.end(given_up), JobCancelled)
        patient = bench.queue.submit(request)
        bench.recorder.wait_for(patient, JobWaiting)
        inspected = bench.run(InspectRequest(path=bench.model("n.tflite")))
        assert isinstance(inspected, JobSucceeded), "other lanes go on while only waiting"
    finally:
        holder.kill()
        holder.wait()
    assert isinstance(bench.recorder.end(patient), JobSucceeded)


def test_the_machine_is_held_for_as_long_as_samples_arrive(bench: Bench) -> None:
    request = BenchmarkRequest(files=(bench.model("m.tflite"),), seconds=60, processes=1)
    job_id = bench.queue.submit(request)
    bench.recorder.wait_for(job_id, Samples)
    assert not is_free(bench.config.measure_lock)
    assert not any(isinstance(body, TERMINAL) for body in bench.recorder.bodies(job_id))
    bench.queue.stop(job_id)
    assert isinstance(bench.recorder.end(job_id), JobSucceeded)
    assert is_free(bench.config.measure_lock)


def test_a_measurement_without_a_lock_says_so(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(measure_lock=Path(__file__) / "no" / "folder")
    job_id = bench.queue.submit(
        BenchmarkRequest(files=(bench.model("m.tflite"),), seconds=0.1, processes=1)
    )
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    assert not end.result.conditions.exclusive
    notes = [body.text for body in bench.recorder.bodies(job_id) if isinstance(body, Note)]
    assert any("no lock" in note for note in notes)
    alone = make_bench()
    end = alone.run(BenchmarkRequest(files=(alone.model("m.tflite"),), seconds=0.1, processes=1))
    assert isinstance(end, JobSucceeded)
    assert end.result.conditions.exclusive


def test_a_measurement_waits_for_running_jobs_and_holds_new_ones(bench: Bench) -> None:
    go = bench.folder / "go"
    running = bench.queue.submit(
        InspectRequest(path=bench.model("a.h5", "h5", inspect=f"busy {go}"))
    )
    bench.recorder.wait_for(running, Note)
    request = BenchmarkRequest(files=(bench.model("m.tflite"),), seconds=60, processes=1)
    measuring = bench.queue.submit(request)
    assert bench.recorder.wait_for(measuring, JobWaiting) == JobWaiting(reason="running-jobs")
    go.touch()
    assert isinstance(bench.recorder.end(running), JobSucceeded)
    bench.recorder.wait_for(measuring, Samples)
    held = bench.queue.submit(InspectRequest(path=bench.model("b.tflite")))
    assert bench.recorder.wait_for(held, JobWaiting) == JobWaiting(reason="own-measurement")
    assert not any(isinstance(body, JobStarted) for body in bench.recorder.bodies(held))
    bench.queue.stop(measuring)
    end = bench.recorder.end(measuring)
    assert isinstance(end, JobSucceeded)
    assert end.result.stopped
    assert isinstance(bench.recorder.end(held), JobSucceeded)


def test_a_profile_has_the_machine_to_itself_too(bench: Bench) -> None:
    go = bench.folder / "go"
    recipe = make_recipe()
    converting = bench.queue.submit(
        ConvertRequest(
            source=bench.model("a.h5", "h5", build=f"busy {go}"),
            artifact=str(bench.folder / "a.tflite"),
            recipe=recipe,
        )
    )
    bench.recorder.wait_for(converting, Note)
    profiling = bench.queue.submit(ProfileRequest(file=bench.model("m.tflite")))
    assert bench.recorder.wait_for(profiling, JobWaiting) == JobWaiting(reason="running-jobs")
    assert not is_free(bench.config.measure_lock)
    assert not any(tag.startswith("record-profile") for _, _, tag in bench.trace())
    go.touch()
    assert isinstance(bench.recorder.end(converting), JobSucceeded)
    end = bench.recorder.end(profiling)
    assert isinstance(end, JobSucceeded)
    assert end.result.conditions.exclusive
    assert is_free(bench.config.measure_lock)


def test_a_profile_without_a_lock_does_not_claim_one(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(measure_lock=Path(__file__) / "no" / "folder")
    end = bench.run(ProfileRequest(file=bench.model("m.tflite")))
    assert isinstance(end, JobSucceeded)
    assert not end.result.conditions.exclusive


def test_the_gate_serves_in_order_of_arrival() -> None:
    gate = MeasureGate()
    order: list[str] = []
    waiting = threading.Semaphore(0)
    threads: list[threading.Thread] = []

    def go(name: str, exclusive: bool) -> None:
        with gate.passed(exclusive, lambda: None, waiting.release):
            order.append(name)

    with gate.passed(True, lambda: None, lambda: None):
        for name, exclusive in (("convert", False), ("measure", True), ("inspect", False)):
            threads.append(threading.Thread(target=go, args=(name, exclusive)))
            threads[-1].start()
            waiting.acquire(timeout=10)
    for thread in threads:
        thread.join(timeout=10)
    assert order == ["convert", "measure", "inspect"]


def test_the_gate_forgets_those_who_give_up() -> None:
    gate = MeasureGate()

    def give_up() -> None:
        raise InterruptedError

    with gate.passed(False, lambda: None, lambda: None):
        with pytest.raises(InterruptedError), gate.passed(True, give_up, lambda: None):
            raise AssertionError("entered")
        with gate.passed(False, give_up, lambda: None):
            pass


def test_who_leaves_the_gate_lets_others_in_and_comes_back_in_turn() -> None:
    gate = MeasureGate()
    order: list[str] = []
    waiting = threading.Semaphore(0)

    def measure() -> None:
        with gate.passed(True, lambda: None, waiting.release):
            order.append("other")

    with gate.passed(False, lambda: None, lambda: None) as held:
        other = threading.Thread(target=measure)
        other.start()
        waiting.acquire(timeout=10)
        with (
            gate.left(held, lambda: None, lambda: None),
            gate.passed(True, lambda: None, lambda: None),
        ):
            order.append("own")
        assert held.is_inside
    other.join(timeout=10)
    assert order == ["other", "own"]
    with gate.passed(True, lambda: None, lambda: None):
        pass


def test_who_gives_up_coming_back_holds_nothing() -> None:
    gate = MeasureGate()

    def give_up() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError), gate.passed(False, give_up, lambda: None) as held:
        blocker = gate.passed(True, lambda: None, lambda: None)
        with gate.left(held, give_up, lambda: None):
            blocker.__enter__()
    blocker.__exit__(None, None, None)
    with gate.passed(True, give_up, lambda: None):
        pass


def test_a_measurement_that_had_to_wait_can_be_stopped(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    lock = FileLock(bench.config.measure_lock)
    assert lock.try_acquire()
    job = bench.queue.submit(BenchmarkRequest(files=(bench.model("m.tflite"),)))
    bench.recorder.wait_for(job, JobWaiting)
    bench.queue.stop(job)
    assert isinstance(bench.recorder.end(job), JobCancelled)
    lock.release()
