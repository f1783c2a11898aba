"""What stands on two ways between the same two nodes: pairs, and what a neighbor has taken in.

Ops in a row that read one value each. They are aligned in order, as far as that leaves one answer;
what is left on one side alone is inside a neighbor: an affine op in a convolution or the like (the
one before, where TFLite's converter folds it, else the one behind), an activation where the file
states one, padding in the convolution behind. What gives values another shape is inside of whatever
does so at the same place; where nothing does, nothing needs it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from studio.core.alignment import align
from studio.core.model import Node
from studio.graph.canonical import WEIGHTED
from studio.graph.links import Links, Pair
from studio.graph.skeleton import OUTPUT, Skeleton, Way

_PRODUCTS = frozenset({"MUL", "DIV"})
_SUMS = frozenset({"ADD", "SUB"})


def pair_up(
    one: Skeleton, other: Skeleton, way: Way, theirs: Way, known: Links, hints: Links
) -> list[Pair]:
    """Nodes on the two ways that must be the same, by what they do, their sizes and the order.

    ``known``: pairs of the skeletons, which are left out.
    """
    mine = [at for at in _seen(one, way) if not known.has_first(at)]
    others = [at for at in _seen(other, theirs) if not known.has_second(at)]
    here = set(others)
    named = [(a, b) for a in mine for b in hints.of_first(a) & here if fits(one, other, a, b, True)]
    forward, back = dict(named), {b: a for a, b in named}
    if len(forward) != len(named) or len(back) != len(named):
        forward, back = {}, {}

    def may_be(ours: int, found: int) -> bool:
        if ours in forward or found in back:
            return forward.get(ours) == found
        return fits(one, other, ours, found, False)

    return [(mine[a], others[b]) for a, b in align(mine, others, may_be).pairs.items()]


def _seen(side: Skeleton, way: Way) -> list[int]:
    return [at for at in way.through if side.roles[at] != "same"]


def fits(one: Skeleton, other: Skeleton, ours: int, theirs: int, is_named: bool) -> bool:
    """Whether two nodes that stand at the same place do the same."""
    if one.roles[ours] != other.roles[theirs] or one.dims(ours) != other.dims(theirs):
        return False
    kind, other_kind = one.kinds[ours], other.kinds[theirs]
    if one.roles[ours] == "layout":
        if not one.by_size:
            return kind == other_kind
        is_alike = kind == other_kind or is_named or _given(one, ours) == _given(other, theirs)
        return is_alike and _made(one, ours) == _made(other, theirs)
    return kind == other_kind or any({kind, other_kind} <= group for group in (_PRODUCTS, _SUMS))


def _made(side: Skeleton, at: int) -> tuple[int, ...]:
    return _shape(side, side.whole.nodes[at].outputs[0])


def _given(side: Skeleton, at: int) -> tuple[int, ...]:
    return _shape(side, side.whole.values[at][0])


def _shape(side: Skeleton, tensor: int) -> tuple[int, ...]:
    return tuple(1 if dim is None else dim for dim in side.whole.tensors[tensor].shape)


@dataclass(frozen=True)
class Taken:
    """``inside``: (node of the first, of the second), one of which is inside of the other.

    ``idle``/``other_idle``: nodes that only give values another shape, which needs nothing there.
    """

    inside: set[Pair]
    idle: set[int]
    other_idle: set[int]


def taken_in(
    one: Skeleton, other: Skeleton, way: Way, theirs: Way, pairs: Links, hints: Links
) -> Taken:
    """What became of the nodes on the two ways that are not matched. ``pairs``: all that is."""
    found: set[Pair] = set()
    idle, other_idle = set[int](), set[int]()
    for gap, other_gap in _gaps(one, other, way, theirs, pairs):
        ours = [at for at in gap.inside if not pairs.has_first(at)]
        its = [at for at in other_gap.inside if not pairs.has_second(at)]
        together = _together(one, other, ours, its, hints)
        found |= together
        mine_done, its_done = {a for a, _ in together}, {b for _, b in together}
        for at in ours:
            if at in mine_done:
                continue
            if one.roles[at] == "layout":
                idle.add(at)
                continue
            into = _into(one, at, other, other_gap, hints.of_first(at))
            found |= {(at, into)} if into is not None else set()
        for at in its:
            if at in its_done:
                continue
            if other.roles[at] == "layout":
                other_idle.add(at)
                continue
            into = _into(other, at, one, gap, hints.of_second(at))
            found |= {(into, at)} if into is not None else set()
    return Taken(found, idle, other_idle)


@dataclass(frozen=True)
class _Gap:
    """What stands between two matched nodes; ``before``/``after``: these, None = an end."""

    before: int | None
    inside: list[int]
    after: int | None


def _gaps(
    one: Skeleton, other: Skeleton, way: Way, theirs: Way, pairs: Links
) -> Iterator[tuple[_Gap, _Gap]]:
    """The stretches of both ways between pairs that are on both, as far as they do not cross."""
    mine, others = _seen(one, way), _seen(other, theirs)
    last, other_last = way.start, theirs.start
    begin = other_begin = 0
    for place, at in enumerate(mine):
        found = next(
            (there for there in range(other_begin, len(others)) if (at, others[there]) in pairs),
            None,
        )
        if found is None:
            continue
        yield (
            _Gap(last, mine[begin:place], at),
            _Gap(other_last, others[other_begin:found], others[found]),
        )
        last, other_last = at, others[found]
        begin, other_begin = place + 1, found + 1
    yield (
        _Gap(last, mine[begin:], None if way.reader == OUTPUT else way.reader),
        _Gap(other_last, others[other_begin:], None if theirs.reader == OUTPUT else theirs.reader),
    )


def _together(
    one: Skeleton, other: Skeleton, ours: list[int], its: list[int], hints: Links
) -> set[Pair]:
    """Unmatched nodes of the same gap that do the same as a whole."""
    layouts = [at for at in ours if one.roles[at] == "layout"]
    other_layouts = [at for at in its if other.roles[at] == "layout"]
    found: set[Pair] = set()
    if len(layouts) != 1 or len(other_layouts) != 1:  # two alone would be called the same
        found = {(a, b) for a in layouts for b in other_layouts}
    found |= {
        (a, b)
        for a in ours
        for b in its
        if (a, b) in hints and one.roles[a] == other.roles[b] == "affine"
    }
    return found


def _into(
    side: Skeleton, at: int, other: Skeleton, gap: _Gap, named: Collection[int]
) -> int | None:
    """Which of the nodes around the gap in the other graph does what ``at`` does; None = unknown.

    ``named``: nodes that bear its name.
    """
    role, kind = side.roles[at], side.kinds[at]
    beside = [near for near in (gap.before, gap.after) if near is not None]
    for near in beside:
        if near in named and role != "unary":
            return near
    if role == "affine":
        takes = (n for n in beside if other.kinds[n] in WEIGHTED or _is_same_sort(kind, other, n))
        return next(takes, None)
    if role == "activation":
        before = gap.before
        return before if before is not None and _states(other.whole.nodes[before], kind) else None
    if role == "pad":
        return gap.after if gap.after is not None and other.kinds[gap.after] in WEIGHTED else None
    return None


def _is_same_sort(kind: str, other: Skeleton, near: int) -> bool:
    """Whether constants of the two can be merged into one."""
    if other.roles[near] != "affine":
        return False
    return any({kind, other.kinds[near]} <= group for group in (_PRODUCTS, _SUMS))


def _states(node: Node, kind: str) -> bool:
    stated = node.attributes.get("activation", "")
    return stated.upper().replace("-", "_") == kind
