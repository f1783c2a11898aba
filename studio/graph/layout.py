"""The layout of a whole graph: each open group on its own, then as one item of what is around it.

Wires that cross the frame of an open group do so at a port: inside it is an item of the first or
last layer, outside a point of the frame where a line is attached. So every line is made of pieces
each of which was led around the items of its own level.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from studio.core.graph_layout import Box, BoxKind, Frame, GraphLayout, Grouping, Wire
from studio.core.model import Graph
from studio.graph.boxes import group_size, node_detail, node_size, shape_text, tensor_size
from studio.graph.groups import TOP, Hierarchy
from studio.graph.layered import Level
from studio.graph.leaves import Leaves
from studio.graph.opening import choose_open
from studio.graph.ranking import Edge, Item

FRAME_PADDING = 16.0
FRAME_TITLE = 26.0
_PORT_WIDTH = 2.0
_TITLE_CHARACTER = 8.0

Key = tuple[str, int | str]
"""What stands in a level: ("leaf", number), ("group", id), and the ports ("in", tensor) and
("out", tensor)."""
LayLevel = Callable[[tuple[Item, ...], tuple[Edge, ...]], Level]


@dataclass(slots=True)
class _Place:
    """A group's content, or the top's. ``edges``: (from, to, their ports) -> number."""

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
        return round(self.inset + middle - self.inner_width / 2, 1)


@dataclass(slots=True)
class _Route:
    """The pieces of a wire: (level, number of its edge), from source to target."""

    source: Key
    target: Key
    tensors: list[int]
    pieces: list[tuple[str, int]]


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
        self._counts: dict[str, int] = {}
        for home in self._homes:
            self._counts[home] = self._counts.get(home, 0) + 1

    def make(
        self, path: str, grouping: Grouping, opened: Collection[str] | None, limit: int
    ) -> GraphLayout:
        open_ids, is_limited = choose_open(self._hierarchy, self._counts, opened, limit)
        places = self._places(open_ids)
        routes = self._routes(places)
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

    def _places(self, open_ids: Sequence[str]) -> dict[str, _Place]:
        places = {group: _Place() for group in [TOP, *open_ids]}
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

    def _routes(self, places: dict[str, _Place]) -> list[_Route]:
        """Of all wires between boxes that can be seen. Puts their pieces into ``places``."""
        shown = self._shown(places)
        routes: dict[tuple[Key, Key], _Route] = {}
        for source, target, tensor in self._leaves.wires:
            source_path, source_group = shown[self._homes[source]]
            target_path, target_group = shown[self._homes[target]]
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
            routes[begin, end] = _Route(begin, end, [tensor], pieces)
        for caller, group in self._leaves.calls:
            parent = self._hierarchy.groups[group].parent
            caller_path, caller_group = shown[self._homes[caller]]
            depth = len(shown[parent][0])
            if parent not in places or len(caller_path) < depth:
                continue
            # what runs a subgraph stands above it, whether that is open or not
            key: Key = ("group", caller_group) if caller_group else ("leaf", caller)
            if len(caller_path) > depth:
                key = ("group", caller_path[depth])
            number = _edge(places[parent], key, ("group", group), -1, -1)
            if len(caller_path) == depth and group not in places:
                target_key: Key = ("group", group)
                routes[key, target_key] = _Route(key, target_key, [], [(parent, number)])
        return list(routes.values())

    def _shown(self, places: dict[str, _Place]) -> dict[str, tuple[tuple[str, ...], str]]:
        """Of each group the open ones around its content, and the closed one that hides it."""
        shown: dict[str, tuple[tuple[str, ...], str]] = {TOP: ((), "")}
        for group in self._hierarchy.groups.values():
            path, closed = shown[group.parent]
            if closed:
                shown[group.id] = (path, closed)
            elif group.id in places:
                shown[group.id] = ((*path, group.id), "")
            else:
                shown[group.id] = (path, group.id)
        return shown

    # --- how large, and where ------------------------------------------------------------------

    def _lay(self, places: dict[str, _Place], group: str) -> None:
        """Lay out one level; the open groups in it have been laid out before."""
        place = places[group]
        keys: list[Key] = [("in", tensor) for tensor in place.ports_in]
        keys += place.keys
        keys += [("out", tensor) for tensor in place.ports_out]
        place.keys = keys
        place.index_of = {key: index for index, key in enumerate(keys)}
        place.items = [self._item(places, key) for key in keys]
        edges = tuple(
            Edge(
                place.index_of[source],
                place.index_of[target],
                _port_x(places, source, "out", source_port),
                _port_x(places, target, "in", target_port),
            )
            for source, target, source_port, target_port in place.edges
        )
        place.level = self._lay_level(tuple(place.items), edges)
        title = len(self._hierarchy.groups[group].title) if group else 0
        least = min(_TITLE_CHARACTER * title, 400.0)
        place.inner_width = max(place.level.width, least)
        place.inset = (place.inner_width - place.level.width) / 2

    def _item(self, places: dict[str, _Place], key: Key) -> Item:
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
            return Item(*node_size(self._graph, self._graph.nodes[which]))
        end = self._leaves.ends[which - count]
        size = tensor_size(self._graph.tensors[end.tensor])
        return Item(*size, "source" if end.kind == "input" else "")

    def _boxes(self, places: dict[str, _Place]) -> tuple[list[Box], dict[Key, int], list[Frame]]:
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
                x = round(place.x + place.level.places[index][0], 1)
                y = round(place.y + place.level.places[index][1], 1)
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
            box_id, title, detail = node.id, node.op, node_detail(self._graph, node)
        else:
            end = self._leaves.ends[which - count]
            tensor = self._graph.tensors[end.tensor]
            kind, nodes = end.kind, ()
            box_id = f"{end.kind}:{end.tensor}"
            title, detail = tensor.name, shape_text(tensor.shape)
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

    def _wire(self, route: _Route, places: dict[str, _Place], place_of: dict[Key, int]) -> Wire:
        points: list[tuple[float, float]] = []
        is_lane = False
        for group, number in route.pieces:
            place = places[group]
            assert place.level is not None
            line, piece_is_lane = place.level.lines[number]
            is_lane |= piece_is_lane
            points += [(round(place.x + x, 1), round(place.y + y, 1)) for x, y in line]
        return Wire(
            source=place_of[route.source],
            target=place_of[route.target],
            tensors=tuple(route.tensors),
            points=tuple(points),
            is_lane=is_lane,
        )


def _pieces(
    places: dict[str, _Place],
    source: Key,
    source_path: tuple[str, ...],
    target: Key,
    target_path: tuple[str, ...],
    tensor: int,
) -> list[tuple[str, int]]:
    """Out of the frames around the source, across, into those around the target."""
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


def _edge(place: _Place, source: Key, target: Key, source_port: int, target_port: int) -> int:
    return place.edges.setdefault((source, target, source_port, target_port), len(place.edges))


def _port_x(places: dict[str, _Place], key: Key, kind: str, tensor: int) -> float:
    """Where a line is attached, from the middle of what ``key`` is."""
    _, which = key
    if tensor < 0 or not isinstance(which, str) or which not in places:
        return 0.0
    return places[which].port_x((kind, tensor))
