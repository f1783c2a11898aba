"""The window's own processor time during a measurement is measured and kept with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.conditions_table import conditions_table
from studio.core.errors import ErrorInfo
from studio.core.events import (
    Event,
    JobCancelled,
    JobFailed,
    JobQueued,
    JobStarted,
    JobSucceeded,
)
from studio.core.fixing import FixResult, Goal, Trial
from studio.core.measure_protocol import Footprint
from studio.core.measurements import BenchmarkResult
from studio.core.recipe import make_recipe
from studio.core.reduce import reduce
from studio.core.requests import ConvertRequest, FixRequest
from studio.ui.own_share import OwnShare
from studio.ui.store import Store
from tests.ui.page_support import CONDITIONS, make_run, make_session


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_share_is_stored_with_the_run(tmp_path: Path) -> None:
    wall, cpu = Clock(), Clock()
    store = Store(reduce, OwnShare(wall, cpu))
    store.load(make_session(tmp_path))
    run = make_run(store.session)
    store.on_event(Event(job_id="b1", at=1.0, body=JobQueued(request=run.request)))
    wall.now += 50  # waits for another measurement
    assert store.own_share.percent is None
    store.on_event(Event(job_id="b1", at=1.0, body=JobStarted()))
    wall.now += 10
    cpu.now += 0.4
    assert store.own_share.percent == pytest.approx(4.0)
    store.on_event(Event(job_id="b1", at=9.0, body=JobSucceeded(result=run.result)))
    assert store.own_share.percent is None
    found = store.session.runs[-1].result.conditions
    assert found.window_cpu_percent == pytest.approx(4.0)
    assert ("This window's processor time", "4 %") in conditions_table(found, str)
    assert all("window" not in name for name, _ in conditions_table(CONDITIONS, str))


def test_one_that_waits_leaves_the_one_under_way_its_share(tmp_path: Path) -> None:
    wall, cpu = Clock(), Clock()
    own = OwnShare(wall, cpu)
    run = make_run(make_session(tmp_path))
    shares = []
    for job_id in ("b1", "b2", "b3"):
        own.stamp(Event(job_id=job_id, at=1.0, body=JobQueued(request=run.request)))
    own.stamp(Event(job_id="b3", at=1.0, body=JobCancelled()))
    for job_id, computed in (("b1", 1.0), ("b2", 3.0)):
        own.stamp(Event(job_id=job_id, at=1.0, body=JobStarted()))
        wall.now += 10
        cpu.now += computed
        end = own.stamp(Event(job_id=job_id, at=2.0, body=JobSucceeded(result=run.result)))
        assert isinstance(end.body, JobSucceeded)
        assert isinstance(end.body.result, BenchmarkResult)
        shares.append(end.body.result.conditions.window_cpu_percent)
    assert shares == [pytest.approx(10.0), pytest.approx(30.0)]


def test_of_a_fix_only_the_measuring_at_its_end_counts(tmp_path: Path) -> None:
    wall, cpu = Clock(), Clock()
    own = OwnShare(wall, cpu)
    run = make_run(make_session(tmp_path))
    goal = Goal(kind="agreement", value=0.9)
    convert = ConvertRequest(source="/m.keras", artifact="/a.tflite", recipe=make_recipe())
    request = FixRequest(artifact="/q.tflite", convert=convert, goal=goal, measure=run.request)
    for body in (JobQueued(request=request), JobStarted()):
        own.stamp(Event(job_id="f1", at=1.0, body=body))
    wall.now += 100
    cpu.now += 90
    assert own.percent is None
    for variant in range(2):
        own.stamp(Event(job_id="f1", at=2.0, body=Footprint(variant=variant)))
    wall.now += 10
    cpu.now += 0.5
    before = Trial(kept=(), score=0.1, size_bytes=1, is_met=False)
    result = FixResult(goal=goal, before=before, measured=run.result)
    end = own.stamp(Event(job_id="f1", at=3.0, body=JobSucceeded(result=result)))
    assert isinstance(end.body, JobSucceeded) and isinstance(end.body.result, FixResult)
    assert end.body.result.measured is not None
    assert end.body.result.measured.conditions.window_cpu_percent == pytest.approx(5.0)
    assert own.percent is None


def test_other_jobs_and_failed_measurements_leave_nothing(tmp_path: Path) -> None:
    own = OwnShare()
    run = make_run(make_session(tmp_path))
    for body in (JobQueued(request=run.request), JobStarted()):
        own.stamp(Event(job_id="b1", at=1.0, body=body))
    other = Event(job_id="c1", at=1.0, body=JobSucceeded(result=run.result))
    assert own.stamp(other) is other
    assert own.percent is not None
    own.stamp(Event(job_id="b1", at=2.0, body=JobFailed(error=ErrorInfo(code="x"))))
    assert own.percent is None
