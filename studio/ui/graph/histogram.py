"""A small picture of how values are spread, for the node panel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from studio.core.graph_requests import ConstantFacts
from studio.ui.theme import Colors


def draw_histogram(facts: ConstantFacts, size: QSize, ratio: float, colors: Colors) -> QImage:
    """Bars of the counts from the least to the greatest value; a line where zero is.

    ``size`` in device-independent pixels, ``ratio``: of the screen. The highest bar is as high as
    the picture; a bin with anything in it is at least a pixel high.
    """
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    counts = facts.histogram
    if not counts or facts.least is None or facts.greatest is None:
        return image
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width, height = size.width(), size.height() - 1.0
    span = facts.greatest - facts.least
    if facts.least < 0 < facts.greatest:
        # bins of single levels reach half a level beyond the least and the greatest value
        x = width * (-facts.least / span)
        painter.setPen(QPen(QColor(colors.muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.accent))
    if len(counts) == 1:  # all values are equal: a bar, not a wall
        counts = (0,) * 10 + counts + (0,) * 10
    most, bar = max(counts), width / len(counts)
    gap = 0.5 if bar > 3 else 0.0
    for place, count in enumerate(counts):
        if count:
            tall = max(height * count / most, 1.0)
            painter.drawRect(QRectF(place * bar, height - tall, bar - gap, tall))
    painter.setPen(QColor(colors.border))
    painter.drawLine(QPointF(0, height), QPointF(width, height))
    painter.end()
    return image
