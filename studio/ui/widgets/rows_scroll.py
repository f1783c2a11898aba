"""A list of rows that scrolls down and never shows a part of one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from studio.ui.theme import GRID


class RowsScroll(QScrollArea):
    """What is left of its height below the last whole row stays empty, and it scrolls row by row.

    ``rows``: how many it would like to show.
    """

    def __init__(self, content: QWidget, rows: int) -> None:
        super().__init__()
        self._rows = rows
        self._row_height = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(content)

    def set_row_height(self, height: int) -> None:
        """In pixels; 0 where the rows are not of one height: then all room is used."""
        if height == self._row_height:
            return
        self._row_height = height
        self.verticalScrollBar().setSingleStep(height or GRID * 3)
        self._leave_rest()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._rows * (self._row_height or GRID * 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_rest()

    def _leave_rest(self) -> None:
        height = self._row_height
        has_whole = 0 < height <= self.height()
        self.setViewportMargins(0, 0, 0, self.height() % height if has_whole else 0)
