"""A search for ops to keep through the real queue: what is left when it is ended early."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from studio.core.events import FixDelivered, JobCancelled, JobSucceeded
from studio.core.fixing import FixResult, Goal
from studio.core.measure_protocol import Samples
from studio.core.measure_requests import BenchmarkRequest
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
