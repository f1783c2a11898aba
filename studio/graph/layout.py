"""The layout of a whole graph: each open group on its own, then as one item of what is around it.

Wires that cross the frame of an open group do so at a port: inside it is an item of the first or
last layer, outside a point of the frame where a line is attached. So every line is made of pieces
each of which was led around the items of its own level.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from studio.core.graph_layout import Box, BoxKind, Frame, GraphLayout, Grouping, Wire
from studio.core.model import Graph
from studio.graph.boxes import end_size, group_size, node_detail, node_size, shape_text
from studio.graph.hierarchy import TOP, Hierarchy
from studio.graph.leaves import Leaves
from studio.graph.opening import choose_open
from studio.graph.ranking import Edge, Item
from studio.graph.routes import CALL, FRAME_PADDING, FRAME_TITLE, Key, Place, Route, find_routes
from studio.graph.stretches import Level

_PORT_WIDTH = 2.0
_TITLE_CHARACTER = 8.0

LayLevel = Callable[[tuple[Item, ...], tuple[Edge, ...]], Level]


class LayoutMaker:
    """Lays out one graph in one grouping. ``lay_level`` may remember levels it has seen."""

    def __init__(
        self, graph: Graph, hierarchy: Hierarchy, leaves: Leaves, lay_level: LayLevel
    ) -> None:
        self._graph = graph
        self._hierarchy = hierarchy
        self._leaves = leaves
        self._lay_level = lay_level
        self._homes = [*hierarchy.home, *(end.home for end in leaves.ends)]
        self._details: list[str] = [node_detail(graph, node) for node in graph.nodes]
        self._counts: dict[str, int] = {}
        for home in self._homes:
            self._counts[home] = self._counts.get(home, 0) + 1

    def choose_open(self, wanted: Collection[str] | None, limit: int) -> tuple[list[str], bool]:
        """As :func:`studio.graph.opening.choose_open`."""
        return choose_open(self._hierarchy, self._counts, wanted, limit)

    def make(
        self, path: str, grouping: Grouping, open_ids: Sequence[str], is_limited: bool
    ) -> GraphLayout:
        """``open_ids``, ``is_limited``: from :meth:`choose_open`."""
        places = self._places(open_ids)
        routes = find_routes(self._hierarchy, self._leaves, self._homes, places)
        for group in [*reversed(open_ids), TOP]:
            self._lay(places, group)
        boxes, place_of, frames = self._boxes(places)
        wires = [self._wire(route, places, place_of) for route in routes]
        top = places[TOP].level
        assert top is not None
        shown = sum(len(box.nodes) for box in boxes if box.kind == "op")
        return GraphLayout(
            path=path,
            boxes=tuple(boxes),
            wires=tuple(wires),
            width=top.width,
            height=top.height,
            grouping=grouping,
            frames=tuple(frames),
            groups=tuple(self._hierarchy.groups.values()),
            opened=tuple(open_ids),
            folded=len(self._graph.nodes) - shown,
            was_limited=is_limited or self._leaves.were_cut,
        )

    # --- what stands where ---------------------------------------------------------------------

    def _places(self, open_ids: Sequence[str]) -> dict[str, Place]:
        places = {group: Place() for group in [TOP, *open_ids]}
        for leaf, home in enumerate(self._homes):
            if home in places:
                places[home].keys.append(("leaf", leaf))
        for group, place in places.items():
            place.keys += [("group", inner) for inner in self._hierarchy.inside.get(group, ())]
            place.keys.sort(key=self._order)
        return places

    def _order(self, key: Key) -> tuple[float, str]:
        kind, which = key
        count = len(self._graph.nodes)
        if kind == "group":
            assert isinstance(which, str)
            return self._hierarchy.first[which], which
        assert isinstance(which, int)
        if which < count:
            return which, ""
        is_input = self._leaves.ends[which - count].kind == "input"
        return (which - 2.0 * count - len(self._leaves.ends) if is_input else which), ""

    # --- how large, and where ------------------------------------------------------------------

    def _lay(self, places: dict[str, Place], group: str) -> None:
        """Lay out one level; the open groups in it have been laid out before."""
        place = places[group]
        keys: list[Key] = [("in", tensor) for tensor in place.ports_in]
        keys += place.keys
        keys += [("out", tensor) for tensor in place.ports_out]
        place.keys = keys
        place.index_of = {key: index for index, key in enumerate(keys)}
        place.items = [self._item(places, key) for key in keys]
        index_of = place.index_of
        edges = tuple([
            Edge(
                index_of[source],
                index_of[target],
                0.0 if source_port < 0 else _port_x(places, source, "out", source_port),
                0.0 if target_port < 0 else _port_x(places, target, "in", target_port),
                target_port == CALL,
            )
            for source, target, source_port, target_port in place.edges
        ])  # fmt: skip
        place.level = self._lay_level(tuple(place.items), edges)
        title = len(self._hierarchy.groups[group].title) if group else 0
        least = min(_TITLE_CHARACTER * title, 400.0)
        place.inner_width = max(place.level.width, least)  # both even, so all stays on the grid
        place.inset = (place.inner_width - place.level.width) / 2

    def _item(self, places: dict[str, Place], key: Key) -> Item:
        kind, which = key
        if kind == "in":
            return Item(_PORT_WIDTH, 0.0, "first")
        if kind == "out":
            return Item(_PORT_WIDTH, 0.0, "last")
        if isinstance(which, str):
            if which in places:
                return Item(places[which].width, places[which].height)
            return Item(*group_size(self._hierarchy.groups[which]))
        count = len(self._graph.nodes)
        if which < count:
            return Item(*node_size(self._graph.nodes[which], self._details[which]))
        end = self._leaves.ends[which - count]
        shape = self._graph.tensors[end.tensor].shape
        size = end_size(self._graph.end_name(end.tensor), shape)
        return Item(*size, "source" if end.kind == "input" else "")

    def _boxes(self, places: dict[str, Place]) -> tuple[list[Box], dict[Key, int], list[Frame]]:
        """Boxes in the order of execution, where each key's stands among them, and frames."""
        boxes: list[Box] = []
        place_of: dict[Key, int] = {}
        frames: list[Frame] = []
        pending: list[tuple[str, int, int]] = [(TOP, 0, 0)]  # group, depth, how far it is done
        while pending:
            group, depth, done = pending.pop()
            place = places[group]
            assert place.level is not None
            for index in range(done, len(place.keys)):
                key, item = place.keys[index], place.items[index]
                x, y = place.level.places[index]
                x, y = place.x + x, place.y + y
                kind, which = key
                if kind in ("in", "out"):
                    continue
                if isinstance(which, str) and which in places:
                    frames.append(
                        Frame(
                            group=which, x=x, y=y, width=item.width, height=item.height, depth=depth
                        )
                    )
                    inner = places[which]
                    inner.x = x + FRAME_PADDING + inner.inset
                    inner.y = y + FRAME_TITLE
                    pending += [(group, depth, index + 1), (which, depth + 1, 0)]
                    break
                place_of[key] = len(boxes)
                boxes.append(self._box(key, group, x, y, item))
        return boxes, place_of, frames

    def _box(self, key: Key, group: str, x: float, y: float, item: Item) -> Box:
        _, which = key
        count = len(self._graph.nodes)
        if isinstance(which, str):
            shown = self._hierarchy.groups[which]
            kind: BoxKind = "group"
            box_id, title, detail, nodes = which, shown.title, "", shown.nodes
        elif which < count:
            node = self._graph.nodes[which]
            kind, nodes = "op", (which,)
            box_id, title, detail = node.id, node.op, self._details[which]
        else:
            end = self._leaves.ends[which - count]
            tensor = self._graph.tensors[end.tensor]
            kind, nodes = end.kind, ()
            box_id = f"{end.kind}:{end.tensor}"
            title, detail = self._graph.end_name(end.tensor), shape_text(tensor.shape)
        return Box(
            id=box_id,
            kind=kind,
            title=title,
            x=x,
            y=y,
            width=item.width,
            height=item.height,
            detail=detail,
            nodes=nodes,
            group=group,
        )

    def _wire(self, route: Route, places: dict[str, Place], place_of: dict[Key, int]) -> Wire:
        points: list[tuple[float, float]] = []
        is_lane = False
        for group, number in route.pieces:
            place = places[group]
            assert place.level is not None
            line, piece_is_lane = place.level.lines[number]
            is_lane |= piece_is_lane
            points += line if group == TOP else [(place.x + x, place.y + y) for x, y in line]
        return Wire(
            source=place_of[route.source],
            target=place_of[route.target],
            tensors=tuple(route.tensors),
            points=tuple(points),
            is_lane=is_lane,
        )


def _port_x(places: dict[str, Place], key: Key, kind: str, tensor: int) -> float:
    """Where a line is attached, from the middle of what ``key`` is."""
    _, which = key
    if not isinstance(which, str) or which not in places:
        return 0.0
    return places[which].port_x((kind, tensor))
