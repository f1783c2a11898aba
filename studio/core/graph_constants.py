"""Which constants an op takes, whatever unpacks them on the way."""

from __future__ import annotations

from collections.abc import Mapping

from studio.core.model import Graph, Node

UNPACKING = frozenset({"DEQUANTIZE", "DENSIFY"})
"""Ops that only change how a constant is stored: from float16, quantized or sparse."""


def producers_of(graph: Graph) -> dict[int, int]:
    """Tensor index -> place in ``graph.nodes`` of the node that makes it."""
    producers: dict[int, int] = {}
    for place, node in enumerate(graph.nodes):
        for index in node.outputs:
            producers.setdefault(index, place)
    return producers


def constants_of(graph: Graph, producers: Mapping[int, int], node: Node) -> list[int]:
    """Indices of the constant tensors that a node takes, each once.

    Those as well that are only unpacked on the way: stored as float16 or sparse.
    """
    found: list[int] = []
    seen: set[int] = set()  # nobody has vouched that the file has no circle
    waiting = list(node.inputs[::-1])
    while waiting:
        index = waiting.pop()
        if not 0 <= index < len(graph.tensors) or index in seen:
            continue
        seen.add(index)
        producer = producers.get(index)
        if graph.tensors[index].is_constant:
            found.append(index)
        elif producer is not None and graph.nodes[producer].op in UNPACKING:
            waiting += graph.nodes[producer].inputs
    return found
