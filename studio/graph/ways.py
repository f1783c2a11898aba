"""What stands on two ways between the same two nodes and does the same: pairs.

Ops in a row that read one value each, aligned in order, as far as that leaves one answer. What is
left: :mod:`studio.graph.insides`.
"""

from __future__ import annotations

from studio.core.alignment import align
from studio.graph.canonical import PRODUCTS, SUMS
from studio.graph.links import Links, Pair
from studio.graph.orders import is_same_op
from studio.graph.skeleton import Skeleton, Way


def pair_up(
    one: Skeleton, other: Skeleton, way: Way, theirs: Way, known: Links, hints: Links
) -> list[Pair]:
    """Nodes on the two ways that must be the same, by what they do, their sizes and the order.

    ``known``: pairs of the skeletons, which are left out.
    """
    mine = [at for at in seen(one, way) if not known.has_first(at)]
    others = [at for at in seen(other, theirs) if not known.has_second(at)]
    here = set(others)
    named = [(a, b) for a in mine for b in hints.of_first(a) & here if fits(one, other, a, b)]
    forward, back = dict(named), {b: a for a, b in named}
    if len(forward) != len(named) or len(back) != len(named):
        forward, back = {}, {}

    def may_be(ours: int, found: int) -> bool:
        if ours in forward or found in back:
            return forward.get(ours) == found
        return fits(one, other, ours, found)

    return [(mine[a], others[b]) for a, b in align(mine, others, may_be).pairs.items()]


def seen(side: Skeleton, way: Way) -> list[int]:
    """Its nodes, but for those that hand on what they are given."""
    return [at for at in way.through if side.roles[at] != "same"]


def fits(one: Skeleton, other: Skeleton, ours: int, theirs: int) -> bool:
    """Whether two nodes that stand at the same place do the same."""
    if one.roles[ours] != other.roles[theirs] or one.dims(ours) != other.dims(theirs):
        return False
    kind, other_kind = one.kinds[ours], other.kinds[theirs]
    if one.roles[ours] == "layout":
        if not one.by_size:
            return kind == other_kind
        is_alike = kind == other_kind or _given(one, ours) == _given(other, theirs)
        if not is_alike or _made(one, ours) != _made(other, theirs):
            return False
        is_plain = kind == other_kind == "RESHAPE" or _given(one, ours) != _given(other, theirs)
        return is_plain or is_same_op(one, other, ours, theirs)
    return kind == other_kind or any({kind, other_kind} <= group for group in (PRODUCTS, SUMS))


def _made(side: Skeleton, at: int) -> tuple[int, ...]:
    return side.shape(side.whole.nodes[at].outputs[0])


def _given(side: Skeleton, at: int) -> tuple[int, ...]:
    return side.shape(side.whole.values[at][0])
