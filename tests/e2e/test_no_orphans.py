"""Kill -9 and Cancel, in the real process with real work: no child stays, no finished work goes."""

from __future__ import annotations

import subprocess
import time
from hashlib import sha256
from pathlib import Path

import psutil
import pytest

from studio.history.store import History
from tests.conftest import Sample
from tests.kit.cli import studio_command, studio_environment
from tests.kit.window_process import WindowProcess, gone_within

pytestmark = pytest.mark.tf

GONE_S = 5.0
CANCELLED_S = 5.0
STORED_S = 5.0


def test_kill_9_and_cancel_while_working(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with WindowProcess(home) as window:
        window.run("open-sample")
        window.wait_for(lambda job: job["kind"] == "inspect" and job["state"] == "succeeded")
        window.tick()
        window.wait_done(window.run("convert"))
        window.wait_done(window.run("measure", seconds=0.3, processes=1))
        assert_stored_soon(home)
        window.tick("int8")
        (job_id,) = window.run("convert")
        window.wait_for(lambda job: job["id"] == job_id and job["state"] == "running")
        workers = window.children()
        assert workers
        window.kill()
        assert gone_within(workers, GONE_S) is not None
    assert_finished_work_is_there(home)

    with WindowProcess(home) as window:
        (model,) = window.session["models"]
        assert [variant["name"] for variant in model["variants"]] == ["float32"]
        assert not {job["state"] for job in window.session["jobs"]} & {"queued", "running"}
        window.tick("int8")
        cancel_and_go_on(window)
        measuring = window.run("measure", seconds=60.0)
        window.wait_for(lambda job: job["id"] == measuring and job["phase"] == "measuring")
        workers = window.children()
        assert len(workers) >= 2
        window.kill()
        assert gone_within(workers, GONE_S) is not None
    assert not list(home.rglob("*.part"))


def assert_stored_soon(home: Path) -> None:
    """The history is written beside the work, so a kill in the same moment may come first (a busy
    disk takes its time); without the window being closed it must be there a moment later."""
    history = History(home / "data" / "studio.db")
    deadline = time.monotonic() + STORED_S
    try:
        while not history.runs():
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        history.close()


def assert_finished_work_is_there(home: Path) -> None:
    history = History(home / "data" / "studio.db")
    try:
        session = history.load_session()
        (run,) = session.runs
        blocks = history.samples(run.id)
    finally:
        history.close()
    (variant,) = session.models[0].variants
    assert variant.check is not None
    assert sha256(Path(variant.artifact).read_bytes()).hexdigest() == variant.sha256
    (measured,) = run.result.measurements
    assert sum(block.count for block in blocks) == measured.samples > 0


def cancel_and_go_on(window: WindowProcess) -> None:
    """Cancelled in the middle, a conversion's process is gone; the next conversion succeeds."""
    (job_id,) = window.run("convert")
    window.wait_for(lambda job: job["id"] == job_id and job["phase"] == "loading-tensorflow")
    workers = [process for process in window.children() if "convert" in process.cmdline()]
    assert workers
    started = time.monotonic()
    window.run("cancel", job_id=job_id)
    window.wait_for(lambda job: job["id"] == job_id and job["state"] == "cancelled")
    assert gone_within(workers, GONE_S) is not None
    assert time.monotonic() - started < CANCELLED_S
    window.wait_done(window.run("convert"))
    names = [variant["name"] for variant in window.session["models"][0]["variants"]]
    assert names == ["float32", "int8"]


def test_the_program_itself_killed_while_it_opens_a_model(tmp_path: Path, sample: Sample) -> None:
    """``python -m studio MODEL``, with nothing of the tests in it."""
    env = studio_environment() | {"STUDIO_HOME": str(tmp_path)}
    with subprocess.Popen(
        studio_command(sample.model), env=env, stderr=subprocess.PIPE, cwd=tmp_path
    ) as window:
        workers = wait_for_work(psutil.Process(window.pid))
        window.kill()
    assert gone_within(workers, GONE_S) is not None


def wait_for_work(window: psutil.Process) -> list[psutil.Process]:
    """The window's children, once one of them has TensorFlow in memory."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        children: list[psutil.Process] = window.children(recursive=True)
        if any(child.memory_info().rss > 200_000_000 for child in children):
            return children
        time.sleep(0.05)
    raise AssertionError("no child came to work")
