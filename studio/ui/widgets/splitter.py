"""A splitter whose dividers can be moved by keyboard too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QStyle, QStyleOptionFocusRect, QWidget

from studio.ui.texts import tr
from studio.ui.theme import GRID

_STEP, _LARGE_STEP = GRID * 2, GRID * 12
_FAR = 1 << 20


class Splitter(QSplitter):
    """``name``: what its dividers part, for those who hear the screen read. Nothing in it can be
    pushed away whole: there is no handle then that brings it back by keyboard."""

    def __init__(
        self, orientation: Qt.Orientation, name: str, parent: QWidget | None = None
    ) -> None:
        self._name = name
        super().__init__(orientation, parent)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self, self._name)


class _Handle(QSplitterHandle):
    """Arrow keys move it, Page Up and Page Down by more, Home and End as far as it goes."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter, name: str) -> None:
        super().__init__(orientation, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Divider: {name}").format(name=name))
        self.setToolTip(tr("Drag it, or move it by the arrow keys, Home and End."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_across = self.orientation() == Qt.Orientation.Horizontal
        back, on = (
            (Qt.Key.Key_Left, Qt.Key.Key_Right) if is_across else (Qt.Key.Key_Up, Qt.Key.Key_Down)
        )
        by = {
            back: -_STEP,
            on: _STEP,
            Qt.Key.Key_PageUp: -_LARGE_STEP,
            Qt.Key.Key_PageDown: _LARGE_STEP,
            Qt.Key.Key_Home: -_FAR,
            Qt.Key.Key_End: _FAR,
        }.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        place = self.x() if is_across else self.y()
        self.moveSplitter(self.closestLegalPosition(place + by))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(self.rect(), self.palette().highlight())
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self
            )
            painter.end()
