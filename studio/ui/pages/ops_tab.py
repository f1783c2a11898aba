"""The Ops tab: all nodes of a graph, searchable and sortable, and the chosen one in full."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from studio.core.keep import PRECISION_TITLES
from studio.core.model import Graph
from studio.core.short_names import ShortNames
from studio.ui.pages.facts import fit_columns
from studio.ui.pages.op_rows import OpRow, op_columns, op_facts, op_rows
from studio.ui.texts import tr, tr_core
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_model import ROW_ROLE
from studio.ui.widgets.sort_proxy import ValueSortProxy
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.table import CopyableTable

FITTED_ROWS = 200
"""Columns are made as wide as the first rows need: looking at all of them takes seconds."""


class OpsTab(QWidget):
    """``node_chosen(index)``: the user selected the node of that index (not by :meth:`choose`).

    ``keep_wanted(name, precision)``: the op of that name is to be left in that precision.
    The table is filled when it is first seen: of thousands of ops that takes a while.
    """

    node_chosen = Signal(int)
    keep_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph = Graph()
        self._is_filled = True
        self._wanted: int | None = None
        self._has_subgraphs = False
        self._names = ShortNames()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search ops, names, shapes, types"))
        self.search.setAccessibleName(self.tr("Search the ops"))
        self.search.setToolTip(self.tr("Show only rows in which this text occurs."))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_searched)
        self.count = text_label("", "small", muted=True)
        self.table = CopyableTable()
        self.table.setAccessibleName(self.tr("Ops of the graph"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.details = QTextEdit()
        self.details.setReadOnly(True)
        self.details.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.details.setFrameShape(QTextEdit.Shape.NoFrame)
        self.details.setPlaceholderText(self.tr("Select an op to see all of it."))
        hint = self.details.fontMetrics().horizontalAdvance(self.details.placeholderText())
        self.details.setMinimumWidth(hint + GRID * 2)
        self.details.setAccessibleName(self.tr("The chosen op"))
        self.table.horizontalHeader().setResizeContentsPrecision(FITTED_ROWS)
        self._make_columns()
        for precision, title in PRECISION_TITLES.items():
            action = QAction(tr_core(title), self.table)
            action.setToolTip(self.tr("Leave the selected ops so when the model is converted."))
            action.triggered.connect(partial(self._on_keep, precision))
            self.table.addAction(action)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        body = Splitter(Qt.Orientation.Horizontal, tr("table and details"))
        body.addWidget(self.table)
        body.addWidget(self.details)
        body.setStretchFactor(0, 3)
        body.setStretchFactor(1, 1)
        body.setSizes([720, 220])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(body, 1)

    def show_graph(self, graph: Graph) -> None:
        """Show another graph; the search stays."""
        self._graph, self._wanted, self._is_filled = graph, None, False
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if self._is_filled:
            return
        self._is_filled, graph = True, self._graph
        has_subgraphs = any(node.subgraph for node in graph.nodes)
        if has_subgraphs != self._has_subgraphs:
            self._has_subgraphs = has_subgraphs
            self._make_columns()
        self.table.clearSelection()
        self._names.learn(node.name for node in graph.nodes)
        self._model.set_rows(op_rows(graph))
        fit_columns(self.table)
        self._show_details(None)
        self._show_count()
        if self._wanted is not None:
            self.choose(self._wanted)

    def choose(self, index: int) -> None:
        """Select the node of that index; a search that hides it is cleared."""
        self._wanted = index
        if not self._is_filled:
            return
        position = next(
            (place for place, node in enumerate(self._graph.nodes) if node.index == index), -1
        )
        if position < 0:
            return
        source = self._model.index(position, 0)
        if not self._proxy.mapFromSource(source).isValid():
            self.search.clear()
        shown = self._proxy.mapFromSource(source)
        flags = QItemSelectionModel.SelectionFlag
        selection = self.table.selectionModel()
        with QSignalBlocker(self):
            selection.setCurrentIndex(shown, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(shown)

    def _make_columns(self) -> None:
        columns = op_columns(self._names, has_subgraphs=self._has_subgraphs)
        self._model = self.table.set_columns(columns)
        proxy = self.table.model()
        assert isinstance(proxy, ValueSortProxy)
        self._proxy = proxy
        proxy.search(self.search.text())
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)

    def _on_searched(self, text: str) -> None:
        self._proxy.search(text)
        self._show_count()

    def _on_row_changed(self) -> None:
        row: OpRow | None = self.table.currentIndex().data(ROW_ROLE)
        self._show_details(row)
        if row is not None:
            self.node_chosen.emit(row.node.index)

    def _on_keep(self, precision: str, _checked: bool = False) -> None:
        for index in self.table.selectionModel().selectedRows():
            row: OpRow = index.data(ROW_ROLE)
            self.keep_wanted.emit(row.node.name, precision)

    def _show_details(self, row: OpRow | None) -> None:
        if row is None:
            self.details.clear()
            return
        muted = colors_of(self.palette()).muted
        parts = []
        for name, value in op_facts(self._graph, row.node):
            text = escape(value).replace("\n", "<br>")
            parts.append(f'<p><span style="color:{muted}">{escape(name)}</span><br>{text}</p>')
        self.details.setHtml("".join(parts))

    def _show_count(self) -> None:
        shown, total = self._proxy.rowCount(), len(self._graph.nodes)
        if total == 0:
            text = self.tr("No ops are known of this model.")
        elif shown == total:
            text = self.tr("{total} ops").format(total=f"{total:,}")
        else:
            text = self.tr("{shown} of {total} ops").format(shown=f"{shown:,}", total=f"{total:,}")
        self.count.setText(text)
