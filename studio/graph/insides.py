"""What became of the nodes on two ways that are not matched.

What is on one side alone is inside a neighbor that can take it: an affine op in a convolution or
the like (the one before, where TFLite's converter folds it, else the one behind), an activation
where the file states one, padding in the convolution behind. What gives values another shape or
order needs nothing where the other side comes to the same order without it
(:mod:`studio.graph.orders`). Of the rest nothing is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from studio.core.model import Node
from studio.graph.canonical import PRODUCTS, SUMS, WEIGHTED
from studio.graph.links import Links, Pair
from studio.graph.orders import is_bare, is_same_order
from studio.graph.skeleton import OUTPUT, Skeleton, Way, bare
from studio.graph.ways import seen

_SCALING = PRODUCTS | {"BATCH_NORM"}


@dataclass
class Taken:
    """``inside``: (node of the first, of the second), one of which is inside of the other.

    ``idle``/``other_idle``: nodes that only give values another shape, which needs nothing there.
    """

    inside: set[Pair] = field(default_factory=set)
    idle: set[int] = field(default_factory=set)
    other_idle: set[int] = field(default_factory=set)

    def add(self, more: Taken) -> None:
        self.inside |= more.inside
        self.idle |= more.idle
        self.other_idle |= more.other_idle


@dataclass(frozen=True)
class Insides:
    """Of two skeletons. ``pairs``: all that is matched; ``hints``: pairs that bear one name;
    ``equal``: pairs that are known to compute with the same weights."""

    one: Skeleton
    other: Skeleton
    pairs: Links
    hints: Links
    equal: Links

    def taken_in(self, way: Way, theirs: Way) -> Taken:
        found = Taken()
        missed: list[tuple[_Gap, _Gap]] = []
        for gap, other_gap in self._gaps(way, theirs):
            self._take(gap, other_gap, found)
            if not self._settle(gap, other_gap, found):
                missed.append((gap, other_gap))
        if missed:
            # what was moved along the way, to the other side of an op of single elements
            self._settle(_whole(self.one, way), _whole(self.other, theirs), found)
        inside = {a for a, _ in found.inside}, {b for _, b in found.inside}
        for gap, other_gap in missed:
            ours, its = self._layouts(gap, other_gap)
            found.idle.update(at for at in ours if is_bare(self.one, at) and at not in inside[0])
            found.other_idle.update(
                at for at in its if is_bare(self.other, at) and at not in inside[1]
            )
        return found

    def _gaps(self, way: Way, theirs: Way) -> Iterator[tuple[_Gap, _Gap]]:
        """The stretches of both ways between pairs that are on both, as far as they do not
        cross."""
        mine, others = seen(self.one, way), seen(self.other, theirs)
        places = {at: place for place, at in enumerate(others)}
        last, other_last = way.start, theirs.start
        value, other_value = way.value, theirs.value
        begin = other_begin = 0
        for place, at in enumerate(mine):
            there = [places[its] for its in self.pairs.of_first(at) if its in places]
            found = min((one for one in there if one >= other_begin), default=-1)
            if found < 0:
                continue
            its = others[found]
            yield (
                _Gap(self.one, last, value, mine[begin:place], at),
                _Gap(self.other, other_last, other_value, others[other_begin:found], its),
            )
            last, other_last = at, its
            value = self.one.whole.nodes[at].outputs[0]
            other_value = self.other.whole.nodes[its].outputs[0]
            begin, other_begin = place + 1, found + 1
        yield (
            _Gap(self.one, last, value, mine[begin:], _reader(way)),
            _Gap(self.other, other_last, other_value, others[other_begin:], _reader(theirs)),
        )

    def _take(self, gap: _Gap, other_gap: _Gap, found: Taken) -> None:
        """All but layout ops: what a neighbor does, or several of one name do together."""
        ours = [at for at in gap.inside if not self.pairs.has_first(at)]
        its = [at for at in other_gap.inside if not self.pairs.has_second(at)]
        here = set(its)
        together = {
            (a, b)
            for a in ours
            for b in self.hints.of_first(a) & here
            if self.one.roles[a] == self.other.roles[b] == "affine"
        }
        done, other_done = {a for a, _ in together}, {b for _, b in together}
        may_scale = (
            (gap.before, other_gap.before) not in self.equal.pairs,
            (gap.after, other_gap.after) not in self.equal.pairs,
        )
        found.inside |= together
        for at in ours:
            into = _into(gap, at, other_gap, self.hints.of_first(at), may_scale)
            if into is not None and at not in done:
                found.inside.add((at, into))
        for at in its:
            into = _into(other_gap, at, gap, self.hints.of_second(at), may_scale)
            if into is not None and at not in other_done:
                found.inside.add((into, at))

    def _settle(self, gap: _Gap, other_gap: _Gap, found: Taken) -> bool:
        """What became of the layout ops of two gaps, added to ``found``; False = not known. Those
        on both sides do the same together; on one side alone they need nothing."""
        done = found.idle | {a for a, _ in found.inside}
        other_done = found.other_idle | {b for _, b in found.inside}
        layouts, others = self._layouts(gap, other_gap)
        layouts = [at for at in layouts if at not in done]
        others = [at for at in others if at not in other_done]
        if not layouts and not others:
            return True
        if not _is_same_order(gap, other_gap) and not _is_same_order(other_gap, gap):
            return False
        if layouts and others:
            found.inside.update((a, b) for a in layouts for b in others)
        else:
            found.idle.update(layouts)
            found.other_idle.update(others)
        return True

    def _layouts(self, gap: _Gap, other_gap: _Gap) -> tuple[list[int], list[int]]:
        """The unmatched ones of both."""
        return (
            [at for at in gap.inside if gap.is_layout(at) and not self.pairs.has_first(at)],
            [
                at
                for at in other_gap.inside
                if other_gap.is_layout(at) and not self.pairs.has_second(at)
            ],
        )


class _Gap:
    """What stands between two matched nodes; ``before``/``after``: these, None = an end.

    ``given``: the tensor that it begins with. ``first``/``last``: places of nodes inside that no
    scale or offset may be taken to the other side of.
    """

    def __init__(
        self, side: Skeleton, before: int | None, given: int, inside: list[int], after: int | None
    ) -> None:
        self.side, self.before, self.given, self.after = side, before, given, after
        self.inside = inside
        self.places = {at: place for place, at in enumerate(inside)}
        stopping = [
            place
            for place, at in enumerate(inside)
            if side.roles[at] not in ("affine", "layout", "same")
        ]
        self.first = stopping[0] if stopping else len(inside)
        self.last = stopping[-1] if stopping else -1

    def is_layout(self, at: int) -> bool:
        return self.side.roles[at] == "layout"


def _whole(side: Skeleton, way: Way) -> _Gap:
    return _Gap(side, way.start, way.value, seen(side, way), _reader(way))


def _reader(way: Way) -> int | None:
    return None if way.reader == OUTPUT else way.reader


def _is_same_order(gap: _Gap, other: _Gap) -> bool:
    return is_same_order(
        gap.side,
        other.side,
        (gap.inside, other.inside),
        (gap.given, other.given),
        (gap.before, other.before),
        (gap.after, other.after),
    )


def _into(
    own: _Gap, at: int, gap: _Gap, named: Collection[int], may_scale: tuple[bool, bool]
) -> int | None:
    """Which of the nodes around ``gap`` in the other graph does what ``at`` of ``own`` does; None =
    unknown. ``named``: nodes that bear its name. ``may_scale``: whether the weights of the node
    before, and of the one behind, may be others than their counterparts'.
    """
    side, other = own.side, gap.side
    role, kind, place = side.roles[at], side.kinds[at], own.places[at]
    if role == "layout":
        return None
    beside: list[int] = []
    for near, is_scaled, is_next in (
        # behind an activation, nothing is of the op that states it any more
        (gap.before, may_scale[0], place <= own.first and not _has_activation(side, own.before)),
        (gap.after, may_scale[1], place >= own.last),
    ):
        may_be = (is_scaled or kind not in _SCALING) and (is_next or role != "affine")
        if near is not None and may_be:
            beside.append(near)
    for near in beside:
        if near in named and role != "unary":
            return near
    if role == "affine":
        return next((n for n in beside if _takes(side, at, other, n, n == gap.before)), None)
    if role == "activation":
        before = gap.before
        return before if before is not None and _states(other.whole.nodes[before], kind) else None
    if role == "pad":
        return gap.after if gap.after is not None and other.kinds[gap.after] in WEIGHTED else None
    return None


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
