"""Which ops a delegate runs in one go, foretold from the graph and from what it did not take.

LiteRT cuts a graph greedily (tensorflow/lite/graph_info.cc): of the ops whose inputs are ready it
takes the first one's side, delegate or runtime, and then all that are ready on that side, in file
order, until none is left; then the other side has its turn. Ops with side effects keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from studio.core.model import Node

_SIDE_EFFECTS = frozenset({"ASSIGN_VARIABLE", "CALL_ONCE", "WHILE", "IF"})


@dataclass(frozen=True)
class Part:
    """Ops that run one after the other; positions in the list of nodes."""

    is_delegated: bool
    nodes: tuple[int, ...]


def foretell_parts(nodes: Sequence[Node], undelegated: AbstractSet[int]) -> tuple[Part, ...]:
    """The parts of one subgraph's ``nodes`` in order of execution.

    ``undelegated``: positions of the nodes that the runtime runs itself. Ops whose inputs never get
    ready (a damaged graph) are in no part.
    """
    made_by = {tensor: at for at, node in enumerate(nodes) for tensor in node.outputs}
    needs = [{made_by[tensor] for tensor in node.inputs if tensor in made_by} for node in nodes]
    earlier = -1
    for at, node in enumerate(nodes):
        if node.op in _SIDE_EFFECTS:
            if earlier >= 0:
                needs[at].add(earlier)
            earlier = at
    done: set[int] = set()
    parts: list[Part] = []
    while len(done) < len(nodes):
        ready = [at for at in range(len(nodes)) if at not in done and needs[at] <= done]
        if not ready:
            break
        is_delegated = ready[0] not in undelegated
        taken: list[int] = []
        # the inputs of an op come before it in the file, so one pass finds all
        for at in range(len(nodes)):
            on_side = (at not in undelegated) == is_delegated
            if at not in done and on_side and needs[at] <= done:
                done.add(at)
                taken.append(at)
        parts.append(Part(is_delegated, tuple(taken)))
    return tuple(parts)
