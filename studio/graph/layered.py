"""One level of a graph laid out in layers: places, and lines that cross no box.

Edges that pass many layers go along the side (lanes), so that they neither explode the layout nor
run through it; edges that lead back go up on the other side. Between two layers there is a gap:
slanted pieces and the ways to and from lanes are inside the gaps only, so by construction no line
crosses an item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.graph.placing import Layers, place
from studio.graph.ranking import Edge, Item, down_order, is_forward, rank
from studio.graph.stretches import Level, Points, even, lay_stretches, on_grid

LAYER_GAP = 30.0
LANE_GAP = 10.0
_TRACK = 6.0
_SLOPE = 0.08
_MOST_SLOPE_GAP = 90.0
_SAME = 0.05


@dataclass(slots=True)
class _Lane:
    """A way along the side for all edges that leave one place. ``tracks``: place -> track."""

    side: int
    first: int
    last: int
    edges: list[int]
    x: float = 0.0


def lay_out(items: Sequence[Item], edges: Sequence[Edge]) -> Level:
    """Items are in the order of execution: where they need each other, an edge to an earlier one
    leads back up."""
    order = down_order(items, edges)
    if all(place == index for place, index in enumerate(order)):
        return lay_stretches(items, edges, rank(items, edges), _lay_out)
    place_of = {index: place for place, index in enumerate(order)}
    moved = [
        Edge(place_of[source], place_of[target], source_dx, target_dx, is_light)
        for source, target, source_dx, target_dx, is_light in edges
    ]
    ordered = [items[index] for index in order]
    level = lay_stretches(ordered, moved, rank(ordered, moved), _lay_out)
    places = tuple(level.places[place_of[index]] for index in range(len(items)))
    return replace(level, places=places)


def _lay_out(
    items: Sequence[Item], edges: Sequence[Edge], ranks: Sequence[int], column: Sequence[int]
) -> Level:
    layers = place(items, edges, ranks)
    layers.x = [on_grid(x) for x in layers.x]
    for item in column:
        layers.x[item] = layers.x[column[0]]
    lanes = _lanes(items, edges, layers)
    exits, entries, tracks = _tracks(edges, layers, lanes)
    tops, bottoms = _heights(items, layers, tracks)
    _place_lanes(layers, lanes)
    lines: list[tuple[Points, bool]] = [((), False)] * len(edges)
    for lane in lanes:
        for index in lane.edges:
            lines[index] = (
                _lane_line(edges[index], lane, layers, items, tops, bottoms, exits, entries),
                True,
            )
    for index, chain in enumerate(layers.chains):
        if chain is not None:
            line = _chain_line(edges[index], chain, layers, items, tops, bottoms)
            lines[index] = (line, False)
    return _shifted(items, layers, tops, bottoms, lines)


def _lanes(items: Sequence[Item], edges: Sequence[Edge], layers: Layers) -> list[_Lane]:
    """Edges down go on the right, edges back up on the left; those of one place share a lane."""
    lanes: dict[tuple[int, float, int], _Lane] = {}
    for index, edge in enumerate(edges):
        if layers.chains[index] is not None:
            continue
        side = 1 if is_forward(items, edge.source, edge.target) else -1
        out, into = layers.rank[edge.source] + 1, layers.rank[edge.target]  # gaps
        key = (edge.source, edge.source_dx, side)
        lane = lanes.get(key)
        if lane is None:
            lane = lanes[key] = _Lane(side, min(out, into), max(out, into), [])
        lane.first = min(lane.first, out, into)
        lane.last = max(lane.last, out, into)
        lane.edges.append(index)
    return list(lanes.values())


_Tracks = dict[tuple[int, float], int]


def _tracks(
    edges: Sequence[Edge], layers: Layers, lanes: list[_Lane]
) -> tuple[_Tracks, _Tracks, list[int]]:
    """Levels inside the gaps on which lines run to and from lanes: (item, dx) -> number.

    The gap above layer r has number r. Exits come first, from its top; the third is how many
    there are of both in each gap.
    """
    counts = [0] * (len(layers.layers) + 1)
    exits: _Tracks = {}
    entries: _Tracks = {}
    used = [edges[index] for lane in lanes for index in lane.edges]
    for edge in used:
        key = (edge.source, edge.source_dx)
        if key not in exits:
            gap = layers.rank[edge.source] + 1
            exits[key] = counts[gap]
            counts[gap] += 1
    for edge in used:
        key = (edge.target, edge.target_dx)
        if key not in entries:
            gap = layers.rank[edge.target]
            entries[key] = counts[gap]
            counts[gap] += 1
    return exits, entries, counts


def _heights(
    items: Sequence[Item], layers: Layers, tracks: list[int]
) -> tuple[list[float], list[float]]:
    """Top and bottom of each layer; the gaps are wider where many or far-reaching lines cross."""
    steep = [0.0] * len(layers.layers)
    for chain in layers.chains:
        for upper, lower in zip(chain or (), (chain or ())[1:], strict=False):
            rank = layers.rank[lower]
            steep[rank] = max(steep[rank], abs(layers.x[upper] - layers.x[lower]))
    tops: list[float] = []
    bottoms: list[float] = []
    y = 0.0
    for rank, layer in enumerate(layers.layers):
        gap = LAYER_GAP + on_grid(min(_MOST_SLOPE_GAP, _SLOPE * steep[rank])) if rank else 0.0
        y += gap + _TRACK * tracks[rank]
        tops.append(y)
        y += max((items[v].height for v in layer if v < len(items)), default=0.0)
        bottoms.append(y)
    tops.append(y + _TRACK * tracks[-1] + (LAYER_GAP / 2 if tracks[-1] else 0.0))
    bottoms.append(tops[-1])
    return tops, bottoms


def _place_lanes(layers: Layers, lanes: list[_Lane]) -> None:
    """Each lane as near as what it passes lets it; the short ones first, so that they nest."""
    for side in (1, -1):
        edge_of = [
            max((side * layers.x[v] + layers.width[v] / 2 for v in layer), default=0.0)
            for layer in layers.layers
        ]
        own = [lane for lane in lanes if lane.side == side]
        for lane in sorted(own, key=lambda lane: lane.last - lane.first):
            # it passes the layers between its gaps; in the gaps themselves lines of others end
            first, last = max(0, lane.first - 1), min(len(edge_of), lane.last + 1)
            x = max(edge_of[first:last], default=0.0) + LANE_GAP
            edge_of[first:last] = [x] * (last - first)
            lane.x = on_grid(side * x)


def _chain_line(
    edge: Edge,
    chain: list[int],
    layers: Layers,
    items: Sequence[Item],
    tops: list[float],
    bottoms: list[float],
) -> Points:
    points: list[tuple[float, float]] = []
    for vertex in chain:
        rank, x = layers.rank[vertex], layers.x[vertex]
        if vertex == edge.source:
            x += edge.source_dx
            points += [(x, tops[rank] + items[vertex].height), (x, bottoms[rank])]
        elif vertex == edge.target:
            points.append((x + edge.target_dx, tops[rank]))
        else:
            points += [(x, tops[rank]), (x, bottoms[rank])]
    return _plain(points)


def _lane_line(
    edge: Edge,
    lane: _Lane,
    layers: Layers,
    items: Sequence[Item],
    tops: list[float],
    bottoms: list[float],
    exits: _Tracks,
    entries: _Tracks,
) -> Points:
    source, target = layers.rank[edge.source], layers.rank[edge.target]
    out_x, in_x = layers.x[edge.source] + edge.source_dx, layers.x[edge.target] + edge.target_dx
    out_y = bottoms[source] + _TRACK * (exits[edge.source, edge.source_dx] + 1)
    # tracks of a gap are counted from its top, which is the bottom of the layer above
    above = bottoms[target - 1] if target else tops[0] - _TRACK * (1 + len(entries))
    in_y = above + _TRACK * (entries[edge.target, edge.target_dx] + 1)
    return _plain(
        [
            (out_x, tops[source] + items[edge.source].height),
            (out_x, out_y),
            (lane.x, out_y),
            (lane.x, in_y),
            (in_x, in_y),
            (in_x, tops[target]),
        ]
    )


def _plain(points: list[tuple[float, float]]) -> Points:
    """Without points that lie on the straight line between their neighbors."""
    result: list[tuple[float, float]] = []
    for x, y in points:
        if result:
            x1, y1 = result[-1]
            is_same_x, is_same_y = abs(x - x1) < _SAME, abs(y - y1) < _SAME
            if is_same_x and is_same_y:
                continue
            if len(result) > 1:
                x0, y0 = result[-2]
                if (is_same_x and abs(x0 - x1) < _SAME) or (is_same_y and abs(y0 - y1) < _SAME):
                    result.pop()
        result.append((x, y))
    return tuple(result)


def _shifted(
    items: Sequence[Item],
    layers: Layers,
    tops: list[float],
    bottoms: list[float],
    lines: list[tuple[Points, bool]],
) -> Level:
    """Everything moved to where the left and the top edge are 0."""
    lefts = [layers.x[i] - item.width / 2 for i, item in enumerate(items)]
    rights = [layers.x[i] + item.width / 2 for i, item in enumerate(items)]
    xs = [x for points, _ in lines for x, _ in points]
    ys = [y for points, _ in lines for _, y in points]
    left, top = min([*lefts, *xs], default=0.0), min([0.0, *ys])
    right, bottom = max([*rights, *xs], default=0.0), max([*bottoms[:-1], *ys], default=0.0)
    places = tuple([(x - left, tops[layers.rank[i]] - top) for i, x in enumerate(lefts)])
    moved = tuple(
        (tuple([(x - left, y - top) for x, y in points]), is_lane) for points, is_lane in lines
    )
    return Level(places, moved, even(right - left), bottom - top)
