"""A guard for the pinned Qt binding: PySide6 6.12.0 lost references to None with each signal.

There the count of None fell by thousands until the interpreter died ("deallocating None").
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

ROUNDS = 3000
ALLOWED = 500


class Speaker(QObject):
    said = Signal(str, object)


class Canvas(QWidget):
    painted = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.red)
        painter.end()
        self.painted += 1


class Numbers(QAbstractTableModel):
    def rowCount(self, _parent: object = None) -> int:
        return 20

    def columnCount(self, _parent: object = None) -> int:
        return 5

    def data(self, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return "text" if role == Qt.ItemDataRole.DisplayRole else None


def test_emits_and_repaints_do_not_lose_references_to_none(qtbot: QtBot) -> None:
    speaker, heard = Speaker(), []
    speaker.said.connect(lambda *words: heard.append(len(words)))
    canvas = Canvas()
    table = QTableView()
    table.setModel(Numbers(table))
    for widget in (canvas, table):
        qtbot.addWidget(widget)
        widget.resize(200, 200)
        with qtbot.waitExposed(widget):
            widget.show()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        speaker.said.emit("x", None)
    for _ in range(ROUNDS // 10):
        canvas.repaint()
        table.viewport().repaint()
    drift = sys.getrefcount(None) - before
    assert len(heard) == ROUNDS
    assert canvas.painted >= ROUNDS // 10
    assert abs(drift) < ALLOWED, drift
