"""MACs by hand against MACs from shapes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema

from studio.graph.tflite import read_model
from tests.kit.layered_tflite import classifier, multiplying_op
from tests.kit.small_tflite import Op, custom_op, relu_chain


def batch_matmul(is_transposed: bool) -> tuple[str, object]:
    options = schema.BatchMatMulOptionsT()
    options.adjX = is_transposed
    return "BatchMatMulOptions", options


@pytest.mark.parametrize(
    ("code", "inputs", "output", "options", "macs"),
    [
        # each of 4*4*8 outputs sums 3*3*2 products
        (Op.CONV_2D, [((1, 4, 4, 2), 0), ((8, 3, 3, 2), 1)], (1, 4, 4, 8), None, 128 * 18),
        # two groups: the weights say how many inputs each output sees
        (Op.CONV_2D, [((1, 4, 4, 4), 0), ((8, 1, 1, 2), 1)], (1, 4, 4, 8), None, 128 * 2),
        (
            Op.DEPTHWISE_CONV_2D,
            [((1, 4, 4, 6), 0), ((1, 3, 3, 6), 1)],
            (1, 4, 4, 6),
            None,
            96 * 9,
        ),
        (Op.FULLY_CONNECTED, [((2, 5), 0), ((7, 5), 1)], (2, 7), None, 2 * 7 * 5),
        # every input value meets every kernel value of every output channel
        (
            Op.TRANSPOSE_CONV,
            [((4,), 1), ((8, 2, 2, 3), 1), ((1, 4, 4, 3), 0)],
            (1, 8, 8, 8),
            None,
            48 * 32,
        ),
        (
            Op.CONV_3D,
            [((1, 2, 4, 4, 3), 0), ((2, 3, 3, 3, 5), 1)],
            (1, 2, 4, 4, 5),
            None,
            160 * 54,
        ),
        (Op.BATCH_MATMUL, [((2, 3, 4), 0), ((2, 4, 5), 0)], (2, 3, 5), batch_matmul(False), 120),
        (Op.BATCH_MATMUL, [((2, 4, 3), 0), ((2, 4, 5), 0)], (2, 3, 5), batch_matmul(True), 120),
        # 2 samples * 6 steps, each with an input (4x3) and a state (4x4) matrix
        (
            Op.UNIDIRECTIONAL_SEQUENCE_RNN,
            [((2, 6, 3), 0), ((4, 3), 1), ((4, 4), 1), ((4,), 1)],
            (2, 6, 4),
            None,
            12 * 28,
        ),
        (Op.MAX_POOL_2D, [((1, 4, 4, 2), 0)], (1, 2, 2, 2), None, 0),
        (Op.MUL, [((1, 4), 0), ((1, 4), 0)], (1, 4), None, 0),
    ],
)
def test_one_op(
    tmp_path: Path,
    code: int,
    inputs: list[tuple[tuple[int, ...], bool]],
    output: tuple[int, ...],
    options: tuple[str, object] | None,
    macs: int,
) -> None:
    info, graph = read_model(multiplying_op(tmp_path / "m.tflite", code, inputs, output, options))
    assert info.macs == macs
    assert [node.macs for node in graph.nodes] == [macs]
    assert info.macs_unknown_ops == ()


def test_a_custom_op_makes_the_sum_unknown(tmp_path: Path) -> None:
    info, _ = read_model(custom_op(tmp_path / "m.tflite", "Strange"))
    assert info.macs is None
    assert info.macs_unknown_ops == ("Strange",)
    assert info.ops == {"Strange": 1}


def test_an_fft_is_not_guessed(tmp_path: Path) -> None:
    path = multiplying_op(
        tmp_path / "m.tflite", Op.RFFT2D, [((1, 4, 4), False), ((2,), True)], (1, 4, 3)
    )
    assert read_model(path)[0].macs is None


def test_a_dynamic_batch_counts_as_one_or_as_given(tmp_path: Path) -> None:
    path = classifier(tmp_path / "m.tflite", np.ones((3, 4)), dynamic=True)
    info, _ = read_model(path)
    assert (info.macs, info.shapes_used) == (12, {"x": (1, 4)})
    info, _ = read_model(path, {"x": (5, 4)})
    assert (info.macs, info.shapes_used) == (60, {"x": (5, 4)})


def test_another_shape_than_stored_is_unknown(tmp_path: Path) -> None:
    path = classifier(tmp_path / "m.tflite", np.ones((3, 4)), dynamic=True)
    assert read_model(path, {"x": (1, 9)})[0].macs is None


def test_nothing_multiplied_is_zero_not_unknown(tmp_path: Path) -> None:
    assert read_model(relu_chain(tmp_path / "m.tflite", depth=3))[0].macs == 0
