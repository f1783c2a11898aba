"""Items of a graph's scene: frames, wires, boxes, and the marks on top.

One item for all boxes, not one for each: what is far is drawn a color at a time, so a frame with
thousands of boxes is a handful of calls, and nothing has to be built before the first paint.
Each draws only what the exposed part of the view touches.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.ui.graph.box_drawing import BoxDrawing
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.look import TEXT_FROM, Look
from studio.ui.graph.wire_paths import straight_lines, wire_path

FRAME_TITLE_HEIGHT = 22.0
_MATCH_PX = 5.0
"""Matches are never drawn smaller than this, so that they can be found from afar."""


class Layer(QGraphicsItem):
    """As large as the scene; draws the exposed part."""

    def __init__(self, laid_out: LaidOut, look: Look, bounds: QRectF) -> None:
        super().__init__()
        self.laid_out, self.look, self._bounds = laid_out, look, bounds
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def set_look(self, look: Look) -> None:
        self.look = look
        self.update()


class FramesLayer(Layer):
    """Borders of open groups, outer before inner."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        exposed, look = option.exposedRect, self.look
        zoom = painter.worldTransform().m11()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, zoom >= TEXT_FROM)
        for frame in self.laid_out.layout.frames:
            rect = QRectF(frame.x, frame.y, frame.width, frame.height)
            if not rect.intersects(exposed):
                continue
            painter.setPen(look.frame)
            painter.setBrush(look.frame_fills[frame.depth % len(look.frame_fills)])
            painter.drawRoundedRect(rect, 8, 8)


class WiresLayer(Layer):
    """Paths are made when their band is first seen, one for all wires that begin in it.

    Wires along which nothing flows, which run a subgraph, are dashed from near.
    """

    def __init__(self, laid_out: LaidOut, look: Look, bounds: QRectF) -> None:
        super().__init__(laid_out, look, bounds)
        self._curves: dict[int, tuple[QPainterPath, QPainterPath]] = {}
        self._lines: dict[int, list[QLineF]] = {}
        wires = laid_out.layout.wires
        self._spans: dict[int, tuple[float, float]] = {}
        for band, numbers in laid_out.wire_bands.items():
            heights = [y for number in numbers for _, y in wires[number].points]
            self._spans[band] = min(heights, default=0.0), max(heights, default=0.0)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        exposed, look = option.exposedRect, self.look
        is_near = painter.worldTransform().m11() >= TEXT_FROM
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_near)
        painter.setPen(look.wire)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for band, (top, bottom) in self._spans.items():
            if top > exposed.bottom() or bottom < exposed.top():
                continue
            if not is_near:
                painter.drawLines(self._straight(band))
                continue
            flows, calls = self._curve(band)
            painter.drawPath(flows)
            if not calls.isEmpty():
                painter.setPen(look.call)
                painter.drawPath(calls)
                painter.setPen(look.wire)

    def _curve(self, band: int) -> tuple[QPainterPath, QPainterPath]:
        if band not in self._curves:
            flows, calls = QPainterPath(), QPainterPath()
            for number in self.laid_out.wire_bands[band]:
                wire = self.laid_out.layout.wires[number]
                wire_path(wire, flows if wire.tensors else calls)
            self._curves[band] = flows, calls
        return self._curves[band]

    def _straight(self, band: int) -> list[QLineF]:
        if band not in self._lines:
            wires, numbers = self.laid_out.layout.wires, self.laid_out.wire_bands[band]
            self._lines[band] = [line for n in numbers for line in straight_lines(wires[n])]
        return self._lines[band]


class BoxesLayer(Layer):
    def __init__(self, laid_out: LaidOut, look: Look, bounds: QRectF, drawing: BoxDrawing) -> None:
        super().__init__(laid_out, look, bounds)
        self.drawing = drawing

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        exposed = option.exposedRect
        places = list(
            self.laid_out.boxes_in(exposed.left(), exposed.top(), exposed.right(), exposed.bottom())
        )
        self.drawing.draw(painter, places, painter.worldTransform().m11())


class MarksLayer(Layer):
    """Rings around what is chosen, found and pointed at, and the wires of the chosen box."""

    def __init__(self, laid_out: LaidOut, look: Look, bounds: QRectF) -> None:
        super().__init__(laid_out, look, bounds)
        self.chosen: int | None = None
        self.hovered: int | None = None
        self.matches: tuple[int, ...] = ()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        zoom = painter.worldTransform().m11()
        exposed = option.exposedRect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, zoom >= TEXT_FROM)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.chosen is not None:
            flows, calls = QPainterPath(), QPainterPath()
            for number in self.laid_out.wires_of[self.chosen]:
                wire = self.laid_out.layout.wires[number]
                wire_path(wire, flows if wire.tensors else calls)
            for pen, path in ((self.look.chosen_wire, flows), (self.look.chosen_call, calls)):
                painter.setPen(pen)
                painter.drawPath(path)
        self._draw_matches(painter, exposed, zoom)
        for place, pen in ((self.hovered, self.look.hover), (self.chosen, self.look.chosen)):
            if place is not None:
                painter.setPen(pen)
                painter.drawRoundedRect(self.rect(place, 2.0), 7, 7)

    def rect(self, place: int, margin: float = 0.0) -> QRectF:
        box = self.laid_out.boxes[place]
        rect = QRectF(box.x, box.y, box.width, box.height)
        return rect.adjusted(-margin, -margin, margin, margin)

    def _draw_matches(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        least = _MATCH_PX / zoom
        rings: list[QRectF] = []
        dots: list[QRectF] = []
        for place in self.matches:
            rect = self.rect(place, 3.0)
            is_dot = rect.height() < least
            if is_dot:
                grown = (least - rect.height()) / 2
                rect.adjust(-grown, -grown, grown, grown)
            if rect.intersects(exposed):
                (dots if is_dot else rings).append(rect)
        painter.setPen(self.look.match)
        painter.drawRects(rings)
        painter.setBrush(QColor(self.look.match.color()))
        painter.drawRects(dots)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def bounds_of(laid_out: LaidOut, margin: float) -> QRectF:
    """The rectangle of the whole layout and ``margin`` around it, in scene units."""
    layout = laid_out.layout
    return QRectF(0, 0, layout.width, layout.height).adjusted(-margin, -margin, margin, margin)
