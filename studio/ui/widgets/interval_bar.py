"""A ratio with its interval, drawn beside 1 and the range of differences that do not matter."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import GRID, colors_of

Interval = tuple[float, float]
_LEAST_REACH = math.log(1.1)
_MOST_REACH = math.log(2.0)


def reach_of(intervals: list[Interval | None], threshold: float) -> float:
    """How far, as a logarithm, bars reach to either side of 1 that stand under one another."""
    bounds = [abs(math.log(bound)) for one in intervals if one for bound in one if bound > 0]
    wanted = max([1.15 * max(bounds, default=0.0), 2 * math.log(1 + threshold), _LEAST_REACH])
    return min(wanted, _MOST_REACH)


class IntervalBar(QWidget):
    """Left of the middle the candidate takes less time, right of it more; the scale is that of
    logarithms, so that twice and half are equally far."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ratio: float | None = None
        self._interval: Interval | None = None
        self._threshold, self._reach = 0.03, _LEAST_REACH
        self._color = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_ratio(
        self,
        ratio: float | None,
        interval: Interval | None,
        threshold: float,
        reach: float,
        color: QColor,
    ) -> None:
        self._ratio, self._interval, self._threshold = ratio, interval, threshold
        self._reach, self._color = reach, color
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 18, GRID * 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = colors_of(self.palette())
        painter = QPainter(self)
        middle = self.height() / 2
        within = self._x(1 / (1 + self._threshold)), self._x(1 + self._threshold)
        band = QRectF(within[0], 1, within[1] - within[0], self.height() - 2)
        painter.fillRect(band, QColor(colors.border))
        painter.setPen(QPen(QColor(colors.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(self._x(1), 0), QPointF(self._x(1), self.height()))
        if self._interval is not None:
            low, high = map(self._x, self._interval)
            painter.setPen(QPen(self._color, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(low, middle), QPointF(max(high, low + 1), middle))
        if self._ratio is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._color)
            x = self._x(self._ratio)
            beyond = abs(math.log(max(self._ratio, 1e-9))) > self._reach
            if beyond:  # an arrow at the border
                tip = 5 if self._ratio > 1 else -5
                corners = [QPointF(x + tip, middle)]
                corners += [QPointF(x - tip, middle + side) for side in (-5, 5)]
                painter.drawPolygon(QPolygonF(corners))
            else:
                painter.drawEllipse(QPointF(x, middle), 3, 3)
        painter.end()

    def _x(self, ratio: float) -> float:
        """Where a ratio stands; one beyond the reach at the border."""
        place = math.log(max(ratio, 1e-9)) / self._reach
        return 6 + (self.width() - 12) * (1 + max(-1.0, min(place, 1.0))) / 2
