"""Where the parts of the Graph tab stand, and which of them give way in a narrow window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui.graph.canvas import GraphCanvas
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.cards import EmptyState
from studio.ui.widgets.splitter import Splitter

_WIDTH_FOR_MINIMAP, _WIDTH_FOR_PANEL = GRID * 72, GRID * 88


class Arrangement(QStackedWidget):
    """``rows`` above the canvas, ``panel`` in the ``side`` column at its right, to which others add
    panels, ``legend`` below; or, in place of all, ``empty``, which says what is not there."""

    def __init__(
        self, rows: Sequence[QWidget], canvas: GraphCanvas, panel: QWidget, legend: QWidget
    ) -> None:
        super().__init__()
        self._canvas, self._panel = canvas, panel
        self.side = Splitter(Qt.Orientation.Vertical, tr("panels of the graph"))
        self.side.addWidget(panel)
        body = Splitter(Qt.Orientation.Horizontal, tr("graph and panels"))
        body.addWidget(canvas)
        body.addWidget(self.side)
        body.setStretchFactor(0, 1)
        body.setStretchFactor(1, 0)
        body.setSizes([900, GRID * 34])
        page = QWidget()
        self._rows = column = QVBoxLayout(page)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID // 2)
        for widget in rows:
            column.addWidget(widget)
        column.addWidget(body, 1)
        column.addWidget(legend)
        self.empty = EmptyState("", "")
        self.addWidget(page)
        self.addWidget(self.empty)

    def show_parts(self) -> None:
        self.setCurrentIndex(0)

    def show_empty(self, title: str, hint: str) -> None:
        self.empty.set_texts(title, hint)
        self.setCurrentIndex(1)

    def add_row(self, widget: QWidget) -> None:
        """Put ``widget`` below the first row."""
        self._rows.insertWidget(1, widget)

    def is_narrow(self) -> bool:
        """Whether the canvas has no room to give to the panel for good."""
        return self.width() < _WIDTH_FOR_PANEL

    def give_room(self, *, is_panel_wanted: bool) -> None:
        """In a narrow window the canvas comes first: the minimap goes, and so does the panel, but
        for one that a person wants."""
        self._canvas.minimap.setVisible(self.width() >= _WIDTH_FOR_MINIMAP)
        others = (self.side.widget(at) for at in range(self.side.count()))
        has_more = any(one not in (None, self._panel) and not one.isHidden() for one in others)
        self._panel.setVisible(is_panel_wanted or not self.is_narrow())
        self.side.setVisible(has_more or not self._panel.isHidden())
