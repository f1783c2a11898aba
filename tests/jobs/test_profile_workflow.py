"""What cannot be profiled is refused before anything runs."""

from __future__ import annotations

import pytest

from studio.core.events import JobFailed
from studio.core.measure_requests import ProfileRequest
from studio.core.targets import make_target
from tests.jobs.bench import Bench


def refusal(bench: Bench, target: str = "litert-cpu") -> str:
    request = ProfileRequest(file=bench.model("a.tflite"), target=make_target(target))
    end = bench.run(request)
    assert isinstance(end, JobFailed)
    return end.error.code


@pytest.mark.parametrize(
    ("target", "code"), [("litert-gpu", "profile-gpu"), ("litert-interpreter", "profile-target")]
)
def test_a_target_without_records_starts_no_child(bench: Bench, target: str, code: str) -> None:
    assert refusal(bench, target) == code
    assert bench.trace() == []


def test_without_the_library_there_is_no_profiler(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PROBES", "litert-c=refuse")
    assert refusal(bench) == "profile-no-profiler"
    assert [tag for _, _, tag in bench.trace()] == ["probe:litert-c"]
