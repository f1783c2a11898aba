"""What only Keras 2 reads goes on in the child that has it, which then stays warm."""

from __future__ import annotations

from studio.core.child_protocol import Note
from studio.core.events import JobFailed, JobSucceeded
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.requests import ConvertRequest, InspectRequest
from tests.jobs.bench import Bench


def children(bench: Bench) -> list[tuple[str, str]]:
    return [(child, tag) for child, _, tag in bench.trace()]


def test_the_other_child_takes_over_and_it_is_said(bench: Bench) -> None:
    job = bench.queue.submit(InspectRequest(path=bench.model("m.h5", "h5", inspect="old")))
    assert isinstance(bench.recorder.end(job), JobSucceeded)
    assert children(bench) == [("convert", "inspect"), ("legacy-keras", "inspect")]
    notes = [body.text for body in bench.recorder.bodies(job) if isinstance(body, Note)]
    assert notes == ["Only Keras 2 reads x: a name; opening it with that"]


def test_who_asks_for_it_gets_it_at_once_and_warm(bench: Bench) -> None:
    path, opening = bench.model("m.h5", "h5", inspect="old"), Opening(engine="legacy-keras")
    for _ in range(2):
        end = bench.run(InspectRequest(path=path, opening=opening))
        assert isinstance(end, JobSucceeded)
    assert children(bench) == [("legacy-keras", "inspect")] * 2
    assert len({pid for _, pid, _ in bench.trace()}) == 1


def test_converting_and_its_reference_take_the_same_way(bench: Bench) -> None:
    path = bench.model("m.h5", "h5", build="old", reference="old")
    artifact = str(bench.folder / "m.tflite")
    end = bench.run(ConvertRequest(source=path, artifact=artifact, recipe=make_recipe()))
    assert isinstance(end, JobSucceeded)
    assert children(bench)[:4] == [
        ("convert", "build"),
        ("legacy-keras", "build"),
        ("convert", "reference"),
        ("legacy-keras", "reference"),
    ]


def test_another_refusal_ends_the_job(bench: Bench) -> None:
    end = bench.run(InspectRequest(path=bench.model("m.h5", "h5", inspect="refuse")))
    assert isinstance(end, JobFailed)
    assert children(bench) == [("convert", "inspect")]
