"""The largest nodes of an overlay, in order: choosing one there chooses it in the graph."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.model import Graph, Node
from studio.core.overlay_boxes import number_text
from studio.core.overlay_sums import largest_first, whole_of
from studio.core.overlays import Overlay
from studio.core.quantities import format_percent
from studio.core.short_names import ShortNames
from studio.ui.graph.overlay_texts import kind_title
from studio.ui.pages.share_bar import ShareBar
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_model import ROW_ROLE, Column
from studio.ui.widgets.table import CopyableTable

SHOWN = 100
"""So many at most: what comes after them is no reason to look at."""


@dataclass(frozen=True)
class TopRow:
    """``share``: of the overlay's ``whole_of``."""

    rank: int
    node: Node
    value: str
    share: float


class OverlayTop(QWidget):
    """``node_chosen(id)``: the user chose a row; :meth:`choose` does not say so."""

    node_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self.title = text_label("", "small", muted=True, wrap=True)
        self.table = CopyableTable()
        self.table.setAccessibleName(self.tr("Largest ops"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._bar = ShareBar(self.table)
        self._names = ShortNames()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.title)
        layout.addWidget(self.table, 1)

    def show_overlay(self, graph: Graph, overlay: Overlay | None, threshold: float) -> None:
        """The largest of ``overlay``, those above ``threshold`` (a share); None = nothing."""
        rows = _rows(graph, overlay, threshold) if overlay is not None else []
        kind = overlay.kind if overlay is not None else ""
        chosen = self.chosen
        if kind != self._kind or self.table.rows_model is None:
            self._kind = kind
            with_value = overlay is not None and overlay.unit != "share"
            self._model = self.table.set_columns(_columns(self._names, with_value=with_value))
            self.table.setItemDelegateForColumn(1, self._bar)
            self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
            widths = (GRID * 6, GRID * 8, *((GRID * 8,) if with_value else ()), GRID * 13)
            for column, width in enumerate(widths):
                self.table.setColumnWidth(column, width)
        self._bar.full = max((row.share for row in rows), default=1.0)
        with QSignalBlocker(self):
            self._names.learn(node.name for node in graph.nodes)
            self._model.set_rows(rows)
            self.choose(chosen)
        if overlay is not None:
            text = self.tr("{kind}, largest first: {shown} of {count} ops")
            self.title.setText(
                text.format(
                    kind=kind_title(overlay.kind), shown=len(rows), count=len(overlay.numbers)
                )
            )

    @property
    def chosen(self) -> str:
        """Id of the node whose row is chosen; "" = none."""
        if self.table.rows_model is None:
            return ""
        row: TopRow | None = self.table.currentIndex().data(ROW_ROLE)
        return row.node.id if row is not None else ""

    def choose(self, node_id: str) -> None:
        """Select the row of a node; none where it has no row."""
        if self.table.rows_model is None or node_id == self.chosen:
            return
        flags = QItemSelectionModel.SelectionFlag
        model, selection = self.table.model(), self.table.selectionModel()
        with QSignalBlocker(self):
            for place in range(model.rowCount()):
                index = model.index(place, 0)
                if index.data(ROW_ROLE).node.id == node_id:
                    selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
                    self.table.scrollTo(index)
                    return
            selection.clear()
            self.table.viewport().update()

    def _on_row_changed(self) -> None:
        if self.chosen:
            self.node_chosen.emit(self.chosen)


def _rows(graph: Graph, overlay: Overlay, threshold: float) -> list[TopRow]:
    nodes = {node.id: node for node in graph.nodes}
    rows, whole = [], whole_of(overlay)
    for rank, (node_id, value) in enumerate(largest_first(overlay)[:SHOWN], start=1):
        if value == 0 or value < threshold * whole:
            break
        rows.append(TopRow(rank, nodes[node_id], number_text(overlay, value), value / whole))
    return rows


def _columns(short: ShortNames, *, with_value: bool) -> list[Column]:
    """Columns over :class:`TopRow`. ``short``: knows the names of all rows."""
    columns = [
        Column(tr("rank"), text=lambda row: str(row.rank), value=lambda row: row.rank,
               is_number=True),
        Column(tr("share"), text=lambda row: format_percent(row.share),
               value=lambda row: row.share, is_number=True),
        Column(tr("op"), text=lambda row: row.node.op, tooltip=lambda row: row.node.op),
        Column(tr("name"), text=lambda row: short(row.node.name),
               tooltip=lambda row: row.node.name, copy_text=lambda row: row.node.name),
    ]  # fmt: skip
    if with_value:
        value = Column(
            tr("value"), text=lambda row: row.value, value=lambda row: row.share, is_number=True
        )
        columns.insert(2, value)
    return columns
