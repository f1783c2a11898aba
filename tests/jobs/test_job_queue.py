"""The queue over real child processes that crash, hang, babble and refuse to end."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.child_protocol import Note
from studio.core.events import (
    TERMINAL,
    Event,
    JobCancelled,
    JobFailed,
    JobQueued,
    JobStarted,
    JobSucceeded,
)
from studio.core.messages import render_error
from studio.core.requests import InspectRequest
from studio.jobs.queue import JobQueue
from tests.jobs.bench import Bench, is_alive, make_config, wait_gone


def test_a_job_is_queued_started_and_succeeds_once(bench: Bench) -> None:
    request = InspectRequest(path=bench.model("m.tflite"))
    job_id = bench.queue.submit(request, "chosen")
    end = bench.recorder.end(job_id)
    assert job_id == "chosen"
    assert isinstance(end, JobSucceeded)
    assert end.result.path == request.path
    kinds = [type(body) for body in bench.recorder.bodies(job_id)]
    assert kinds[:2] == [JobQueued, JobStarted]
    assert Path(end.log).read_text().count("request:") == 1


@pytest.mark.parametrize(
    ("behavior", "code", "says"),
    [
        ("segv", "child-crashed", "SIGSEGV"),
        ("abort", "child-aborted", "SIGABRT"),
        ("exit", "child-ended", "3"),
        ("killed", "child-killed", "SIGKILL"),
        ("cut", "child-ended", "0"),
        ("garbled", "child-protocol", ""),
        ("bug", "internal-error", "ZeroDivisionError"),
        ("refuse", "model-damaged", ""),
    ],
)
def test_a_failing_child_is_told_apart_and_the_lane_works_on(
    bench: Bench, behavior: str, code: str, says: str
) -> None:
    end = bench.run(InspectRequest(path=bench.model("bad.tflite", inspect=behavior)))
    assert isinstance(end, JobFailed)
    rendered = render_error(end.error)
    assert (rendered.code, says in rendered.title) == (code, True)
    assert "?" not in rendered.title
    if behavior == "segv":
        assert "last words" in end.error.detail
        assert "Segmentation fault" in end.error.detail
    again = bench.run(InspectRequest(path=bench.model("good.tflite")))
    assert isinstance(again, JobSucceeded)


def test_babble_lands_in_the_log_and_harms_nothing(bench: Bench) -> None:
    job_id = bench.queue.submit(InspectRequest(path=bench.model("m.tflite", inspect="babble")))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    assert Note(text="said") in bench.recorder.bodies(job_id)
    log = Path(end.log).read_text()
    for words in ("python babble", "native babble", "libc babble", "not json"):
        assert words in log


def test_a_warm_child_stays_after_a_refusal_and_is_replaced_after_a_crash(bench: Bench) -> None:
    for behavior in ("ok", "refuse", "ok", "segv", "ok"):
        bench.run(InspectRequest(path=bench.model("m.tflite", inspect=behavior)))
    pids = [pid for _, pid, _ in bench.trace()]
    assert len(set(pids[:4])) == 1
    assert pids[4] != pids[3]


def test_a_hang_is_no_cpu_time_not_no_message(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(hang_seconds=1.0)
    go = bench.folder / "go"
    busy = bench.queue.submit(
        InspectRequest(path=bench.model("busy.h5", "h5", inspect=f"busy {go}"))
    )
    end = bench.run(InspectRequest(path=bench.model("hung.tflite", inspect="hang")))
    assert isinstance(end, JobFailed)
    assert end.error.code == "child-hung"
    time.sleep(0.5)  # the busy one has now computed in silence for longer than the limit
    go.touch()
    assert isinstance(bench.recorder.end(busy), JobSucceeded)


def test_too_much_memory_ends_the_child(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(memory_limit_bytes=200_000_000)
    end = bench.run(InspectRequest(path=bench.model("m.tflite", inspect="eat")))
    assert isinstance(end, JobFailed)
    assert end.error.code == "child-out-of-memory"
    assert "its limit is 200 MB" in end.error.detail


def test_cancel_ends_a_child_that_ignores_sigterm(bench: Bench) -> None:
    job_id = bench.queue.submit(InspectRequest(path=bench.model("m.tflite", inspect="stubborn")))
    bench.recorder.wait_for(job_id, Note)
    started = time.monotonic()
    bench.queue.cancel(job_id)
    assert time.monotonic() - started < 0.1, "cancel must not block its caller"
    assert isinstance(bench.recorder.end(job_id), JobCancelled)
    (_, pid, _) = bench.trace()[0]
    assert not is_alive(pid)
    assert isinstance(bench.run(InspectRequest(path=bench.model("n.tflite"))), JobSucceeded)


def test_cancel_ends_grandchildren_too(bench: Bench) -> None:
    job_id = bench.queue.submit(InspectRequest(path=bench.model("m.tflite", inspect="grandchild")))
    note = bench.recorder.wait_for(job_id, Note)
    assert isinstance(note, Note)
    grandchild = int(note.text.split()[1])
    assert is_alive(grandchild)
    bench.queue.cancel(job_id)
    bench.recorder.end(job_id)
    wait_gone(grandchild)


def test_a_queued_job_is_dropped_by_cancel(bench: Bench) -> None:
    first = bench.queue.submit(InspectRequest(path=bench.model("m.tflite", inspect="hang")))
    bench.recorder.wait_for(first, JobStarted)
    second = bench.queue.submit(InspectRequest(path=bench.model("n.tflite")))
    bench.queue.cancel(second)
    assert isinstance(bench.recorder.end(second), JobCancelled)
    assert not any(isinstance(body, JobStarted) for body in bench.recorder.bodies(second))
    bench.queue.cancel(first)
    bench.queue.cancel("unknown")
    assert isinstance(bench.recorder.end(first), JobCancelled)


def test_close_cancels_everything_and_refuses_more(bench: Bench) -> None:
    hanging = bench.queue.submit(InspectRequest(path=bench.model("m.tflite", inspect="hang")))
    bench.recorder.wait_for(hanging, JobStarted)
    queued = bench.queue.submit(InspectRequest(path=bench.model("n.tflite")))
    bench.queue.close()
    assert isinstance(bench.recorder.end(hanging), JobCancelled)
    assert isinstance(bench.recorder.end(queued), JobCancelled)
    with pytest.raises(RuntimeError):
        bench.queue.submit(InspectRequest(path="x"))
    bench.queue.close()


def test_every_job_ends_exactly_once_under_random_cancels(bench: Bench) -> None:
    chance = random.Random(5)
    words = ["ok", "ok", "refuse", "segv", "hang"]
    jobs = []
    for number in range(24):
        word = chance.choice(words)
        kind = chance.choice(["tflite", "h5"])
        path = bench.model(f"{number}.{kind}", kind, inspect=word)
        jobs.append((bench.queue.submit(InspectRequest(path=path)), word))
        if chance.random() < 0.4:
            bench.queue.cancel(chance.choice(jobs)[0])
        time.sleep(chance.random() * 0.05)
    for job_id, word in jobs:
        if word == "hang":
            bench.queue.cancel(job_id)
    for job_id, _ in jobs:
        bench.recorder.end(job_id)
    terminals = [event for event in bench.recorder.events if isinstance(event.body, TERMINAL)]
    assert len(terminals) == len(jobs)


def test_a_sink_that_raises_does_not_break_the_lane(tmp_path: Path, bench: Bench) -> None:
    path = bench.model("m.tflite")
    seen: list[Event] = []

    def sink(event: Event) -> None:
        seen.append(event)
        raise LookupError("a defect in the face")

    queue = JobQueue(make_config(tmp_path), sink)
    try:
        ids = [queue.submit(InspectRequest(path=path)) for _ in range(2)]
        deadline = time.monotonic() + 20
        while sum(isinstance(event.body, TERMINAL) for event in seen) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        queue.close()
    ends = {event.job_id: event.body for event in seen if isinstance(event.body, TERMINAL)}
    assert all(isinstance(ends[job_id], JobSucceeded) for job_id in ids)


def test_a_command_that_cannot_start_is_said(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(child_command=("/no/such/program",))
    end = bench.run(InspectRequest(path=bench.model("m.tflite")))
    assert isinstance(end, JobFailed)
    assert end.error.code == "child-not-started"


def test_a_missing_model_fails_as_any_job(bench: Bench) -> None:
    end = bench.run(InspectRequest(path=str(bench.folder / "none.tflite")))
    assert isinstance(end, JobFailed)
    assert end.error.code == "model-missing"


def test_warm_up_starts_children_before_they_are_needed(bench: Bench) -> None:
    bench.queue.warm_up()
    for name, kind in (("m.h5", "h5"), ("m.tflite", "tflite")):
        assert isinstance(bench.run(InspectRequest(path=bench.model(name, kind))), JobSucceeded)
    seen = {
        child: [(pid, tag) for name, pid, tag in bench.trace() if name == child]
        for child in ("convert", "verify", "inspect")
    }
    assert [tag for _, tag in seen["verify"]] == ["warm-up"]
    for child in ("convert", "inspect"):
        assert [tag for _, tag in seen[child]] == ["warm-up", "inspect"]
        assert len({pid for pid, _ in seen[child]}) == 1


def test_a_light_child_that_is_gone_is_replaced_before_it_is_needed(bench: Bench) -> None:
    bench.queue.warm_up()
    job_id = bench.queue.submit(InspectRequest(path=bench.model("h.tflite", inspect="stubborn")))
    bench.recorder.wait_for(job_id, Note)
    bench.queue.cancel(job_id)
    assert isinstance(bench.recorder.end(job_id), JobCancelled)
    assert isinstance(bench.run(InspectRequest(path=bench.model("m.tflite"))), JobSucceeded)
    seen = [(pid, tag) for name, pid, tag in bench.trace() if name == "inspect"]
    assert [tag for _, tag in seen] == ["warm-up", "inspect", "warm-up", "inspect"]
    assert seen[0][0] == seen[1][0] != seen[2][0] == seen[3][0]


def test_leftovers_of_killed_processes_are_removed(make_bench: Callable[..., Bench]) -> None:
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    bench = make_bench()
    left = bench.config.work / f"queue-{dead.pid}-abc"
    left.mkdir()
    make_bench()
    assert not left.exists()


def test_importing_the_queue_stays_light() -> None:
    code = "import sys, studio.jobs.queue; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    heavy = {"numpy", "PySide6", "tensorflow", "scipy", "sqlalchemy", "rich", "typer"}
    assert not heavy & {name.partition(".")[0] for name in modules}
