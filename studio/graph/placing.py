"""Where the items of a layered layout stand from left to right.

The order within the layers, and a first draft of the places, are fast-sugiyama's (crossing
minimization by barycenters, then Brandes and Köpf 2001). It knows items of one size only, so the
places are then fitted to the real widths, layer by layer: as near to what each item is wired to as
the order allows, which is isotonic regression (pool adjacent violators, Barlow et al. 1972).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from studio.graph.ranking import Edge, Item, is_forward

ITEM_GAP = 24.0
BEND_WIDTH = 2.0
BEND_GAP = 14.0
_SPANS = (6, 4, 3, 2, 1)
_SWEEPS = 4
_MOST_BENDS_AN_ITEM = 2
_BENDS_FREE = 400
_MOST_TRANSPOSED = 1000
_TRUNK_WEIGHT = 1e6


@dataclass(slots=True)
class Layers:
    """Items and bends (where an edge passes a layer) together: vertices.

    ``rank``/``width``/``x`` (the middle) of each vertex; the first ones are the items.
    ``layers``: vertices of each layer from left to right. ``chains``: for each edge that is led
    between the items its vertices from source to target; None = it goes along the side.
    """

    rank: list[int]
    width: list[float]
    x: list[float] = field(default_factory=list)
    layers: list[list[int]] = field(default_factory=list)
    chains: list[list[int] | None] = field(default_factory=list)


def place(items: Sequence[Item], edges: Sequence[Edge], ranks: Sequence[int]) -> Layers:
    layers = _bent(items, edges, ranks)
    links = _links(edges, layers)
    _order(layers, links)
    _fit(layers, links, _weights(layers, links, items, edges), len(items))
    _straighten(layers, links, len(items))
    return layers


def _bent(items: Sequence[Item], edges: Sequence[Edge], ranks: Sequence[int]) -> Layers:
    """With bends where edges pass layers. Edges that leave one place share theirs."""
    span = _widest_span(items, edges, ranks)
    result = Layers(list(ranks), [item.width for item in items])
    bends: dict[tuple[int, float, int], int] = {}
    for edge in edges:
        length = ranks[edge.target] - ranks[edge.source]
        if not is_forward(items, edge.source, edge.target) or not 1 <= length <= span:
            result.chains.append(None)
            continue
        chain = [edge.source]
        for between in range(ranks[edge.source] + 1, ranks[edge.target]):
            key = (edge.source, edge.source_dx, between)
            if key not in bends:
                bends[key] = len(result.rank)
                result.rank.append(between)
                result.width.append(BEND_WIDTH)
            chain.append(bends[key])
        result.chains.append([*chain, edge.target])
    return result


def _widest_span(items: Sequence[Item], edges: Sequence[Edge], ranks: Sequence[int]) -> int:
    """How many layers an edge may pass between the items: as many as do not explode the bends."""
    most = _BENDS_FREE + _MOST_BENDS_AN_ITEM * len(items)
    for span in _SPANS:
        reach: dict[tuple[int, float], int] = {}
        for edge in edges:
            length = ranks[edge.target] - ranks[edge.source]
            if is_forward(items, edge.source, edge.target) and 1 <= length <= span:
                key = (edge.source, edge.source_dx)
                reach[key] = max(reach.get(key, 1), length)
        if sum(reach.values()) - len(reach) <= most:
            return span
    return 1


@dataclass(slots=True)
class _Links:
    """For each vertex what it is wired to above and below: (vertex, dx there - dx here)."""

    above: list[list[tuple[int, float]]]
    below: list[list[tuple[int, float]]]


def _links(edges: Sequence[Edge], layers: Layers) -> _Links:
    count = len(layers.rank)
    links = _Links([[] for _ in range(count)], [[] for _ in range(count)])
    seen: set[tuple[int, int, float]] = set()
    for edge, chain in zip(edges, layers.chains, strict=True):
        if chain is None:
            continue
        for upper, lower in pairwise(chain):
            shift = edge.source_dx if upper == edge.source else 0.0
            shift -= edge.target_dx if lower == edge.target else 0.0
            if (upper, lower, shift) not in seen:
                seen.add((upper, lower, shift))
                links.above[lower].append((upper, shift))
                links.below[upper].append((lower, -shift))
    return links


def _order(layers: Layers, links: _Links) -> None:
    """Sets ``layers.layers`` and a first draft of ``x``, one connected part beside the other."""
    from fast_sugiyama import from_edges  # only what lays out needs it

    pairs = list(
        dict.fromkeys(
            (upper, lower) for lower, above in enumerate(links.above) for upper, _ in above
        )
    )
    pairs += _anchors(layers, links)
    count = len(layers.rank)
    draft: list[float | None] = [None] * count
    parts: list[list[int]] = []
    # "up" is the longest path from the top, as our ranks are; minimizing takes seconds
    found = from_edges(
        pairs,
        vertex_spacing=1,
        minimum_length=1,
        ranking_type="up",
        transpose=count <= _MOST_TRANSPOSED,
    )
    for positions, *_ in found:
        part = [int(vertex) for vertex, _ in positions]
        for vertex, (x, _) in zip(part, (at for _, at in positions), strict=True):
            draft[vertex] = float(x)
        parts.append(part)
    parts += [[vertex] for vertex, x in enumerate(draft) if x is None]
    parts.sort(key=min)
    layers.x = [0.0 if x is None else x for x in draft]
    layers.layers = [[] for _ in range(max(layers.rank, default=-1) + 1)]
    right = [0.0] * len(layers.layers)
    for part in parts:
        least = min(layers.x[vertex] for vertex in part)
        begin = max(right[layers.rank[vertex]] for vertex in part)
        for vertex in part:
            layers.x[vertex] += begin - least
            layers.layers[layers.rank[vertex]].append(vertex)
        for vertex in part:
            rank = layers.rank[vertex]
            right[rank] = max(right[rank], layers.x[vertex] + 1)
    for layer in layers.layers:
        layer.sort(key=lambda vertex: (layers.x[vertex], vertex))


def _anchors(layers: Layers, links: _Links) -> list[tuple[int, int]]:
    """Edges that nobody sees: they keep what begins further down in its layer, near what it feeds.

    Without them the drafting would put it in the first layer, and lead its edge through all others.
    """
    somebody = {rank: vertex for vertex, rank in reversed(list(enumerate(layers.rank)))}
    result: list[tuple[int, int]] = []
    for vertex, rank in enumerate(layers.rank):
        if not rank or links.above[vertex] or not links.below[vertex]:
            continue
        beside = (other for below, _ in links.below[vertex] for other, _ in links.above[below])
        over = (upper for other in beside for upper, _ in links.above[other])
        result.append((next(over, somebody[rank - 1]), vertex))
    return result


def _weights(
    layers: Layers, links: _Links, items: Sequence[Item], edges: Sequence[Edge]
) -> list[float]:
    """How much each vertex insists on its place: the trunk does, which is what others lead to.

    So does the edge that leads to an item of the trunk, where that is the only one from the trunk.
    """
    weights = [1.0] * len(layers.rank)
    for vertex, item in enumerate(items):
        if item.pinned:
            weights[vertex] = _TRUNK_WEIGHT
    for edge, chain in zip(edges, layers.chains, strict=True):
        if chain is not None and not edge.is_light:
            weights[edge.target] = _TRUNK_WEIGHT
    for chain in layers.chains:
        if chain is None or len(chain) == 2 or weights[chain[0]] == 1.0:
            continue
        rivals = [other for other, _ in links.above[chain[-1]] if other < len(items)]
        if weights[chain[-1]] > 1.0 and all(weights[other] == 1.0 for other in rivals):
            for bend in chain[1:-1]:
                weights[bend] = _TRUNK_WEIGHT
    return weights


def _fit(layers: Layers, links: _Links, weights_of: list[float], count: int) -> None:
    """Moves the vertices to where nothing overlaps, near to what they are wired to.

    Each looks at the trunk first, then at other items, so that the trunk stays straight, and edges
    and constants find their places around it. ``count``: of items.
    """
    for layer in layers.layers:
        _settle(layers, layer, [0.0] * len(layer), [1.0] * len(layer))
    for sweep in range(_SWEEPS):
        is_down = sweep % 2 == 0
        neighbors = links.above if is_down else links.below
        for layer in layers.layers if is_down else reversed(layers.layers):
            wanted, weights = [], []
            for vertex in layer:
                near = neighbors[vertex]
                if len(near) > 1:
                    near = (
                        [link for link in near if weights_of[link[0]] > 1.0]
                        or [link for link in near if link[0] < count]
                        or near
                    )
                xs = sorted(layers.x[other] + shift for other, shift in near)
                middle = len(xs) // 2
                if not xs:
                    wanted.append(layers.x[vertex])
                elif len(xs) % 2:
                    wanted.append(xs[middle])
                else:
                    wanted.append((xs[middle - 1] + xs[middle]) / 2)
                weights.append(weights_of[vertex] if xs else 1 / _TRUNK_WEIGHT)
            _settle(layers, layer, wanted, weights)


def _straighten(layers: Layers, links: _Links, items: int) -> None:
    """Each run of bends becomes one straight line where there is room for it."""
    place = {v: i for layer in layers.layers for i, v in enumerate(layer)}
    is_done = [False] * len(layers.rank)
    for first in range(items, len(layers.rank)):
        if is_done[first]:
            continue
        run = [first]
        while (below := [v for v, _ in links.below[run[-1]] if v >= items]) and len(below) == 1:
            run.append(below[0])
        least, most = -math.inf, math.inf
        for vertex in run:
            is_done[vertex] = True
            layer, at = layers.layers[layers.rank[vertex]], place[vertex]
            if at:
                least = max(least, layers.x[layer[at - 1]] + _apart(layers, layer[at - 1], vertex))
            if at + 1 < len(layer):
                most = min(most, layers.x[layer[at + 1]] - _apart(layers, vertex, layer[at + 1]))
        if least <= most:
            xs = sorted(layers.x[vertex] for vertex in run)
            x = min(max(xs[len(xs) // 2], least), most)
            for vertex in run:
                layers.x[vertex] = x


def _apart(layers: Layers, left: int, right: int) -> float:
    """How far the middles of neighbors must be apart."""
    is_item = layers.width[left] > BEND_WIDTH or layers.width[right] > BEND_WIDTH
    return (layers.width[left] + layers.width[right]) / 2 + (ITEM_GAP if is_item else BEND_GAP)


def _settle(layers: Layers, layer: list[int], wanted: list[float], weights: list[float]) -> None:
    """The places nearest to ``wanted`` (weighted squares) that keep order and distances."""
    if len(layer) == 1:
        layers.x[layer[0]] = wanted[0]
        return
    offsets = [0.0]
    for left, right in pairwise(layer):
        offsets.append(offsets[-1] + _apart(layers, left, right))
    blocks: list[list[float]] = []  # mean, weight, vertices
    for target, offset, weight in zip(wanted, offsets, weights, strict=True):
        mean, total, length = target - offset, weight, 1.0
        while blocks and blocks[-1][0] > mean:
            other = blocks.pop()
            mean = (mean * total + other[0] * other[1]) / (total + other[1])
            total += other[1]
            length += other[2]
        blocks.append([mean, total, length])
    place = 0
    for mean, _, length in blocks:
        for _ in range(int(length)):
            layers.x[layer[place]] = mean + offsets[place]
            place += 1
