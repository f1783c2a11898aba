"""Which nodes of two graphs names and the numbers in weights propose as doing the same work.

Only proposals: whether they fit into what is around them is seen behind
(:mod:`studio.graph.across`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from studio.graph.links import Links, Pair
from studio.graph.matching import Pairs
from studio.graph.skeleton import Skeleton


def by_content(one: Skeleton, other: Skeleton, of_one_content: Mapping[int, int]) -> Pairs:
    """By constants of the same numbers; ``of_one_content``: tensor of the first -> the only one of
    the second."""
    readers: dict[int, list[int]] = defaultdict(list)
    for at in other.places:
        for tensor in other.whole.nodes[at].inputs:
            if tensor >= 0:
                readers[other.whole.origins[tensor]].append(at)
    found: dict[int, set[int]] = defaultdict(set)
    for at in one.places:
        for tensor in one.whole.nodes[at].inputs:
            theirs = of_one_content.get(one.whole.origins[tensor]) if tensor >= 0 else None
            if theirs is not None:
                found[at].update(readers[theirs])
    return _only(one, other, found)


def of_equal_weights(
    one: Skeleton, other: Skeleton, of_one_content: Mapping[int, int]
) -> Iterable[Pair]:
    """Nodes whose largest constants are the same numbers, so that nothing can be folded in them."""
    theirs: dict[int, list[int]] = defaultdict(list)
    for at in range(len(other.whole.nodes)):
        largest = _largest_constant(other, at)
        if largest is not None:
            theirs[largest].append(at)
    for at in range(len(one.whole.nodes)):
        largest = _largest_constant(one, at)
        if largest is not None and largest in of_one_content:
            yield from ((at, its) for its in theirs[of_one_content[largest]])


def _largest_constant(side: Skeleton, at: int) -> int | None:
    view = side.whole
    found = {
        view.origins[tensor]: math.prod(side.shape(tensor))
        for tensor in view.nodes[at].inputs
        if tensor in view.constants
    }
    return max(found, key=lambda tensor: found[tensor]) if found else None


def by_name(one: Skeleton, other: Skeleton, hints: Links) -> Pairs:
    """By what names say, of the nodes that the skeletons keep."""
    found: dict[int, set[int]] = defaultdict(set)
    for ours, theirs in hints.pairs:
        if one.is_bone(ours) and other.is_bone(theirs):
            found[ours].add(theirs)
    return _only(one, other, found)


def _only(one: Skeleton, other: Skeleton, found: Mapping[int, set[int]]) -> Pairs:
    """Those of one kind and size that only each other could be."""
    fitting = {
        ours: {
            theirs
            for theirs in others
            if one.view.kinds[one.number(ours)] == other.view.kinds[other.number(theirs)]
        }
        for ours, others in found.items()
    }
    wanted: dict[int, int] = defaultdict(int)
    for others in fitting.values():
        for theirs in others:
            wanted[theirs] += 1
    return {
        ours: min(others)
        for ours, others in fitting.items()
        if len(others) == 1 and wanted[min(others)] == 1
    }
