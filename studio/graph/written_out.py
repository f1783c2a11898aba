"""Nodes that another graph has as many: a recurrent layer unrolled, a normalization step by step.

What stands between matched nodes and is matched to nothing hangs together in stretches of any
shape. Where a stretch of either graph leads from and to nodes that are each other's counterparts,
and no other stretch does, they do the same work. What stands at both ends of both and does the same
is paired; where then only a node is left that is known to be written as several, these are what is
left on the other side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.graph.insides import Taken
from studio.graph.links import Links, Pair
from studio.graph.orders import is_bare
from studio.graph.skeleton import Skeleton
from studio.graph.torch_kinds import WRITTEN_OUT
from studio.graph.view import View
from studio.graph.ways import fits

_MADE = -2


@dataclass(frozen=True)
class _Stretch:
    """``before``/``after``: nodes around it that are matched; -1 = what the
    model is given, _MADE = what it gives."""

    inside: frozenset[int]
    before: frozenset[int]
    after: frozenset[int]


def written_out(one: Skeleton, other: Skeleton, pairs: Links) -> Taken:
    """``inside``: each node of the second with that of the first of which it is a part, and nodes
    that do the same beside them."""
    theirs = list(_stretches(other, pairs.firsts))
    found: list[tuple[_Stretch, int]] = []
    for stretch in _stretches(one, pairs.seconds):
        if any(one.whole.nodes[at].op in WRITTEN_OUT for at in stretch.inside):
            like = [place for place, its in enumerate(theirs) if _fits(stretch, its, pairs)]
            found += [(stretch, like[0])] if len(like) == 1 else []
    wanted = Counter(place for _, place in found)
    all_of_it = Taken()
    for stretch, place in found:
        if wanted[place] == 1:
            parts = _parts(one, other, set(stretch.inside), set(theirs[place].inside))
            all_of_it.add(parts)
    return all_of_it


def _parts(one: Skeleton, other: Skeleton, ours: set[int], its: set[int]) -> Taken:
    """Of two stretches that do the same work, which are used up; nothing where it is not clear."""
    nothing = Taken()
    beside: set[Pair] = set()
    idle, other_idle = set[int](), set[int]()
    for is_end in (True, False):
        while len(ours) > 1:
            mine, found = _tips(one.whole, ours, is_end), _tips(other.whole, its, is_end)
            if len(mine) != 1 or one.whole.nodes[mine[0]].op in WRITTEN_OUT:
                break
            if len(found) == 1 and len(its) > 1 and fits(one, other, mine[0], found[0]):
                beside.add((mine[0], found[0]))
                its.discard(found[0])
            elif len(found) == 1 and _is_layout(other, found[0]) and len(its) > 1:
                its.discard(found[0])
                other_idle.update(_needless(other, found[0]))
                continue
            elif not _may_be_gone(one, mine[0]):
                return nothing
            else:
                idle.update(_needless(one, mine[0]))
            ours.discard(mine[0])
    if len(ours) != 1 or one.whole.nodes[min(ours)].op not in WRITTEN_OUT:
        return nothing
    for is_end in (True, False):  # what only gives the values another shape is nobody's work
        while len(its) > 1 and len(found := _tips(other.whole, its, is_end)) == 1:
            if not _is_layout(other, found[0]):
                break
            its.discard(found[0])
            other_idle.update(_needless(other, found[0]))
    return Taken(beside | {(min(ours), at) for at in its}, idle, other_idle)


def _tips(view: View, inside: set[int], is_end: bool) -> list[int]:
    near: Sequence[tuple[int, ...]] = view.children if is_end else view.parents
    return [at for at in sorted(inside) if not inside.intersection(near[at])]


def _is_layout(side: Skeleton, at: int) -> bool:
    return side.roles[at] == "layout"


def _needless(side: Skeleton, at: int) -> set[int]:
    """The node, where it is known to leave all values in their order."""
    return {at} if _is_layout(side, at) and is_bare(side, at) else set()


def _may_be_gone(one: Skeleton, at: int) -> bool:
    """Whether converters leave it out, or make only what it takes."""
    return one.kinds[at] == "STRIDED_SLICE" or one.roles[at] in ("layout", "same", "affine")


def _fits(ours: _Stretch, its: _Stretch, pairs: Links) -> bool:
    """Whether both lead from and to the same: a node may be several, of which one is next to it."""
    return all(
        all(_of_first(at, pairs) & others for at in mine)
        and others <= {theirs for at in mine for theirs in _of_first(at, pairs)}
        for mine, others in ((ours.before, its.before), (ours.after, its.after))
    )


def _of_first(at: int, pairs: Links) -> set[int] | frozenset[int]:
    return pairs.of_first(at) if at >= 0 else frozenset({at})


def _stretches(side: Skeleton, matched: Mapping[int, object]) -> Iterator[_Stretch]:
    view, known = side.whole, side.known
    left_out: Collection[int] = known.known | known.sizing | known.unread
    free = {
        at
        for at, node in enumerate(view.nodes)
        if at not in matched
        and at not in left_out
        and not view.is_translation(at)
        and node.subgraph == 0
    }
    given = set(view.outputs)
    while free:
        waiting = [free.pop()]
        inside, before, after = set(waiting), set[int](), set[int]()
        while waiting:
            at = waiting.pop()
            for near, ends in ((view.parents[at], before), (view.children[at], after)):
                for neighbor in near:
                    if neighbor in free:
                        free.discard(neighbor)
                        inside.add(neighbor)
                        waiting.append(neighbor)
                    elif neighbor not in inside and neighbor not in left_out:
                        ends.add(neighbor)
            if any(tensor in given for tensor in view.nodes[at].outputs):
                after.add(_MADE)
        yield _Stretch(frozenset(inside), frozenset(before), frozenset(after))
