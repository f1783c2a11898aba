"""Work that goes piece by piece, so that the window goes on meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from studio.ui.turns import Turns


class Worker(QObject):
    """Writes down what was done."""

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self._done = done

    def first(self) -> None:
        self._done.append("first")

    def second(self) -> None:
        self._done.append("second")


def test_all_else_comes_between_two_pieces(qtbot: QtBot) -> None:
    done: list[str] = []
    turns, worker = Turns(), Worker(done)
    timer = QTimer()
    timer.timeout.connect(lambda: done.append("other"))
    timer.start(0)
    turns.add(worker.first, worker.second)
    assert not turns.are_done
    qtbot.waitUntil(lambda: turns.are_done)
    assert "other" in done[done.index("first") : done.index("second")]


def test_what_waits_already_is_not_done_twice(qtbot: QtBot) -> None:
    done: list[str] = []
    turns, worker = Turns(), Worker(done)
    turns.add(worker.first, worker.second)
    turns.add(worker.first)
    assert turns.waits(worker.first)
    qtbot.waitUntil(lambda: turns.are_done)
    assert done == ["first", "second"]


def test_work_for_what_is_gone_is_dropped(qtbot: QtBot) -> None:
    done: list[str] = []
    turns, gone, here = Turns(), Worker(done), Worker(done)
    turns.add(gone.first, here.second)
    delete(gone)
    qtbot.waitUntil(lambda: turns.are_done)
    assert done == ["second"]
