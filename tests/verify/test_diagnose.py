"""Errors of tensors, and which op put them there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.diagnosis import DiagnoseResult, ranked
from studio.core.errors import RunError, UsageError
from studio.core.messages import render
from studio.core.verify_protocol import MeasureErrorsRequest
from studio.data.computed import Reference, write_reference
from studio.verify.counterparts import find_counterparts, read_side
from studio.verify.diagnose import diagnose
from studio.verify.error_sums import ErrorSums
from tests.kit.layered_tflite import classifier, int8_dense
from tests.kit.small_tflite import accumulator, endless_loop, relu_chain

RANDOM = np.random.default_rng(7)


def look(artifact: Path, float_stage: Path, inputs: dict[str, np.ndarray]) -> DiagnoseResult:
    reference = artifact.with_suffix(".npz")
    write_reference(str(reference), Reference(inputs, {}))
    request = MeasureErrorsRequest(
        artifact=str(artifact),
        float_stage=str(float_stage),
        against=str(float_stage),
        reference=str(reference),
        inputs_from="random",
    )
    return diagnose(request, Reporter(lambda message: None))


def test_a_file_is_nowhere_off_itself(tmp_path: Path) -> None:
    model = relu_chain(tmp_path / "m.tflite", depth=3)
    found = look(model, model, {"x": RANDOM.normal(size=(4, 4)).astype(np.float32)})
    assert len(found.tensors) == 3
    assert all(one.cumulative.mse == 0.0 for one in found.tensors)
    assert all(one.local is not None and one.local.mse == 0.0 for one in found.tensors)
    assert (found.findings, found.unmatched) == ((), ())


def test_files_without_a_common_op_are_refused(tmp_path: Path) -> None:
    chain = relu_chain(tmp_path / "m.tflite")
    other = classifier(tmp_path / "o.tflite", RANDOM.normal(size=(4, 4)))
    with pytest.raises(RunError) as caught:
        look(chain, other, {"x": np.zeros((1, 4), np.float32)})
    assert caught.value.code == "diagnose-nothing-in-common"


def test_sums_are_the_errors_of_all_samples_together() -> None:
    expected = RANDOM.normal(size=(5, 1, 3, 4)) * (1, 1, 100, 1)
    found = expected + RANDOM.normal(size=expected.shape) * 0.1
    sums = ErrorSums()
    for one, other in zip(expected, found, strict=True):
        sums.add(one, other)
    figures = sums.figures()
    error = found - expected
    span = expected.max() - expected.min()
    assert figures.mse == pytest.approx(np.mean(error**2))
    assert figures.rmse_over_range == pytest.approx(np.sqrt(np.mean(error**2)) / span)
    spans = expected.max(axis=(0, 1, 2)) - expected.min(axis=(0, 1, 2))
    rmse = np.sqrt(np.mean(error**2, axis=(0, 1, 2)))
    assert figures.channel_rmse_over_range == pytest.approx(np.mean(rmse / spans))
    assert figures.snr_db == pytest.approx(10 * np.log10(np.sum(expected**2) / np.sum(error**2)))
    cosine = np.sum(expected * found) / np.sqrt(np.sum(expected**2) * np.sum(found**2))
    assert figures.cosine == pytest.approx(cosine)


def test_what_is_not_finite_has_no_figures() -> None:
    sums = ErrorSums()
    sums.add(np.ones((2, 2)), np.array([[1.0, np.nan], [1.0, 1.0]]))
    assert sums.not_finite
    assert sums.figures().mse is None


def test_an_op_is_judged_by_what_it_adds_alone(tmp_path: Path) -> None:
    """int8 in steps of 1/8 at the output: that much the op adds, whatever comes in."""
    weights = RANDOM.normal(size=(3, 4)).clip(-1.5, 1.5)
    artifact = int8_dense(tmp_path / "q.tflite", weights)
    float_stage = classifier(tmp_path / "f.tflite", weights, softmax=False)
    x = RANDOM.uniform(-3, 3, (50, 4)).astype(np.float32)
    found = look(artifact, float_stage, {"x": x})
    (one,) = found.tensors
    assert (one.op, one.against) == ("FULLY_CONNECTED", "logits")
    assert one.local is not None and one.local.mse is not None
    rounded = np.rint(x * 32) / 32
    stored = np.clip(np.rint(weights * 64), -127, 127) / 64
    expected = np.rint(rounded @ stored.T * 8) / 8 - rounded @ weights.T.astype(np.float32)
    assert one.local.mse == pytest.approx(np.mean(expected**2), rel=0.02)
    assert one.cumulative.mse is not None
    assert one.cumulative.mse != one.local.mse  # there the input's rounding is in it
    assert ranked(found.tensors)[0] is one


@pytest.mark.parametrize("code", ["diagnose-dead", "diagnose-diverges", "diagnose-saturated"])
def test_a_finding_is_a_sentence_with_its_figures(tmp_path: Path, code: str) -> None:
    """Weights so large that all outputs are beyond the int8 range of the output."""
    weights = np.full((3, 4), 1.9)
    artifact = int8_dense(tmp_path / "q.tflite", weights)
    float_stage = classifier(tmp_path / "f.tflite", weights * 40, softmax=False)
    found = look(artifact, float_stage, {"x": RANDOM.uniform(2.8, 3.9, (20, 4)).astype(np.float32)})
    named = {one.code: one for one in found.findings}
    assert code in named
    title, hint = render(code, named[code].params)
    assert "FULLY_CONNECTED 0" in title
    assert "?" not in title + hint


def test_a_quantized_file_is_no_float_stage(tmp_path: Path) -> None:
    artifact = int8_dense(tmp_path / "q.tflite", np.ones((3, 4)))
    with pytest.raises(UsageError) as caught:
        look(artifact, artifact, {"x": np.zeros((2, 4), np.float32)})
    assert caught.value.code == "diagnose-against-quantized"


def test_handles_of_variables_are_not_compared(tmp_path: Path) -> None:
    """A resource is no number; what is computed with the variable's value is compared."""
    model = accumulator(tmp_path / "m.tflite")
    found = look(model, model, {"x": np.ones((3, 4), np.float32)})
    assert "VAR_HANDLE" not in {one.op for one in found.tensors}
    assert any("VAR_HANDLE" in node_id for node_id in found.unmatched)
    assert all(one.cumulative.mse == 0.0 for one in found.tensors)


def test_ops_inside_a_loop_are_said_not_to_be_compared(tmp_path: Path) -> None:
    sides = [read_side(str(endless_loop(tmp_path / "m.tflite"))) for _ in range(2)]
    inner = [node.id for node in sides[0].graph.nodes if node.subgraph]
    assert inner
    assert not {pair.mine for pair in find_counterparts(*sides).pairs} & {
        at for at, node in enumerate(sides[0].graph.nodes) if node.subgraph
    }


def test_only_what_is_beyond_the_range_is_cut_off(tmp_path: Path) -> None:
    """int8 in steps of 1/8 holds -16 to 15.875; what is off inside of that is no cut."""
    weights = np.array([[1.0, 0.0, 0.0, 0.0]])
    artifact = int8_dense(tmp_path / "q.tflite", weights)
    x = np.zeros((4, 4), np.float32)
    x[:, 0] = (1.0, 2.0, 3.0, 3.5)
    found = look(artifact, classifier(tmp_path / "f.tflite", weights, softmax=False), {"x": x})
    assert found.tensors[0].saturated == 0.0
    far = classifier(tmp_path / "far.tflite", weights * 6, softmax=False)  # 6, 12, 18, 21
    assert look(artifact, far, {"x": x}).tensors[0].saturated == 0.5


def test_nan_of_the_float_stage_itself_is_not_held_against_the_artifact() -> None:
    sums = ErrorSums()
    sums.add(np.array([[1.0, np.nan]]), np.array([[1.0, np.nan]]))
    sums.add(np.array([[1.0, 2.0]]), np.array([[1.0, 2.5]]))
    assert not sums.not_finite
    assert sums.figures().mse == pytest.approx(0.125)


def test_a_channel_that_is_lost_counts_as_one() -> None:
    sums = ErrorSums()
    expected = np.stack([np.linspace(0, 1, 50), np.linspace(0, 1e-4, 50)], axis=1)
    sums.add(expected, expected + np.array([0.0, 10.0]))
    assert sums.figures().channel_rmse_over_range == pytest.approx(0.5)


def test_a_shape_that_differs_is_one_tensor_s_matter() -> None:
    sums = ErrorSums()
    sums.add(np.zeros((1, 3)), np.zeros((1, 4)))
    assert sums.differs
    assert sums.figures().mse is None
