"""Finds the model's op behind each timed op, or says that it cannot be known.

What the runtime runs itself carries the op's index. A delegate numbers its own list, which differs
from the model's: ops joined with a neighbor are missing, others were added. There the two lists are
aligned in order by kind (see core.alignment), part by part as the runtime cuts the graph; where
several ops could be meant, none is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.alignment import align
from studio.core.model import Node
from studio.core.profile import Placing
from studio.graph.partitions import foretell_parts
from studio.graph.profile_events import Slot
from studio.graph.xnnpack import kind_of, ops_of


@dataclass(frozen=True)
class Found:
    """``node``: position in the subgraph's nodes, None where ``placing`` is not "mapped"."""

    placing: Placing
    node: int | None = None


@dataclass(frozen=True)
class AlignedSubgraph:
    """``found``: one for each slot. ``untimed``: nodes that no slot can be."""

    found: tuple[Found, ...]
    untimed: tuple[int, ...]


def align_subgraph(
    nodes: Sequence[Node], slots: Sequence[Slot], constant_tensors: frozenset[int]
) -> AlignedSubgraph:
    """``slots``: those of this subgraph in order of execution. ``constant_tensors``: see Graph."""
    found = [_of_runtime(slot, nodes) for slot in slots]
    undelegated = {one.node for one in found if one.node is not None}
    folded = _folded(nodes, constant_tensors)
    open_nodes: set[int] = set()
    for here, candidates in _delegated_parts(nodes, slots, undelegated):
        if candidates is None:
            open_nodes |= set(range(len(nodes))) - undelegated
            continue
        wanted = [at for at in candidates if at not in folded]
        aligned = align([slots[at] for at in here], [nodes[at] for at in wanted], _fits)
        open_nodes |= {wanted[at] for at in aligned.open_second}
        for place, at in enumerate(here):
            if place in aligned.pairs:
                found[at] = Found("mapped", wanted[aligned.pairs[place]])
            elif place not in aligned.open_first and ops_of(slots[at].tag) is not None:
                found[at] = _inserted(slots[at], found[at - 1] if place else None, nodes)
    mapped = {one.node for one in found if one.node is not None}
    untimed = tuple(at for at in range(len(nodes)) if at not in mapped and at not in open_nodes)
    return AlignedSubgraph(tuple(found), untimed)


def _of_runtime(slot: Slot, nodes: Sequence[Node]) -> Found:
    """Open where the index and the name do not agree, and what a delegate ran, for now."""
    if slot.is_delegated or not 0 <= slot.node < len(nodes) or nodes[slot.node].op != slot.tag:
        return Found("open")
    return Found("mapped", slot.node)


def _inserted(slot: Slot, before: Found | None, nodes: Sequence[Node]) -> Found:
    """Added by the delegate; but a clamp behind an op that has an activation is that activation."""
    node = nodes[before.node] if before is not None and before.node is not None else None
    has_activation = node is not None and node.attributes.get("activation", "NONE") != "NONE"
    if has_activation and before is not None and kind_of(slot.tag) == "Clamp":
        return before
    return Found("inserted")


def _delegated_parts(
    nodes: Sequence[Node], slots: Sequence[Slot], undelegated: set[int]
) -> list[tuple[list[int], tuple[int, ...] | None]]:
    """Slots that a delegate ran in one go, and the nodes that are in there.

    The nodes are None where the foretold order is not the observed one, but for a single part,
    which has all that the runtime did not run itself.
    """
    observed = _runs_of_delegate(slots)
    if len(observed) == 1:
        rest = tuple(at for at in range(len(nodes)) if at not in undelegated)
        return [(observed[0], rest)]
    candidates: dict[int, tuple[int, ...]] = {}
    foretold: list[int] = []
    for part in foretell_parts(nodes, undelegated):
        if part.is_delegated:
            candidates[len(foretold)] = part.nodes
        else:
            foretold += part.nodes
    own = [slot.node for slot in slots if not slot.is_delegated]
    places = [sum(not slot.is_delegated for slot in slots[: here[0]]) for here in observed]
    is_right = own == foretold and len(set(places)) == len(places)
    return [
        (here, candidates.get(place) if is_right else None)
        for here, place in zip(observed, places, strict=True)
    ]


def _runs_of_delegate(slots: Sequence[Slot]) -> list[list[int]]:
    """Places of slots, by stretch: its numbers start anew at 0."""
    observed: list[list[int]] = []
    is_inside = False
    for at, slot in enumerate(slots):
        if slot.is_delegated:
            if not is_inside or slot.node == 0:
                observed.append([])
            observed[-1].append(at)
        is_inside = slot.is_delegated
    return observed


def _folded(nodes: Sequence[Node], constant_tensors: frozenset[int]) -> set[int]:
    """Ops on constants alone, e.g. DEQUANTIZE of weights: a delegate computes them beforehand."""
    constants = set(constant_tensors)
    folded: set[int] = set()
    for at, node in enumerate(nodes):
        inputs = [tensor for tensor in node.inputs if tensor >= 0]
        if inputs and constants.issuperset(inputs):
            folded.add(at)
            constants |= set(node.outputs)
    return folded


def _fits(slot: Slot, node: Node) -> bool:
    ops = ops_of(slot.tag)
    return ops is not None and node.op in ops
