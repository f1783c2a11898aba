"""The Graph tab: the native view of one graph, with its search, breadcrumbs and node panel."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.graph_layout import GraphLayout, Grouping
from studio.core.model import Graph
from studio.ui.context import UiContext
from studio.ui.graph.arrangement import Arrangement
from studio.ui.graph.bar import GraphBar
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.graph.chosen import ChosenFacts, GraphSource, node_in
from studio.ui.graph.layouts import LayoutKey, Layouts
from studio.ui.graph.legend import KindLegend
from studio.ui.graph.menus import GraphMenus
from studio.ui.graph.paint import BoxPaint
from studio.ui.graph.saving import GraphSaving
from studio.ui.graph.status import LayoutStatus
from studio.ui.graph.view_state import ViewState, ViewStates


class GraphTab(QWidget):
    """``node_chosen(index)``: a person chose the node of that index (not by :meth:`choose_node`).

    ``netron_wanted(index)``: show it there. ``menus.more``: entries of the menu of nodes, from
    others. ``layout_shown``: another layout is in the canvas. ``side``: the column at the right,
    to which others add panels. ``chosen_changed(id)``: of the chosen box, whoever chose it.
    ``tightened(is_tight)``: whether rows that others added are to make do with little room.
    """

    node_chosen = Signal(int)
    netron_wanted = Signal(int)
    layout_shown = Signal()
    chosen_changed = Signal(str)
    tightened = Signal(bool)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source: GraphSource | None = None
        self._graph = Graph()
        self._states = ViewStates()
        self._key: LayoutKey | None = None
        self._failed: LayoutKey | None = None
        self._toggled = ""
        self._is_painted = False
        self.layouts = Layouts(context.store, context.submit, context.cancel, self)
        self.facts = ChosenFacts(context, self)
        self.bar = GraphBar()
        self.canvas = GraphCanvas()
        self.panel, self.crumbs = self.facts.panel, self.facts.crumbs
        self.legend = KindLegend()
        self.status = LayoutStatus()
        self._parts = Arrangement(
            self.bar, self.crumbs, self.status, self.canvas, self.panel, self.legend
        )
        self.side, self.empty = self._parts.side, self._parts.empty
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._parts)
        self.saving = GraphSaving(self.canvas, self.status, lambda: self._source, context)
        self.menus = GraphMenus(self.canvas, lambda: self._source, self.saving.entries)
        self._connect()
        self._parts.show_empty(self.tr("No graph yet"), "")

    def _connect(self) -> None:
        self.bar.search.follow_keys_of(self)
        self.bar.search.found.connect(self.canvas.show_matches)
        self.bar.search.wanted.connect(self.choose_as_person)
        self.bar.grouping_chosen.connect(self._on_grouping_chosen)
        self.bar.expand_wanted.connect(self.expand_all)
        self.bar.collapse_wanted.connect(self.collapse_all)
        self.bar.zoom_wanted.connect(self.canvas.view.zoom_by)
        self.bar.fit_wanted.connect(self.canvas.fit)
        self.bar.all_wanted.connect(self.canvas.view.show_all)
        self.bar.details_toggled.connect(self.give_room)
        self.bar.more_toggled.connect(self.give_room)
        self.saving.fill(self.bar.save_menu)
        self.canvas.node_chosen.connect(self._on_node_chosen)
        self.canvas.node_activated.connect(self._on_node_activated)
        self.canvas.group_toggled.connect(self.toggle_group)
        self.canvas.context_requested.connect(self.menus.show)
        self.menus.group_wanted.connect(self.toggle_group)
        self.menus.expand_wanted.connect(self.expand_all)
        self.menus.collapse_wanted.connect(self.collapse_all)
        self.menus.netron_wanted.connect(self.netron_wanted)
        self.panel.node_wanted.connect(self.choose_as_person)
        self.crumbs.group_wanted.connect(self._on_group_wanted)
        self.facts.constants_changed.connect(self._show_chosen)
        self.layouts.ready.connect(self._on_ready)
        self.layouts.failed.connect(self._on_failed)
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.setInterval(0)
        self._ask_soon.timeout.connect(self._ask)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.give_room()

    def give_room(self) -> None:
        """Once its size, or what it shows, is another."""
        is_tight = self._parts.give_room(self.height(), has_legend=not self._is_painted)
        self.tightened.emit(is_tight)

    # --- what it shows --------------------------------------------------------------------------

    @property
    def state(self) -> ViewState:
        return self._states.of(self._source.path if self._source else "")

    @property
    def source(self) -> GraphSource | None:
        return self._source

    @property
    def graph(self) -> Graph:
        return self._graph

    def show_graph(self, source: GraphSource | None, graph: Graph) -> None:
        """Show another graph, at once or when next visible; the same one again is no change."""
        if source == self._source and graph is self._graph:
            return
        self._keep_view()
        self._source, self._graph = source, graph
        self._key = self._failed = None
        self.layouts.stop(but=source.path if source else "")
        self.canvas.clear()
        self.panel.show_graph(None)
        self.status.clear()
        self.bar.search.show_graph(graph)
        self.legend.show_graph(graph)
        if source is None or not graph.nodes:
            self._parts.show_empty(
                self.tr("No ops are known of this model."),
                self.tr("The Netron tab shows what it can read of the file."),
            )
            return
        self._parts.show_parts()
        self.canvas.choose(self.state.chosen)
        self.bar.show_grouping(self.state.grouping, has_groups=False, has_layout=False)
        self._show_chosen()
        if self.isVisible():
            self._ask()

    def foresee(self, path: str, model_id: str) -> None:
        """A .tflite is being read to be shown next: have it laid out right behind that."""
        state = self._states.of(path)
        self.layouts.ask(LayoutKey((path, ""), state.grouping, state.opened), None, model_id)

    def choose_node(self, index: int) -> None:
        """Choose the node of that index; says nothing of it."""
        node = next((node for node in self._graph.nodes if node.index == index), None)
        if node is not None and node.id != self.state.chosen:
            self.state.chosen = node.id
            self.canvas.choose(node.id)
            self._show_chosen()
            self.chosen_changed.emit(node.id)

    def add_row(self, widget: QWidget) -> None:
        """Put ``widget`` below the row of controls."""
        self._parts.add_row(widget)

    def paint_boxes(self, paints: dict[str, BoxPaint]) -> None:
        """Put an overlay on the boxes, {} takes it away; meanwhile ops have no stripes."""
        self.canvas.paint_boxes(paints)
        self._is_painted = bool(paints)
        self.give_room()

    def expand_all(self) -> None:
        """Open all groups, as far as they fit."""
        laid_out = self.canvas.laid_out
        if laid_out is not None:
            self._open(frozenset(laid_out.groups))

    def collapse_all(self) -> None:
        self._open(frozenset())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keep_view()

    # --- layouts --------------------------------------------------------------------------------

    def _wanted_key(self) -> LayoutKey | None:
        if self._source is None or not self._graph.nodes:
            return None
        return LayoutKey(self._source.file, self.state.grouping, self.state.opened)

    def _ask(self) -> None:
        """Show the layout that is wanted now, or have it made."""
        key, source = self._wanted_key(), self._source
        if key is None or source is None or not self.isVisible():
            return
        if key in (self._key, self._failed):
            self._show_chosen()  # it may have been chosen elsewhere meanwhile
            return
        kept = self.layouts.kept(key)
        if kept is not None:
            self.layouts.stop()
            self._on_ready(key, kept)
            return
        self.status.start(len(self._graph.nodes))
        self.layouts.ask(key, None if source.is_tflite else self._graph, source.model_id)

    def _on_ready(self, key: LayoutKey, layout: GraphLayout) -> None:
        if key != self._wanted_key():
            return
        self.status.finish(layout, len(self._graph.nodes))
        before = self._key
        self._key, self._failed = key, None
        self.canvas.show_layout(layout, self._graph, self._toggled)
        self._toggled = ""
        if before is None and self.state.zoom:
            self.canvas.set_zoom(self.state.zoom)
            self.canvas.center_on(self.state.center)
        elif before is None or before.grouping != key.grouping:
            self.canvas.fit()
            self.canvas.reveal_chosen()
        self.bar.show_grouping(key.grouping, has_groups=bool(layout.groups), has_layout=True)
        self.panel.show_graph(self.canvas.laid_out)
        self._show_chosen()
        self.layout_shown.emit()

    def _on_failed(self, key: LayoutKey, error: ErrorInfo) -> None:
        if key != self._wanted_key():
            return
        self._failed = key
        self.status.fail(error)

    def _keep_view(self) -> None:
        if self._key is not None and self.canvas.laid_out is not None:
            state = self.state
            state.zoom, state.center = self.canvas.zoom(), self.canvas.visible_center()

    # --- groups ---------------------------------------------------------------------------------

    def _on_grouping_chosen(self, grouping: Grouping) -> None:
        if grouping != self.state.grouping:
            self.state.grouping, self.state.opened = grouping, None
            self._ask_soon.start()

    def toggle_group(self, group_id: str, is_open: bool) -> None:
        """Have a group opened or closed."""
        laid_out = self.canvas.laid_out
        opened = self.state.opened
        self._toggled = group_id if group_id != self.state.chosen else ""
        if opened is None:
            opened = frozenset(laid_out.layout.opened if laid_out else ())
        self._open(opened | {group_id} if is_open else opened - {group_id})

    def _open(self, opened: frozenset[str]) -> None:
        """Have these groups open; several changes of one moment are one layout."""
        self.state.opened = opened
        self._ask_soon.start()

    def _on_group_wanted(self, group_id: str) -> None:
        if group_id:
            self.canvas.center_on(group_id)
        else:
            self.canvas.fit()

    # --- choosing -------------------------------------------------------------------------------

    def choose_as_person(self, box_id: str) -> None:
        """Choose a box or node, and say so as if a person had done it in the canvas."""
        self.canvas.choose(box_id)
        self._on_node_chosen(box_id)

    def _on_node_chosen(self, box_id: str) -> None:
        self.state.chosen = box_id
        self._show_chosen()
        self.chosen_changed.emit(box_id)
        node = node_in(self.canvas.laid_out, box_id)
        if node is not None:
            self.node_chosen.emit(node.index)

    def _on_node_activated(self) -> None:
        self.bar.details.setChecked(True)
        self.panel.setFocus()

    def _show_chosen(self) -> None:
        if self._source is not None:
            laid_out, chosen = self.canvas.laid_out, self.state.chosen
            self.facts.show(self._source, laid_out, chosen, may_read=self.isVisible())
        self.give_room()
