"""A search for ops to keep through the real queue: what is left when it is ended early."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from studio.core.child_protocol import Note
from studio.core.events import FixDelivered, JobCancelled, JobSucceeded, TrialJudged
from studio.core.fix_steps import as_fix
from studio.core.fix_text import fix_message
from studio.core.fixing import FixResult, Goal
from studio.core.measure_protocol import Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.messages import render
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import ConvertRequest, FixRequest
from tests.jobs.bench import Bench

CHILD = Path(__file__).with_name("fixing_child.py")


def fix_request(bench: Bench, seconds: float) -> FixRequest:
    return FixRequest(
        artifact=bench.model("q.tflite"),
        convert=ConvertRequest(
            source=bench.model("m.tflite"),
            artifact=str(bench.folder / "ok.tflite"),
            recipe=make_recipe([make_step("int8")]),
        ),
        goal=Goal(kind="agreement", value=0.9),
        measure=BenchmarkRequest(files=(), seconds=seconds, processes=1),
    )


def test_cancelling_the_measurement_leaves_what_was_delivered(
    make_bench: Callable[..., Bench],
) -> None:
    bench = make_bench(child_command=(sys.executable, str(CHILD)))
    job_id = bench.queue.submit(fix_request(bench, seconds=60))
    bench.recorder.wait_for(job_id, Samples)
    bench.queue.cancel(job_id)
    assert isinstance(bench.recorder.end(job_id), JobCancelled)
    (told,) = [one for one in bench.recorder.bodies(job_id) if isinstance(one, FixDelivered)]
    assert told.result.converted is not None and told.result.best is not None
    assert Path(told.result.converted.artifact).is_file()
    assert told.result.measured is None


def test_what_is_not_cancelled_is_measured(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(child_command=(sys.executable, str(CHILD)))
    end = bench.run(fix_request(bench, seconds=0.1))
    assert isinstance(end, JobSucceeded) and isinstance(end.result, FixResult)
    assert end.result.measured is not None


def test_a_goal_beyond_the_source_is_told_before_any_trial_and_in_the_result(
    make_bench: Callable[..., Bench],
) -> None:
    bench = make_bench(child_command=(sys.executable, str(CHILD)))
    request = fix_request(bench, seconds=0.1)
    data = str(bench.folder / "data.npz")
    np.savez(data, x=np.zeros((2, 4), np.float32), y=np.arange(2))
    goal = Goal(kind="accuracy", value=0.999)
    request = replace(request, goal=goal, convert=replace(request.convert, evaluation=data))
    job_id = bench.queue.submit(request)
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded) and isinstance(end.result, FixResult)
    assert end.result.source is not None and end.result.source.value == 0.983
    title, hint = render(*fix_message(as_fix(end.result, "float"), "q"))
    assert title == (
        "accuracy ≥ 99.9 % is not reached, and the source itself has 98.3 % (97.0–99.0): "
        "98.1 % (97.0–99.0) at best"
    )
    assert "alibrate with other data" not in hint
    told = bench.recorder.bodies(job_id)
    said = next(at for at, one in enumerate(told) if isinstance(one, Note) and "98.3 %" in one.text)
    first = next(at for at, one in enumerate(told) if isinstance(one, TrialJudged))
    assert said < first


def test_trials_are_noted_in_the_units_of_the_result(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(child_command=(sys.executable, str(CHILD)))
    job_id = bench.queue.submit(fix_request(bench, seconds=0.1))
    bench.recorder.end(job_id)
    notes = [one.text for one in bench.recorder.bodies(job_id) if isinstance(one, Note)]
    assert any(one.startswith("0 ops kept: agreement 50 %, ") for one in notes), notes
    assert any(one.startswith("1 op kept: agreement 100 %, ") for one in notes)
    assert not any("bytes" in one for one in notes)
