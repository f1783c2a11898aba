"""Outputs of several ways, and the op where kernels part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.agreement_text import difference_text, is_within
from studio.core.child import Reporter
from studio.core.input_selection import InputSelection
from studio.core.targets import make_target
from studio.core.verify_protocol import (
    CompareRunsRequest,
    CompareRunsResult,
    PartRequest,
    RunOnRequest,
    SelectInputsRequest,
)
from studio.data.computed import Reference, read_reference, write_reference
from studio.verify.counterparts import read_side
from studio.verify.parting import part
from studio.verify.ways import (
    compare_runs,
    largest_difference,
    output_steps,
    run_on,
    select_inputs,
)
from tests.kit.layered_tflite import classifier, hybrid_dense, int8_dense

QUIET = Reporter(lambda message: None)
RANDOM = np.random.default_rng(3)
WEIGHTS = RANDOM.uniform(-1.5, 1.5, (6, 32))


def compare(file: Path, *runs: np.ndarray) -> CompareRunsResult:
    name = next(iter(output_steps(read_side(str(file)))))
    paths = []
    for at, values in enumerate(runs):
        paths.append(str(file.with_suffix(f".{at}.npz")))
        write_reference(paths[-1], Reference({}, {name: values}))
    return compare_runs(CompareRunsRequest(file=str(file), runs=tuple(paths)), QUIET)


def test_a_quantized_output_is_compared_in_its_steps(tmp_path: Path) -> None:
    file = int8_dense(tmp_path / "q.tflite", WEIGHTS)
    values = RANDOM.integers(-20, 20, (3, 6)) / 8
    one_off, two_off = values.copy(), values.copy()
    one_off[1, 2] += 1 / 8
    two_off[2, 0] -= 2 / 8
    found = compare(file, values, one_off, two_off).differences
    assert [(one.first, one.second) for one in found] == [(0, 1), (0, 2), (1, 2)]
    assert [one.steps for one in found] == pytest.approx([1.0, 2.0, 2.0])
    assert [one.is_same for one in found] == [True, False, False]
    assert [one.sample for one in found] == [1, 2, 2]
    assert [difference_text(one) for one in found] == ["1 step", "2 steps", "2 steps"]


def test_a_float_output_is_compared_over_its_range(tmp_path: Path) -> None:
    file = classifier(tmp_path / "f.tflite", WEIGHTS, softmax=False)
    values = RANDOM.uniform(-4, 6, (5, 6)).astype(np.float32)
    values[0, :2] = -4, 6
    near, broken = values.copy(), values.copy()
    near[3, 1] += 0.005
    broken[4, 0] = np.nan
    first, second, third = compare(file, values, near, broken).differences
    assert first.share == pytest.approx(0.0005, rel=0.01)
    assert first.steps is None and first.is_same
    assert (second.share, second.steps, second.is_same, second.sample) == (None, None, False, 4)
    assert not third.is_same


def test_what_is_the_same_for_all_inputs_shows_nothing(tmp_path: Path) -> None:
    file = classifier(tmp_path / "f.tflite", WEIGHTS)
    same = np.tile(np.array([[0.5, 0.1, 0.1, 0.1, 0.1, 0.1]], np.float32), (4, 1))
    assert compare(file, same, same).is_constant
    other = same.copy()
    other[1] = other[1, ::-1]
    assert not compare(file, other, other).is_constant


def test_infinities_and_shapes() -> None:
    same = np.array([[np.inf, np.nan, 1.0]])
    assert largest_difference(same, same.copy()) == (0.0, 0)
    assert largest_difference(same, np.array([[-np.inf, np.nan, 1.0]]))[0] == np.inf
    assert largest_difference(np.zeros((2, 3)), np.zeros((2, 4)))[0] == np.inf
    assert is_within(1.0, None) and not is_within(1.5, None) and not is_within(None, None)


@pytest.mark.parametrize("kernels", ["reference", "builtin", "xnnpack"])
def test_a_file_runs_on_a_target_with_real_values(tmp_path: Path, kernels: str) -> None:
    file = int8_dense(tmp_path / "q.tflite", WEIGHTS)
    inputs, output = str(tmp_path / "in.npz"), str(tmp_path / "out.npz")
    selection = InputSelection(limit=7)
    chosen = select_inputs(
        SelectInputsRequest(model=str(file), output=inputs, selection=selection), QUIET
    )
    assert (chosen.samples, chosen.inputs_from) == (7, "random")
    target = make_target("litert-interpreter", kernels=kernels)
    request = RunOnRequest(
        file=str(file),
        target=target,
        implementation="litert-interpreter",
        inputs=inputs,
        output=output,
    )
    assert run_on(request, QUIET).placement is None
    x = next(iter(read_reference(inputs).inputs.values()))
    (found,) = read_reference(output).outputs.values()
    stored = np.clip(np.rint(WEIGHTS * 64), -127, 127) / 64
    assert np.abs(found - np.clip(x @ stored.T, -16, 15.875)).max() <= 1 / 16 + 1e-5


def test_the_op_where_kernels_part(tmp_path: Path) -> None:
    """Of dynamic range, XNNPACK rounds activations otherwise than LiteRT's own kernels do."""
    inputs = str(tmp_path / "in.npz")
    write_reference(inputs, Reference({"x": RANDOM.normal(size=(4, 32)).astype(np.float32)}, {}))
    kernels = (
        make_target("litert-interpreter", kernels="reference"),
        make_target("litert-interpreter"),
    )
    hybrid = hybrid_dense(tmp_path / "h.tflite", WEIGHTS)
    request = PartRequest(file=str(hybrid), inputs=inputs, first=kernels[0], second=kernels[1])
    found = part(request, QUIET).first
    assert found is not None
    assert (found.op, found.op_index, found.name) == ("FULLY_CONNECTED", 0, "y")
    assert found.is_beyond and found.share is not None and found.share > 0.001
    assert (found.beyond, found.compared, found.ops) == (1, 1, 1)
    same = PartRequest(file=str(hybrid), inputs=inputs, first=kernels[0], second=kernels[0])
    assert part(same, QUIET).first is None
