"""Multiply-accumulates of ONNX ops, counted from shapes as :mod:`studio.graph.macs` does.

Layouts are those of the ONNX operators: Conv weights [out, in / groups, *kernel], ConvTranspose
[in, out / groups, *kernel], Gemm and MatMul by their last two dimensions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from studio.core.model import GraphTensor

_NOT_COUNTED = frozenset({
    "LSTM", "GRU", "RNN", "Einsum", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger",
    "DeformConv", "DFT", "STFT", "Loop", "Scan", "SequenceMap", "Attention",
    "LinearAttention", "CausalConvWithState",
})  # fmt: skip
"""They multiply and add: how much is not counted here. Loop and Scan repeat what they hold."""


def macs_of(node: Any, inputs: Sequence[GraphTensor], outputs: Sequence[GraphTensor]) -> int | None:
    """``None`` where it cannot be told; ops of others' domains may do what they like."""
    if node.domain not in ("", "ai.onnx") or node.op_type in _NOT_COUNTED:
        return None
    if node.op_type not in ("Conv", "ConvTranspose", "Gemm", "MatMul"):
        return 0
    if len(inputs) < 2 or not outputs:
        return None
    data, weights, made = _dims(inputs[0]), _dims(inputs[1]), _dims(outputs[0])
    if not data or not weights or not made:
        return None
    if node.op_type == "Conv":
        return math.prod(made) * math.prod(weights[1:])
    if node.op_type == "ConvTranspose":
        return math.prod(data) * math.prod(weights[1:])
    if node.op_type == "Gemm":
        is_turned = any(one.name == "transA" and one.i for one in node.attribute)
        return math.prod(made) * data[0 if is_turned else -1]
    return math.prod(made) * data[-1]


def _dims(tensor: GraphTensor) -> list[int] | None:
    """None where one is open, and where there are none: then they may not be known."""
    dims = [dim for dim in tensor.shape if dim is not None]
    return dims if dims and len(dims) == len(tensor.shape) else None
