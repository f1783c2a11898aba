"""Pictures of the graph: what is visible, or all of it within a bound."""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer, QRectF
from PySide6.QtGui import QImage, QPainter

from studio.ui.graph.canvas import GraphCanvas

MOST_PIXELS = 32_000_000
MOST_SIDE = 30_000
_MARGIN = 24.0
_SHARPNESS = 2.0
"""Pixels per scene unit where there is room."""


def draw_visible(canvas: GraphCanvas) -> QImage:
    """What the view shows, twice as sharp as the screen would."""
    visible = canvas.view.visible()
    return _draw(canvas, visible, _bounded(visible, canvas.zoom() * _SHARPNESS))


def draw_whole(canvas: GraphCanvas) -> QImage:
    """All of the graph: as sharp as MOST_PIXELS and MOST_SIDE allow."""
    whole = canvas.content().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
    return _draw(canvas, whole, _bounded(whole, _SHARPNESS))


def png_of(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _bounded(part: QRectF, scale: float) -> float:
    width, height = max(part.width(), 1.0), max(part.height(), 1.0)
    return min(scale, MOST_SIDE / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))


def _draw(canvas: GraphCanvas, part: QRectF, scale: float) -> QImage:
    width, height = round(part.width() * scale), round(part.height() * scale)
    image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_RGB32)
    image.fill(canvas.view.backgroundBrush().color())
    painter = QPainter(image)
    canvas.render_to(painter, part, QRectF(image.rect()))
    painter.end()
    return image
