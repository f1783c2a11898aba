"""Turns the parsed file into the graph with stable node ids."""

from __future__ import annotations

import struct
from collections.abc import Hashable

from studio.core.counted_weights import with_parameters
from studio.core.few_values import FEW_VALUES, few_values
from studio.core.model import Graph, GraphTensor, Node, Quantization, TensorQuantization
from studio.graph.attributes import attributes
from studio.graph.facts import start_values
from studio.graph.macs import MacCounter
from studio.graph.parsing import Parsed, Subgraph, Tensor
from studio.graph.precision import precision_of

_BITS = {
    "float32": 32, "float16": 16, "bfloat16": 16, "float64": 64, "int8": 8, "uint8": 8,
    "int16": 16, "uint16": 16, "int32": 32, "uint32": 32, "int64": 64, "uint64": 64, "bool": 8,
    "int4": 4, "uint4": 4, "int2": 2, "complex64": 64, "complex128": 128,
    "float8_e4m3fn": 8, "float8_e5m2": 8,
}  # fmt: skip
_CODES = {"float32": "f", "float16": "e", "int32": "i", "int64": "q", "bool": "?"}


def build_graph(parsed: Parsed, counter: MacCounter) -> Graph:
    """Nodes of all subgraphs in execution order. Raises DamagedError."""
    nodes: list[Node] = []
    tensors: list[GraphTensor] = []
    inputs: list[tuple[int, ...]] = []
    outputs: list[tuple[int, ...]] = []
    seen: dict[str, int] = {}
    for which, subgraph in enumerate(parsed.subgraphs):
        first = len(tensors)
        tensors += [
            _tensor(tensor, first + index, which) for index, tensor in enumerate(subgraph.tensors)
        ]
        inputs.append(tuple(first + index for index in subgraph.inputs))
        outputs.append(tuple(first + index for index in subgraph.outputs))
        for op in subgraph.ops:
            name = _name(subgraph, op.outputs) or _name(subgraph, op.inputs)
            key = f"{which}/{op.name}/{name}"
            count = seen[key] = seen.get(key, 0) + 1
            nodes.append(
                Node(
                    id=key if count == 1 else f"{key}#{count}",
                    index=len(nodes),
                    op=op.name,
                    name=name,
                    subgraph=which,
                    inputs=_moved(op.inputs, first),
                    outputs=_moved(op.outputs, first),
                    macs=counter.op(op, which),
                    attributes=attributes(op),
                    precision=precision_of(op, subgraph),
                )
            )
    graph = Graph(
        nodes=tuple(nodes),
        tensors=tuple(tensors),
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        subgraph_names=tuple(subgraph.name for subgraph in parsed.subgraphs),
        end_names=_end_names(parsed),
    )
    return with_parameters(graph, _weights(parsed))


def _end_names(parsed: Parsed) -> dict[int, str]:
    """By its signatures; of several that name one tensor the first."""
    counts = [len(subgraph.tensors) for subgraph in parsed.subgraphs]
    names: dict[int, str] = {}
    for entry in parsed.signatures:
        first = sum(counts[: entry.subgraph])
        for name, index in (*entry.inputs.items(), *entry.outputs.items()):
            names.setdefault(first + index, name)
    return names


def _weights(parsed: Parsed) -> dict[int, tuple[Hashable, int]]:
    """Of all subgraphs; tensors that share a buffer share what is stored. Start values of state
    are none."""
    starts = start_values(parsed)
    tensors = [
        (tensor, (which, place) in starts)
        for which, subgraph in enumerate(parsed.subgraphs)
        for place, tensor in enumerate(subgraph.tensors)
    ]
    return {
        index: (("buffer", tensor.buffer) if tensor.buffer else index, tensor.elements)
        for index, (tensor, is_start) in enumerate(tensors)
        if tensor.is_weight and not is_start
    }


def _moved(indices: tuple[int, ...], first: int) -> tuple[int, ...]:
    return tuple([first + i if i >= 0 else -1 for i in indices]) if first else indices


def _name(subgraph: Subgraph, indices: tuple[int, ...]) -> str:
    return ", ".join([subgraph.tensors[index].name for index in indices if index >= 0])


def _tensor(tensor: Tensor, index: int, subgraph: int) -> GraphTensor:
    is_dynamic = True in tensor.dynamic
    computed = 0 if is_dynamic else (tensor.elements * _BITS.get(tensor.dtype, 0) + 7) // 8
    return GraphTensor(
        index=index,
        name=tensor.name,
        dtype=tensor.dtype,
        shape=tuple(
            [None if flag else dim for dim, flag in zip(tensor.shape, tensor.dynamic, strict=True)]
        )
        if is_dynamic
        else tensor.shape,
        subgraph=subgraph,
        size_bytes=tensor.stored_bytes or computed,
        is_constant=tensor.is_constant,
        quantization=_in_short(tensor.quantization) if tensor.is_quantized else None,
        values=_values(tensor) if tensor.few else (),
    )


def _values(tensor: Tensor) -> tuple[float, ...]:
    """Of a small constant that is stored as it is."""
    code, is_plain = _CODES.get(tensor.dtype), not (tensor.is_quantized or tensor.is_sparse)
    if code is None or not is_plain or not 0 < tensor.elements <= FEW_VALUES:
        return ()
    form = struct.Struct(f"<{tensor.elements}{code}")
    is_whole = len(tensor.few) == form.size
    return few_values(form.unpack(tensor.few)) if is_whole else ()


def _in_short(quantization: Quantization | None) -> TensorQuantization | None:
    if quantization is None:
        return None
    scales, zero_points = quantization.scales, quantization.zero_points
    return TensorQuantization(
        channels=len(scales),
        scale_least=min(scales),
        scale_greatest=max(scales),
        zero_point_least=min(zero_points),
        zero_point_greatest=max(zero_points),
        axis=quantization.axis,
    )
