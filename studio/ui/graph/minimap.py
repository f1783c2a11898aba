"""The minimap: all of a graph in a strip, and which part of it the view shows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.graph.box_drawing import BoxDrawing
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.look import Look
from studio.ui.theme import GRID

_WIDTH = GRID * 12
_MARGIN = 6
_STEP = 0.25
"""Of what is visible: so far an arrow key goes."""
_SOON_MS = 40
"""The picture waits for the canvas, which is what a person waits for, and for the last of several
changes of size."""
_LEAST_PX = 6.0
"""The frame around what is visible never gets smaller, so that it can be seen and grasped."""


class Minimap(QWidget):
    """``moved_to(scene point)``: the view is to show that point in its middle.

    A graph is far higher than wide, so both directions have a scale of their own: drawn to one
    scale it would be a hairline.
    """

    moved_to = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Minimap"))
        self.setToolTip(
            self.tr(
                "All of the graph; click or drag to look somewhere else, or use the arrow keys."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._laid_out: LaidOut | None = None
        self._drawing: BoxDrawing | None = None
        self._look: Look | None = None
        self._visible = QRectF()
        self._picture: QPixmap | None = None
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.setInterval(_SOON_MS)
        self._draw_soon.timeout.connect(self._on_drawing_due)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, GRID * 20)

    def show_graph(self, laid_out: LaidOut, drawing: BoxDrawing, look: Look) -> None:
        self._laid_out, self._drawing, self._look = laid_out, drawing, look
        self._picture = None
        self.update()
        self._draw_soon.start()

    def clear(self) -> None:
        """Show nothing."""
        self._laid_out = self._drawing = self._picture = None
        self.update()

    def forget_picture(self) -> None:
        """Colors or sizes are others: it is drawn anew soon, and stays until then."""
        self._draw_soon.start()

    def show_visible(self, visible: QRectF) -> None:
        if visible != self._visible:
            self._visible = visible
            self.update()

    def scales(self) -> tuple[float, float]:
        """Pixels per scene unit, across and down."""
        if self._laid_out is None:
            return 1.0, 1.0
        layout = self._laid_out.layout
        down = min((self.height() - 2 * _MARGIN) / max(layout.height, 1.0), 0.35)
        across = min((self.width() - 2 * _MARGIN) / max(layout.width, 1.0), 0.35)
        return max(across, 1e-6), max(down, 1e-6)

    def to_scene(self, at: QPointF) -> QPointF:
        across, down = self.scales()
        return QPointF((at.x() - self._left()) / across, (at.y() - _MARGIN) / down)

    def to_map(self, rect: QRectF) -> QRectF:
        across, down = self.scales()
        return QRectF(
            self._left() + rect.x() * across,
            _MARGIN + rect.y() * down,
            rect.width() * across,
            rect.height() * down,
        )

    def _left(self) -> float:
        width = self._laid_out.layout.width if self._laid_out else 0.0
        return (self.width() - width * self.scales()[0]) / 2

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.moved_to.emit(self.to_scene(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved_to.emit(self.to_scene(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys look a part of the view further, Page Up and Down a whole one."""
        at, key = self._visible.center(), event.key()
        across, down = self._visible.width() * _STEP, self._visible.height() * _STEP
        by = {
            Qt.Key.Key_Left: (-across, 0.0),
            Qt.Key.Key_Right: (across, 0.0),
            Qt.Key.Key_Up: (0.0, -down),
            Qt.Key.Key_Down: (0.0, down),
            Qt.Key.Key_PageUp: (0.0, -self._visible.height()),
            Qt.Key.Key_PageDown: (0.0, self._visible.height()),
        }.get(Qt.Key(key))
        if self._laid_out is not None and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            half = self._visible.height() / 2
            end = max(self._laid_out.layout.height - half, half)
            self.moved_to.emit(QPointF(at.x(), half if key == Qt.Key.Key_Home else end))
        elif self._laid_out is not None and by is not None:
            self.moved_to.emit(at + QPointF(*by))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.forget_picture()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        if self._laid_out is None or look is None:
            return
        painter = QPainter(self)
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        else:
            painter.fillRect(self.rect(), look.ground)
        frame = self.to_map(self._visible)
        for grow, set_size in ((frame.width(), 0), (frame.height(), 1)):
            missing = max(_LEAST_PX - grow, 0) / 2
            if set_size == 0:
                frame.adjust(-missing, 0, missing, 0)
            else:
                frame.adjust(0, -missing, 0, missing)
        accent = QColor(look.chosen.color())
        soft = QColor(accent)
        soft.setAlpha(36)
        painter.setPen(accent)
        painter.setBrush(soft)
        inside = QRectF(self.rect()).adjusted(1, 1, -2, -2)
        painter.drawRect(frame.intersected(inside))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(inside)
        painter.end()

    def _on_drawing_due(self) -> None:
        if self._laid_out is not None and self._look is not None and not self.size().isEmpty():
            self._picture = self._draw(self._look)
            self.update()

    def _draw(self, look: Look) -> QPixmap:
        assert self._laid_out is not None and self._drawing is not None
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(look.ground)
        painter = QPainter(picture)
        painter.translate(self._left(), _MARGIN)
        across, down = self.scales()
        painter.scale(across, down)
        places = range(len(self._laid_out.boxes))
        self._drawing.draw_far(painter, places, 1 / across, 1 / down)
        painter.end()
        return picture
