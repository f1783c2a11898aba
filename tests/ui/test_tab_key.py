"""The Tab key goes through every control of a page, and comes round to where it began."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from studio.history.store import History
from studio.ui.pages import PAGES
from tests.ui.test_graph_compare import CompareBench
from tests.ui.test_graph_tab import TabBench
from tests.ui.test_small_window import fill
from tests.ui.window_kit import Bench

_MOST_STEPS = 600


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    made = History(tmp_path / "studio.db")
    yield made
    made.close()


def walk(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """All that gets the focus until it is back where it began, each once."""
    start = window.focusWidget()
    assert start is not None
    met: list[QWidget] = [start]
    has_left = False
    for _ in range(_MOST_STEPS):
        at = window.focusWidget()
        assert at is not None
        QTest.keyClick(at, key)
        now = window.focusWidget()
        assert now is not None
        has_left = has_left or now is not start
        if has_left and now is start:
            return met
        if now not in met:
            met.append(now)
    raise AssertionError(f"never back at {start}; last seen {[told(one) for one in met[-5:]]}")


def told(widget: QWidget) -> str:
    text = widget.accessibleName() or (
        widget.text() if isinstance(widget, QAbstractButton) else widget.objectName()
    )
    return f"{type(widget).__name__} {text!r}"


def reachable(part: QWidget) -> list[QWidget]:
    """What Tab owes a visit: enabled, seen, and asking for it."""
    return [
        one
        for one in part.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not (isinstance(one, QRadioButton) and not one.isChecked())
    ]


def missed(window: QWidget, part: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    met = walk(window, key)
    return [told(one) for one in reachable(part) if one not in met]


def activate(qtbot: QtBot, window: QWidget, first: QWidget) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


@pytest.mark.parametrize("page_id", [entry[0] for entry in PAGES])
def test_tab_goes_round_every_page(bench: Bench, qtbot: QtBot, page_id: str) -> None:
    fill(bench)
    window = bench.program.window
    bench.run(f"show-{page_id}")
    bench.until(lambda: bench.is_settled)
    activate(qtbot, window, window.center.tabs)
    assert window.center.page_id == page_id
    assert missed(window, window) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_goes_round_the_graph(
    qtbot: QtBot, tmp_path: Path, history: History, key: Qt.Key
) -> None:
    graphs = TabBench(qtbot, tmp_path, history)
    graphs.lay_out()
    page = graphs.page
    activate(qtbot, page, page.tabs.tabBar())
    graphs.tab.choose_as_person("3/conv")
    assert not graphs.tab.canvas.minimap.isHidden()
    assert missed(page, page, key) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_goes_round_two_graphs(
    qtbot: QtBot, tmp_path: Path, history: History, key: Qt.Key
) -> None:
    graphs = CompareBench(qtbot, tmp_path, history)
    graphs.compare()
    page = graphs.page
    activate(qtbot, page, page.tabs.tabBar())
    graphs.tab.summary.table.selectRow(0)
    assert graphs.tab.summary.on.isEnabled()
    assert missed(page, page, key) == []
