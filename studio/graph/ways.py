"""What stands on two ways between the same two nodes: pairs, and what a neighbor has taken in.

Ops in a row that read one value each. They are aligned in order, as far as that leaves one answer;
what is left on one side alone is inside a neighbor that can take it: an affine op in a convolution
or the like (the one before, where TFLite's converter folds it, else the one behind), an activation
where the file states one, padding in the convolution behind. What gives values another shape or
order needs nothing where the other side comes to the same order without it
(:mod:`studio.graph.orders`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from studio.core.alignment import align
from studio.core.model import Node
from studio.graph.canonical import PRODUCTS, SUMS, WEIGHTED
from studio.graph.links import Links, Pair
from studio.graph.orders import is_bare, is_same_op, is_same_order
from studio.graph.skeleton import OUTPUT, Skeleton, Way, bare

_SCALING = PRODUCTS | {"BATCH_NORM"}


def pair_up(
    one: Skeleton, other: Skeleton, way: Way, theirs: Way, known: Links, hints: Links
) -> list[Pair]:
    """Nodes on the two ways that must be the same, by what they do, their sizes and the order.

    ``known``: pairs of the skeletons, which are left out.
    """
    mine = [at for at in _seen(one, way) if not known.has_first(at)]
    others = [at for at in _seen(other, theirs) if not known.has_second(at)]
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


def _seen(side: Skeleton, way: Way) -> list[int]:
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


@dataclass(frozen=True)
class Taken:
    """``inside``: (node of the first, of the second), one of which is inside of the other.

    ``idle``/``other_idle``: nodes that only give values another shape, which needs nothing there.
    """

    inside: set[Pair]
    idle: set[int]
    other_idle: set[int]


def taken_in(
    one: Skeleton,
    other: Skeleton,
    way: Way,
    theirs: Way,
    pairs: Links,
    hints: Links,
    equal: Links,
) -> Taken:
    """What became of the nodes on the two ways that are not matched. ``pairs``: all that is.

    ``equal``: pairs that are known to compute with the same weights.
    """
    found: set[Pair] = set()
    idle, other_idle = set[int](), set[int]()
    missed: list[tuple[_Gap, _Gap]] = []
    for gap, other_gap in _gaps(one, other, way, theirs, pairs):
        ours = [at for at in gap.inside if not pairs.has_first(at)]
        its = [at for at in other_gap.inside if not pairs.has_second(at)]
        beside = _affine_alike(one, other, ours, its, hints)
        found |= beside
        mine_done, its_done = {a for a, _ in beside}, {b for _, b in beside}
        ends = ((gap.before, other_gap.before), (gap.after, other_gap.after))
        may_scale = (ends[0] not in equal.pairs, ends[1] not in equal.pairs)
        for at in ours:
            if at not in mine_done and one.roles[at] != "layout":
                into = _into(one, at, gap, other, other_gap, hints.of_first(at), may_scale)
                found |= {(at, into)} if into is not None else set()
        for at in its:
            if at not in its_done and other.roles[at] != "layout":
                into = _into(other, at, other_gap, one, gap, hints.of_second(at), may_scale)
                found |= {(into, at)} if into is not None else set()
        if not _settle(one, other, gap, other_gap, pairs, found, idle, other_idle):
            missed.append((gap, other_gap))
    if missed:
        # what was moved along the way, to the other side of an op of single elements
        whole = _Gap(way.start, way.value, _seen(one, way), _end(one, way), _reader(way))
        others = _Gap(
            theirs.start, theirs.value, _seen(other, theirs), _end(other, theirs), _reader(theirs)
        )
        _settle(one, other, whole, others, pairs, found, idle, other_idle)
        for gap, other_gap in missed:
            idle.update(at for at in _layouts(one, gap, pairs.seconds) if is_bare(one, at))
            other_idle.update(
                at for at in _layouts(other, other_gap, pairs.firsts) if is_bare(other, at)
            )
        idle -= {at for at, _ in found}
        other_idle -= {at for _, at in found}
    return Taken(found, idle, other_idle)


@dataclass(frozen=True)
class _Gap:
    """What stands between two matched nodes; ``before``/``after``: these, None = an end.

    ``given``/``made``: tensors that it begins and ends with.
    """

    before: int | None
    given: int
    inside: list[int]
    made: int
    after: int | None


def _gaps(
    one: Skeleton, other: Skeleton, way: Way, theirs: Way, pairs: Links
) -> Iterator[tuple[_Gap, _Gap]]:
    """The stretches of both ways between pairs that are on both, as far as they do not cross."""
    mine, others = _seen(one, way), _seen(other, theirs)
    last, other_last = way.start, theirs.start
    value, other_value = way.value, theirs.value
    begin = other_begin = 0
    for place, at in enumerate(mine):
        found = next(
            (there for there in range(other_begin, len(others)) if (at, others[there]) in pairs),
            None,
        )
        if found is None:
            continue
        its = others[found]
        yield (
            _Gap(last, value, mine[begin:place], one.whole.values[at][0], at),
            _Gap(
                other_last,
                other_value,
                others[other_begin:found],
                other.whole.values[its][0],
                its,
            ),
        )
        last, other_last = at, its
        value, other_value = one.whole.nodes[at].outputs[0], other.whole.nodes[its].outputs[0]
        begin, other_begin = place + 1, found + 1
    yield (
        _Gap(last, value, mine[begin:], _end(one, way), _reader(way)),
        _Gap(other_last, other_value, others[other_begin:], _end(other, theirs), _reader(theirs)),
    )


def _end(side: Skeleton, way: Way) -> int:
    return side.whole.nodes[way.through[-1]].outputs[0] if way.through else way.value


def _reader(way: Way) -> int | None:
    return None if way.reader == OUTPUT else way.reader


def _affine_alike(
    one: Skeleton, other: Skeleton, ours: list[int], its: list[int], hints: Links
) -> set[Pair]:
    """Unmatched nodes of the same gap whose names say that they do the same together."""
    return {
        (a, b)
        for a in ours
        for b in its
        if (a, b) in hints and one.roles[a] == other.roles[b] == "affine"
    }


def _settle(
    one: Skeleton,
    other: Skeleton,
    gap: _Gap,
    other_gap: _Gap,
    pairs: Links,
    found: set[Pair],
    idle: set[int],
    other_idle: set[int],
) -> bool:
    """What became of the unmatched layout ops of two gaps, added to the last three; whether that
    is known. Those on both sides do the same together; on one side alone they need nothing."""
    done, other_done = idle | {a for a, _ in found}, other_idle | {b for _, b in found}
    layouts = [at for at in _layouts(one, gap, pairs.seconds) if at not in done]
    others = [at for at in _layouts(other, other_gap, pairs.firsts) if at not in other_done]
    if not layouts and not others:
        return True
    ends = (gap.before, other_gap.before), (gap.after, other_gap.after)
    given = gap.given, other_gap.given
    is_same = is_same_order(one, other, (gap.inside, other_gap.inside), given, *ends) or (
        is_same_order(
            other, one, (other_gap.inside, gap.inside), given[::-1], ends[0][::-1], ends[1][::-1]
        )
    )
    if not is_same:
        return False
    if layouts and others:
        found.update((a, b) for a in layouts for b in others)
    else:
        idle.update(layouts)
        other_idle.update(others)
    return True


def _layouts(side: Skeleton, gap: _Gap, matched: Mapping[int, object]) -> list[int]:
    return [at for at in gap.inside if side.roles[at] == "layout" and at not in matched]


def _into(
    side: Skeleton,
    at: int,
    own: _Gap,
    other: Skeleton,
    gap: _Gap,
    named: Collection[int],
    may_scale: tuple[bool, bool],
) -> int | None:
    """Which of the nodes around ``gap`` in the other graph does what ``at`` of ``own`` does; None =
    unknown. ``named``: nodes that bear its name. ``may_scale``: whether the weights of the node
    before, and of the one behind, may be others than their counterparts'.
    """
    role, kind = side.roles[at], side.kinds[at]
    place = own.inside.index(at)
    ahead = [side.kinds[one] for one in own.inside[:place] if not _is_passed(side, one)]
    behind = [one for one in own.inside[place + 1 :] if not _is_passed(side, one)]
    beside: list[int] = []
    for near, is_scaled, has_way in (
        # behind an activation, nothing is of the op that states it any more
        (gap.before, may_scale[0], not ahead and not _has_activation(side, own.before)),
        (gap.after, may_scale[1], not behind),
    ):
        if near is None or (kind in _SCALING and not is_scaled):
            continue
        if role != "affine" or has_way:
            beside.append(near)
    for near in beside:
        if near in named and role != "unary":
            return near
    if role == "affine":
        takes = (n for n in beside if _takes(side, at, other, n, n == gap.before))
        return next(takes, None)
    if role == "activation":
        before = gap.before
        return before if before is not None and _states(other.whole.nodes[before], kind) else None
    if role == "pad":
        return gap.after if gap.after is not None and other.kinds[gap.after] in WEIGHTED else None
    return None


def _is_passed(side: Skeleton, at: int) -> bool:
    """Whether a scale or an offset may be taken to the other side of it."""
    return side.roles[at] in ("affine", "layout", "same")


def _has_activation(side: Skeleton, at: int | None) -> bool:
    if at is None:
        return False
    return side.whole.nodes[at].attributes.get("activation", "NONE").upper() not in ("NONE", "")


def _takes(side: Skeleton, at: int, other: Skeleton, near: int, is_before: bool) -> bool:
    kind = side.kinds[at]
    if other.kinds[near] not in WEIGHTED:
        return _is_same_sort(kind, other, near)
    read = side.whole.nodes[at].inputs
    constants = [
        side.whole.tensors[tensor].shape
        for tensor, found in zip(read, side.stored[at], strict=True)
        if tensor >= 0 and found is not None
    ]
    is_by_channel = all(len(bare(shape)) <= 1 for shape in constants)
    # an offset of what zeros are padded to is none of the sum
    return is_by_channel and (is_before or kind in PRODUCTS or _pads_nothing(other, near))


def _pads_nothing(side: Skeleton, at: int) -> bool:
    if side.kinds[at] == "FULLY_CONNECTED":
        return True
    stated = side.whole.nodes[at].attributes
    if stated.get("padding") == "VALID" or stated.get("auto_pad") == "VALID":
        return True
    pads = stated.get("pads", "0" if side.family == "onnx" and "auto_pad" not in stated else "")
    return bool(pads) and not set(pads) - set("0, ")


def _is_same_sort(kind: str, other: Skeleton, near: int) -> bool:
    """Whether constants of the two can be merged into one."""
    if other.roles[near] != "affine":
        return False
    return any({kind, other.kinds[near]} <= group for group in (PRODUCTS, SUMS))


def _states(node: Node, kind: str) -> bool:
    stated = node.attributes.get("activation", "")
    return stated.upper().replace("-", "_") == kind
