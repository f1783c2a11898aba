"""Pictures of the graph: what is visible, or all of it within a bound."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from studio.ui.graph.canvas import GraphCanvas
from studio.ui.pictures import SHARPNESS, bounded_scale

MOST_PIXELS = 32_000_000
_MARGIN = 24.0


def draw_visible(canvas: GraphCanvas) -> QImage:
    """What the view shows, twice as sharp as the screen would."""
    visible = canvas.view.visible()
    return _draw(canvas, visible, _bounded(visible, canvas.zoom() * SHARPNESS))


def draw_whole(canvas: GraphCanvas) -> QImage:
    """All of the graph: as sharp as MOST_PIXELS and MOST_SIDE allow."""
    whole = canvas.content().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
    return _draw(canvas, whole, _bounded(whole, SHARPNESS))


def _bounded(part: QRectF, scale: float) -> float:
    return bounded_scale(part.width(), part.height(), scale, MOST_PIXELS)


def _draw(canvas: GraphCanvas, part: QRectF, scale: float) -> QImage:
    width, height = round(part.width() * scale), round(part.height() * scale)
    image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_RGB32)
    image.fill(canvas.view.backgroundBrush().color())
    painter = QPainter(image)
    canvas.render_to(painter, part, QRectF(image.rect()))
    painter.end()
    return image
