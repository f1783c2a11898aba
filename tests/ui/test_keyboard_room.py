"""Dividers and the minimap can be moved by keyboard, and say what they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.ui.graph.minimap import Minimap
from studio.ui.widgets.splitter import Splitter

ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@pytest.mark.parametrize(
    ("orientation", "back", "on"),
    [(ACROSS, Qt.Key.Key_Left, Qt.Key.Key_Right), (DOWN, Qt.Key.Key_Up, Qt.Key.Key_Down)],
)
def test_keys_move_a_divider(
    qtbot: QtBot, orientation: Qt.Orientation, back: Qt.Key, on: Qt.Key
) -> None:
    splitter = Splitter(orientation, "graph and panels")
    qtbot.addWidget(splitter)
    for _ in range(2):
        part = QWidget()
        part.setMinimumSize(40, 40)
        splitter.addWidget(part)
    splitter.resize(400, 400)
    splitter.show()
    splitter.setSizes([200, 200])
    handle = splitter.handle(1)
    assert handle.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert handle.accessibleName() == "Divider: graph and panels"
    before = splitter.sizes()[0]
    with qtbot.waitSignal(splitter.splitterMoved):
        QTest.keyClick(handle, on)
    assert splitter.sizes()[0] > before
    QTest.keyClick(handle, back)
    assert splitter.sizes()[0] == before
    QTest.keyClick(handle, Qt.Key.Key_Home)
    assert splitter.sizes()[0] == 40
    QTest.keyClick(handle, Qt.Key.Key_End)
    assert splitter.sizes()[1] == 40


class _Layout:
    width, height = 100.0, 1000.0


class _LaidOut:
    layout = _Layout()
    boxes = ()


def test_keys_look_elsewhere_by_the_minimap(qtbot: QtBot) -> None:
    minimap = Minimap()
    qtbot.addWidget(minimap)
    minimap._laid_out = _LaidOut()  # type: ignore[assignment]
    minimap.show_visible(QRectF(0, 400, 100, 200))
    assert minimap.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert minimap.accessibleName() == "Minimap"
    for key, wanted in (
        (Qt.Key.Key_Down, QPointF(50, 550)),
        (Qt.Key.Key_Up, QPointF(50, 450)),
        (Qt.Key.Key_PageDown, QPointF(50, 700)),
        (Qt.Key.Key_Home, QPointF(50, 100)),
        (Qt.Key.Key_End, QPointF(50, 900)),
    ):
        with qtbot.waitSignal(minimap.moved_to) as told:
            QTest.keyClick(minimap, key)
        assert told.args == [wanted]
