"""The canvas of graphs: choosing, walking, zooming, painting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainterPath, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from studio.core.graph_layout import Wire
from studio.ui.graph.box_drawing import BoxDrawing
from studio.ui.graph.box_texts import ops_text
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.graph.look import look_of
from studio.ui.graph.paint import BoxPaint
from studio.ui.graph.view import READABLE_ZOOM
from studio.ui.graph.wire_paths import wire_path
from studio.ui.theme import DARK, LIGHT, make_palette
from tests.kit.laid_out import lay_out, make_diamonds

Key = Qt.Key


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[GraphCanvas]:
    made = GraphCanvas()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    yield made


def show(canvas: GraphCanvas, blocks: int = 40, closed: tuple[int, ...] = ()) -> None:
    graph = make_diamonds(blocks)
    canvas.show_layout(lay_out(graph, closed), graph)
    canvas.fit()


def spot(canvas: GraphCanvas, box_id: str, across: float, down: float) -> QPoint:
    """A point of a box in the viewport; (0, 0) is its top left corner, (1, 1) the other."""
    assert canvas.laid_out is not None
    box = canvas.laid_out.box(box_id)
    assert box is not None
    at = QPointF(box.x + box.width * across, box.y + box.height * down)
    return canvas.view.mapFromScene(at)


def middle(canvas: GraphCanvas, box_id: str) -> QPoint:
    return spot(canvas, box_id, 0.5, 0.5)


def press(canvas: GraphCanvas, *keys: Key) -> None:
    for key in keys:
        QTest.keyClick(canvas.view, key)


def is_visible(canvas: GraphCanvas, box_id: str) -> bool:
    return canvas.view.viewport().rect().contains(middle(canvas, box_id))


def picture(canvas: GraphCanvas) -> QImage:
    QApplication.processEvents()
    return canvas.view.viewport().grab().toImage()


def test_a_fit_is_readable_and_shows_the_top(canvas: GraphCanvas) -> None:
    show(canvas, 200)
    assert canvas.zoom() >= READABLE_ZOOM
    assert is_visible(canvas, "input:0") and is_visible(canvas, "0/conv")
    assert not is_visible(canvas, "199/conv")
    show(canvas, 1)
    assert all(is_visible(canvas, one) for one in ("input:0", "0/conv", "0/add", "0/relu"))
    assert canvas.zoom() <= 1


def test_a_click_chooses_and_a_drag_does_not(canvas: GraphCanvas, qtbot: QtBot) -> None:
    show(canvas)
    port, left = canvas.view.viewport(), Qt.MouseButton.LeftButton
    with qtbot.waitSignal(canvas.node_chosen) as chosen:
        QTest.mouseClick(port, left, pos=middle(canvas, "0/add"))
    assert chosen.args == ["0/add"] and canvas.chosen == "0/add"
    assert "ADD" in canvas.view.accessibleDescription()
    with qtbot.assertNotEmitted(canvas.node_chosen):
        QTest.mouseClick(port, left, pos=middle(canvas, "0/add"))
    before = canvas.visible_center()
    start = middle(canvas, "1/conv")
    with qtbot.assertNotEmitted(canvas.node_chosen):
        QTest.mousePress(port, left, pos=start)
        QTest.mouseMove(port, start - QPoint(0, 40))
        QTest.mouseMove(port, start - QPoint(0, 90))
        QTest.mouseRelease(port, left, pos=start - QPoint(0, 90))
    moved = canvas.visible_center().y() - before.y()
    assert moved == pytest.approx(90 / canvas.zoom(), abs=3)
    with qtbot.waitSignal(canvas.node_chosen) as nothing:
        QTest.mouseClick(port, left, pos=QPoint(5, 300))
    assert nothing.args == [""]


def test_arrows_walk_along_the_edges(canvas: GraphCanvas, qtbot: QtBot) -> None:
    show(canvas)
    canvas.view.setFocus()
    press(canvas, Key.Key_Home)
    assert canvas.chosen == "input:0"
    press(canvas, Key.Key_Down)
    assert canvas.chosen == "0/conv"
    press(canvas, Key.Key_Down)
    assert canvas.chosen == "0/add"
    press(canvas, Key.Key_Right)
    assert canvas.chosen == "0/relu"
    press(canvas, Key.Key_Right)
    assert canvas.chosen == "0/relu", "there is none farther right"
    press(canvas, Key.Key_Down)
    assert canvas.chosen == "1/conv"
    press(canvas, Key.Key_Up)
    assert canvas.chosen == "0/relu", "back where it came from, not to the nearest"
    press(canvas, Key.Key_Left)
    assert canvas.chosen == "0/add"
    with qtbot.waitSignal(canvas.node_activated) as activated:
        press(canvas, Key.Key_Return)
    assert activated.args == ["0/add"]
    press(canvas, Key.Key_End)
    assert canvas.chosen == "output:120" and is_visible(canvas, "output:120")


def test_choosing_from_outside_is_not_said_and_scrolls_there(
    canvas: GraphCanvas, qtbot: QtBot
) -> None:
    show(canvas)
    with qtbot.assertNotEmitted(canvas.node_chosen):
        canvas.choose("30/relu")
    assert canvas.chosen == "30/relu" and is_visible(canvas, "30/relu")


def test_groups_ask_to_be_opened_and_closed(canvas: GraphCanvas, qtbot: QtBot) -> None:
    show(canvas, 6, closed=(2, 3))
    asked: list[tuple[str, bool]] = []
    canvas.group_toggled.connect(lambda *one: asked.append(one))
    canvas.choose("2/relu")
    assert asked == [("g2", True)] and is_visible(canvas, "g2")
    graph = make_diamonds(6)
    canvas.show_layout(lay_out(graph, (3,)), graph)
    assert canvas.chosen == "2/relu" and is_visible(canvas, "2/relu")
    assert asked == [("g2", True)], "what is shown asks for nothing"
    canvas.choose("g3")
    press(canvas, Key.Key_Return)
    assert asked[1:] == [("g3", True)]
    canvas.choose("1/add")
    with qtbot.waitSignal(canvas.node_chosen) as chosen:
        press(canvas, Key.Key_Backspace)
    assert asked[2:] == [("g1", False)] and chosen.args == ["g1"]
    at = middle(canvas, "g3")
    QTest.mouseDClick(canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked[3:] == [("g3", True)]
    assert canvas.laid_out is not None
    frame = canvas.laid_out.frames["g2"]
    canvas.center_on("g2")
    title = canvas.view.mapFromScene(QPointF(frame.x + 20, frame.y + 15))
    QTest.mouseClick(canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=title)
    assert asked[4:] == [("g2", False)]


def wheel(canvas: GraphCanvas, notches: float, modifiers: Qt.KeyboardModifier, at: QPoint) -> None:
    port = canvas.view.viewport()
    event = QWheelEvent(
        QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def test_the_wheel_scrolls_and_zooms_about_the_cursor(canvas: GraphCanvas) -> None:
    show(canvas)
    none, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    before = canvas.visible_center()
    wheel(canvas, -2, none, QPoint(300, 300))
    assert canvas.visible_center().y() > before.y() and canvas.zoom() <= 1
    at = QPoint(420, 200)
    fixed, zoom = canvas.view.mapToScene(at), canvas.zoom()
    wheel(canvas, 2, ctrl, at)
    assert canvas.zoom() > zoom * 1.2
    moved = canvas.view.mapToScene(at) - fixed
    assert abs(moved.x()) < 3 and abs(moved.y()) < 3


def test_keys_zoom_within_bounds(canvas: GraphCanvas) -> None:
    show(canvas, 400)
    fitted = canvas.zoom()
    press(canvas, *[Key.Key_Plus] * 20)
    largest = canvas.zoom()
    press(canvas, Key.Key_Plus)
    assert canvas.zoom() == largest > 2
    press(canvas, *[Key.Key_Minus] * 40)
    smallest = canvas.zoom()
    assert smallest < 0.2 and canvas.view.visible().contains(canvas.content())
    press(canvas, Key.Key_0)
    assert canvas.zoom() == fitted
    press(canvas, Key.Key_1)
    assert canvas.zoom() == 1


def test_the_minimap_moves_the_view(canvas: GraphCanvas, qtbot: QtBot) -> None:
    show(canvas, 300)
    minimap = canvas.minimap
    assert minimap.isVisible()
    at = QPoint(minimap.width() // 2, minimap.height() // 2)
    wanted = minimap.to_scene(QPointF(at))
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.visible_center().y() == pytest.approx(wanted.y(), abs=5)
    shown = minimap.to_map(canvas.view.visible())
    assert shown.center().y() == pytest.approx(at.y(), abs=3)
    column = range(minimap.width() // 3, 2 * minimap.width() // 3)

    def colors() -> set[str]:
        image = minimap.grab().toImage()
        return {image.pixelColor(x, minimap.height() - 20).name() for x in column}

    assert len(colors()) == 1, "it is drawn after the canvas"
    qtbot.waitUntil(lambda: len(colors()) > 1)


def test_an_overlay_colors_boxes_and_goes_away(canvas: GraphCanvas) -> None:
    show(canvas)
    at = spot(canvas, "0/conv", 0.8, 0.15)
    left, right = spot(canvas, "0/add", 0.45, 0.9), spot(canvas, "0/add", 0.8, 0.15)
    plain = picture(canvas)
    fill, split = QColor("#cc0000"), QColor("#00aa00")
    canvas.paint_boxes(
        {"0/conv": BoxPaint(fill=fill, notes=("12 %",)), "0/add": BoxPaint(fill=fill, split=split)}
    )
    painted = picture(canvas)
    assert painted.pixelColor(at).name() == fill.name() != plain.pixelColor(at).name()
    assert painted.pixelColor(left).name() == fill.name()
    assert painted.pixelColor(right).name() == split.name()
    canvas.set_zoom(0.2)
    far = picture(canvas)
    assert far.pixelColor(middle(canvas, "0/conv")).name() == fill.name()
    canvas.paint_boxes({})
    canvas.fit()
    assert picture(canvas).pixelColor(at).name() == plain.pixelColor(at).name()


@pytest.mark.parametrize(
    "notes",
    [("12 %",), ("1.23 M", "45.6 k"), ("12×float32 3×hybrid", "8×by the runtime 4×delegate")],
)
def test_what_stands_on_a_box_stays_on_it(canvas: GraphCanvas, notes: tuple[str, ...]) -> None:
    """Each value of two on its own half."""
    show(canvas)
    laid_out, look = canvas.laid_out, look_of(canvas.palette(), canvas.font())
    assert laid_out is not None
    drawing = BoxDrawing(laid_out, look)
    drawing.paints = {box.id: BoxPaint(notes=notes) for box in laid_out.boxes}
    for place, box in enumerate(laid_out.boxes):
        text = drawing._text(place)
        ends = [(x, x + look.detail_metrics.horizontalAdvance(note)) for x, note in text.notes]
        assert all(left > 0 and right < box.width for left, right in ends), box.id
        detail = look.detail_metrics.horizontalAdvance(text.detail)
        assert not text.detail or drawing._left(box) - box.x + detail < ends[0][0]
        if len(ends) == 2:
            assert ends[0][1] < box.width / 2 < ends[1][0], box.id


def test_two_overlays_split_every_box_from_afar(canvas: GraphCanvas) -> None:
    """Whichever color comes up first, and where both halves have the same one."""
    show(canvas)
    red, green = QColor("#cc0000"), QColor("#00aa00")
    paints = {
        "0/conv": BoxPaint(fill=red, split=green),
        "1/conv": BoxPaint(fill=green, split=red),
        "2/conv": BoxPaint(fill=red, split=red),
    }
    canvas.paint_boxes(paints)
    canvas.set_zoom(0.3)
    far = picture(canvas)
    for box, paint in paints.items():
        left, right = spot(canvas, box, 0.25, 0.5), spot(canvas, box, 0.75, 0.5)
        assert paint.fill is not None and paint.split is not None
        assert far.pixelColor(left).name() == paint.fill.name(), box
        assert far.pixelColor(right).name() == paint.split.name(), box
        across = {far.pixelColor(x, left.y()).name() for x in range(left.x(), right.x())}
        assert across > {paint.fill.name(), paint.split.name()}, "something is between them"


def test_a_wire_that_leads_back_up_says_so() -> None:
    """Only those have tips that point up, one within each stretch that fits into a view."""

    def tips(points: tuple[tuple[float, float], ...]) -> list[float]:
        path = QPainterPath()
        wire_path(Wire(source=0, target=1, tensors=(1,), points=points, is_lane=True), path)
        found = [path.elementAt(place) for place in range(path.elementCount())]
        return [
            tip.y
            for before, tip, after in zip(found, found[1:], found[2:], strict=False)
            if before.y == after.y > tip.y and abs(abs(before.x - after.x) - 7) < 0.1
        ]

    up = tips(((0, 900), (0, 910), (-50, 910), (-50, -10), (0, -10), (0, 0)))
    assert len(up) == 3 and all(0 < y < 900 for y in up)
    near = tips(((0, 900), (0, 910), (-50, 910), (-50, -16), (0, -16), (0, 0)))
    assert near == up, "two in one lane look like one"
    assert tips(((0, 0), (0, 10), (50, 10), (50, 900), (0, 900), (0, 910))) == []


def test_one_op_is_one() -> None:
    assert [ops_text(count) for count in (1, 2, 1200)] == ["1 op", "2 ops", "1,200 ops"]


def test_matches_are_ringed_even_inside_closed_groups(canvas: GraphCanvas) -> None:
    show(canvas, 6, closed=(1,))
    plain = picture(canvas)
    canvas.show_matches(["1/relu", "0/conv"])
    marked = picture(canvas)
    assert marked != plain
    for box in ("g1", "0/conv"):
        above = middle(canvas, box) - QPoint(0, round((22 + 3) * canvas.zoom()))
        assert marked.pixelColor(above).name() == DARK.warning
    canvas.show_matches([])
    assert picture(canvas) == plain


def test_dark_and_light_at_run_time(canvas: GraphCanvas) -> None:
    show(canvas)
    canvas.choose("0/conv")
    at = QPoint(3, 3)
    canvas.setPalette(make_palette(LIGHT))
    assert picture(canvas).pixelColor(at).name() == LIGHT.base
    canvas.setPalette(make_palette(DARK))
    dark = picture(canvas)
    assert dark.pixelColor(at).name() == DARK.base
    body = spot(canvas, "0/add", 0.8, 0.15)
    assert dark.pixelColor(body).lightness() < 100
    assert canvas.chosen == "0/conv"


def test_a_tooltip_tells_shape_type_and_quantization(canvas: GraphCanvas, qtbot: QtBot) -> None:
    show(canvas)
    at = middle(canvas, "0/add")
    canvas.view.tooltip_wanted.emit(
        canvas.view.mapToScene(at), canvas.view.viewport().mapToGlobal(at)
    )
    qtbot.waitUntil(QToolTip.isVisible)
    text = QToolTip.text()
    assert all(word in text for word in ("ADD", "block0/add", "int8", "1×8×8×1", "scale 0.5", "3"))
    QToolTip.hideText()


def test_two_canvases_can_be_moved_in_step(canvas: GraphCanvas, qtbot: QtBot) -> None:
    show(canvas)
    other = GraphCanvas()
    qtbot.addWidget(other)
    other.resize(900, 600)
    other.show()
    show(other)
    canvas.view_moved.connect(lambda: other.set_zoom(canvas.zoom()))
    canvas.view_moved.connect(lambda: other.center_on(canvas.visible_center()))
    canvas.set_zoom(1.5)
    canvas.center_on("20/conv")
    assert other.zoom() == 1.5
    gap = other.visible_center() - canvas.visible_center()
    assert abs(gap.x()) < 2 and abs(gap.y()) < 2
