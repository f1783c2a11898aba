"""Weights counted once each: at the first op that computes with them, whoever else does.

So that what ops have adds up to what the model has.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Mapping, Sequence

from msgspec.structs import replace

from studio.core.graph_constants import UNPACKING, constants_of, producers_of
from studio.core.messages.marking import mark
from studio.core.model import Graph, GraphTensor, Node

Weights = Mapping[int, tuple[Hashable, int]]
"""Tensor index -> (what is stored, equal for tensors that share it; its elements)."""

_NAMED = 3


def weights_of(tensors: Sequence[GraphTensor], dtypes: Container[str]) -> Weights:
    """Constants of these types, each stored by itself: shapes and axes are constants too."""
    return {
        tensor.index: (tensor.index, math.prod(dim or 0 for dim in tensor.shape))
        for tensor in tensors
        if tensor.is_constant and tensor.dtype in dtypes
    }


def with_parameters(graph: Graph, weights: Weights) -> Graph:
    """``graph`` with the parameters of its nodes, of which each weight counts at one alone.

    What is only unpacked on the way (DEQUANTIZE, DENSIFY) belongs to the op behind, and to the one
    that unpacks it only where nothing takes it from there.
    """
    producers = producers_of(graph)
    own: dict[int, int] = defaultdict(int)
    counted_at: dict[int, set[int]] = defaultdict(set)
    shared_with: dict[int, set[int]] = defaultdict(set)
    first: dict[Hashable, int] = {}
    unpacks = [node.op in UNPACKING for node in graph.nodes]
    for place in sorted(range(len(unpacks)), key=lambda place: unpacks[place]):
        used = constants_of(graph, producers, graph.nodes[place])
        for stored, elements in {weights[index] for index in used if index in weights}:
            at = first.setdefault(stored, place)
            if at == place:
                own[place] += elements
            elif not unpacks[place]:
                counted_at[place].add(at)
                shared_with[at].add(place)
    nodes = tuple(
        replace(
            node,
            parameters=own[place],
            counted_at=tuple(sorted(counted_at[place])),
            shared_with=tuple(sorted(shared_with[place])),
        )
        if place in own or place in counted_at
        else node
        for place, node in enumerate(graph.nodes)
    )
    return replace(graph, nodes=nodes)


def sharing_text(nodes: Sequence[Node], node: Node, translate: Callable[[str], str] = str) -> str:
    """Which ops use the weights of ``node`` too, and at which they are counted; "" = none does."""
    counted = translate(mark("counted at {ops}")).format(ops=_named(nodes, node.counted_at))
    shared = translate(mark("shared with {ops}")).format(ops=_named(nodes, node.shared_with))
    parts = [counted] if node.counted_at else []
    return ", ".join([*parts, shared] if node.shared_with else parts)


def _named(nodes: Sequence[Node], places: Sequence[int]) -> str:
    """ "CONV_2D 3, CONV_2D 7, ADD 9, … (31)"."""
    names = [f"{nodes[place].op} {place}" for place in places[:_NAMED]]
    return ", ".join(names) + (f", … ({len(places):,})" if len(places) > _NAMED else "")
