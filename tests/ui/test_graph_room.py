"""The Graph tab in small windows: the canvas keeps most of the height, what is chosen its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.core.graph_compare import GraphComparison, GraphSide
from studio.history.store import History
from studio.ui.graph.chosen import GraphSource
from studio.ui.graph.compare_tab import CompareTab
from studio.ui.graph.view import READABLE_ZOOM
from tests.ui.page_support import PageBench
from tests.ui.test_graph_tab import TabBench

SMALL, MIDDLE, LARGE = (432, 315), (812, 515), (1132, 715)
"""What a window of 900x600, 1280x800 and 1600x1000 with all its docks leaves for the tab."""


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[TabBench]:
    history = History(tmp_path / "studio.db")
    made = TabBench(qtbot, tmp_path, history)
    made.lay_out()
    yield made
    history.close()


def resize(bench: TabBench, size: tuple[int, int]) -> None:
    """Give the tab, not the page, this size."""
    for _ in range(2):  # what wraps is another height then
        tab = bench.tab.size()
        page = bench.page.size()
        bench.page.resize(
            page.width() + size[0] - tab.width(), page.height() + size[1] - tab.height()
        )
        bench.qtbot.waitUntil(lambda: bench.tab.canvas.view.isVisible())
    assert (bench.tab.width(), bench.tab.height()) == size


def settle(bench: TabBench) -> None:
    bench.qtbot.wait(1)


def is_chosen_visible(bench: TabBench) -> bool:
    canvas = bench.tab.canvas
    place = canvas.chosen_place()
    assert place is not None
    return canvas.view.visible().contains(canvas.box_rect(place))


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
def test_the_canvas_keeps_most_of_the_height(bench: TabBench, size: tuple[int, int]) -> None:
    resize(bench, size)
    bench.page.overlay.bar.choose("macs", "parameters")
    bench.tab.choose_as_person("3/conv")
    settle(bench)
    assert bench.tab.canvas.height() > 0.6 * size[1]
    assert bench.tab.canvas.width() > 0.6 * size[0]
    assert is_chosen_visible(bench)


def test_what_is_put_away_can_be_had(bench: TabBench) -> None:
    resize(bench, SMALL)
    bar, overlay = bench.tab.bar, bench.page.overlay.bar
    overlay.choose("macs")
    settle(bench)
    away: tuple[QWidget, ...] = (bar.grouping, bar.zoom_in, bar.save, overlay.threshold)
    assert not any(widget.isVisible() for widget in (*away, bench.tab.panel))
    QTest.keyClick(bar.more, Qt.Key.Key_Space)
    settle(bench)
    assert all(widget.isVisible() for widget in away)
    QTest.keyClick(bar.details, Qt.Key.Key_Space)
    settle(bench)
    assert bench.tab.panel.isVisible()
    resize(bench, LARGE)
    settle(bench)
    assert bench.tab.panel.isVisible() and all(widget.isVisible() for widget in away)
    assert not bar.more.isVisible() and not bar.details.isVisible()


def test_enter_shows_what_is_known_of_a_node(bench: TabBench) -> None:
    resize(bench, SMALL)
    bench.tab.choose_as_person("1/conv")
    bench.tab.canvas.view.setFocus()
    QTest.keyClick(bench.tab.canvas.view, Qt.Key.Key_Return)
    settle(bench)
    assert bench.tab.panel.isVisible() and bench.tab.panel.shown == "1/conv"


def test_what_is_chosen_stays_in_view_when_room_goes(bench: TabBench) -> None:
    resize(bench, LARGE)
    canvas = bench.tab.canvas
    canvas.set_zoom(1.0)
    bench.tab.choose_as_person("4/relu")
    bottom = canvas.view.visible().bottom()
    place = canvas.chosen_place()
    assert place is not None
    canvas.center_on(canvas.box_rect(place).center() - QPoint(0, int(canvas.height() * 0.4)))
    assert is_chosen_visible(bench) and bottom != canvas.view.visible().bottom()
    resize(bench, SMALL)
    settle(bench)
    assert is_chosen_visible(bench)


def test_nothing_jumps_while_what_is_chosen_is_in_view(bench: TabBench) -> None:
    resize(bench, LARGE)
    canvas = bench.tab.canvas
    canvas.set_zoom(1.0)
    bench.tab.choose_as_person("2/conv")
    canvas.center_on("2/conv")
    before = canvas.view.visible().topLeft()
    bench.page.overlay.bar.choose("macs")
    bench.page.overlay.bar.top.setChecked(True)
    settle(bench)
    assert canvas.view.visible().topLeft() == before


def test_who_scrolled_elsewhere_stays_there(bench: TabBench) -> None:
    resize(bench, LARGE)
    canvas = bench.tab.canvas
    canvas.set_zoom(1.0)
    bench.tab.choose_as_person("0/conv")
    canvas.center_on("5/relu")
    assert not is_chosen_visible(bench)
    before = canvas.view.visible().topLeft()
    resize(bench, MIDDLE)
    settle(bench)
    assert canvas.view.visible().topLeft() == before


def test_fit_can_be_read_and_all_is_all(bench: TabBench) -> None:
    resize(bench, MIDDLE)
    canvas = bench.tab.canvas
    QTest.mouseClick(bench.tab.bar.fit, Qt.MouseButton.LeftButton)
    assert canvas.zoom() >= READABLE_ZOOM
    assert not canvas.view.visible().contains(canvas.content())
    QTest.mouseClick(bench.tab.bar.all, Qt.MouseButton.LeftButton)
    assert canvas.view.visible().contains(canvas.content())
    QTest.keyClick(canvas.view, Qt.Key.Key_0)
    assert canvas.zoom() >= READABLE_ZOOM
    QTest.keyClick(canvas.view, Qt.Key.Key_9)
    assert canvas.view.visible().contains(canvas.content())


def test_the_tab_key_goes_down_the_page(bench: TabBench) -> None:
    resize(bench, LARGE)
    overlay = bench.page.overlay
    overlay.bar.choose("macs", "parameters")
    overlay.bar.top.setChecked(True)
    settle(bench)
    bar, tab = bench.tab.bar, bench.tab
    wanted = [
        bar.search.field, bar.grouping, bar.fit, bar.all, bar.save, overlay.bar.first,
        overlay.bar.second, overlay.bar.threshold, overlay.bar.top, tab.canvas.view, tab.panel,
        overlay.top.table,
    ]  # fmt: skip
    chain, widget = [], bench.page.nextInFocusChain()
    while widget is not bench.page:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    start = chain.index(bar.search.field)
    chain = chain[start:] + chain[:start]
    assert sorted(wanted, key=chain.index) == wanted
    assert all(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in wanted)


def test_two_graphs_are_equally_wide_and_titles_whole(qtbot: QtBot, tmp_path: Path) -> None:
    history = History(tmp_path / "studio.db")
    pages = PageBench(history)
    source = GraphSource(path="a", sha256="", name="a", model_id="m", is_tflite=True)
    tab = CompareTab(pages.context, lambda _: None, lambda _: source, lambda _: None)
    qtbot.addWidget(tab)
    tab.show()
    side = GraphSide(classes={}, counterparts={})
    comparison = GraphComparison(first=side, second=side, steps={}, is_placed=True, is_typed=True)
    tab.summary.show_comparison(comparison)
    tab._stack.setCurrentIndex(0)

    def difference() -> int:
        left, right = (pane.canvas.view.width() for pane in tab.panes)
        return abs(left - right)

    for width in (900, 1300, 480):
        tab.resize(width, 500)
        qtbot.waitUntil(lambda: difference() <= 2)  # the minimap goes a turn later
        left = tab.panes[0].canvas.view.width()
        assert left > (0.4 * width if tab.body.is_narrow else 200), width
        table = tab.summary.table
        needed = sum(table.sizeHintForColumn(column) for column in range(3))
        assert table.viewport().width() >= needed, width
    history.close()


def test_no_tab_makes_the_page_wider_than_a_small_window(bench: TabBench) -> None:
    tabs = bench.page.tabs
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
    resize_page = SMALL[0] + 32
    bench.page.resize(resize_page, 380)
    settle(bench)
    assert bench.page.minimumSizeHint().width() <= resize_page
