"""Work off the GUI thread: answers, and owners that go while an answer is on its way."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThreadPool, QTimer
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo, StorageError
from studio.ui.worker import _Courier, run_in_background
from tests.kit.cli import ROOT, studio_environment

MANY = """
import gc
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool
from studio.ui.worker import run_in_background

class Program:
    def __init__(self):
        self.owner = QObject()
    def start(self):
        run_in_background(self.owner, lambda: 1, self.on_done)
    def on_done(self, answer):
        answers.append(answer)

answers = []
application = QCoreApplication([])
gc.disable()
for _ in range(ROUNDS):
    programs = [Program() for _ in range(20)]
    for program in programs:
        program.start()
    del programs, program
    gc.collect()
    application.processEvents()
QThreadPool.globalInstance().waitForDone()
application.processEvents()
print(answers.count(1), len(answers))
"""
ROUNDS = 200


def raising(error: Exception) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def test_answers_and_errors_come_on_the_gui_thread(qtbot: QtBot) -> None:
    owner, found = QObject(), []

    def note(value: object) -> None:
        found.append((value, threading.current_thread()))

    run_in_background(owner, threading.get_ident, note)
    qtbot.waitUntil(lambda: len(found) == 1)
    run_in_background(owner, raising(StorageError("disk-full", path="/x")), note, note)
    qtbot.waitUntil(lambda: len(found) == 2)
    run_in_background(owner, raising(KeyError("k")), note, note)
    qtbot.waitUntil(lambda: len(found) == 3)
    assert {thread for _, thread in found} == {threading.main_thread()}
    ident, expected, unexpected = (value for value, _ in found)
    assert ident != threading.get_ident()
    assert isinstance(expected, ErrorInfo) and expected.code == "disk-full"
    assert isinstance(unexpected, ErrorInfo) and unexpected.code == "internal-error"
    assert unexpected.params == {"type": "KeyError"}
    assert "raise error" in unexpected.detail


def test_the_answer_is_dropped_where_the_owner_is_gone(qtbot: QtBot) -> None:
    owner, other, found = QObject(), QObject(), []
    hold = threading.Event()
    run_in_background(owner, hold.wait, lambda _: found.append("gone"))
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    hold.set()
    QThreadPool.globalInstance().waitForDone()
    run_in_background(other, lambda: None, lambda _: found.append("there"))
    qtbot.waitUntil(lambda: bool(found))
    assert found == ["there"]


def test_what_the_work_holds_is_let_go_on_the_gui_thread(qtbot: QtBot) -> None:
    """Else the last reference to a window may be dropped, and the window deleted, by the pool."""
    ended: list[threading.Thread] = []

    class Held:
        def work(self) -> None:
            pass

        def __del__(self) -> None:
            ended.append(threading.current_thread())

    owner = QObject()
    for _ in range(50):
        run_in_background(owner, Held().work)
    QThreadPool.globalInstance().waitForDone()
    assert ended == [], "nobody has taken the answers yet"
    qtbot.waitUntil(lambda: len(ended) == 50)
    assert set(ended) == {threading.main_thread()}


def test_what_the_work_answers_is_let_go_on_the_gui_thread(qtbot: QtBot) -> None:
    """Even where it has been used there before the thread of the pool goes on."""
    ended: list[threading.Thread] = []
    used = threading.Event()

    class Answer:
        def __del__(self) -> None:
            ended.append(threading.current_thread())

    owner = QObject()
    run_in_background(owner, lambda: None)  # there is a courier from now on
    QThreadPool.globalInstance().waitForDone()
    (courier,) = QCoreApplication.instance().findChildren(_Courier)  # type: ignore[union-attr]
    held = courier.answered.connect(lambda _: used.wait(5), Qt.ConnectionType.DirectConnection)
    run_in_background(owner, Answer, lambda _: QTimer.singleShot(0, used.set))
    qtbot.waitUntil(used.is_set)
    QThreadPool.globalInstance().waitForDone()
    courier.answered.disconnect(held)
    assert ended == [threading.main_thread()]


def test_owners_may_be_collected_while_answers_come() -> None:
    """In a process of its own: what this guards against is a segmentation fault."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", MANY.replace("ROUNDS", str(ROUNDS))],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=studio_environment(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(20 * ROUNDS)] * 2, "every answer came"
