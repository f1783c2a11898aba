"""Several children held open at once, asked in turns: each is watched, none outlives its block."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.errors import ModelError, ProcessError
from studio.core.measure_protocol import SamplingOpened
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from studio.jobs.children import Children
from studio.jobs.fresh_child import FreshChild
from studio.jobs.job import Job
from studio.jobs.logs import new_log
from studio.jobs.transport import Cancelled
from studio.jobs.watchdog import Limits
from tests.jobs.bench import is_alive, make_config, wait_gone, write_model


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    log = new_log(tmp_path / "logs", "job")
    job = Job("job", InspectRequest(path=""), tmp_path, log, lambda _: None)
    yield job
    log.finish()


def children(folder: Path, **changes: object) -> Children:
    return Children(make_config(folder, **changes), (), folder, {})


def inspect(child: FreshChild, path: str) -> int:
    """Returns the child's process id, which the fake child gives as the model's hash."""
    result = child.call(InspectRequest(path=path), InspectResult, lambda _: None)
    return int(result.info.sha256)


def test_two_answer_in_turns_and_end_with_their_block(job: Job, tmp_path: Path) -> None:
    model, lane = write_model(tmp_path, "a.tflite"), children(tmp_path)
    with lane.fresh(job, "measure") as one, lane.fresh(job, "measure") as other:
        pids = [inspect(child, model) for child in (one, other, one, other)]
        assert pids[:2] == pids[2:]
        assert pids[0] != pids[1]
        assert not one.has_exited()
    assert not any(map(is_alive, pids))


def test_an_error_that_the_child_reports_leaves_it_usable(job: Job, tmp_path: Path) -> None:
    model, damaged = (
        write_model(tmp_path, "a.tflite"),
        write_model(tmp_path, "b.tflite", inspect="refuse"),
    )
    with children(tmp_path).fresh(job, "measure") as child:
        with pytest.raises(ModelError):
            inspect(child, damaged)
        inspect(child, model)


def test_one_that_died_between_requests_says_so_at_the_next(job: Job, tmp_path: Path) -> None:
    model = write_model(tmp_path, "a.tflite")
    with children(tmp_path).fresh(job, "measure") as child:
        pid = inspect(child, model)
        os.kill(pid, signal.SIGKILL)
        wait_gone(pid)
        started = time.monotonic()
        with pytest.raises(ProcessError) as caught:
            inspect(child, model)
        assert caught.value.code == "child-killed"
        assert time.monotonic() - started < 2, "by the end of its pipe, not by a watchdog"


def test_what_answers_something_else_is_an_error(job: Job, tmp_path: Path) -> None:
    request = InspectRequest(path=write_model(tmp_path, "a.tflite"))
    with (
        children(tmp_path).fresh(job, "measure") as child,
        pytest.raises(ProcessError) as caught,
    ):
        child.call(request, SamplingOpened, lambda _: None)
    assert caught.value.code == "child-protocol"


def test_many_short_requests_do_not_escape_the_memory_limit(job: Job, tmp_path: Path) -> None:
    model = write_model(tmp_path, "a.tflite")
    with children(tmp_path).fresh(job, "measure") as child:
        inspect(child, model)
        limits = Limits(hang_s=30, memory_bytes=1_000, interval_s=0.5)
        watched = FreshChild(job, child._child, limits)
        with pytest.raises(ProcessError) as caught:
            while True:
                inspect(watched, model)
        assert caught.value.code == "child-out-of-memory"
        assert watched.has_exited()


def test_a_cancelled_job_asks_nothing_more(job: Job, tmp_path: Path) -> None:
    model, lane = write_model(tmp_path, "a.tflite"), children(tmp_path)
    with lane.fresh(job, "measure") as child:
        pid = inspect(child, model)
        job.cancel()
        with pytest.raises(Cancelled):
            inspect(child, model)
    assert not is_alive(pid)
    with pytest.raises(Cancelled), lane.fresh(job, "measure"):
        pass
