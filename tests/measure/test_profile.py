"""Recorded for real and put in the model's own terms, as the two children do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.measure_protocol import AlignProfileRequest, RecordProfileRequest
from studio.core.overlay_sums import together
from studio.core.overlay_values import make_overlay
from studio.core.overlays import Overlay, OverlaySources
from studio.core.profile import PROFILER, ProfileResult
from studio.core.targets import Arm, make_target
from studio.graph.profile import make_profile
from studio.graph.profile_events import read_recording
from studio.graph.tflite import read_model
from studio.measure.profile import record_profile
from tests.kit import profiled_tflite
from tests.kit.small_tflite import relu_chain
from tests.measure.conftest import Told


def profile_of(file: Path, told: Told, runs: int = 8, **params: str) -> ProfileResult:
    arm = Arm(file=str(file), target=make_target("litert-cpu", **params), implementation=PROFILER)
    output, stop = file.with_suffix(".json"), file.with_suffix(".stop")
    recorded = record_profile(
        RecordProfileRequest(arm=arm, runs=runs, seed=0, output=str(output), stop=str(stop)),
        told.reporter,
    )
    return make_profile(
        AlignProfileRequest(arm=arm, events=str(output), conditions=recorded.conditions),
        told.reporter,
    )


def test_each_op_is_found_around_those_that_the_delegate_does_not_take(
    tmp_path: Path, told: Told
) -> None:
    found = profile_of(profiled_tflite.interrupted(tmp_path / "m.tflite"), told)
    assert [op.index for op in found.ops] == [0, 2, 1, 3, 4, 5]
    assert [op.op for op in found.ops] == ["TANH", "LOGISTIC", "CUMSUM", "CUMSUM", "TANH", "ADD"]
    assert [op.name for op in found.ops] == ["a", "c", "sum_a", "sum_c", "b", "y"]
    assert [bool(op.kernel) for op in found.ops] == [True, True, False, False, True, True]
    assert found.untimed == ()
    assert found.runs == 8
    assert 0 < found.coverage <= 1
    assert found.coverage == pytest.approx(1 - found.unrecorded_share, abs=1e-9)
    outside = next(cause for cause in found.causes if cause.code == "outside-delegate")
    assert outside.count == 2
    assert 0 < outside.share < found.coverage
    assert 0 < found.delegate_share < found.coverage
    assert found.conditions.versions["ai-edge-litert"]


@pytest.mark.parametrize("make", [profiled_tflite.interrupted, profiled_tflite.loop])
@pytest.mark.parametrize("kernels", ["xnnpack", "builtin"])
def test_the_overlay_of_time_adds_up_to_the_profile(
    tmp_path: Path, told: Told, make: Callable[[Path], Path], kernels: str
) -> None:
    file = make(tmp_path / "m.tflite")
    profile = profile_of(file, told, kernels=kernels)
    _, graph = read_model(file)
    sources = OverlaySources(graph=graph, profile=profile)
    time, placement = make_overlay("time", sources), make_overlay("placement", sources)
    assert isinstance(time, Overlay) and isinstance(placement, Overlay)
    mapped = [op for op in profile.ops if op.is_mapped]
    assert len(mapped) == len(graph.nodes)
    assert sum(time.numbers.values()) == pytest.approx(sum(op.share for op in mapped))
    whole = together(time, [node.id for node in graph.nodes])
    assert whole.number == pytest.approx(sum(op.share for op in mapped))
    assert set(time.numbers) == {op.node_id for op in mapped if op.share > 0}
    assert set(placement.classes) == {node.id for node in graph.nodes}
    assert ("delegate" in placement.classes.values()) == (kernels == "xnnpack")


def test_without_a_delegate_ops_carry_their_index(tmp_path: Path, told: Told) -> None:
    file = profiled_tflite.interrupted(tmp_path / "m.tflite")
    found = profile_of(file, told, kernels="builtin")
    assert [op.index for op in found.ops] == [0, 1, 2, 3, 4, 5]
    assert all(op.is_mapped and not op.kernel for op in found.ops)
    assert found.delegate_share == 0
    assert [cause.code for cause in found.causes] == ["no-delegate"]


def test_what_a_loop_calls_is_listed_by_itself(tmp_path: Path, told: Told) -> None:
    found = profile_of(profiled_tflite.loop(tmp_path / "m.tflite", times=3), told)
    by_place = {(op.subgraph, op.op): op for op in found.ops}
    assert set(by_place) == {(0, "TANH"), (0, "WHILE"), (1, "LESS"), (2, "ADD"), (2, "LOGISTIC")}
    assert by_place[2, "LOGISTIC"].executions == 3
    assert by_place[1, "LESS"].executions == 4
    assert by_place[2, "LOGISTIC"].index == 1
    assert sum(op.share for op in found.ops) <= 1.001


def test_recording_ends_early_with_at_least_one_run(tmp_path: Path, told: Told) -> None:
    file = relu_chain(tmp_path / "m.tflite", size=100_000)
    file.with_suffix(".stop").touch()
    assert profile_of(file, told, runs=1000).runs == 1


def test_of_two_ops_that_the_delegate_made_one_none_is_named(tmp_path: Path, told: Told) -> None:
    file = relu_chain(tmp_path / "m.tflite", size=100_000, depth=2)
    found = profile_of(file, told, runs=5)
    (op,) = found.ops
    assert (op.placing, op.index, op.op) == ("open", None, "Clamp")
    assert found.coverage == 0
    assert found.untimed == ()
    assert [(kind.op, kind.is_of_model) for kind in found.by_type] == [("Clamp", False)]
    recording = read_recording(file.with_suffix(".json"))
    assert recording.times_us.shape == (5, 1)
    assert (recording.invoke_us >= recording.times_us.sum(axis=1)).all()
