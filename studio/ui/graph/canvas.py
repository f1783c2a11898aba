"""The canvas: a laid out graph to look at, walk through and choose nodes in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QWidget

from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph
from studio.ui.graph.box_drawing import BoxDrawing
from studio.ui.graph.box_texts import box_sentence, box_tooltip
from studio.ui.graph.items import (
    FRAME_TITLE_HEIGHT,
    BoxesLayer,
    FramesLayer,
    MarksLayer,
    WiresLayer,
    bounds_of,
)
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.look import look_of
from studio.ui.graph.minimap import Minimap
from studio.ui.graph.paint import BoxPaint
from studio.ui.graph.view import GraphView
from studio.ui.graph.walk import Direction, ends, step

_MARGIN = 200.0
"""How far beyond the layout one can scroll, in scene units."""


class GraphCanvas(QWidget):
    """Shows one :class:`GraphLayout`.

    ``node_chosen(id)``: a person chose a box ("" = none); :meth:`choose` does not say so.
    ``node_activated(id)``: double click or Enter on an op.
    ``group_toggled(id, open)``: a group is to be opened or closed; whoever owns the canvas has it
    laid out anew. ``context_requested(id, global position)``: id "" = on the ground.
    ``view_moved(visible scene rectangle)``.
    """

    node_chosen = Signal(str)
    node_activated = Signal(str)
    group_toggled = Signal(str, bool)
    context_requested = Signal(str, QPoint)
    view_moved = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = GraphView()
        self.view.setAccessibleName(self.tr("Graph"))
        self.minimap = Minimap()
        self._look = look_of(self.palette(), self.font())
        self._laid_out: LaidOut | None = None
        self._layers: tuple[FramesLayer, WiresLayer, BoxesLayer, MarksLayer] | None = None
        self._drawing: BoxDrawing | None = None
        self._paints: dict[str, BoxPaint] = {}
        self._matches: tuple[str, ...] = ()
        self._chosen = ""
        self._came_from: str = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.minimap)
        self.setFocusProxy(self.view)
        self.view.clicked.connect(self._on_clicked)
        self.view.double_clicked.connect(self._on_double_clicked)
        self.view.hovered.connect(self._on_hovered)
        self.view.left.connect(lambda: self._hover(None))
        self.view.walked.connect(self._on_walked)
        self.view.pressed_key.connect(self._on_pressed_key)
        self.view.tooltip_wanted.connect(self._on_tooltip_wanted)
        self.view.context_wanted.connect(self._on_context_wanted)
        self.view.context_key_pressed.connect(self._on_context_key_pressed)
        self.view.moved.connect(self._on_moved)
        self.minimap.moved_to.connect(self.view.centerOn)
        self._apply_look()

    # --- what is shown --------------------------------------------------------------------------

    @property
    def laid_out(self) -> LaidOut | None:
        """What is shown, to look things up in."""
        return self._laid_out

    @property
    def chosen(self) -> str:
        """Id of the chosen box or node; "" while none is."""
        return self._chosen

    def show_layout(self, layout: GraphLayout, graph: Graph) -> None:
        """Show another layout. What was chosen stays so, and where it was on the screen."""
        anchor = self._anchor()
        self.clear()
        laid_out = LaidOut(layout, graph)
        bounds = bounds_of(laid_out, _MARGIN)
        self._laid_out = laid_out
        self._drawing = BoxDrawing(laid_out, self._look)
        self._drawing.paints = self._paints
        self._layers = (
            FramesLayer(laid_out, self._look, bounds),
            WiresLayer(laid_out, self._look, bounds),
            BoxesLayer(laid_out, self._look, bounds, self._drawing),
            MarksLayer(laid_out, self._look, bounds),
        )
        for layer in self._layers:
            self.view.scene().addItem(layer)
        self.view.set_content(self.content(), bounds, laid_out.start())
        self.minimap.show_graph(laid_out, self._drawing, self._look)
        self.minimap.setVisible(True)
        self.show_matches(self._matches)
        self._mark_chosen()
        if anchor is not None:
            self._restore(anchor)

    def clear(self) -> None:
        """Show nothing."""
        self.view.scene().clear()
        self._laid_out = self._layers = self._drawing = None
        self.minimap.setVisible(False)

    def paint_boxes(self, paints: dict[str, BoxPaint]) -> None:
        """Put an overlay on the boxes of these ids; {} takes it away."""
        self._paints = dict(paints)
        if self._drawing is not None:
            self._drawing.paints = self._paints
        self.view.viewport().update()
        self.minimap.forget_picture()

    def show_matches(self, ids: Iterable[str]) -> None:
        """Ring the boxes of these nodes; those inside a closed group ring that group."""
        self._matches = tuple(ids)
        if self._laid_out is not None and self._layers is not None:
            places = {self._laid_out.box_of(one) for one in self._matches}
            self._layers[3].matches = tuple(place for place in places if place is not None)
            self._layers[3].update()

    # --- choosing -------------------------------------------------------------------------------

    def choose(self, box_id: str) -> None:
        """Choose a box or node and scroll there; says nothing of it.

        A node inside closed groups: they are asked to open, and meanwhile the group is marked.
        """
        self._chosen = box_id
        self._mark_chosen()
        if self._laid_out is None or not box_id:
            return
        for group_id in self._laid_out.closed_around(box_id):
            self.group_toggled.emit(group_id, True)
        self.reveal_chosen()

    def _choose_as_person(self, box_id: str) -> None:
        if box_id == self._chosen:
            return
        self._came_from = self._chosen
        self.choose(box_id)
        self.node_chosen.emit(box_id)

    def _mark_chosen(self) -> None:
        if self._laid_out is None or self._layers is None:
            return
        place = self._laid_out.box_of(self._chosen) if self._chosen else None
        self._layers[3].chosen = place
        self._layers[3].update()
        said = "" if place is None else box_sentence(self._laid_out, place)
        if said != self.view.accessibleDescription():
            self.view.setAccessibleDescription(said)
            event = QAccessibleEvent(self.view, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)

    # --- where it looks -------------------------------------------------------------------------

    def fit(self) -> None:
        """All of it where that can be read, else its top."""
        self.view.fit()

    def content(self) -> QRectF:
        """The rectangle of all that is laid out, in scene units."""
        layout = self._laid_out.layout if self._laid_out else None
        return QRectF(0, 0, layout.width, layout.height) if layout else QRectF()

    def reveal_chosen(self) -> None:
        """Scroll to what is chosen, or to the closed group that it is in."""
        place = self._laid_out.box_of(self._chosen) if self._laid_out and self._chosen else None
        if place is not None:
            self.view.reveal(self._rect(place))

    def visible_center(self) -> QPointF:
        """In scene units."""
        return self.view.center()

    def center_on(self, where: str | QPointF) -> None:
        """Scroll a box, node or open group (by its id) or a point into the middle."""
        if isinstance(where, str):
            frame = self._laid_out.frames.get(where) if self._laid_out else None
            place = self._laid_out.box_of(where) if self._laid_out else None
            if frame is not None:
                tall = self.view.visible().height()
                where = QPointF(
                    frame.x + frame.width / 2, frame.y + min(frame.height, tall * 0.9) / 2
                )
            elif place is not None:
                where = self._rect(place).center()
            else:
                return
        self.view.centerOn(where)

    def zoom(self) -> float:
        """1 = a scene unit is a pixel."""
        return self.view.zoom()

    def set_zoom(self, zoom: float) -> None:
        """About the middle of what is visible, within what the graph allows."""
        self.view.set_zoom(zoom)

    def render_to(self, painter: QPainter, source: QRectF, target: QRectF) -> None:
        """Draw a part of the scene, for pictures."""
        self.view.scene().render(painter, target, source)

    def _anchor(self) -> tuple[str, QPointF] | None:
        """What to keep in place when the layout changes: the chosen box, and where it is seen."""
        if self._laid_out is None or not self._chosen:
            return None
        place = self._laid_out.box_of(self._chosen)
        if place is None:
            return None
        return self._chosen, self._rect(place).center() - self.view.center()

    def _restore(self, anchor: tuple[str, QPointF]) -> None:
        assert self._laid_out is not None
        place = self._laid_out.box_of(anchor[0])
        if place is not None:
            self.view.centerOn(self._rect(place).center() - anchor[1])
            self.view.reveal(self._rect(place))

    def _rect(self, place: int) -> QRectF:
        assert self._laid_out is not None
        box = self._laid_out.boxes[place]
        return QRectF(box.x, box.y, box.width, box.height)

    # --- what a person does ---------------------------------------------------------------------

    def _on_clicked(self, at: QPointF) -> None:
        self.view.setFocus()
        place = self._place_at(at)
        if place is not None and self._laid_out is not None:
            self._choose_as_person(self._laid_out.boxes[place].id)
            return
        group = self._title_at(at)
        if group:
            self.group_toggled.emit(group, False)
        else:
            self._choose_as_person("")

    def _on_double_clicked(self, at: QPointF) -> None:
        place = self._place_at(at)
        if place is not None:
            self._activate(place)

    def _activate(self, place: int) -> None:
        assert self._laid_out is not None
        box = self._laid_out.boxes[place]
        if box.kind == "group":
            self.group_toggled.emit(box.id, True)
        elif box.kind == "op":
            self.node_activated.emit(box.id)

    def _on_walked(self, direction: str) -> None:
        if self._laid_out is None:
            return
        place = self._laid_out.box_of(self._chosen) if self._chosen else None
        if place is None:
            self._go_to_end(0)
            return
        came_from = self._laid_out.place_of.get(self._came_from)
        found = step(self._laid_out, place, cast(Direction, direction), came_from)
        if found is not None:
            self._choose_as_person(self._laid_out.boxes[found].id)

    def _on_pressed_key(self, what: str) -> None:
        if self._laid_out is None:
            return
        if what in ("first", "last"):
            self._go_to_end(0 if what == "first" else 1)
            return
        place = self._laid_out.box_of(self._chosen) if self._chosen else None
        if place is None:
            return
        if what == "activate":
            self._activate(place)
            return
        around = self._laid_out.groups_around(self._laid_out.boxes[place].id)
        if around:
            self._choose_as_person(around[-1].id)
            self.group_toggled.emit(around[-1].id, False)

    def _go_to_end(self, which: int) -> None:
        found = ends(self._laid_out) if self._laid_out else None
        if found is not None and self._laid_out is not None:
            self._choose_as_person(self._laid_out.boxes[found[which]].id)

    def _on_hovered(self, at: QPointF) -> None:
        self._hover(self._place_at(at))

    def _hover(self, place: int | None) -> None:
        if self._layers is None or self._layers[3].hovered == place:
            return
        marks = self._layers[3]
        for one in (marks.hovered, place):
            if one is not None:
                marks.update(marks.rect(one, 6.0))
        marks.hovered = place

    def _on_tooltip_wanted(self, at: QPointF, where: QPoint) -> None:
        place = self._place_at(at)
        if place is None or self._laid_out is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(where, box_tooltip(self._laid_out, place), self.view)

    def _on_context_wanted(self, at: QPointF, where: QPoint) -> None:
        place = self._place_at(at)
        if place is None or self._laid_out is None:
            self.context_requested.emit("", where)
            return
        box_id = self._laid_out.boxes[place].id
        self._choose_as_person(box_id)
        self.context_requested.emit(box_id, where)

    def _on_context_key_pressed(self) -> None:
        place = self._laid_out.box_of(self._chosen) if self._laid_out and self._chosen else None
        at = self.view.center() if place is None else self._rect(place).center()
        where = self.view.viewport().mapToGlobal(self.view.mapFromScene(at))
        self.context_requested.emit(self._chosen, where)

    def _on_moved(self) -> None:
        visible = self.view.visible()
        self.minimap.show_visible(visible)
        self.view_moved.emit(visible)

    def _place_at(self, at: QPointF) -> int | None:
        return self._laid_out.box_at(at.x(), at.y()) if self._laid_out else None

    def _title_at(self, at: QPointF) -> str:
        """The open group whose title is at a point, "" = none."""
        frame = self._laid_out.frame_at(at.x(), at.y()) if self._laid_out else None
        if frame is None or at.y() > frame.y + FRAME_TITLE_HEIGHT:
            return ""
        return frame.group

    # --- look -----------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._apply_look()

    def _apply_look(self) -> None:
        self._look = look_of(self.palette(), self.font())
        self.view.setBackgroundBrush(self._look.ground)
        if self._layers is None or self._drawing is None or self._laid_out is None:
            return
        self._drawing = BoxDrawing(self._laid_out, self._look)
        self._drawing.paints = self._paints
        self._layers[2].drawing = self._drawing
        for layer in self._layers:
            layer.set_look(self._look)
        self.minimap.show_graph(self._laid_out, self._drawing, self._look)
