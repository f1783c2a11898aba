"""The items that draw one laid out graph, from the ground up, and what they are drawn with."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from studio.ui.graph.box_drawing import BoxDrawing
from studio.ui.graph.frame_titles import TitlesLayer
from studio.ui.graph.items import BoxesLayer, FramesLayer, MarksLayer, WiresLayer
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.look import Look
from studio.ui.graph.paint import BoxPaint


class Layers:
    """``drawing`` draws the boxes, here and in the minimap; another ``look`` makes another one.

    ``bounds``: of the scene, in its units. ``paints``: id of a box -> what an overlay makes of it.
    The scene owns the items: whoever clears it is to forget this too.
    """

    def __init__(
        self, laid_out: LaidOut, look: Look, bounds: QRectF, paints: dict[str, BoxPaint]
    ) -> None:
        self._laid_out = laid_out
        self.drawing = BoxDrawing(laid_out, look)
        self.drawing.paints = paints
        self._boxes = BoxesLayer(laid_out, look, bounds, self.drawing)
        self.titles = TitlesLayer(laid_out, look, bounds)
        self.marks = MarksLayer(laid_out, look, bounds)
        self._all = (
            FramesLayer(laid_out, look, bounds),
            WiresLayer(laid_out, look, bounds),
            self._boxes,
            self.titles,
            self.marks,
        )

    def add_to(self, scene: QGraphicsScene) -> None:
        for layer in self._all:
            scene.addItem(layer)

    def set_look(self, look: Look) -> None:
        paints = self.drawing.paints
        self.drawing = BoxDrawing(self._laid_out, look)
        self.drawing.paints = paints
        self._boxes.drawing = self.drawing
        for layer in self._all:
            layer.set_look(look)

    def ring(self, ids: Iterable[str]) -> None:
        """The boxes of these nodes as matches; those inside a closed group ring that group."""
        places = {self._laid_out.box_of(one) for one in ids}
        self.marks.matches = tuple(place for place in places if place is not None)
        self.marks.update()

    def mark(self, place: int | None) -> None:
        """The box at that place as the chosen one; None = no box."""
        self.marks.chosen = place
        self.marks.update()

    def hover(self, place: int | None) -> None:
        """Ring the box that is pointed at; None = no box."""
        marks = self.marks
        if marks.hovered == place:
            return
        for one in (marks.hovered, place):
            if one is not None:
                marks.update(marks.rect(one, 6.0))
        marks.hovered = place
