"""The canvas: a laid out graph to look at, walk through and choose nodes in."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph
from studio.ui.graph.paint import BoxPaint


class GraphCanvas(QWidget):
    """Shows one :class:`GraphLayout`.

    ``node_chosen(id)``: a person chose a box ("" = none); :meth:`choose` does not say so.
    ``node_activated(id)``: double click or Enter on an op.
    ``group_toggled(id, open)``: a group is to be opened or closed; whoever owns the canvas has it
    laid out anew. ``context_requested(id, global position)``. ``view_moved(scene rectangle)``.
    """

    node_chosen = Signal(str)
    node_activated = Signal(str)
    group_toggled = Signal(str, bool)
    context_requested = Signal(str, QPoint)
    view_moved = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = ""

    @property
    def chosen(self) -> str:
        """Id of the chosen box; "" while none is."""
        return self._chosen

    def show_layout(self, layout: GraphLayout, graph: Graph) -> None:
        """Show another layout; what was chosen stays so where it is there."""

    def choose(self, box_id: str) -> None:
        """Choose a box and scroll there. A node inside closed groups: they are asked to open."""
        self._chosen = box_id

    def paint_boxes(self, paints: dict[str, BoxPaint]) -> None:
        """Put an overlay on the boxes of these ids; {} takes it away."""

    def visible_center(self) -> QPointF:
        """In scene units."""
        return QPointF()

    def center_on(self, where: str | QPointF) -> None:
        """Scroll a box (by its id) or a point of the scene into the middle."""

    def zoom(self) -> float:
        """1 = a scene unit is a pixel."""
        return 1.0

    def set_zoom(self, zoom: float) -> None:
        """About the middle of what is visible."""
