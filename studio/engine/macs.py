"""Counts multiply-accumulates (MACs) of a TensorFlow graph from the shapes of its ops.

Counted: convolutions, depthwise convolutions, transposed convolutions, matrix products, einsum.
Where a dimension is not known, or the work repeats an unknown number of times (the body of a
loop), the answer is None and the op is named: a partial sum would pass for a total.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

_CALLING = frozenset(
    {
        "While",
        "StatelessWhile",
        "If",
        "StatelessIf",
        "Case",
        "StatelessCase",
        "PartitionedCall",
        "StatefulPartitionedCall",
        "MapDefun",
    }
)
_LOOPS = "NextIteration"
_UNCOUNTABLE = frozenset(
    {"XlaDotV2", "XlaConvV2", "XlaConv", "XlaDot", "SparseTensorDenseMatMul", "SparseMatMul"}
)


@dataclass(frozen=True)
class MacCount:
    """``total`` is None as soon as one op is in ``unknown_ops`` (op types, sorted).

    ``by_op``: name of each op that multiplies -> its MACs, None where they are not known.
    """

    total: int | None
    by_op: dict[str, int | None] = field(default_factory=dict)
    unknown_ops: tuple[str, ...] = ()


def count_macs(graph: Any) -> MacCount:
    """MACs of one run of ``graph`` (a tf.Graph with static shapes, calls inlined)."""
    by_op: dict[str, int | None] = {}
    unknown: set[str] = set()
    busy_functions = _multiplying_functions(graph)
    for op in graph.get_operations():
        macs = _op_macs(op, busy_functions)
        if macs is None:
            unknown.add(op.type)
        if macs != 0:
            by_op[op.name] = macs
    if by_op and any(op.type == _LOOPS for op in graph.get_operations()):
        unknown.add(_LOOPS)  # nobody knows how often the body of such a loop is run
    total = None if unknown else sum(macs or 0 for macs in by_op.values())
    return MacCount(total, by_op, tuple(sorted(unknown)))


def _op_macs(op: Any, busy_functions: set[str]) -> int | None:
    if op.type in _CALLING:
        return None if set(_called(op.node_def)) & busy_functions else 0
    if op.type in _UNCOUNTABLE:
        return None
    counter = _COUNTERS.get(op.type)
    return counter(op) if counter else 0


def _multiplying_functions(graph: Any) -> set[str]:
    """Names of library functions that multiply, themselves or through what they call."""
    functions = list(graph.as_graph_def(add_shapes=False).library.function)
    direct = {
        entry.signature.name
        for entry in functions
        if any(node.op in _COUNTERS or node.op in _UNCOUNTABLE for node in entry.node_def)
    }
    calls = {
        entry.signature.name: {name for node in entry.node_def for name in _called(node)}
        for entry in functions
    }
    while True:
        more = {name for name, called in calls.items() if called & direct} - direct
        if not more:
            return direct
        direct |= more


def _called(node: Any) -> Iterable[str]:
    for value in node.attr.values():
        if value.func.name:
            yield value.func.name
        for function in value.list.func:
            yield function.name


def _dims(tensor: Any) -> list[int] | None:
    shape = tensor.shape
    if shape.rank is None or any(dim is None for dim in shape.as_list()):
        return None
    return list(shape.as_list())


def _product(*parts: list[int] | None) -> int | None:
    if any(part is None for part in parts):
        return None
    return math.prod(math.prod(part) for part in parts if part is not None)


def _convolution(op: Any) -> int | None:
    """Output elements x kernel elements of one output channel: kernel is [..., in, out]."""
    kernel = _dims(op.inputs[1])
    return _product(_dims(op.outputs[0]), kernel[:-1] if kernel else None)


def _depthwise(op: Any) -> int | None:
    kernel = _dims(op.inputs[1])
    return _product(_dims(op.outputs[0]), kernel[:-2] if kernel else None)


def _transposed_convolution(op: Any) -> int | None:
    """Input elements x kernel elements of one input channel: kernel is [..., out, in]."""
    kernel = _dims(op.inputs[1])
    return _product(_dims(op.inputs[2]), kernel[:-1] if kernel else None)


def _matmul(op: Any) -> int | None:
    left = _dims(op.inputs[0])
    transposed = op.get_attr("transpose_a" if op.type == "MatMul" else "adj_x")
    return _product(_dims(op.outputs[0]), left[-2 if transposed else -1 :][:1] if left else None)


def _einsum(op: Any) -> int | None:
    """Two operands: the product of all index sizes. One operand only moves and adds."""
    if len(op.inputs) < 2:
        return 0
    equation = op.get_attr("equation").decode().replace(" ", "")
    sizes: dict[str, int] = {}
    for labels, tensor in zip(equation.split("->")[0].split(","), op.inputs, strict=True):
        dims = _dims(tensor)
        if dims is None or "." in labels or len(labels) != len(dims):
            return None
        sizes |= dict(zip(labels, dims, strict=True))
    return math.prod(sizes.values())


_COUNTERS: dict[str, Callable[[Any], int | None]] = {
    "Conv2D": _convolution,
    "Conv3D": _convolution,
    "Conv": _convolution,
    "DepthwiseConv2dNative": _depthwise,
    "Conv2DBackpropInput": _transposed_convolution,
    "Conv3DBackpropInputV2": _transposed_convolution,
    "MatMul": _matmul,
    "BatchMatMul": _matmul,
    "BatchMatMulV2": _matmul,
    "BatchMatMulV3": _matmul,
    "Einsum": _einsum,
}
