"""A layout to look things up in: what is where, what feeds what, which groups are around.

No Qt: everything is by the places of boxes in ``layout.boxes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from studio.core.graph_layout import Box, Frame, GraphLayout, Group
from studio.core.model import Graph

BAND = 512.0
"""Height of the stripes by which boxes and wires are found, in scene units."""


class LaidOut:
    """Only what the first picture needs is worked out at once."""

    def __init__(self, layout: GraphLayout, graph: Graph) -> None:
        self.layout, self.graph = layout, graph
        self.boxes = layout.boxes
        self.place_of = {box.id: place for place, box in enumerate(layout.boxes)}
        self.groups = {group.id: group for group in layout.groups}
        self.frames = {frame.group: frame for frame in layout.frames}
        self.box_bands: dict[int, list[int]] = {}
        self.wire_bands: dict[int, list[int]] = {}
        self._innermost: dict[int, str] | None = None
        for place, box in enumerate(layout.boxes):
            for band in range(int(box.y // BAND), int((box.y + box.height) // BAND) + 1):
                self.box_bands.setdefault(band, []).append(place)
        for number, wire in enumerate(layout.wires):
            top = wire.points[0][1] if wire.points else 0.0
            self.wire_bands.setdefault(int(top // BAND), []).append(number)

    @cached_property
    def producers(self) -> list[list[int]]:
        """Of each box, the places of the boxes before it."""
        found: list[list[int]] = [[] for _ in self.boxes]
        for wire in self.layout.wires:
            found[wire.target].append(wire.source)
        return found

    @cached_property
    def consumers(self) -> list[list[int]]:
        """Of each box, the places of the boxes after it."""
        found: list[list[int]] = [[] for _ in self.boxes]
        for wire in self.layout.wires:
            found[wire.source].append(wire.target)
        return found

    @cached_property
    def wires_of(self) -> list[list[int]]:
        """Of each box, the numbers of the wires that begin or end there."""
        found: list[list[int]] = [[] for _ in self.boxes]
        for number, wire in enumerate(self.layout.wires):
            found[wire.source].append(number)
            found[wire.target].append(number)
        return found

    @cached_property
    def _box_of_node(self) -> dict[int, int]:
        return {node: place for place, box in enumerate(self.boxes) for node in box.nodes}

    @cached_property
    def _node_places(self) -> dict[str, int]:
        return {node.id: place for place, node in enumerate(self.graph.nodes)}

    def start(self) -> float:
        """The middle across of the boxes where the graph begins: its inputs, else the topmost."""
        first = [box for box in self.boxes if box.kind == "input"]
        if not first:
            top = min((box.y for box in self.boxes), default=0.0)
            first = [box for box in self.boxes if box.y <= top]
        middles = [box.x + box.width / 2 for box in first]
        return sum(middles) / len(middles) if middles else 0.0

    def box(self, box_id: str) -> Box | None:
        place = self.place_of.get(box_id)
        return None if place is None else self.boxes[place]

    def node_place(self, node_id: str) -> int | None:
        """Place of a node in the graph."""
        return self._node_places.get(node_id)

    def box_of(self, box_or_node: str) -> int | None:
        """The box of that id; of a node inside a closed group, that group's."""
        place = self.place_of.get(box_or_node)
        if place is not None:
            return place
        node = self._node_places.get(box_or_node)
        return None if node is None else self._box_of_node.get(node)

    def boxes_in(self, left: float, top: float, right: float, bottom: float) -> Iterator[int]:
        """Places of the boxes that touch a rectangle, each once."""
        first, last = int(top // BAND), int(bottom // BAND)
        bands: Iterable[int] = range(first, last + 1)
        if last - first > len(self.box_bands):
            bands = sorted(self.box_bands)
        seen: set[int] = set()
        for band in bands:
            for place in self.box_bands.get(band, ()):
                box = self.boxes[place]
                if (
                    box.x <= right
                    and box.x + box.width >= left
                    and box.y <= bottom
                    and box.y + box.height >= top
                    and place not in seen
                ):
                    seen.add(place)
                    yield place

    def box_at(self, x: float, y: float) -> int | None:
        return next(self.boxes_in(x, y, x, y), None)

    def frame_at(self, x: float, y: float) -> Frame | None:
        """The innermost open group whose border is around a point."""
        inside = [
            frame
            for frame in self.layout.frames
            if frame.x <= x <= frame.x + frame.width and frame.y <= y <= frame.y + frame.height
        ]
        return max(inside, key=lambda frame: frame.depth, default=None)

    def groups_around(self, box_or_node: str) -> list[Group]:
        """Outermost first; those of a group do not count itself."""
        if box_or_node in self.groups:
            return self._up_from(self.groups[box_or_node].parent)
        box = self.box(box_or_node)
        if box is not None and box.kind != "op":
            return self._up_from(box.group)
        node = self._node_places.get(box_or_node)
        if node is None:
            return []
        if self._innermost is None:
            # outer groups stand before inner ones, so the last one that has a node is innermost
            self._innermost = {n: group.id for group in self.layout.groups for n in group.nodes}
        return self._up_from(self._innermost.get(node, ""))

    def closed_around(self, node_id: str) -> list[str]:
        """Ids of the groups to open, outermost first, for a node to have a box of its own."""
        opened = set(self.layout.opened)
        return [group.id for group in self.groups_around(node_id) if group.id not in opened]

    def _up_from(self, group_id: str) -> list[Group]:
        found: list[Group] = []
        while group_id in self.groups:
            found.append(self.groups[group_id])
            group_id = self.groups[group_id].parent
        return found[::-1]
