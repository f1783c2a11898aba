"""How large and sharp saved pictures are, and how they become PNGs."""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage

MOST_SIDE = 30_000
MOST_PIXELS = 64_000_000
SHARPNESS = 2.0
"""Pixels per unit of what is drawn, where there is room."""


def bounded_scale(width: float, height: float, scale: float) -> float:
    """``scale``, or less: no side has more than MOST_SIDE pixels, all of it at most MOST_PIXELS."""
    width, height = max(width, 1.0), max(height, 1.0)
    return min(scale, MOST_SIDE / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))


def png_of(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
