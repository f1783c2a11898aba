"""Turns an ONNX model into the graph with stable node ids.

Subgraphs of If, Loop and Scan become subgraphs of ours; what they take from around them is named
there, not listed as an input.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from studio.core.counted_weights import weights_of, with_parameters
from studio.core.few_values import FEW_VALUES, few_values
from studio.core.model import (
    Graph,
    GraphTensor,
    Node,
    Precision,
    Shape,
    Signature,
    TensorSpec,
)
from studio.graph.onnx_macs import macs_of

_BYTES = {
    "float64": 8, "int64": 8, "uint64": 8, "complex64": 8, "complex128": 16, "float32": 4,
    "int32": 4, "uint32": 4, "float16": 2, "bfloat16": 2, "int16": 2, "uint16": 2, "int8": 1,
    "uint8": 1, "bool": 1, "float8e4m3fn": 1, "float8e4m3fnuz": 1, "float8e5m2": 1,
    "float8e5m2fnuz": 1, "float8e8m0": 1,
}  # fmt: skip
_NAMES = {"float": "float32", "double": "float64"}
_TOLD = ("float16", "float32", "float64", "int32", "int64", "bool")
_FLOATS = ("float16", "bfloat16", "float32", "float64")


@dataclass
class _Scope:
    """Names of a graph, and of those around it. ``types``: name -> (dtype, shape)."""

    number: int
    types: dict[str, tuple[str, Shape]]
    around: _Scope | None = None
    tensors: dict[str, int] = field(default_factory=dict)

    def find(self, name: str) -> int | None:
        found = self.tensors.get(name)
        return found if found is not None or self.around is None else self.around.find(name)


class OnnxReader:
    """Collects nodes and tensors of a ModelProto; what it counted stands in its attributes.

    ``weights``: bytes by what they are. ``is_external``: some lie in other files.
    """

    def __init__(self, onnx: Any, model: Any) -> None:
        self._model = model
        self._dtypes = {
            number: _NAMES.get(name.lower(), name.lower())
            for name, number in onnx.TensorProto.DataType.items()
        }
        self._to_array = onnx.numpy_helper.to_array
        self._nodes: list[Node] = []
        self._tensors: list[GraphTensor] = []
        self._ends: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._seen: Counter[str] = Counter()
        self._subgraphs = 0
        self.parameters = 0
        self.weights: Counter[str] = Counter()
        self.is_external = False
        self.signature = Signature(name="", inputs=(), outputs=())

    def read(self) -> Graph:
        graph = self._model.graph
        self._graph(graph, None)
        stored = {tensor.name for tensor in graph.initializer}
        self.signature = Signature(
            name="",
            inputs=tuple(self._spec(value) for value in graph.input if value.name not in stored),
            outputs=tuple(self._spec(value) for value in graph.output),
        )
        ends = [self._ends[number] for number in range(self._subgraphs)]
        graph = Graph(
            nodes=tuple(self._nodes),
            tensors=tuple(self._tensors),
            inputs=tuple(inputs for inputs, _ in ends),
            outputs=tuple(outputs for _, outputs in ends),
        )
        return with_parameters(graph, weights_of(graph.tensors, _FLOATS))

    def _graph(self, graph: Any, around: _Scope | None) -> int:
        scope = _Scope(self._subgraphs, self._types(graph), around)
        self._subgraphs += 1
        for tensor in graph.initializer:
            self._weight(scope, tensor.name, tensor, tuple(tensor.dims))
        for sparse in graph.sparse_initializer:
            self._weight(scope, sparse.values.name, sparse.values, tuple(sparse.dims))
        inputs = tuple(
            self._tensor(scope, value.name)
            for value in graph.input
            if value.name not in scope.tensors
        )
        for node in graph.node:
            self._node(scope, node)
        outputs = tuple(self._used(scope, value.name) for value in graph.output)
        self._ends[scope.number] = (inputs, outputs)
        return scope.number

    def _types(self, graph: Any) -> dict[str, tuple[str, Shape]]:
        values = (*graph.value_info, *graph.input, *graph.output)
        return {value.name: self._type(value)[:2] for value in values}

    def _node(self, scope: _Scope, node: Any) -> None:
        called = {
            attribute.name: str(self._graph(inner, scope))
            for attribute in node.attribute
            for inner in graphs_of(attribute)
        }
        inputs = tuple(self._used(scope, name) if name else -1 for name in node.input)
        if node.op_type == "Constant" and not node.domain:
            self._constant(scope, node)
            return
        outputs = tuple(self._tensor(scope, name) if name else -1 for name in node.output)
        op = node.op_type if not node.domain else f"{node.domain}.{node.op_type}"
        name = node.name or ", ".join(name for name in node.output if name)
        key = f"{scope.number}/{op}/{', '.join(node.output)}"
        self._seen[key] += 1
        found = [self._tensors[at] for at in inputs if at >= 0]
        made = [self._tensors[at] for at in outputs if at >= 0]
        self._nodes.append(
            Node(
                id=key if self._seen[key] == 1 else f"{key}#{self._seen[key]}",
                index=len(self._nodes),
                op=op,
                name=name,
                subgraph=scope.number,
                inputs=inputs,
                outputs=outputs,
                macs=macs_of(node, found, made),
                attributes={**dict(_attributes(node)), **called},
                precision=_precision([*found, *made]),
            )
        )

    def _constant(self, scope: _Scope, node: Any) -> None:
        for attribute in node.attribute:
            if attribute.name == "value" and node.output:
                self._weight(scope, node.output[0], attribute.t, tuple(attribute.t.dims))
                return
        for name in node.output:
            index = self._tensor(scope, name, is_constant=True)
            self._tensors[index] = replace(self._tensors[index], values=_plain_values(node))

    def _weight(self, scope: _Scope, name: str, tensor: Any, shape: tuple[int, ...]) -> None:
        dtype = self._dtypes.get(tensor.data_type, "")
        elements = math.prod(shape)
        size = elements * _BYTES.get(dtype, 0)
        is_outside = len(tensor.external_data) > 0
        self.is_external |= is_outside
        if dtype in _FLOATS:
            self.parameters += elements
        if size and not is_outside:
            self.weights[f"weights {dtype}" if dtype in _FLOATS else "constants"] += size
        values: tuple[float, ...] = ()
        if 0 < elements <= FEW_VALUES and dtype in _TOLD and not is_outside:
            values = few_values(self._to_array(tensor).reshape(-1).tolist())
        index = scope.tensors[name] = self._append(scope, name, dtype, shape, size, True)
        if len(values) == elements:
            self._tensors[index] = replace(self._tensors[index], values=values)

    def _used(self, scope: _Scope, name: str) -> int:
        found = scope.find(name)
        return self._tensor(scope, name) if found is None else found

    def _tensor(self, scope: _Scope, name: str, is_constant: bool = False) -> int:
        known = scope.tensors.get(name)
        if known is not None:
            return known
        dtype, shape = scope.types.get(name, ("", ()))
        known_dims = [dim for dim in shape if dim is not None]
        is_known = name in scope.types and len(known_dims) == len(shape)
        size = math.prod(known_dims) * _BYTES.get(dtype, 0) if is_known else 0
        scope.tensors[name] = self._append(scope, name, dtype, shape, size, is_constant)
        return scope.tensors[name]

    def _append(
        self, scope: _Scope, name: str, dtype: str, shape: Shape, size: int, is_constant: bool
    ) -> int:
        index = len(self._tensors)
        self._tensors.append(
            GraphTensor(
                index=index,
                name=name,
                dtype=dtype,
                shape=shape,
                subgraph=scope.number,
                size_bytes=size,
                is_constant=is_constant,
            )
        )
        return index

    def _type(self, value: Any) -> tuple[str, Shape, bool]:
        """(dtype, shape, whether the rank is known); of what is no tensor ("", (), False)."""
        kind = value.type.WhichOneof("value")
        if kind != "tensor_type":
            return "", (), False
        tensor = value.type.tensor_type
        dims = tuple(
            dim.dim_value if dim.WhichOneof("value") == "dim_value" and dim.dim_value >= 0 else None
            for dim in tensor.shape.dim
        )
        return self._dtypes.get(tensor.elem_type, ""), dims, tensor.HasField("shape")

    def _spec(self, value: Any) -> TensorSpec:
        dtype, shape, rank_known = self._type(value)
        return TensorSpec(name=value.name, dtype=dtype, shape=shape, rank_known=rank_known)


def graphs_of(attribute: Any) -> Iterator[Any]:
    """The graphs inside of an attribute of a node."""
    if attribute.HasField("g"):
        yield attribute.g
    yield from attribute.graphs


def _plain_values(constant: Any) -> tuple[float, ...]:
    """Of a Constant that states numbers instead of a tensor."""
    for attribute in constant.attribute:
        found = {
            "value_float": (attribute.f,),
            "value_int": (attribute.i,),
            "value_floats": tuple(attribute.floats),
            "value_ints": tuple(attribute.ints),
        }.get(attribute.name, ())
        if found:
            return few_values(found)
    return ()


def _attributes(node: Any) -> Iterator[tuple[str, str]]:
    for attribute in node.attribute:
        if attribute.type == attribute.INT:
            yield attribute.name, str(attribute.i)
        elif attribute.type == attribute.FLOAT:
            yield attribute.name, f"{attribute.f:g}"
        elif attribute.type == attribute.STRING:
            yield attribute.name, attribute.s.decode("utf-8", "replace")[:200]
        elif attribute.type == attribute.INTS:
            yield attribute.name, ", ".join(map(str, attribute.ints[:16]))


def _precision(tensors: list[GraphTensor]) -> Precision:
    """float32 or float16 where all that carries values is; of quantized files nothing is said."""
    dtypes = {tensor.dtype for tensor in tensors if tensor.dtype in _FLOATS}
    others = {tensor.dtype for tensor in tensors} & {"int8", "uint8", "int4", "uint4"}
    if others or len(dtypes) != 1:
        return ""
    return "float16" if dtypes <= {"float16", "bfloat16"} else "float32"
