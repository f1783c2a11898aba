"""The graph page: the graph drawn natively, the ops as a table, and Netron."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtWidgets import QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from studio.core.model import Graph
from studio.core.session import Session
from studio.ui.context import UiContext
from studio.ui.graph.chosen import GraphSource
from studio.ui.graph.compare_tab import CompareTab
from studio.ui.graph.cutting import cut_action
from studio.ui.graph.keeping import keep_actions
from studio.ui.graph.overlay_control import OverlayControl
from studio.ui.graph.tab import GraphTab
from studio.ui.pages.naming import Subject, all_selected, hash_of, pair_of, subject_of
from studio.ui.pages.netron import NetronTab
from studio.ui.pages.netron_paint import NetronPaint
from studio.ui.pages.ops_tab import OpsTab
from studio.ui.pages.unopened import without_graph
from studio.ui.pages.variant_graphs import Failure, VariantGraphs
from studio.ui.selection import Selection
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import EmptyState


class GraphPage(QWidget):
    """Shows the selected model's graph, or that of the (first) selected variant.

    A variant's is read when it is first looked at, so nothing is asked for before the first
    :meth:`refresh`.
    """

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._subject: Subject | None = None
        self._graph: Graph | None = None
        self._graphs = VariantGraphs(context, self)
        self._shown_failure: Failure | None = None
        self.banner = Banner(dismissible=True)
        self.banner.report_requested.connect(self._on_report_requested)
        self.graph = GraphTab(context)
        self.overlay = OverlayControl(context, self)
        self.graph.menus.more += [cut_action(self.graph, context), *keep_actions(context)]
        self.graph.add_row(self.overlay.bar)
        self.graph.side.addWidget(self.overlay.top)
        self.overlay.bar.top_toggled.connect(self.graph.give_room)
        self.graph.tightened.connect(self.overlay.bar.set_tight)
        self.graph.bar.save_menu.addAction(self.overlay.save)
        self.graph.saving.overlays = lambda: self.overlay.overlays
        self.ops = OpsTab()
        self.ops.keep_wanted.connect(self._on_keep_wanted)
        self.netron = NetronTab()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.graph, self.tr("Graph"))
        self.tabs.addTab(self.ops, self.tr("Ops"))
        self.tabs.addTab(self.netron, self.tr("Netron"))
        graphs = self._graphs
        self.compare = CompareTab(context, graphs.graph_of, self._source_of, graphs.error_of)
        self.tabs.addTab(self.compare, self.tr("Side by side"))
        self.tabs.tabBar().setAccessibleName(self.tr("Ways to look at the graph"))
        self._is_two = False
        self._awaited = ("", "")  # the hash of a file, and a node to choose when it has been read
        self.tabs.setTabToolTip(2, self.tr("The Netron viewer, inside this window and offline."))
        self._order_tabs()
        self.empty = EmptyState("", "")
        self.empty.activated.connect(lambda: context.run_command("open"))
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        inner.addWidget(self.banner)
        inner.addWidget(self.tabs, 1)
        self.failed = EmptyState("", "", "")
        self.failed.activated.connect(lambda: context.run_command("inspect"))
        self.failed.hide()
        inner.addWidget(self.failed, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self.empty)
        self.graph.node_chosen.connect(self._on_node_chosen)
        self.graph.netron_wanted.connect(self._on_netron_wanted)
        self.graph.chosen_changed.connect(self.overlay.show_chosen)
        self.graph.layout_shown.connect(self._on_layout_shown)
        self.graph.canvas.remark_on = lambda box_id: "\n".join(self.overlay.sentences(box_id))
        self.overlay.painted.connect(self.graph.paint_boxes)
        self.overlay.netron_painted.connect(self._on_netron_painted)
        self.tabs.currentChanged.connect(
            lambda: self.overlay.set_netron_seen(self.tabs.currentWidget() is self.netron)
        )
        self.overlay.node_wanted.connect(self.graph.choose_as_person)
        self.ops.node_chosen.connect(self._on_node_chosen)
        self.netron.node_selected.connect(self._on_node_selected)
        self._graphs.read.connect(self._on_read)
        self._show_nothing(self.tr("No graph yet"), "")

    def _order_tabs(self) -> None:
        """The tab key goes down the page as it is seen, not in the order in which it was made."""
        bar, graph = self.overlay.bar, self.graph
        order = (
            graph.bar.more, bar.first, bar.second, bar.threshold, bar.top, bar.profile,
            graph.canvas.view, graph.canvas.minimap, graph.panel, self.overlay.top.table,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def widget(self) -> QWidget:
        return self

    def refresh(self, session: Session, selection: Selection) -> None:
        subject = subject_of(session, selection)
        before = self._subject
        self._subject = subject
        self._show_pair(session, selection)
        if subject is None:
            self._show_failure(None)
            self._show_nothing(self.tr("No model selected"), self.tr("Open a model to see it."))
            return
        graph = self._graphs.graph_of(subject)
        self.failed.hide()
        self.tabs.show()
        self._show_failure(self._graphs.failure_of(subject) if graph is None else None)
        has_changed = before is not None and hash_of(before) != hash_of(subject)
        if graph is None:
            self._show_waiting(subject)
            return
        self._stack.setCurrentIndex(0)
        if graph is not self._graph:
            self._graph = graph
            self.ops.show_graph(graph)
        source = self._source_of(subject)
        self.overlay.show_graph(  # before the layout, which may be there at once
            source.path, source.sha256, source.model_id, graph, is_artifact=source.is_tflite
        )
        self.graph.show_graph(source, graph)
        self.netron.show_model(Path(subject.path), len(graph.nodes))
        awaited, self._awaited = self._awaited, ("", "")
        if awaited[1] and awaited[0] == hash_of(subject):
            self.open_with(awaited[1])
        if has_changed and before is not None and before.path == subject.path:
            self.netron.reload()

    def _show_pair(self, session: Session, selection: Selection) -> None:
        """Who selects two wants to see both; whoever then selects one is back where they were."""
        count = len(all_selected(session, selection))
        self.compare.show_pair(pair_of(session, selection), count)
        is_two = len(selection.variant_ids) + len(selection.model_ids) > 1
        if is_two and not self._is_two and self.tabs.currentWidget() is self.graph:
            self.tabs.setCurrentWidget(self.compare)
        elif self._is_two and not is_two and self.tabs.currentWidget() is self.compare:
            self.tabs.setCurrentWidget(self.graph)
        self._is_two = is_two

    def _on_read(self) -> None:
        store = self._context.store
        self.refresh(store.session, store.selection)

    def _show_empty_graph(self) -> None:
        self._graph = None
        self.ops.show_graph(Graph())
        self.graph.show_graph(None, Graph())
        self.netron.show_model(None)

    def _show_waiting(self, subject: Subject) -> None:
        if self._shown_failure is not None:
            self._stack.setCurrentIndex(0)
            self._show_empty_graph()
            self._show_failed(subject)
        elif subject.variant is not None and (why := without_graph(subject, None)) is not None:
            self._show_nothing(*why)
        else:
            self._show_nothing(
                self.tr("Reading {name}…").format(name=subject.name),
                self.tr("The graph is read from the file; nothing of it is run."),
            )
            is_wanted = self.tabs.currentWidget() is self.graph and _is_tflite(subject)
            if is_wanted and self._graphs.is_being_read(subject):
                self.graph.foresee(subject.path, subject.model.id)

    def _show_failed(self, subject: Subject) -> None:
        """In place of tabs that have nothing to show. The banner above says why."""
        is_model = subject.variant is None
        self.failed.set_texts(
            self.tr("There is no graph of {name}").format(name=subject.name),
            self.tr("Its file could not be read. When it is mended, open it again.")
            if is_model
            else self.tr("Its file could not be read. Convert again to have it anew."),
            self.tr("Open again") if is_model else "",
        )
        self.tabs.hide()
        self.failed.show()

    def _show_failure(self, failure: Failure | None) -> None:
        """In the banner; one that was dismissed is not shown anew while nothing else was."""
        if failure == self._shown_failure:
            return
        self._shown_failure = failure
        if failure is None:
            self.banner.clear()
        else:
            self.banner.show_error(failure.error, can_report=bool(failure.job_id))

    def _on_report_requested(self) -> None:
        if self._shown_failure is not None:
            self._context.run_command("save-report", job_id=self._shown_failure.job_id)

    def _show_nothing(self, title: str, hint: str) -> None:
        self.empty.set_texts(title, hint, self.tr("Open…") if self._subject is None else "")
        self._stack.setCurrentIndex(1)

    def open_with(self, node: str = "") -> None:
        """Choose the node with the id ``node``, where what is shown has it; a graph that is being
        read has it chosen when it is there."""
        subject = self._subject
        if subject is not None and self._graphs.graph_of(subject) is None:
            self._awaited = (hash_of(subject), node)
            return
        nodes = self._graph.nodes if self._graph is not None else ()
        found = next((one.index for one in nodes if one.id == node), None)
        if found is None:
            return
        self.tabs.setCurrentWidget(self.graph)
        self.graph.choose_node(found)
        self.ops.choose(found)

    def _on_node_chosen(self, index: int) -> None:
        """In one of our own tabs, which need not say so to itself."""
        if self.sender() is self.graph:
            self.ops.choose(index)
        else:
            self.graph.choose_node(index)
        if self._is_same_order():
            self.netron.select_node(index)

    def _on_node_selected(self, index: int) -> None:
        if self._is_same_order():
            self.ops.choose(index)
            self.graph.choose_node(index)

    def _on_layout_shown(self) -> None:
        laid_out = self.graph.canvas.laid_out
        if laid_out is not None:
            self.overlay.show_layout(laid_out.layout)
            self.overlay.show_chosen(self.graph.state.chosen)

    def _on_netron_painted(
        self, paints: dict[int, NetronPaint], neutral: NetronPaint | None
    ) -> None:
        if self._is_same_order():
            self.netron.paint(paints, neutral)
        else:
            self.netron.paint({}, None)

    def _on_netron_wanted(self, index: int) -> None:
        self.tabs.setCurrentWidget(self.netron)
        self.netron.select_node(index)

    def _on_keep_wanted(self, name: str, precision: str) -> None:
        self._context.run_command("keep-op", name=name, precision=precision)

    def _is_same_order(self) -> bool:
        """Only in a .tflite are Netron's nodes the ops of our table, in the same order."""
        return self._subject is not None and _is_tflite(self._subject)

    def _source_of(self, subject: Subject) -> GraphSource:
        return GraphSource(
            path=subject.path,
            sha256=hash_of(subject),
            name=subject.name,
            model_id=subject.model.id,
            is_tflite=_is_tflite(subject),
        )


def _is_tflite(subject: Subject) -> bool:
    return subject.path.endswith((".tflite", ".lite"))
