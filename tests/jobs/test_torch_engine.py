"""What PyTorch alone runs goes to the child that has it; the rest of the work to the usual ones."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.events import JobFailed, JobSucceeded
from studio.core.recipe import make_recipe
from studio.core.requests import ConvertRequest, EvaluateRequest, InspectRequest
from tests.jobs.bench import Bench


def children(bench: Bench) -> list[tuple[str, str]]:
    return [(child, tag) for child, _, tag in bench.trace()]


def convert(bench: Bench, source: str) -> ConvertRequest:
    artifact = str(bench.folder / "m.tflite")
    return ConvertRequest(source=source, artifact=artifact, recipe=make_recipe())


def test_it_is_opened_by_the_light_child(bench: Bench) -> None:
    end = bench.run(InspectRequest(path=bench.model("m.pt2", "pt2")))
    assert isinstance(end, JobSucceeded)
    assert children(bench) == [("inspect", "inspect")]


def test_it_is_made_float_and_run_by_the_child_with_torch(bench: Bench) -> None:
    request = convert(bench, bench.model("m.pt2", "pt2"))
    for overwrite in (False, True):
        assert isinstance(bench.run(replace(request, overwrite=overwrite)), JobSucceeded)
    once = [
        ("torch", "make-float-stage"),
        ("convert", "build"),
        ("convert", "build-of:float"),
        ("torch", "reference"),
        ("verify", "verify"),
    ]
    assert children(bench) == once * 2
    assert len({pid for child, pid, _ in bench.trace() if child == "torch"}) == 1, "kept warm"


def test_its_crash_ends_the_job_and_the_lane_works_on(bench: Bench) -> None:
    bad = bench.model("bad.pt2", "pt2", make_float_stage="segv")
    end = bench.run(convert(bench, bad))
    assert isinstance(end, JobFailed)
    assert end.error.code in ("child-crashed", "child-aborted")
    assert isinstance(bench.run(convert(bench, bench.model("m.pt2", "pt2"))), JobSucceeded)


def test_evaluating_against_it_has_torch_run_it(bench: Bench) -> None:
    source, artifact = bench.model("m.pt2", "pt2"), bench.model("m.tflite")
    end = bench.run(EvaluateRequest(files=(artifact,), data="d.npz", source=source))
    assert isinstance(end, JobSucceeded)
    assert children(bench)[-2:] == [("torch", "reference"), ("verify", "score")]
