"""The view onto a graph's scene: panning, zooming, pointing. What is where, its owner knows."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGestureEvent,
    QGraphicsScene,
    QGraphicsView,
    QPinchGesture,
    QWidget,
)

MOST_ZOOM = 3.0
READABLE_ZOOM = 0.62
"""What a fit never goes below: titles and shapes can be read."""
_NOTCH_PX = 64.0
"""How far a notch of a mouse wheel scrolls."""
_ZOOM_STEP = 1.25

ARROWS = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class GraphView(QGraphicsView):
    """Reports what a person does, in scene coordinates; the key signals carry the key's meaning."""

    clicked = Signal(QPointF)
    double_clicked = Signal(QPointF)
    hovered = Signal(QPointF)
    left = Signal()
    walked = Signal(str)
    pressed_key = Signal(str)
    tooltip_wanted = Signal(QPointF, QPoint)
    context_wanted = Signal(QPointF, QPoint)
    context_key_pressed = Signal()
    moved = Signal()
    resized = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._content, self._start = QRectF(), 0.0
        self._pressed_at: QPoint | None = None
        self._dragged_to: QPoint | None = None
        self.horizontalScrollBar().valueChanged.connect(self.moved)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    # --- where it looks -------------------------------------------------------------------------

    def set_content(self, content: QRectF, bounds: QRectF, start: float) -> None:
        """``content``: what a fit shows; ``bounds``: how far one can scroll; ``start``: where
        across the graph begins, which is what is shown where it is too wide.
        """
        self._content, self._start = content, start
        self.setSceneRect(bounds)

    def zoom(self) -> float:
        return self.transform().m11()

    def visible(self) -> QRectF:
        """The visible part of the scene."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def center(self) -> QPointF:
        return self.mapToScene(self.viewport().rect().center())

    def set_zoom(self, zoom: float, about: QPoint | None = None) -> None:
        """``about``: the point of the viewport that stays where it is; None = its middle."""
        zoom = min(max(zoom, self._least_zoom()), MOST_ZOOM)
        fixed = about if about is not None else self.viewport().rect().center()
        before = self.mapToScene(fixed)
        self.setTransform(QTransform.fromScale(zoom, zoom))
        shift = self.mapFromScene(before) - fixed
        self._scroll(shift.x(), shift.y())
        self.moved.emit()

    def zoom_by(self, factor: float, about: QPoint | None = None) -> None:
        self.set_zoom(self.zoom() * factor, about)

    def fit(self, *, most: float = 1.0, from_top: bool = False) -> None:
        """All of it where that can be read, else its top: as wide as fits and can be read.

        ``most``: no larger than that; ``from_top``: its top stands at the top of the view even
        where there is room above.
        """
        if self._content.isEmpty():
            return
        whole = self._whole_zoom()
        across = (self.viewport().width() - 24) / max(self._content.width(), 1)
        wanted = whole if whole >= READABLE_ZOOM else across
        self.set_zoom(min(max(wanted, READABLE_ZOOM), most))
        middle = self._content.center()
        seen = self.visible()
        if seen.width() < self._content.width():
            half = seen.width() / 2 - 12 / self.zoom()
            edges = self._content.left() + half, self._content.right() - half
            middle.setX(min(max(self._start, edges[0]), edges[1]))
        top = self._content.top() + seen.height() / 2 - 12 / self.zoom()
        if from_top:
            middle.setY(top)
        elif whole < READABLE_ZOOM:
            middle.setY(min(middle.y(), top))
        self.centerOn(middle)
        self.moved.emit()

    def show_all(self) -> None:
        """All of it, however small; never larger than it is."""
        if not self._content.isEmpty():
            self.set_zoom(min(self._whole_zoom(), 1.0))
            self.centerOn(self._content.center())
            self.moved.emit()

    def reveal(self, rect: QRectF) -> None:
        """Scroll no farther than needed for ``rect`` to be visible with some room around it."""
        room = self.visible()
        across, down = room.width() * 0.12, room.height() * 0.12
        wanted = rect.adjusted(-across, -down, across, down)
        if not room.contains(wanted):
            if wanted.width() > room.width() or wanted.height() > room.height():
                self.centerOn(rect.center())
            else:
                x = min(max(room.left(), wanted.right() - room.width()), wanted.left())
                y = min(max(room.top(), wanted.bottom() - room.height()), wanted.top())
                self.centerOn(QPointF(x + room.width() / 2, y + room.height() / 2))
        self.moved.emit()

    def scroll_across(self, by: float) -> None:
        """In scene units."""
        self._scroll(round(by * self.zoom()), 0)

    def _whole_zoom(self) -> float:
        room = self.viewport().rect().adjusted(12, 12, -12, -12)
        across = room.width() / max(self._content.width(), 1)
        return min(across, room.height() / max(self._content.height(), 1))

    def _least_zoom(self) -> float:
        return min(self._whole_zoom(), READABLE_ZOOM) * 0.8

    def _scroll(self, dx: int, dy: int) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + dx)
        down.setValue(down.value() + dy)

    # --- what a person does ---------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        angle, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** (angle.y() or angle.x()), event.position().toPoint())
        else:
            dx, dy = pixels.x(), pixels.y()
            if pixels.isNull():
                dx = round(angle.x() / 120 * _NOTCH_PX)
                dy = round(angle.y() / 120 * _NOTCH_PX)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not dx:
                dx, dy = dy, 0
            self._scroll(-dx, -dy)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed_at = event.position().toPoint()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed_at is None:
            self.hovered.emit(self.mapToScene(at))
            return
        if self._dragged_to is None:
            moved = (at - self._pressed_at).manhattanLength()
            if moved < QApplication.startDragDistance():
                return
            self._dragged_to = self._pressed_at
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        shift = self._dragged_to - at
        self._dragged_to = at
        self._scroll(shift.x(), shift.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_drag, was_pressed = self._dragged_to is not None, self._pressed_at is not None
        self._pressed_at = self._dragged_to = None
        self.viewport().unsetCursor()
        if was_pressed and not was_drag and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.mapToScene(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit(self.mapToScene(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.context_key_pressed.emit()
        else:
            self.context_wanted.emit(self.mapToScene(event.pos()), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.walked.emit(ARROWS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_9:
            self.show_all()
        elif key == Qt.Key.Key_1:
            self.set_zoom(1.0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed_key.emit("activate")
        elif key == Qt.Key.Key_Backspace:
            self.pressed_key.emit("close")
        elif key == Qt.Key.Key_Home:
            self.pressed_key.emit("first")
        elif key == Qt.Key.Key_End:
            self.pressed_key.emit("last")
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            page = round(self.viewport().height() * 0.9)
            self._scroll(0, page if key == Qt.Key.Key_PageDown else -page)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ToolTip:
            shown = cast(QHelpEvent, event)
            self.tooltip_wanted.emit(self.mapToScene(shown.pos()), shown.globalPos())
            return True
        if kind == QEvent.Type.Leave:
            self.left.emit()
        elif kind == QEvent.Type.NativeGesture:
            native = cast(QNativeGestureEvent, event)
            if native.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + native.value(), native.position().toPoint())
                return True
        elif kind == QEvent.Type.Gesture:
            pinch = cast(QGestureEvent, event).gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), pinch.centerPoint().toPoint())
                return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Emits ``resized`` with what was visible before."""
        before = self.mapToScene(QRect(QPoint(), event.oldSize())).boundingRect()
        super().resizeEvent(event)
        self.resized.emit(before)
        self.moved.emit()
