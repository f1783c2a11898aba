"""The search field over the graph, with how many were found and the way from one to the next."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from studio.core.model import Graph
from studio.ui.graph.search import NodeSearch
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

_PAUSE_MS = 120
"""A graph is searched when typing has paused for so long."""


class SearchBar(QWidget):
    """``found(ids)``: what matches; ``wanted(id)``: the match to go to."""

    found = Signal(object)
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = NodeSearch(Graph())
        self._matches: tuple[str, ...] = ()
        self._at = -1
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search op, name, shape, type"))
        self.field.setAccessibleName(self.tr("Search the graph"))
        self.field.setToolTip(
            self.tr("Enter goes to the next match, Shift+Enter to the one before.")
        )
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(GRID * 18)
        self.count = text_label("", "small", muted=True)
        self.previous = self._button("↑", self.tr("Previous match (Shift+F3)"))
        self.next = self._button("↓", self.tr("Next match (F3)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        layout.addWidget(self.previous)
        layout.addWidget(self.next)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.field.textChanged.connect(lambda text: self._pause.start() if text else self._find())
        self.field.installEventFilter(self)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self._show_count()

    def follow_keys_of(self, area: QWidget) -> None:
        """Ctrl+F, F3 and Shift+F3 work within ``area``."""
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.take_focus),
            (QKeySequence(Qt.Key.Key_F3), lambda: self.step(1)),
            (QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_F3), lambda: self.step(-1)),
        ):
            shortcut = QShortcut(key, area)
            shortcut.setContext(within)
            shortcut.activated.connect(slot)

    def show_graph(self, graph: Graph) -> None:
        """Search another graph for the same words."""
        self._search = NodeSearch(graph)
        self._find()

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) match, round and round."""
        if self._pause.isActive():
            self._find()
        if self._matches:
            self._at = (self._at + by) % len(self._matches) if self._at >= 0 else min(by, 0)
            self._at %= len(self._matches)
            self._show_count()
            self.wanted.emit(self._matches[self._at])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            pressed = cast(QKeyEvent, event)
            if pressed.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = pressed.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step(-1 if back else 1)
                return True
            if pressed.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        self._pause.stop()
        self._matches, self._at = self._search.find(self.field.text()), -1
        self._show_count()
        self.found.emit(self._matches)

    def _show_count(self) -> None:
        total = len(self._matches)
        if not self.field.text().strip():
            text = ""
        elif not total:
            text = self.tr("none found")
        elif self._at < 0:
            text = self.tr("{total} found").format(total=f"{total:,}")
        else:
            text = self.tr("{place} of {total}").format(
                place=f"{self._at + 1:,}", total=f"{total:,}"
            )
        self.count.setText(text)
        for button in (self.previous, self.next):
            button.setEnabled(total > 0)

    def _button(self, text: str, tooltip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tooltip)
        button.setAccessibleName(tooltip)
        button.setAutoRaise(True)
        return button
