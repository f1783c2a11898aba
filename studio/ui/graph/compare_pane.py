"""One of two graphs side by side: its name, its canvas, and what becomes of its layout."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph, Node
from studio.ui.context import UiContext
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.graph.chosen import GraphSource
from studio.ui.graph.layouts import LayoutKey, Layouts
from studio.ui.graph.status import LayoutStatus
from studio.ui.theme import GRID
from studio.ui.widgets.labels import ElidedLabel


class ComparePane(QWidget):
    """``layout_shown``: another layout is in the canvas."""

    layout_shown = Signal()

    def __init__(
        self, context: UiContext, parent: QWidget | None = None, *, with_map: bool = True
    ) -> None:
        """``with_map``: of two in step, one minimap says where both look."""
        super().__init__(parent)
        self._with_map = with_map
        self._source: GraphSource | None = None
        self._graph = Graph()
        self._opened: frozenset[str] | None = None
        self._shown: LayoutKey | None = None
        self.title = ElidedLabel()
        self.canvas = GraphCanvas()
        self.canvas.minimap.setVisible(with_map)
        self.status = LayoutStatus()
        self._layouts = Layouts(context.store, context.submit, context.cancel, self)
        self._layouts.ready.connect(self._on_ready)
        self._layouts.failed.connect(self._on_failed)
        self.canvas.group_toggled.connect(self.toggle_group)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.title)
        layout.addWidget(self.status)
        layout.addWidget(self.canvas, 1)

    @property
    def graph(self) -> Graph:
        return self._graph

    @property
    def source(self) -> GraphSource | None:
        return self._source

    def show_graph(self, source: GraphSource, graph: Graph) -> None:
        """Show another graph; the same one again is no change."""
        if source == self._source and graph is self._graph:
            return
        self._source, self._graph, self._opened, self._shown = source, graph, None, None
        self.title.setText(source.name)
        self.canvas.view.setAccessibleName(self.tr("Graph of {name}").format(name=source.name))
        self.canvas.clear()
        self.canvas.choose("")
        self._ask()

    def give_room(self, *, for_map: bool) -> None:
        """``for_map``: whether there is any for a minimap."""
        self.canvas.minimap.setVisible(self._with_map and for_map)

    def node_of(self, box_id: str) -> Node | None:
        laid_out = self.canvas.laid_out
        place = laid_out.node_place(box_id) if laid_out is not None else None
        return None if place is None else self._graph.nodes[place]

    def center_of(self, node_id: str) -> QPointF | None:
        """The middle of the box that stands for a node; None while there is none."""
        laid_out = self.canvas.laid_out
        place = laid_out.box_of(node_id) if laid_out is not None else None
        if laid_out is None or place is None:
            return None
        box = laid_out.boxes[place]
        return QPointF(box.x + box.width / 2, box.y + box.height / 2)

    def toggle_group(self, group_id: str, is_open: bool) -> None:
        laid_out = self.canvas.laid_out
        opened = self._opened
        if opened is None:
            opened = frozenset(laid_out.layout.opened if laid_out else ())
        self._opened = opened | {group_id} if is_open else opened - {group_id}
        self._ask()

    def _wanted_key(self) -> LayoutKey | None:
        return LayoutKey(self._source.file, "none", self._opened) if self._source else None

    def _ask(self) -> None:
        key, source = self._wanted_key(), self._source
        if key is None or source is None:
            return
        kept = self._layouts.kept(key)
        if kept is not None:
            self._layouts.stop()
            self._on_ready(key, kept)
            return
        self.status.start(len(self._graph.nodes))
        self._layouts.ask(key, None if source.is_tflite else self._graph, source.model_id)

    def _on_ready(self, key: LayoutKey, layout: GraphLayout) -> None:
        if key != self._wanted_key():
            return
        is_first = self._shown is None
        self._shown = key
        self.status.finish(layout, len(self._graph.nodes))
        self.canvas.show_layout(layout, self._graph)
        if is_first:
            self.canvas.fit()
        self.layout_shown.emit()

    def _on_failed(self, key: LayoutKey, error: ErrorInfo) -> None:
        if key == self._wanted_key():
            self.status.fail(error)
