"""Answers layout requests, and remembers what it has read and laid out while the child lives."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from studio.core.child import Reporter
from studio.core.graph_layout import GraphLayout, Grouping
from studio.core.graph_requests import LayoutRequest
from studio.core.model import Graph
from studio.graph.groups import find_groups
from studio.graph.layered import lay_out
from studio.graph.layout import LayoutMaker
from studio.graph.leaves import find_leaves
from studio.graph.ranking import Edge, Item
from studio.graph.stretches import Level
from studio.graph.tflite import Stamp, read_graph, read_titles, stamp_of

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")

_GRAPHS_KEPT = 4
_MAKERS_KEPT = 6
_LAYOUTS_KEPT = 24
_LEVELS_KEPT = 4000


class Recent(OrderedDict[KeyT, ValueT], Generic[KeyT, ValueT]):
    """A mapping that forgets what was not used for longest. ``most``: entries kept."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def find(self, key: KeyT) -> ValueT | None:
        if key not in self:
            return None
        self.move_to_end(key)
        return self[key]

    def keep(self, key: KeyT, value: ValueT) -> ValueT:
        self[key] = value
        self.move_to_end(key)
        while len(self) > self._most:
            self.popitem(last=False)
        return value


@dataclass(frozen=True)
class _Known:
    """A graph, what its bytes hash to, and the names of its subgraphs."""

    sha256: str
    graph: Graph
    titles: dict[int, str]


class Layouts:
    """Files are known by their hash (asked anew when size or time of change differ), levels by
    their content: an unchanged level of a changed picture is not laid out again, nor is the second
    of two equal blocks."""

    def __init__(self) -> None:
        self._graphs: Recent[Stamp, _Known] = Recent(_GRAPHS_KEPT)
        self._makers: Recent[tuple[str, Grouping, int], LayoutMaker] = Recent(_MAKERS_KEPT)
        self._layouts: Recent[tuple[object, ...], GraphLayout] = Recent(_LAYOUTS_KEPT)
        self._levels: Recent[tuple[tuple[Item, ...], tuple[Edge, ...]], Level] = Recent(
            _LEVELS_KEPT
        )

    def answer(self, request: LayoutRequest, reporter: Reporter) -> GraphLayout:
        """Raises ModelError as ``tflite.mapped``."""
        reporter.phase("inspecting")
        known = self._known(request)
        reporter.phase("laying-out")
        limit = max(1, request.limit)
        maker = self._maker(known, request.grouping, limit)
        wanted = None if request.opened is None else frozenset(request.opened)
        opened, is_limited = maker.choose_open(wanted, limit)
        key = (known.sha256, request.grouping, limit, tuple(opened), is_limited)
        layout = self._layouts.find(key)
        if layout is None:
            made = maker.make(request.path, request.grouping, opened, is_limited)
            layout = self._layouts.keep(key, made)
        sha256 = known.sha256 if request.graph is None else ""
        return msgspec.structs.replace(layout, path=request.path, sha256=sha256)

    def know(self, stamp: Stamp, sha256: str, graph: Graph) -> None:
        """The graph of a .tflite as somebody has read it: it need not be read again."""
        if self._graphs.find(stamp) is None:
            self._graphs.keep(stamp, _Known(sha256, graph, read_titles(stamp[0])))

    def _known(self, request: LayoutRequest) -> _Known:
        if request.graph is not None:
            sha256 = hashlib.sha256(msgspec.msgpack.encode(request.graph)).hexdigest()
            return _Known(sha256, request.graph, {})
        stamp = stamp_of(request.path)
        if stamp is None:
            return _Known(*read_graph(request.path))  # which says what is wrong
        known = self._graphs.find(stamp)
        return known or self._graphs.keep(stamp, _Known(*read_graph(request.path)))

    def _maker(self, known: _Known, grouping: Grouping, limit: int) -> LayoutMaker:
        key = (known.sha256, grouping, limit)
        maker = self._makers.find(key)
        if maker is None:
            hierarchy = find_groups(known.graph, grouping, known.titles, limit)
            leaves = find_leaves(known.graph, hierarchy)
            maker = LayoutMaker(known.graph, hierarchy, leaves, self._lay_level)
            self._makers.keep(key, maker)
        return maker

    def _lay_level(self, items: tuple[Item, ...], edges: tuple[Edge, ...]) -> Level:
        key = (items, edges)
        return self._levels.find(key) or self._levels.keep(key, lay_out(items, edges))
