"""Cyclic garbage with Qt objects in it is collected on the GUI thread only."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from pytestqt.qtbot import QtBot

from studio.ui.garbage import GarbageTimer


class Knot:
    """An object in a cycle that notes which thread ends it."""

    def __init__(self, ended_on: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: ended_on.append(threading.current_thread()))


def allocate_into(kept: list[list[int]]) -> None:
    """Enough that stays alive to put every generation over its threshold."""
    kept.extend([index] for index in range(20_000))


@pytest.mark.usefixtures("qapp")
def test_another_thread_never_collects_and_the_timer_does(qtbot: QtBot) -> None:
    ended_on: list[threading.Thread] = []
    kept: list[list[int]] = []
    collector = GarbageTimer()
    try:
        gc.collect()
        Knot(ended_on)
        other = threading.Thread(target=allocate_into, args=(kept,))
        other.start()
        other.join()
        assert not ended_on
        qtbot.waitUntil(lambda: bool(ended_on), timeout=5_000)
        assert ended_on == [threading.main_thread()]
    finally:
        collector.stop()
    assert gc.isenabled()


@pytest.mark.usefixtures("qapp")
def test_what_has_settled_is_not_looked_through_again() -> None:
    collector = GarbageTimer()
    try:
        collector.settle()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < 1_000
    finally:
        collector.stop()
    assert gc.get_freeze_count() == 0
