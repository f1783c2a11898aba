"""Titles of open groups stay within what is visible of their frames."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.graph_layout import Frame, Group
from studio.core.model import Graph
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.graph.frame_titles import TitlesLayer
from studio.ui.graph.laid_out import LaidOut
from tests.kit.laid_out import lay_out, make_diamonds


def nested() -> tuple[LaidOut, Graph]:
    """ "all" around everything, with "g0" and "g1" of two blocks in it."""
    graph = make_diamonds(2)
    layout = lay_out(graph)
    outer = Group(id="all", title="all", kind="scope", nodes=tuple(range(6)))
    inner = tuple(replace(group, parent="all") for group in layout.groups)
    around = Frame(group="all", x=-20, y=-60, width=layout.width + 40, height=layout.height + 80)
    frames = (around, *(replace(frame, depth=1) for frame in layout.frames))
    layout = replace(layout, groups=(outer, *inner), frames=frames, opened=("all", "g0", "g1"))
    return LaidOut(layout, graph), graph


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[GraphCanvas]:
    made = GraphCanvas()
    qtbot.addWidget(made)
    made.resize(420, 260)
    made.minimap.hide()
    with qtbot.waitExposed(made):
        made.show()
    laid_out, graph = nested()
    made.show_layout(laid_out.layout, graph)
    made.set_zoom(1.0)
    yield made


def titles(canvas: GraphCanvas) -> TitlesLayer:
    found = [one for one in canvas.view.scene().items() if isinstance(one, TitlesLayer)]
    assert len(found) == 1
    return found[0]


def look_at(canvas: GraphCanvas, left: float, top: float) -> QRectF:
    half = QPointF(canvas.view.viewport().width() / 2, canvas.view.viewport().height() / 2)
    canvas.center_on(QPointF(left, top) + half)
    QApplication.processEvents()
    return canvas.view.visible()


def test_titles_follow_what_is_visible(canvas: GraphCanvas) -> None:
    assert canvas.laid_out is not None
    frames = canvas.laid_out.frames
    look_at(canvas, -60, -100)
    assert titles(canvas).top_of("all") == frames["all"].y
    assert titles(canvas).loose_at(QPointF(0, -50)) == ""
    visible = look_at(canvas, 0, frames["g0"].y + 30)
    outer, inner = titles(canvas).top_of("all"), titles(canvas).top_of("g0")
    assert outer == pytest.approx(visible.top()) and inner is not None
    assert inner == pytest.approx(outer + 22), "that of the inner group is below"
    assert titles(canvas).loose_at(visible.topLeft() + QPointF(10, 10)) == "all"
    assert titles(canvas).loose_at(visible.topLeft() + QPointF(10, 32)) == "g0"
    end = frames["g0"].y + frames["g0"].height
    look_at(canvas, 0, end - 10)
    last = titles(canvas).top_of("g0")
    assert last is not None and last + 22 == pytest.approx(end), "no title leaves its frame"


def test_a_click_on_a_title_over_a_box_closes_its_group(canvas: GraphCanvas, qtbot: QtBot) -> None:
    assert canvas.laid_out is not None
    box = canvas.laid_out.box("0/conv")
    assert box is not None
    look_at(canvas, box.x, box.y + 4)
    at = canvas.view.mapFromScene(canvas.view.visible().topLeft() + QPointF(12, 12))
    with (
        qtbot.assertNotEmitted(canvas.node_chosen),
        qtbot.waitSignal(canvas.group_toggled) as toggled,
    ):
        QTest.mouseClick(canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert toggled.args == ["all", False]


def test_of_titles_over_each_other_a_click_is_on_the_upper_one(canvas: GraphCanvas) -> None:
    """Near the end of a frame its title cannot go below that of the group around it."""
    assert canvas.laid_out is not None
    frame = canvas.laid_out.frames["g0"]
    visible = look_at(canvas, 0, frame.y + frame.height - 10)
    top = titles(canvas).top_of("g0")
    assert top is not None and top < visible.top() + 10, "it lies over that of all"
    at = QPointF(visible.left() + 10, top + 20)
    assert visible.contains(at)
    assert titles(canvas).loose_at(at) == "g0"


def farthest(one: QImage, other: QImage) -> int:
    """The greatest difference of a channel of a pixel; rounding alone makes it 1."""
    pixels = []
    for image in (one, other):
        plain = image.convertToFormat(QImage.Format.Format_RGB32)
        pixels.append(np.frombuffer(plain.constBits(), np.uint8).astype(int))
    return int(np.abs(pixels[0] - pixels[1]).max())


def test_scrolling_leaves_no_titles_behind(canvas: GraphCanvas) -> None:
    """What was scrolled is moved as it is on the screen; the rest is painted anew."""
    assert canvas.laid_out is not None
    top = canvas.laid_out.frames["g0"].y
    look_at(canvas, 0, top - 30)
    for step in range(20):
        look_at(canvas, 0, top - 30 + 7 * step)
    shown = canvas.screen().grabWindow(canvas.winId()).toImage()
    anew = canvas.grab().toImage()
    assert farthest(shown, anew) < 16


def test_from_afar_no_title_is_moved(canvas: GraphCanvas) -> None:
    canvas.view.set_content(QRectF(0, 0, 100, 9000), QRectF(0, 0, 100, 9000), 0)
    canvas.set_zoom(0.1)
    assert titles(canvas).top_of("all") is None
