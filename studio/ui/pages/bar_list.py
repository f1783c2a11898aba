"""Labelled horizontal bars: op histogram, size split, class scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.ui.texts import labelled
from studio.ui.theme import GRID, colors_of, tabular

_ROW = GRID * 3
_GAP = GRID


@dataclass(frozen=True)
class Bar:
    """``share`` in [0, 1] of the bar's full length; ``text``: the number as it is read."""

    label: str
    share: float
    text: str


class BarList(QWidget):
    """One row a bar: label, bar, number. ``color`` index of a variant, -1 = the accent color."""

    def __init__(self, name: str, parent: QWidget | None = None, color: int = -1) -> None:
        super().__init__(parent)
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self._color = color
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFont(tabular(self.font()))
        self.set_bars(())

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def set_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(
            "; ".join(labelled(bar.label, bar.text) for bar in self._bars)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 30, max(len(self._bars), 1) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(GRID * 18, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = colors_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        label_width = min(
            max((metrics.horizontalAdvance(bar.label) + 2 for bar in self._bars), default=0),
            int(self.width() * 0.55),
        )
        text_width = max((metrics.horizontalAdvance(bar.text) for bar in self._bars), default=0)
        start = label_width + _GAP
        room = max(self.width() - start - text_width - _GAP, 8)
        fill = colors.variant(self._color) if self._color >= 0 else QColor(colors.accent)
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, bar in enumerate(self._bars):
            top = row * _ROW
            label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideMiddle, label_width)
            painter.setPen(QColor(colors.text))
            painter.drawText(QRectF(0, top, label_width, _ROW), middle, label)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.plot_grid))
            painter.drawRoundedRect(QRectF(start, top + 8, room, _ROW - 16), 3, 3)
            painter.setBrush(fill)
            length = max(room * min(max(bar.share, 0.0), 1.0), 2.0 if bar.share > 0.002 else 0.0)
            painter.drawRoundedRect(QRectF(start, top + 8, length, _ROW - 16), 3, 3)
            painter.setPen(QColor(colors.text))
            painter.drawText(
                QRectF(self.width() - text_width, top, text_width, _ROW),
                middle | Qt.AlignmentFlag.AlignRight,
                bar.text,
            )
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // _ROW)
        if 0 <= row < len(self._bars):
            bar = self._bars[row]
            QToolTip.showText(event.globalPosition().toPoint(), labelled(bar.label, bar.text), self)
