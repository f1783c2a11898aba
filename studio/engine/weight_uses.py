"""Which weights of a traced function could be encoded without their zeros, and what is in them.

Followed are variables and constants through reads and reshapes to the ops that use them. Where one
of another kind uses a weight (it is cut into pieces for a loop, multiplied by a mask), what
converting makes of it is not known, and so it is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from studio.core.weight_facts import WeightFacts
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import Traced
from studio.graph.weights import Weight, weight_facts

_HANDED_ON = frozenset({"Identity", "ReadVariableOp", "Reshape", "StopGradient", "ExpandDims"})
_CONVOLVING = {
    "Conv2D": (3, 0, 1, 2),
    "Conv2DBackpropInput": (2, 0, 1, 3),
    "DepthwiseConv2dNative": None,
}
"""Op -> in which order a .tflite has the axes of its weight; None: its last two become one."""
_CONNECTED = frozenset({"MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"})
_NEVER = frozenset(
    {
        *("Conv3D", "GatherV2", "Gather", "ResourceGather", "BiasAdd", "Add", "AddV2", "Sub"),
        *("Shape", "VariableShape", "VarIsInitializedOp", "NoOp"),
    }
)
_SCALING = frozenset({"Mul", "RealDiv", "Div"})
_NORMALIZING = "FusedBatchNorm"
_SCALE = 1
"""Which input of a normalization multiplies."""


@dataclass
class _Use:
    values: Any
    name: str
    kinds: set[str] = field(default_factory=set)
    axes: tuple[int, ...] | None = None


def looked_at(traced: Traced) -> WeightFacts:
    """What is in the float32 weights that ``traced`` computes with."""
    uses = list(_uses(traced.graph, getattr(traced.graph, "variables", ())))
    weights = [_weight(use) for use in uses]
    is_complete = not any("scale" in use.kinds for use in uses)
    is_complete = is_complete and not any(weight.use == "unknown" for weight in weights)
    kept = (weight for weight in weights if weight.use != "other")  # others may be folded away
    return weight_facts(kept, is_complete)


def _uses(graph: Any, variables: Any) -> Iterator[_Use]:
    given = {id(variable.handle): variable for variable in variables}
    captured = {
        inner.name: given[id(outer)]
        for outer, inner in getattr(graph, "captures", ())
        if id(outer) in given
    }
    for op in graph.get_operations():
        if op.type == "Const" and op.outputs[0].dtype.name == "float32":
            if op.outputs[0].shape.rank:
                yield _followed(
                    op.outputs[0],
                    _Use(load_tensorflow().make_ndarray(op.get_attr("value")), op.name),
                )
        elif op.outputs and op.outputs[0].name in captured:
            variable = captured[op.outputs[0].name]
            if variable.dtype.name == "float32" and variable.shape.rank:
                yield _followed(op.outputs[0], _Use(variable.numpy(), variable.name))


def _followed(tensor: Any, use: _Use) -> _Use:
    """``use`` with what the ops that read ``tensor`` make of it; it is called after one of them
    where freezing has left it a number for a name."""
    waiting = [tensor]
    while waiting:
        one = waiting.pop()
        for op in one.consumers():
            if op.type in _HANDED_ON:
                if op.inputs[0] is one:
                    waiting += op.outputs
                continue
            places = [place for place, given in enumerate(op.inputs) if given is one]
            use.kinds |= {_kind(op, place, use) for place in places}
            if use.name.isdigit():
                use.name = op.name
    return use


def _kind(op: Any, place: int, use: _Use) -> str:
    if use.values.ndim < 2:
        multiplies = op.type.startswith(_NORMALIZING) and place == _SCALE
        multiplies = multiplies or (op.type in _SCALING and not _is_taken_off(op))
        return "scale" if multiplies and not use.values.all() else "other"
    if op.type in _NEVER:
        return "other"
    if op.type in _CONNECTED and place == 1 and use.values.ndim == 2:
        is_turned = op.get_attr("transpose_b" if op.type == "MatMul" else "adj_y")
        use.axes = None if is_turned else (1, 0)
        return "connected"
    if op.type in _CONVOLVING and use.values.ndim == 4:
        use.axes = _CONVOLVING[op.type]
        return "convolving" if op.type != "DepthwiseConv2dNative" else "depthwise"
    return "unknown"


def _is_taken_off(op: Any) -> bool:
    """Whether its result is only subtracted, as the scaled mean is in a normalization."""
    readers = [reader.type for one in op.outputs for reader in one.consumers()]
    return bool(readers) and set(readers) <= {"Sub", "Neg"}


def _weight(use: _Use) -> Weight:
    values: np.ndarray = np.asarray(use.values)
    kinds = use.kinds - {"other", "scale"}
    if values.ndim < 2 or not kinds:
        return Weight(use.name, values, "other")
    if kinds == {"depthwise"}:
        values = values.reshape(1, *values.shape[:2], -1)
        return Weight(use.name, values, "convolving")
    if kinds == {"unknown"} and not values.any():  # what a loop begins with, and no weight
        return Weight(use.name, values, "other")
    if len(kinds) == 1:
        return Weight(use.name, values.transpose(use.axes) if use.axes else values, *kinds)
    return Weight(use.name, values, "unknown")
