"""The graph of a TensorFlow function as nodes and tensors with stable ids (op names).

What inlining calls leaves behind is not the model's and not shown: ops that hand on an argument or
a result of a call, and reads of variables that have become constants. Names are told without the
calls around them, which are those of the file's writer and not of its layers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from studio.core.call_scopes import without_calls
from studio.core.counted_weights import Weights, weights_of, with_parameters
from studio.core.few_values import FEW_VALUES, few_values
from studio.core.model import Graph, GraphTensor, Node, Shape
from studio.engine.macs import count_macs
from studio.engine.tensorflow_import import load_tensorflow

_CONSTANTS = frozenset({"Const", "ReadVariableOp"})
_DEFAULTED = "PlaceholderWithDefault"
_FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})
_TOLD = frozenset({"float16", "float32", "float64", "int32", "int64", "bool"})
_OF_CALLS = "Func/"
"""How the names of ops begin that the inlining of calls adds."""
_ATTRIBUTES = ("strides", "padding", "dilations", "data_format", "ksize", "axis", "transpose_b")


def op_graph(graph: Any) -> Graph:
    """Nodes in the order in which the graph holds them, which is one that can be executed.

    Outputs are known of the graph of a function; a plain graph has none.
    """
    macs = count_macs(graph).by_op
    tensors: list[GraphTensor] = []
    index_of: dict[str, int] = {}
    read_from: dict[int, int] = {}
    nodes: list[Node] = []
    given = _given(graph)
    for op in graph.get_operations():
        if op.type == "Identity" and op.name.startswith(_OF_CALLS):
            handed_on = index_of.get(op.inputs[0].name)
            if handed_on is not None:
                index_of[op.outputs[0].name] = handed_on
                continue
        is_constant = op.type in _CONSTANTS or _is_read(op, index_of, tensors)
        for tensor in op.outputs:
            if is_constant and op.type == "Identity":
                handed = index_of[op.inputs[0].name]
                read_from[len(tensors)] = read_from.get(handed, handed)
            index_of[tensor.name] = len(tensors)
            tensors.append(_tensor(tensor, len(tensors), is_constant))
        if op.type == "Const":
            tensors[-1] = replace(tensors[-1], values=_values(op))
        if is_constant or op.type in given or op.type == "NoOp":
            continue
        inputs = tuple(index_of.get(tensor.name, -1) for tensor in op.inputs)
        nodes.append(
            Node(
                id=f"0/{op.name}",
                index=len(nodes),
                op=op.type,
                name=without_calls(op.name),
                inputs=inputs,
                outputs=tuple(index_of[tensor.name] for tensor in op.outputs),
                macs=macs.get(op.name, 0),
                attributes=_attributes(op),
            )
        )
    found = Graph(
        nodes=tuple(nodes),
        tensors=tuple(tensors),
        inputs=(_places(_fed(graph), index_of),),
        outputs=(_places(getattr(graph, "outputs", ()), index_of),),
    )
    return with_parameters(found, _weights(tensors, read_from))


def _is_read(op: Any, index_of: dict[str, int], tensors: list[GraphTensor]) -> bool:
    """Whether it hands on a constant, as reads of frozen variables do."""
    if op.type != "Identity":
        return False
    place = index_of.get(op.inputs[0].name)
    return place is not None and tensors[place].is_constant


def _given(graph: Any) -> frozenset[str]:
    """Kinds of ops that stand for what the model is given: those with a default where no other."""
    kinds = {op.type for op in graph.get_operations()}
    return frozenset({"Placeholder" if "Placeholder" in kinds else _DEFAULTED})


def _fed(graph: Any) -> list[Any]:
    """Of a function its own inputs: placeholders that were mapped to them may be left over."""
    own = getattr(graph, "inputs", None)
    if own is None:
        given = _given(graph)
        placeholders = (op for op in graph.get_operations() if op.type in given)
        own = [tensor for op in placeholders for tensor in op.outputs]
    # those of resources are variables that the function has captured
    return [tensor for tensor in own if tensor.dtype.name != "resource"]


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


def _values(constant: Any) -> tuple[float, ...]:
    """Of a small Const of numbers, else ()."""
    stored = constant.node_def.attr["value"].tensor
    shape = [dim.size for dim in stored.tensor_shape.dim]
    if not 0 < math.prod(shape) <= FEW_VALUES or constant.outputs[0].dtype.name not in _TOLD:
        return ()
    values = load_tensorflow().make_ndarray(stored)
    return few_values(values.reshape(-1).tolist())


def _weights(tensors: list[GraphTensor], read_from: dict[int, int]) -> Weights:
    """``read_from``: constant -> the one that it hands on, which is stored."""
    found = weights_of(tensors, _FLOATS)
    return {
        index: (read_from.get(index, stored), elements)
        for index, (stored, elements) in found.items()
    }


def _attributes(op: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _ATTRIBUTES:
        if name in op.node_def.attr:
            value = op.get_attr(name)
            found[name] = value.decode() if isinstance(value, bytes) else str(value)
    return found
