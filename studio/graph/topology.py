"""Matches what names do not tell: nodes of one kind in the same surroundings.

Each node is labeled by its kind and by all that leads to it, and again by all that follows from it,
as far as the next matched nodes: the refinement of Weisfeiler and Lehman (1968) on a graph without
cycles, where one sweep each way is enough. Two nodes of one label, both ways, that nobody shares
are the same. Where only one way agrees, a change lies on the other; then the kind must be the only
one of its like that is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence

from studio.graph.view import View

Pairs = dict[int, int]
_MOST_ROUNDS = 12


def match_by_topology(
    first: View, second: View, known: Pairs, *, ends_by_place: bool = True
) -> Pairs:
    """More pairs, on top of ``known``; translations are left out. ``ends_by_place``: inputs and
    outputs stand in the same order where there are as many; else they go by name."""
    pairs = dict(known)
    for _ in range(_MOST_ROUNDS):
        more = _round(first, second, pairs, ends_by_place=ends_by_place)
        if not more:
            break
        pairs.update(more)
    return {one: other for one, other in pairs.items() if one not in known}


def alike(first: View, second: View) -> Pairs:
    """What the whole structure alone, without a name, leaves one answer for."""
    return _round(first, second, {}, one_sided=False)


def _round(
    first: View,
    second: View,
    pairs: Pairs,
    *,
    one_sided: bool = True,
    ends_by_place: bool = True,
) -> Pairs:
    back = {other: one for one, other in pairs.items()}
    mine, theirs = _left(first, pairs), _left(second, back)
    if not mine or not theirs:
        return {}
    numbers: dict[object, int] = {}

    def number(label: object) -> int:
        return numbers.setdefault(label, len(numbers))

    ends = _ends(first, second, ends_by_place)
    our_labels = _labels(first, {at: at for at in pairs}, ends[0], number)
    their_labels = _labels(second, back, ends[1], number)
    found = _unique({at: our_labels[at] for at in mine}, {at: their_labels[at] for at in theirs})
    if found or not one_sided:
        return found
    counts = Counter(first.kinds[at] for at in mine)
    other_counts = Counter(second.kinds[at] for at in theirs)
    lonely = {kind for kind, count in counts.items() if count == other_counts[kind] == 1}
    for way in (0, 1):
        found = _unique(
            {at: our_labels[at][way] for at in mine if first.kinds[at] in lonely},
            {at: their_labels[at][way] for at in theirs if second.kinds[at] in lonely},
        )
        if found:
            return found
    return {}


def _left(view: View, known: Mapping[int, int]) -> list[int]:
    return [at for at in range(len(view.nodes)) if at not in known and not view.is_translation(at)]


def _unique(mine: Mapping[int, Hashable], theirs: Mapping[int, Hashable]) -> Pairs:
    """Those whose label one node on each side has. Both: node -> label."""
    counts, other_counts = Counter(mine.values()), Counter(theirs.values())
    places = {label: at for at, label in theirs.items()}
    return {
        at: places[label] for at, label in mine.items() if counts[label] == other_counts[label] == 1
    }


Ends = tuple[dict[int, object], dict[int, object]]


def _ends(first: View, second: View, by_place: bool) -> tuple[Ends, Ends]:
    """Labels of what goes into and comes out of each model: by place where both have as many."""
    is_same_count = (
        by_place and len(first.inputs) == len(second.inputs),
        by_place and len(first.outputs) == len(second.outputs),
    )

    def label(view: View, tensors: Sequence[int], by_place: bool) -> dict[int, object]:
        return {
            tensor: ("end", place if by_place else view.tensors[tensor].name)
            for place, tensor in enumerate(tensors)
        }

    return (
        (
            label(first, first.inputs, is_same_count[0]),
            label(first, first.outputs, is_same_count[1]),
        ),
        (
            label(second, second.inputs, is_same_count[0]),
            label(second, second.outputs, is_same_count[1]),
        ),
    )


def _labels(
    view: View, anchors: dict[int, int], ends: Ends, number: Callable[[object], int]
) -> list[tuple[int, int]]:
    """Of each node the label of what leads to it and of what follows from it."""
    count = len(view.nodes)
    inputs, outputs = ends
    before, after = [-1] * count, [-1] * count
    kinds = [number(("kind", kind)) for kind in view.kinds]
    made: dict[int, int] = {}
    for at in range(count):
        labels = [
            made[tensor] if tensor in made else number(("in", inputs.get(tensor)))
            for tensor in view.values[at]
        ]
        if view.is_either_way(at):
            labels.sort()
        before[at] = number(("before", kinds[at], tuple(labels)))
        own = number(("pair", anchors[at])) if at in anchors else before[at]
        for place, tensor in enumerate(view.nodes[at].outputs):
            made[tensor] = number(("made", own, place))
    for at in reversed(range(count)):
        labels = []
        for place, tensor in enumerate(view.nodes[at].outputs):
            if tensor in outputs:
                labels.append(number(("out", place, outputs[tensor])))
            for reader, where in view.readers.get(tensor, ()):
                shown = 0 if view.is_either_way(reader) else where
                own = number(("pair", anchors[reader])) if reader in anchors else after[reader]
                labels.append(number(("read", place, own, shown)))
        after[at] = number(("after", kinds[at], tuple(sorted(labels))))
    return list(zip(before, after, strict=True))
