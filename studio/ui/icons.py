"""Icons: single-color SVG drawings painted in the color of the palette that is in force.

Made anew when the theme or the screen changes (the window asks for them again), for the pixel ratio
of the sharpest screen.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studio.core.resources import resource

_SIZES = (16, 24)


def icon(name: str, palette: QPalette) -> QIcon:
    """The drawing ``resources/icons/NAME.svg`` in the palette's text color. "" = no icon."""
    if not name:
        return QIcon()
    group, role = QPalette.ColorGroup, QPalette.ColorRole.WindowText
    result = QIcon()
    for mode, color in (
        (QIcon.Mode.Normal, palette.color(group.Active, role)),
        (QIcon.Mode.Disabled, palette.color(group.Disabled, role)),
    ):
        for pixmap in _pixmaps(name, color):
            result.addPixmap(pixmap, mode)
    return result


def app_icon() -> QIcon:
    """The program's own icon, in its own colors."""
    return QIcon(str(resource("icons", "studio.svg")))


def dot(
    color: QColor, *, is_hollow: bool = False, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QIcon:
    """The dot that stands for a variant: the same color in the tree, the plots and the tables.

    ``style``: of its line, where that is no solid one; the line then stands in the dot's place.
    """
    result = QIcon()
    pixmap = _canvas(16)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_line = style is not Qt.PenStyle.SolidLine and not is_hollow
    if is_line:
        painter.setPen(QPen(color, 2.0, style, Qt.PenCapStyle.FlatCap))
        painter.drawLine(0, 8, 16, 8)
    elif is_hollow:
        pen = painter.pen()
        pen.setColor(color)
        pen.setWidthF(2.0)
        painter.setPen(pen)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    if not is_line:
        painter.drawEllipse(QRectF(3.5, 3.5, 9.0, 9.0))
    painter.end()
    # where a row is selected the style would tint it: another color than in the plots
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
        result.addPixmap(pixmap, mode)
    return result


def _pixmaps(name: str, color: QColor) -> list[QPixmap]:
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    tinted = svg.replace("currentColor", color.name())
    renderer = QSvgRenderer(QByteArray(tinted.encode()))
    pixmaps = []
    for size in _SIZES:
        pixmap = _canvas(size)
        painter = QPainter(pixmap)
        painter.setOpacity(color.alphaF())
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        pixmaps.append(pixmap)
    return pixmaps


def _canvas(size: int) -> QPixmap:
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    pixmap = QPixmap(math.ceil(size * ratio), math.ceil(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
