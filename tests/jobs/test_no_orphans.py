"""However the parent ends, no child outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.core.child import PARENT_ENV
from studio.core.errors import ModelError, ProcessError
from studio.core.events import Event, JobQueued, JobSucceeded
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest
from studio.jobs.blocking import run_blocking
from tests.jobs.bench import FAKE_CHILD, Bench, is_alive, make_config, wait_gone, write_model

WINDOW = """
import signal, sys, time
from pathlib import Path
from studio.core.requests import InspectRequest
from studio.jobs.blocking import run_blocking
from studio.jobs.queue import JobQueue
from tests.jobs.bench import make_config
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts behind it ignores it
folder, how, *models = sys.argv[1:]
config = make_config(Path(folder))
if how == "blocking":
    try:
        run_blocking(config, InspectRequest(path=models[0]), lambda event: None)
    except KeyboardInterrupt:
        print("interrupted", *Path(folder, "work").glob("queue-*"))
        sys.exit(130)
queue = JobQueue(config, lambda event: None)
queue.warm_up()
for model in models:
    queue.submit(InspectRequest(path=model))
time.sleep(600)
"""


@contextmanager
def window_running(bench: Bench, how: str, *models: str) -> Iterator[subprocess.Popen[str]]:
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(bench.folder), how, *models],
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield window
    finally:
        window.kill()
        window.communicate()


def wait_for_trace(bench: Bench, count: int) -> list[int]:
    deadline = time.monotonic() + 30
    while len(bench.trace()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return [pid for _, pid, _ in bench.trace()]


def test_a_window_killed_with_9_leaves_no_child(bench: Bench) -> None:
    models = (
        bench.model("stubborn.tflite", inspect="stubborn"),
        bench.model("busy.h5", "h5", inspect="busy"),
    )
    with window_running(bench, "queue", *models) as window:
        pids = set(wait_for_trace(bench, 4))
        assert len(pids) == 3
        assert all(is_alive(pid) for pid in pids)
        window.kill()
    for pid in pids:
        wait_gone(pid)


def test_without_the_kernels_help_end_of_file_ends_a_busy_child(bench: Bench) -> None:
    """What other systems than Linux rely on; the group goes along with the child."""
    path = bench.model("m.tflite", inspect="grandchild")
    env = {**os.environ, "PYTHONPATH": str(FAKE_CHILD.parents[2])}
    child = subprocess.Popen(
        [sys.executable, str(FAKE_CHILD), "--child", "inspect"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=env,
        start_new_session=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(b'{"type":"inspect","path":"' + path.encode() + b'"}\n')
    child.stdin.flush()
    grandchild = int(child.stdout.readline().split(b"grandchild ")[1].split(b'"')[0])
    child.stdin.close()
    assert child.wait(timeout=20) != 0
    child.stdout.close()
    wait_gone(grandchild)


def test_a_child_whose_parent_is_gone_at_its_start_ends() -> None:
    env = {**os.environ, "PYTHONPATH": str(FAKE_CHILD.parents[2]), PARENT_ENV: "1"}
    done = subprocess.run(
        [sys.executable, str(FAKE_CHILD), "--child", "inspect"],
        env=env,
        stdin=subprocess.DEVNULL,
        timeout=20,
        check=False,
    )
    assert done.returncode == 75


def test_run_blocking_returns_or_raises_what_the_job_ends_with(tmp_path: Path) -> None:
    config = make_config(tmp_path)
    events: list[Event] = []
    good = InspectRequest(path=write_model(tmp_path, "good.tflite"))
    result = run_blocking(config, good, events.append)
    assert isinstance(result, InspectResult)
    assert isinstance(events[0].body, JobQueued)
    assert isinstance(events[-1].body, JobSucceeded)
    for behavior, error in (("refuse", ModelError), ("segv", ProcessError)):
        bad = InspectRequest(path=write_model(tmp_path, "bad.tflite", inspect=behavior))
        with pytest.raises(error):
            run_blocking(config, bad, events.append)


def test_ctrl_c_leaves_no_child_and_no_folder(bench: Bench) -> None:
    model = bench.model("m.tflite", inspect="stubborn")
    with window_running(bench, "blocking", model) as window:
        (pid,) = wait_for_trace(bench, 1)
        window.send_signal(signal.SIGINT)
        out, _ = window.communicate(timeout=30)
    assert window.returncode == 130
    wait_gone(pid)
    assert out.split() == ["interrupted", str(bench.queue._folder)]
