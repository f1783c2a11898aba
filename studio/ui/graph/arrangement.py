"""Where the parts of the Graph tab stand, and which of them give way in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui.graph.bar import GraphBar
from studio.ui.graph.breadcrumbs import Breadcrumbs
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.cards import EmptyState
from studio.ui.widgets.splitter import Splitter

_WIDTH_FOR_MINIMAP, _WIDTH_FOR_PANEL = GRID * 72, GRID * 88
_HEIGHT_FOR_ALL = GRID * 56
"""Below, the rows of controls would take as much as the canvas."""


class Arrangement(QStackedWidget):
    """``bar``, ``crumbs`` and ``status`` in rows above the canvas, ``panel`` in the ``side`` column
    at its right, to which others add panels, ``legend`` below; or, in place of all, ``empty``,
    which says what is not there."""

    def __init__(
        self,
        bar: GraphBar,
        crumbs: Breadcrumbs,
        status: QWidget,
        canvas: GraphCanvas,
        panel: QWidget,
        legend: QWidget,
    ) -> None:
        super().__init__()
        self._bar, self._crumbs = bar, crumbs
        self._canvas, self._panel, self._legend = canvas, panel, legend
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
        for widget in (bar, crumbs, status):
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

    def give_room(self, height: int, *, has_legend: bool) -> bool:
        """In a small window the canvas comes first: the minimap goes, the panel waits until it is
        asked for, and of the controls those remain that nothing else can do.

        ``height``: of the whole tab, in pixels. Returns whether rows are to make do with little.
        """
        is_narrow, is_low = self.width() < _WIDTH_FOR_PANEL, height < _HEIGHT_FOR_ALL
        is_tight = is_low and not self._bar.more.isChecked()
        self._bar.set_room(is_narrow=is_narrow, is_low=is_low)
        self._crumbs.setVisible(self._crumbs.has_groups or not is_tight)
        self._legend.setVisible(has_legend and not is_tight)
        self._canvas.minimap.setVisible(self.width() >= _WIDTH_FOR_MINIMAP)
        others = (self.side.widget(at) for at in range(self.side.count()))
        has_more = any(one not in (None, self._panel) and not one.isHidden() for one in others)
        self._panel.setVisible(self._bar.details.isChecked() or not is_narrow)
        self.side.setVisible(has_more or not self._panel.isHidden())
        return is_tight
