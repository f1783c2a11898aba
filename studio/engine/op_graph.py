"""The graph of a TensorFlow function as nodes and tensors with stable ids (op names)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from studio.core.model import Graph, GraphTensor, Node, Shape
from studio.engine.macs import count_macs

_CONSTANTS = frozenset({"Const", "ReadVariableOp"})
_INPUTS = frozenset({"Placeholder"})
_NOT_SHOWN = _INPUTS | {"NoOp"}
_ATTRIBUTES = ("strides", "padding", "dilations", "data_format", "ksize", "axis", "transpose_b")


def op_graph(graph: Any) -> Graph:
    """Nodes in the order in which the graph holds them, which is one that can be executed.

    Outputs are known of the graph of a function; a plain graph has none.
    """
    macs = count_macs(graph).by_op
    tensors: list[GraphTensor] = []
    index_of: dict[str, int] = {}
    nodes: list[Node] = []
    for op in graph.get_operations():
        is_constant = op.type in _CONSTANTS
        for tensor in op.outputs:
            index_of[tensor.name] = len(tensors)
            tensors.append(_tensor(tensor, len(tensors), is_constant))
        if is_constant or op.type in _NOT_SHOWN:
            continue
        inputs = tuple(index_of.get(tensor.name, -1) for tensor in op.inputs)
        nodes.append(
            Node(
                id=f"0/{op.name}",
                index=len(nodes),
                op=op.type,
                name=op.name,
                inputs=inputs,
                outputs=tuple(index_of[tensor.name] for tensor in op.outputs),
                macs=macs.get(op.name, 0),
                parameters=_parameters(inputs, tensors),
                attributes=_attributes(op),
            )
        )
    return Graph(
        nodes=tuple(nodes),
        tensors=tuple(tensors),
        inputs=(_places(_fed(graph), index_of),),
        outputs=(_places(getattr(graph, "outputs", ()), index_of),),
    )


def _fed(graph: Any) -> list[Any]:
    return [
        tensor
        for op in graph.get_operations()
        if op.type in _INPUTS
        for tensor in op.outputs
        if tensor.dtype.name != "resource"  # variables that the function has captured
    ]


def _places(tensors: Iterable[Any], index_of: dict[str, int]) -> tuple[int, ...]:
    return tuple(index_of[tensor.name] for tensor in tensors)


def _tensor(tensor: Any, index: int, is_constant: bool) -> GraphTensor:
    shape: Shape = () if tensor.shape.rank is None else tuple(tensor.shape.as_list())
    known = tensor.shape.is_fully_defined()
    size = math.prod(tensor.shape.as_list()) * max(tensor.dtype.size or 0, 0) if known else 0
    return GraphTensor(
        index=index,
        name=tensor.name,
        dtype=tensor.dtype.name,
        shape=shape,
        size_bytes=size,
        is_constant=is_constant,
    )


def _parameters(inputs: tuple[int, ...], tensors: list[GraphTensor]) -> int:
    """Elements of floating-point constants: shapes and axes are constants too, but no weights."""
    return sum(
        math.prod(dim or 0 for dim in tensors[index].shape)
        for index in inputs
        if index >= 0 and tensors[index].is_constant and "float" in tensors[index].dtype
    )


def _attributes(op: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _ATTRIBUTES:
        if name in op.node_def.attr:
            value = op.get_attr(name)
            found[name] = value.decode() if isinstance(value, bytes) else str(value)
    return found
