"""Which implementation runs a target here: tried once, anew where it is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from studio.core.child_protocol import Note
from studio.core.events import JobSucceeded
from studio.core.measure_requests import BenchmarkRequest, TargetsRequest
from studio.core.measurements import TargetsResult, TargetState
from studio.core.messages import render
from studio.core.targets import TARGETS
from tests.jobs.bench import Bench
from tests.jobs.test_fix_workflow import CHILD as FIXING
from tests.jobs.test_fix_workflow import fix_request


def found(bench: Bench) -> dict[str, TargetState]:
    end = bench.run(TargetsRequest())
    assert isinstance(end, JobSucceeded)
    assert isinstance(end.result, TargetsResult)
    assert [state.id for state in end.result.targets] == list(TARGETS)
    return {state.id: state for state in end.result.targets}


def measure(bench: Bench) -> tuple[str, list[str]]:
    """(who ran the file, what was noted)"""
    request = BenchmarkRequest(files=(bench.model("a.tflite"),), seconds=0.1, processes=1)
    job_id = bench.queue.submit(request)
    assert isinstance(bench.recorder.end(job_id), JobSucceeded)
    notes = [body.text for body in bench.recorder.bodies(job_id) if isinstance(body, Note)]
    ran = [tag for name, _, tag in bench.trace() if tag.startswith("footprint-by:")]
    return ran[-1].partition(":")[2], notes


def probes(bench: Bench) -> list[tuple[str, int]]:
    return [
        (tag.partition(":")[2], pid) for _, pid, tag in bench.trace() if tag.startswith("probe:")
    ]


def test_each_is_tried_in_a_process_of_its_own(bench: Bench) -> None:
    states = found(bench)
    assert states["litert-cpu"].implementation == "litert-c"
    assert (states["litert-gpu"].device, states["litert-gpu"].is_software) == ("Fake", True)
    tried = probes(bench)
    assert [name for name, _ in tried].count("litert-c-gpu") == 1
    assert len({pid for _, pid in tried}) == len(tried)


def test_what_crashes_is_no_target_and_another_serves(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PROBES", "litert-c=segv litert-c-gpu=refuse")
    states = found(bench)
    cpu, gpu = states["litert-cpu"], states["litert-gpu"]
    assert cpu.implementation == "litert-interpreter"
    assert [error.code for error in cpu.errors] == ["child-crashed"]
    assert not gpu.available
    assert [error.code for error in gpu.errors] == ["model-damaged"]


def test_missing_packages_are_named_without_trying(bench: Bench) -> None:
    state = found(bench)["onnxruntime-cpu"]
    if state.available:
        pytest.skip("onnxruntime is installed")
    assert state.errors[0].code == "target-package-missing"
    assert state.errors[0].params == {"packages": "onnxruntime"}
    assert "onnxruntime-cpu" not in [name for name, _ in probes(bench)]


def test_without_pytorch_the_way_to_add_it_is_said(bench: Bench) -> None:
    state = found(bench)["torch-cpu"]
    if state.available:
        pytest.skip("PyTorch is installed")
    (error,) = state.errors
    assert "studio setup torch" in render(error.code, error.params)[1]


def test_measurements_try_once_and_remember(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert measure(bench)[0] == "litert-c"
    assert measure(bench)[0] == "litert-c"
    assert [name for name, _ in probes(bench)] == ["litert-c"]
    monkeypatch.setenv("FAKE_PROBES", "litert-c=segv")
    assert measure(bench)[0] == "litert-c", "remembered"
    found(bench)
    by, notes = measure(bench)
    assert by == "litert-interpreter", "the look at all targets replaced what was remembered"
    assert any("litert-c cannot be used here" in note for note in notes)
    assert [name for name, _ in probes(bench)].count("litert-c") == 2


def test_a_probe_that_was_killed_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PROBES", "litert-c=killed")
    assert measure(bench)[0] == "litert-interpreter"
    monkeypatch.delenv("FAKE_PROBES")
    assert measure(bench)[0] == "litert-c"


def test_what_one_lane_forgets_no_other_remembers(
    make_bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = make_bench(child_command=(sys.executable, str(FIXING)))

    def fixed() -> str:
        """Who measured what a fix made, on the lane of conversions."""
        request = fix_request(bench, seconds=0.1)
        convert = replace(request.convert, overwrite=True)
        assert isinstance(bench.run(replace(request, convert=convert)), JobSucceeded)
        ran = [tag for _, _, tag in bench.trace() if tag.startswith("footprint-by:")]
        return ran[-1].partition(":")[2]

    assert measure(bench)[0] == "litert-c"
    assert fixed() == "litert-c"
    assert [name for name, _ in probes(bench)] == ["litert-c"], "what one lane knows, all know"
    monkeypatch.setenv("FAKE_PROBES", "litert-c=segv")
    found(bench)
    assert fixed() == "litert-interpreter"
