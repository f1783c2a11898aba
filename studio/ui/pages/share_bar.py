"""A table cell with a share: its text, and a quiet bar of that length behind it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.rows_model import SORT_ROLE, Index

_OPACITY = 0.28


class ShareBar(QStyledItemDelegate):
    """The share in [0, 1] is what the column is sorted by; ``full`` is the bar's full length."""

    full = 1.0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        share = index.data(SORT_ROLE)
        if not share:
            return
        room = QRect(option.rect).adjusted(2, GRID // 2, -2, -GRID // 2)
        length = round(room.width() * min(1.0, share / self.full)) if self.full else 0
        painter.save()
        painter.setOpacity(_OPACITY)
        bar = QRect(room.left(), room.top(), max(1, length), room.height())
        painter.fillRect(bar, QColor(colors_of(option.palette).accent))
        painter.restore()
