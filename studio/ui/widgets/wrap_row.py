"""A row that goes on in the next line where it is too narrow: no control is out of reach."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QSizePolicy,
    QSpacerItem,
    QWidget,
)

from studio.ui.theme import GRID


class WrapRow(QWidget):
    """Widgets from left to right, each line as high as its highest; hidden ones take no room.

    Those that expand share what the others leave of a line: as far as they can, they get equal.
    Those that expand downwards are as high as their line.
    It fixes its own height to what its width needs: a height that depends on the width would make
    scroll areas, splitters and tabs around it give it, and all beside it, another height than due.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = GRID) -> None:
        super().__init__(parent)
        self._lines = _Lines(self, spacing)

    def add(self, *widgets: QWidget) -> None:
        """Add a widget; several stay in one line, e.g. a label and what it names."""
        if len(widgets) == 1:
            self._lines.addWidget(widgets[0])
            return
        together = QHBoxLayout()
        together.setSpacing(self._lines.spacing())
        for widget in widgets:
            grows = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
            together.addWidget(widget, 1 if grows else 0)
        self._lines.addChildLayout(together)
        self._lines.addItem(together)

    def add_stretch(self) -> None:
        """From here on, widgets stand at the right end of their line, where there is room."""
        spring = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._lines.addItem(spring)

    def remove(self, widget: QWidget) -> None:
        """Take ``widget`` out; it stays a child and is the caller's to delete."""
        self._lines.removeWidget(widget)

    def clear(self) -> None:
        """Take everything out; the widgets stay children and can be added again."""
        while self._lines.takeAt(0) is not None:
            pass

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now, in their style, is it known how much room the widgets need."""
        super().showEvent(event)
        self._lines.invalidate()
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        height = self._lines.needed_height(self.width())
        if (self.minimumHeight(), self.maximumHeight()) != (height, height):
            self.setFixedHeight(height)


class _Lines(QLayout):
    """The layout of a :class:`WrapRow`."""

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def needed_height(self, width: int) -> int:
        """How high all lines are together, in device-independent pixels as ``width``."""
        return self._place(QRect(0, 0, width, 0), is_trial=True)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        item = self._items.pop(index)
        self.invalidate()
        return item

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = list(self._shown())
        gaps = self.spacing() * max(sum(map(_is_solid, shown)) - 1, 0)
        return QSize(sum(map(_width, shown)) + gaps, max(map(_height, shown), default=0))

    def minimumSize(self) -> QSize:
        """Each in a line of its own; how high that is, ``needed_height`` says."""
        shown = list(self._shown())
        width = max((item.minimumSize().width() for item in shown), default=0)
        return QSize(width, max(map(_height, shown), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_trial=False)

    def _shown(self) -> Iterator[QLayoutItem]:
        return (item for item in self._items if not item.isEmpty() or item.spacerItem())

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        """Place the items within ``rect``; returns the height that they take."""
        y = rect.y()
        for line in self._broken(rect.width()):
            height = max(map(_height, line))
            if not is_trial:
                self._place_line(line, QRect(rect.x(), y, rect.width(), height))
            y += height + self.spacing()
        return max(y - self.spacing(), rect.y()) - rect.y()

    def _broken(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = -1
        for item in self._shown():
            needed = item.minimumSize().width()
            if not _is_solid(item):
                if lines:
                    lines[-1].append(item)
                continue
            if needed > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= needed + self.spacing()
        return lines

    def _place_line(self, line: list[QLayoutItem], rect: QRect) -> None:
        gaps = self.spacing() * (sum(map(_is_solid, line)) - 1)
        x = rect.x()
        for item, width in zip(line, _widths(line, rect.width() - gaps), strict=True):
            if _is_solid(item):
                tall = item.expandingDirections() & Qt.Orientation.Vertical
                height = rect.height() if tall else _height(item)
                top = rect.y() + (rect.height() - height) // 2
                item.setGeometry(QRect(x, top, min(width, rect.width()), height))
                x += self.spacing()
            x += width


def _widths(line: list[QLayoutItem], room: int) -> list[int]:
    """How wide each item of a line becomes: narrower than it wants, or wider where it expands."""
    widths = list(map(_width, line))
    slack = [width - item.minimumSize().width() for width, item in zip(widths, line, strict=True)]
    missing = sum(widths) - room
    if missing > 0:
        whole = max(sum(slack), missing)
        return [
            width - -(-part * missing // whole) for width, part in zip(widths, slack, strict=True)
        ]
    growing = [place for place, item in enumerate(line) if _grows(item)]
    room = sum(widths[place] for place in growing) - missing
    # the widest first: one that needs more than an equal part leaves less to the others
    for done, place in enumerate(sorted(growing, key=lambda place: -widths[place])):
        widths[place] = max(widths[place], room // (len(growing) - done))
        room -= widths[place]
    return widths


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _is_solid(item: QLayoutItem) -> bool:
    return item.spacerItem() is None


def _width(item: QLayoutItem) -> int:
    return max(item.sizeHint().width(), item.minimumSize().width())


def _height(item: QLayoutItem) -> int:
    return item.sizeHint().height()
