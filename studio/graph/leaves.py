"""What a graph's picture is made of when all is open: a leaf for each node, input and output."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from studio.core.model import Graph
from studio.graph.groups import subgraph_id
from studio.graph.hierarchy import TOP, Hierarchy

MOST_ENDS = 1000
"""Inputs, and outputs, of a subgraph that get boxes of their own."""


@dataclass(frozen=True, slots=True)
class End:
    """An input or output of a subgraph; ``home``: the group that this subgraph is."""

    kind: Literal["input", "output"]
    tensor: int
    home: str


@dataclass(slots=True)
class Leaves:
    """Leaf i is node i; behind the nodes come ``ends``.

    ``wires``: (from leaf, to leaf, tensor), each once. ``calls``: leaf of the caller -> groups.
    ``were_cut``: there are more ends than boxes for them.
    """

    ends: list[End] = field(default_factory=list)
    wires: list[tuple[int, int, int]] = field(default_factory=list)
    calls: list[tuple[int, str]] = field(default_factory=list)
    were_cut: bool = False


def find_leaves(graph: Graph, hierarchy: Hierarchy) -> Leaves:
    """A graph that names no inputs (that of a source) gets a box for each tensor nothing makes."""
    result = Leaves()
    makers: dict[int, int] = {}
    for node in graph.nodes:
        for tensor in node.outputs:
            if tensor >= 0:
                makers.setdefault(tensor, node.index)
    taken: dict[int, list[int]] = {}
    for node in graph.nodes:
        for tensor in dict.fromkeys(node.inputs):
            if tensor >= 0:
                taken.setdefault(tensor, []).append(node.index)
    begins: dict[int, int] = {}
    inputs = graph.inputs or (_unmade(graph, makers, taken),)
    for which, tensors in enumerate(inputs):
        for tensor in _ends(result, tensors):
            begins.setdefault(tensor, len(graph.nodes) + len(result.ends))
            result.ends.append(End("input", tensor, _home(hierarchy, which)))
    for tensor, users in taken.items():
        maker = makers.get(tensor, begins.get(tensor))
        if maker is not None:
            result.wires += [(maker, user, tensor) for user in users]
    for which, tensors in enumerate(graph.outputs):
        for tensor in _ends(result, tensors):
            leaf = len(graph.nodes) + len(result.ends)
            result.ends.append(End("output", tensor, _home(hierarchy, which)))
            maker = makers.get(tensor, begins.get(tensor))
            if maker is not None:
                result.wires.append((maker, leaf, tensor))
    index_of = {node.id: node.index for node in graph.nodes}
    for group in hierarchy.groups.values():
        if group.caller in index_of:
            result.calls.append((index_of[group.caller], group.id))
    return result


def _ends(result: Leaves, tensors: tuple[int, ...]) -> list[int]:
    once = list(dict.fromkeys(tensors))
    result.were_cut |= len(once) > MOST_ENDS
    return once[:MOST_ENDS]


def _home(hierarchy: Hierarchy, which: int) -> str:
    group = subgraph_id(which)
    return group if group in hierarchy.groups else TOP


def _unmade(graph: Graph, makers: dict[int, int], taken: dict[int, list[int]]) -> tuple[int, ...]:
    return tuple(
        tensor
        for tensor in sorted(taken)
        if tensor not in makers and not graph.tensors[tensor].is_constant
    )
