"""In which layer of a layered layout each item stands."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Literal, NamedTuple

Pinned = Literal["", "first", "last", "source"]


class Item(NamedTuple):
    """Something to be placed, in the order of execution. Lengths in scene units.

    ``pinned``: "first"/"last" stand in the first/last layer alone with their like (the ports of a
    frame); "source" begins the graph: what depends on it cannot float downward.
    """

    width: float
    height: float
    pinned: Pinned = ""


class Edge(NamedTuple):
    """From item to item; ``source_dx``/``target_dx``: where it is attached, from their middles.

    ``is_light``: nothing flows along it, so it bends no line along which something does.
    """

    source: int
    target: int
    source_dx: float = 0.0
    target_dx: float = 0.0
    is_light: bool = False


def down_order(items: Sequence[Item], edges: Sequence[Edge]) -> list[int]:
    """The items in an order in which as few edges as can be seen lead back.

    Items of several ops may need each other; and what is executed late may be needed early, where
    the item that needs it began early. So it is a topological order, the first in execution first;
    where a cycle leaves none, the first that remains.
    """
    after: list[list[int]] = [[] for _ in items]
    missing = [0] * len(items)
    for edge in edges:
        last_or_first = items[edge.source].pinned == "last" or items[edge.target].pinned == "first"
        if edge.source != edge.target and not last_or_first:
            after[edge.source].append(edge.target)
            missing[edge.target] += 1
    ready = [index for index, count in enumerate(missing) if not count]
    is_done = [False] * len(items)
    order: list[int] = []
    first_left = 0
    while len(order) < len(items):
        if ready:
            index = heappop(ready)
        else:
            while is_done[first_left]:
                first_left += 1
            index = first_left
        if is_done[index]:
            continue
        is_done[index] = True
        order.append(index)
        for other in after[index]:
            missing[other] -= 1
            if not missing[other] and not is_done[other]:
                heappush(ready, other)
    return order


def is_forward(items: Sequence[Item], source: int, target: int) -> bool:
    """Whether an edge goes down, of items in :func:`down_order`. The others are led back up along
    the side."""
    return source < target and items[target].pinned != "first" and items[source].pinned != "last"


def rank(items: Sequence[Item], edges: Sequence[Edge]) -> list[int]:
    """The layer of each item: the longest path to it, by the order of the items.

    What depends on no input (constants made wide again, handles of variables) stands right above
    what needs it, and so does an input that is needed late. Items without edges form rows of their
    own below all others.
    """
    count = len(items)
    before: list[list[int]] = [[] for _ in items]
    after: list[list[int]] = [[] for _ in items]
    has_edge = [False] * count
    for edge in edges:
        has_edge[edge.source] = has_edge[edge.target] = True
        if is_forward(items, edge.source, edge.target):
            before[edge.target].append(edge.source)
            after[edge.source].append(edge.target)
    first = int(any(item.pinned == "first" for item in items))
    ranks = [0] * count
    floats = [False] * count
    for index, item in enumerate(items):
        if item.pinned == "first":
            continue
        lowest, is_floating = first, item.pinned == ""
        for other in before[index]:
            if ranks[other] >= lowest:
                lowest = ranks[other] + 1
            is_floating = is_floating and floats[other]
        ranks[index], floats[index] = lowest, is_floating
    for index in range(count - 1, -1, -1):
        if floats[index] or (items[index].pinned == "source" and not before[index]):
            below = [ranks[other] for other in after[index] if items[other].pinned != "last"]
            if below:
                ranks[index] = max(ranks[index], min(below) - 1)
    return _with_rows(items, ranks, has_edge)


def _with_rows(items: Sequence[Item], ranks: list[int], has_edge: list[bool]) -> list[int]:
    """``ranks`` with the items that have no edge in rows, and the last ones below all."""
    loose = [i for i, item in enumerate(items) if not has_edge[i] and item.pinned == ""]
    apart = set(loose)
    tied = [ranks[i] for i, item in enumerate(items) if item.pinned != "last" and i not in apart]
    bottom = max(tied, default=-1)
    row = max(6, round(len(loose) ** 0.5))
    for place, index in enumerate(loose):
        ranks[index] = bottom + 1 + place // row
    bottom = max((ranks[i] for i, item in enumerate(items) if item.pinned != "last"), default=-1)
    for index, item in enumerate(items):
        if item.pinned == "last":
            ranks[index] = bottom + 1
    return ranks
