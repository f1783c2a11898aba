"""A level cut where all of it goes through one item, as deep networks do again and again.

Such an item is alone in its layer and no edge passes it: what is above and what is below know of
each other by that item only. So each stretch is laid out on its own, equal ones once, and they are
hung below each other with the items that they share in one place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from studio.graph.ranking import Edge, Item, is_forward

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """``places``: left and top of each item. ``lines``: of each edge its points, and whether it is
    a lane. All inside (0, 0) to (width, height), on a grid of half a unit: sums stay exact."""

    places: tuple[tuple[float, float], ...]
    lines: tuple[tuple[Points, bool], ...]
    width: float
    height: float


LayStretch = Callable[[Sequence[Item], Sequence[Edge], Sequence[int], Sequence[int]], Level]
"""Of items, edges and layers; the last: items that are to stand in one column, each alone in its
layer."""


def on_grid(length: float) -> float:
    """The nearest half."""
    return round(length * 2) / 2


def even(length: float) -> float:
    """The next even number: half of it is on the grid, and so is half of a sum."""
    return float(-(-length // 2) * 2)


@dataclass(slots=True)
class _Stretch:
    """``members``, ``edges``: by their numbers in the level. ``column``: the items that it shares,
    which are to stand below each other: else the blocks of a deep network would drift sideways."""

    members: list[int] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)


def lay_stretches(
    items: Sequence[Item], edges: Sequence[Edge], ranks: Sequence[int], lay: LayStretch
) -> Level:
    """Items are in :func:`down_order`. ``lay`` lays one stretch out."""
    cuts = _cuts(items, edges, ranks)
    if not cuts:
        return lay(items, edges, ranks, ())
    stretches = _stretches(items, edges, ranks, cuts)
    shared = [item for _, item in cuts]
    trunk = {edge.target for edge in edges if not edge.is_light}
    known: dict[tuple[object, ...], Level] = {}
    placed: list[tuple[_Stretch, Level, float, float]] = []
    x = y = left = right = bottom = 0.0  # x: of the middle of the item that is shared
    for number, stretch in enumerate(stretches):
        above = shared[number - 1] if number else None
        if 0 < number < len(shared):
            stretch.column = [shared[number - 1], shared[number]]
        level = _laid(items, edges, ranks, stretch, above if above in trunk else None, lay, known)
        dx = dy = 0.0
        if above is not None:
            place = level.places[stretch.members.index(above)]
            dx, dy = x - place[0] - items[above].width / 2, y - place[1]
        placed.append((stretch, level, dx, dy))
        left, right = min(left, dx), max(right, dx + level.width)
        bottom = max(bottom, dy + level.height)
        if number < len(shared):
            below = shared[number]
            place = level.places[stretch.members.index(below)]
            x, y = place[0] + dx + items[below].width / 2, place[1] + dy
    places: list[tuple[float, float]] = [(0.0, 0.0)] * len(items)
    lines: list[tuple[Points, bool]] = [((), False)] * len(edges)
    for stretch, level, dx, dy in placed:
        dx -= left
        for member, (x, y) in zip(stretch.members, level.places, strict=True):
            places[member] = x + dx, y + dy
        for index, (points, is_lane) in zip(stretch.edges, level.lines, strict=True):
            lines[index] = tuple([(x + dx, y + dy) for x, y in points]), is_lane
    return Level(tuple(places), tuple(lines), even(right - left), bottom)


def _cuts(
    items: Sequence[Item], edges: Sequence[Edge], ranks: Sequence[int]
) -> list[tuple[int, int]]:
    """(layer, item) where the level can be cut, from the top down; not its first and last layer."""
    count = max(ranks, default=-1) + 1
    alone = [-1] * count  # the item of a layer; -2 where there are several
    for index, rank in enumerate(ranks):
        alone[rank] = index if alone[rank] == -1 else -2
    passing = [0] * (count + 1)
    for edge in edges:
        first, last = ranks[edge.source], ranks[edge.target]
        if first < last and is_forward(items, edge.source, edge.target):
            passing[first + 1] += 1
            passing[last] -= 1
        else:  # it is led around both ends
            passing[min(first, last)] += 1
            passing[max(first, last) + 1] -= 1
    return [
        (rank, alone[rank])
        for rank, many in enumerate(accumulate(passing[:count]))
        if not many and alone[rank] >= 0 and 0 < rank < count - 1
    ]


def _stretches(
    items: Sequence[Item],
    edges: Sequence[Edge],
    ranks: Sequence[int],
    cuts: Sequence[tuple[int, int]],
) -> list[_Stretch]:
    """From the top down; an item where the level is cut is in both stretches."""
    found = [_Stretch() for _ in range(len(cuts) + 1)]
    below = [rank for rank, _ in cuts]
    which = [bisect_right(below, rank) for rank in range(max(ranks) + 1)]
    shared = {item for _, item in cuts}
    for index in range(len(items)):
        number = which[ranks[index]]
        found[number].members.append(index)
        if index in shared:
            found[number - 1].members.append(index)
    for number, edge in enumerate(edges):
        found[which[ranks[edge.source]]].edges.append(number)
    return found


def _laid(
    items: Sequence[Item],
    edges: Sequence[Edge],
    ranks: Sequence[int],
    stretch: _Stretch,
    trunk: int | None,
    lay: LayStretch,
    known: dict[tuple[object, ...], Level],
) -> Level:
    """``trunk``: the item that the line from above leads to, which keeps its place: as the
    beginning of a graph does, since here nothing leads to it any more."""
    members = stretch.members
    own = {member: place for place, member in enumerate(members)}
    first = min([ranks[member] for member in members])
    layers = tuple([ranks[member] - first for member in members])
    parts = tuple([
        items[one] if one != trunk or items[one].pinned else items[one]._replace(pinned="source")
        for one in members
    ])  # fmt: skip
    wires = tuple([
        (own[edge.source], own[edge.target], edge.source_dx, edge.target_dx, edge.is_light)
        for edge in [edges[number] for number in stretch.edges]
    ])  # fmt: skip
    column = tuple([own[member] for member in stretch.column])
    key = (parts, wires, layers, column)
    level = known.get(key)
    if level is None:
        level = known[key] = lay(parts, [Edge(*wire) for wire in wires], layers, column)
    return level
