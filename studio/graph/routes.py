"""Which way wires go between the boxes that can be seen: through which levels and ports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.graph.hierarchy import TOP, Hierarchy
from studio.graph.leaves import Leaves
from studio.graph.ranking import Item
from studio.graph.stretches import Level

FRAME_PADDING = 16.0
FRAME_TITLE = 26.0
CALL = -2
"""In place of the port: no tensor goes there, it runs what is there."""

Key = tuple[str, int | str]
"""What stands in a level: ("leaf", number), ("group", id), and the ports ("in", tensor) and
("out", tensor)."""


@dataclass(slots=True)
class Place:
    """A group's content, or the top's. ``edges``: (from, to, their ports) -> number.

    ``keys``, ``items``: what stands in it. ``level``: how. ``x``/``y``: where its content begins.
    ``inner_width``: at least that of the title; ``inset``: what is then left on each side.
    """

    keys: list[Key] = field(default_factory=list)
    edges: dict[tuple[Key, Key, int, int], int] = field(default_factory=dict)
    ports_in: dict[int, None] = field(default_factory=dict)
    ports_out: dict[int, None] = field(default_factory=dict)
    level: Level | None = None
    items: list[Item] = field(default_factory=list)
    index_of: dict[Key, int] = field(default_factory=dict)
    x: float = 0.0
    y: float = 0.0
    inner_width: float = 0.0
    inset: float = 0.0

    @property
    def width(self) -> float:
        return self.inner_width + 2 * FRAME_PADDING

    @property
    def height(self) -> float:
        assert self.level is not None
        return self.level.height + FRAME_TITLE + FRAME_PADDING

    def port_x(self, key: Key) -> float:
        """Of a port, from the middle of the frame."""
        assert self.level is not None
        index = self.index_of[key]
        middle = self.level.places[index][0] + self.items[index].width / 2
        return self.inset + middle - self.inner_width / 2


@dataclass(slots=True)
class Route:
    """The pieces of a wire: (level, number of its edge), from source to target."""

    source: Key
    target: Key
    tensors: list[int]
    pieces: list[tuple[str, int]]


def find_routes(
    hierarchy: Hierarchy, leaves: Leaves, homes: Sequence[str], places: dict[str, Place]
) -> list[Route]:
    """Of all wires between boxes that can be seen. Puts their pieces into ``places``."""
    shown = _shown(hierarchy, places)
    routes: dict[tuple[Key, Key], Route] = {}
    for source, target, tensor in leaves.wires:
        source_path, source_group = shown[homes[source]]
        target_path, target_group = shown[homes[target]]
        if source_group and source_group == target_group:
            continue
        begin: Key = ("group", source_group) if source_group else ("leaf", source)
        end: Key = ("group", target_group) if target_group else ("leaf", target)
        known = routes.get((begin, end))
        if known is not None:
            if tensor not in known.tensors:
                known.tensors.append(tensor)
            continue
        pieces = _pieces(places, begin, source_path, end, target_path, tensor)
        routes[begin, end] = Route(begin, end, [tensor], pieces)
    for caller, group in leaves.calls:
        parent = hierarchy.groups[group].parent
        caller_path, caller_group = shown[homes[caller]]
        around = shown[parent][0]
        depth = len(around)
        if parent not in places or caller_path[:depth] != around:
            continue
        # what runs a subgraph stands above it, whether that is open or not
        key: Key = ("group", caller_group) if caller_group else ("leaf", caller)
        if len(caller_path) > depth:
            key = ("group", caller_path[depth])
        number = _edge(places[parent], key, ("group", group), -1, CALL)
        if len(caller_path) == depth and group not in places:
            target_key: Key = ("group", group)
            routes[key, target_key] = Route(key, target_key, [], [(parent, number)])
    return list(routes.values())


def _shown(
    hierarchy: Hierarchy, places: dict[str, Place]
) -> dict[str, tuple[tuple[str, ...], str]]:
    """Of each group the open ones around its content, and the closed one that hides it."""
    shown: dict[str, tuple[tuple[str, ...], str]] = {TOP: ((), "")}
    for group in hierarchy.groups.values():
        path, closed = shown[group.parent]
        if closed:
            shown[group.id] = (path, closed)
        elif group.id in places:
            shown[group.id] = ((*path, group.id), "")
        else:
            shown[group.id] = (path, group.id)
    return shown


def _pieces(
    places: dict[str, Place],
    source: Key,
    source_path: tuple[str, ...],
    target: Key,
    target_path: tuple[str, ...],
    tensor: int,
) -> list[tuple[str, int]]:
    """Out of the frames around the source, across, into those around the target."""
    if not source_path and not target_path:
        return [(TOP, _edge(places[TOP], source, target, -1, -1))]
    depth = 0
    while (
        depth < min(len(source_path), len(target_path)) and source_path[depth] == target_path[depth]
    ):
        depth += 1
    pieces: list[tuple[str, int]] = []
    at, port = source, -1
    for group in reversed(source_path[depth:]):
        places[group].ports_out.setdefault(tensor)
        pieces.append((group, _edge(places[group], at, ("out", tensor), port, -1)))
        at, port = ("group", group), tensor
    around = source_path[depth - 1] if depth else TOP
    for group in target_path[depth:]:
        places[group].ports_in.setdefault(tensor)
        pieces.append((around, _edge(places[around], at, ("group", group), port, tensor)))
        around, at, port = group, ("in", tensor), -1
    pieces.append((around, _edge(places[around], at, target, port, -1)))
    return pieces


def _edge(place: Place, source: Key, target: Key, source_port: int, target_port: int) -> int:
    return place.edges.setdefault((source, target, source_port, target_port), len(place.edges))
