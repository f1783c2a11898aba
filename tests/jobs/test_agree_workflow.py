"""Several ways of running a file, each in a process that may die."""

from __future__ import annotations

import pytest

from studio.core.agreement import AgreeResult
from studio.core.events import JobFailed, JobSucceeded
from studio.core.requests import AgreeRequest
from studio.core.targets import Target, make_target
from studio.jobs.workflows.agree import default_targets
from tests.jobs.bench import Bench

REFERENCE = make_target("litert-interpreter", kernels="reference")
XNNPACK = make_target("litert-interpreter")
C = make_target("litert-cpu")


def agree(bench: Bench, *targets: Target, against: str = "", **behaviors: str) -> AgreeResult:
    request = AgreeRequest(
        file=bench.model("a.tflite", **behaviors), targets=targets, against=against
    )
    end = bench.run(request)
    assert isinstance(end, JobSucceeded), end
    assert isinstance(end.result, AgreeResult)
    return end.result


def test_each_way_has_a_process_of_its_own(bench: Bench) -> None:
    found = agree(bench, REFERENCE, XNNPACK, C)
    ways = [pid for child, pid, tag in bench.trace() if tag.startswith("run-on")]
    assert len(set(ways)) == 3
    assert (found.samples, found.inputs_from, len(found.differences)) == (2, "random", 3)
    assert found.first is not None
    assert (found.first.first, found.first.second) == (REFERENCE, XNNPACK)
    assert [one.code for one in found.findings] == [
        "agree-apart",
        "agree-first",
        "agree-fewer-samples",
    ]


@pytest.mark.parametrize("behavior", ["segv", "abort", "exit", "refuse"])
def test_a_way_that_dies_says_so_and_the_others_go_on(bench: Bench, behavior: str) -> None:
    found = agree(bench, REFERENCE, XNNPACK, C, **{f"run-on:{REFERENCE.text}": behavior})
    error = found.ways[0].error
    assert error is not None
    assert error.code == ("model-damaged" if behavior == "refuse" else "artifact-crashed")
    assert [way.error for way in found.ways[1:]] == [None, None]
    assert [(one.first, one.second) for one in found.differences] == [(1, 2)]
    assert found.findings[0].code == "agree-way-failed"
    after = bench.run(AgreeRequest(file=bench.model("b.tflite"), targets=(XNNPACK,)))
    assert isinstance(after, JobSucceeded), "the lane works on"


def test_a_way_that_takes_no_such_file_is_left_out_with_the_reason(bench: Bench) -> None:
    found = agree(bench, REFERENCE, XNNPACK, C, **{f"run-on:{C.text}": "unplaced"})
    assert found.ways[2].is_left_out
    assert found.findings[0].code == "agree-way-left-out"
    assert "gets its memory only while it runs" in found.findings[0].params["what"]
    assert [(one.first, one.second) for one in found.differences] == [(0, 1)]


def test_a_source_that_does_not_run_is_a_way_without_outputs(bench: Bench) -> None:
    source = bench.model("m.h5", "h5", reference="refuse")
    found = agree(bench, XNNPACK, C, against=source)
    assert found.ways[0].target is None
    assert found.ways[0].error is not None
    assert found.inputs_from == "random"
    ran = agree(bench, XNNPACK, C, against=bench.model("n.h5", "h5"))
    assert ran.ways[0].error is None
    assert {one.code for one in ran.findings} >= {"agree-source"}


def test_a_crash_while_looking_for_the_op_costs_only_that(bench: Bench) -> None:
    found = agree(bench, REFERENCE, XNNPACK, part="segv")
    assert found.first is None
    assert [one.code for one in found.findings] == ["agree-apart", "agree-fewer-samples"]


def test_targets_that_run_no_artifact_are_refused(bench: Bench) -> None:
    request = AgreeRequest(
        file=bench.model("a.tflite"), targets=(XNNPACK, make_target("tensorflow-cpu"))
    )
    end = bench.run(request)
    assert isinstance(end, JobFailed)
    assert end.error.code == "target-without-file"


def test_threads_up_to_all_there_are() -> None:
    threads = [target.threads for target in default_targets(6)[2:-1]]
    assert threads == [1, 2, 4, 6]
    assert [target.threads for target in default_targets(1)[2:-1]] == [1]


def test_what_does_not_run_here_is_no_way_unless_named(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PROBES", "litert-c-gpu=refuse litert-c=segv")
    found = agree(bench)
    targets = {way.target.id for way in found.ways if way.target is not None}
    assert targets == {"litert-interpreter"}
