"""The graph of a Keras model: one node for each call of a layer, nested models opened up.

Node ids are made from layer paths, which the file states; Keras's own tensor names count up in
the life of a process and would not be stable.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import msgspec

from studio.core.counted_weights import weights_of, with_parameters
from studio.core.model import Graph, GraphTensor, Node
from studio.engine.macs import MacCount, count_macs
from studio.engine.tensorflow_import import load_tensorflow

_ATTRIBUTES = (
    "units",
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "dilation_rate",
    "groups",
    "depth_multiplier",
    "pool_size",
    "activation",
    "use_bias",
    "axis",
    "epsilon",
    "rate",
    "target_shape",
    "input_dim",
    "output_dim",
    "num_heads",
    "key_dim",
    "return_sequences",
    "stateful",
    "unroll",
    "interpolation",
    "size",
    "max_value",
)


def keras_graph(model: Any, traced_graph: Any = None) -> Graph:
    """Nodes in execution order. MACs stand on the layers where ``traced_graph`` is given."""
    builder = _Builder()
    functional = _functional(model)
    inputs = tuple(
        builder.bind(tensor, f"input:{position}", tensor)
        for position, tensor in enumerate(_flat(functional.inputs))
    )
    builder.add(functional, "")
    graph = Graph(
        nodes=tuple(builder.nodes),
        tensors=tuple(builder.tensors),
        inputs=(inputs,),
        outputs=(builder.places_of(_flat(functional.outputs)),),
    )
    dtypes = {tensor.dtype for tensor in graph.tensors}  # what a layer keeps is all of its own
    graph = with_parameters(graph, weights_of(graph.tensors, dtypes))
    if traced_graph is None:
        return graph
    return _with_macs(graph, builder, model, count_macs(traced_graph))


def _functional(model: Any) -> Any:
    return getattr(model, "_functional", None) or model


def _is_nested(operation: Any) -> bool:
    return getattr(_functional(operation), "_nodes_by_depth", None) is not None


def _flat(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _operation(call: Any) -> Any:
    """The layer that is called; Keras 2 has another word for it."""
    return getattr(call, "operation", None) or call.layer


def _arguments(call: Any) -> list[Any]:
    arguments = getattr(call, "arguments", None)
    return list(call.keras_inputs if arguments is None else arguments.keras_tensors)


def _results(call: Any) -> list[Any]:
    flat: list[Any] = load_tensorflow().nest.flatten(call.outputs)
    return flat


def _dtype(tensor: Any) -> str:
    return str(getattr(tensor.dtype, "name", tensor.dtype))


class _Builder:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.tensors: list[GraphTensor] = []
        self.paths: dict[str, list[int]] = {}
        self._index_of: dict[int, int] = {}
        self._weights: dict[int, int] = {}

    def bind(self, tensor: Any, name: str, like: Any) -> int:
        """Give the symbolic ``tensor`` a place of its own."""
        index = self._append(name, _dtype(like), tuple(like.shape))
        self._index_of[id(tensor)] = index
        return index

    def places_of(self, tensors: list[Any]) -> tuple[int, ...]:
        return tuple(self._index_of[id(tensor)] for tensor in tensors)

    def add(self, functional: Any, prefix: str) -> None:
        """Append the calls of ``functional`` in execution order; its inputs are bound already."""
        calls: Counter[str] = Counter()
        by_depth = functional._nodes_by_depth
        for depth in sorted(by_depth, reverse=True):
            for call in by_depth[depth]:
                operation = _operation(call)
                if call.is_input:
                    continue
                path = prefix + operation.name
                calls[path] += 1
                self._add_call(call, operation, path, calls[path] - 1)

    def _add_call(self, call: Any, operation: Any, path: str, repeat: int) -> None:
        inputs = [self._index_of[id(tensor)] for tensor in _arguments(call)]
        if _is_nested(operation):
            inner = _functional(operation)
            for tensor, index in zip(inner.inputs, inputs, strict=False):
                self._index_of[id(tensor)] = index
            self.add(inner, f"{path}{f':{repeat}' if repeat else ''}/")
            for outer, tensor in zip(_results(call), inner.outputs, strict=True):
                self._index_of[id(outer)] = self._index_of[id(tensor)]
            return
        label = f"{path}:{repeat}" if repeat else path
        weights = list(getattr(operation, "weights", []))
        constants = [self._constant(path, weight) for weight in weights]
        outputs = [
            self.bind(tensor, f"{label}:{position}", tensor)
            for position, tensor in enumerate(_results(call))
        ]
        self.paths.setdefault(re.sub(r":\d+(?=/)", "", path), []).append(len(self.nodes))
        self.nodes.append(
            Node(
                id=f"0/{label}",
                index=len(self.nodes),
                op=type(operation).__name__,
                name=label,
                inputs=(*inputs, *constants),
                outputs=tuple(outputs),
                macs=None if weights else 0,
                attributes=_attributes(operation),
            )
        )

    def _constant(self, path: str, weight: Any) -> int:
        index = self._weights.get(id(weight))
        if index is None:
            name = f"{path}/{weight.name.split('/')[-1].removesuffix(':0')}"
            dtype, size_bytes = _dtype(weight), _size_bytes(weight)
            index = self._append(name, dtype, tuple(weight.shape), size_bytes, True)
            self._weights[id(weight)] = index
        return index

    def _append(
        self,
        name: str,
        dtype: str,
        shape: tuple[int | None, ...],
        size_bytes: int = 0,
        is_constant: bool = False,
    ) -> int:
        self.tensors.append(
            GraphTensor(
                index=len(self.tensors),
                name=name,
                dtype=dtype,
                shape=shape,
                size_bytes=size_bytes,
                is_constant=is_constant,
            )
        )
        return len(self.tensors) - 1


def _elements(weights: list[Any]) -> int:
    total = 0
    for weight in weights:
        count = 1
        for dim in weight.shape:
            count *= int(dim)
        total += count
    return total


def _size_bytes(weight: Any) -> int:
    return int(_elements([weight]) * load_tensorflow().dtypes.as_dtype(weight.dtype).size)


def _attributes(operation: Any) -> dict[str, str]:
    try:
        config = operation.get_config()
    except (NotImplementedError, TypeError, ValueError, AttributeError):
        return {}
    return {
        name: str(config[name])
        for name in _ATTRIBUTES
        if isinstance(config.get(name), (bool, int, float, str, tuple, list))
    }


def _with_macs(graph: Graph, builder: _Builder, model: Any, count: MacCount) -> Graph:
    """Each counted op's MACs on the layer call in whose name scope it stands.

    Keras opens a scope for each call, "net_1/inner_3/conv2d_1_2": the layer's name and a running
    number. Where not every MAC finds its layer, layers without any stay unknown (None).
    """
    suffixed = _root_is_suffixed(model, count)
    by_instance: dict[tuple[str, ...], int | None] = {}
    instances: dict[str, list[tuple[str, ...]]] = {}
    is_complete = True
    for name, macs in count.by_op.items():
        found = _locate(name.split("/")[1:], builder.paths, suffixed)
        if found is None:
            is_complete = False
            continue
        path, instance = found
        if instance not in by_instance:
            instances.setdefault(path, []).append(instance)
            by_instance[instance] = 0
        before = by_instance[instance]
        by_instance[instance] = None if before is None or macs is None else before + macs
    known: dict[int, int | None] = {}
    for path, found_instances in instances.items():
        for node, instance in zip(builder.paths[path], found_instances, strict=False):
            known[node] = by_instance[instance]
    rest = 0 if is_complete else None
    return msgspec.structs.replace(
        graph,
        nodes=tuple(
            msgspec.structs.replace(node, macs=known.get(node.index, rest)) for node in graph.nodes
        ),
    )


def _root_is_suffixed(model: Any, count: MacCount) -> bool:
    return all(name.split("/")[0] != model.name for name in count.by_op)


def _locate(
    scopes: list[str], paths: dict[str, list[int]], suffixed: bool
) -> tuple[str, tuple[str, ...]] | None:
    """The layer path that the scopes lead to, and the scopes down to it."""
    path = ""
    for depth, scope in enumerate(scopes):
        stripped = re.sub(r"_\d+$", "", scope)
        options = [stripped, scope] if suffixed else [scope, stripped]
        for option in options:
            candidate = f"{path}/{option}" if path else option
            if candidate in paths:
                return candidate, tuple(scopes[: depth + 1])
            if any(known.startswith(candidate + "/") for known in paths):
                path = candidate
                break
        else:
            return None
    return None
