"""The canvas: a laid out graph to look at, walk through and choose nodes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph
from studio.ui.graph.box_texts import box_sentence
from studio.ui.graph.canvas_input import CanvasInput
from studio.ui.graph.items import bounds_of
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.layers import Layers
from studio.ui.graph.look import look_of
from studio.ui.graph.minimap import Minimap
from studio.ui.graph.paint import BoxPaint
from studio.ui.graph.view import GraphView

_MARGIN = 200.0
"""How far beyond the layout one can scroll, in scene units."""


class GraphCanvas(QWidget):
    """Shows one :class:`GraphLayout`.

    ``node_chosen(id)``: a person chose a box ("" = none); :meth:`choose` does not say so.
    ``node_activated(id)``: double click or Enter on an op.
    ``group_toggled(id, open)``: a group is to be opened or closed; whoever owns the canvas has it
    laid out anew. ``context_requested(id, global position)``: id "" = on the ground.
    ``view_moved(visible scene rectangle)``. ``remark_on(id)``: lines for the box's tooltip.
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
        self._layers: Layers | None = None
        self._paints: dict[str, BoxPaint] = {}
        self._matches: tuple[str, ...] = ()
        self._chosen = ""
        self.remark_on: Callable[[str], str] = lambda _box_id: ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.minimap)
        self._input = self._listen()
        self.view.moved.connect(self._on_moved)
        self.view.resized.connect(self._on_resized)
        self.minimap.moved_to.connect(self.view.centerOn)
        self._apply_look()

    def _listen(self) -> CanvasInput:
        made = CanvasInput(self.view, self)
        made.chose.connect(self.choose_as_person)
        made.hovered.connect(self.hover)
        made.node_activated.connect(self.node_activated)
        made.group_toggled.connect(self.group_toggled)
        made.context_requested.connect(self.context_requested)
        return made

    # --- what is shown --------------------------------------------------------------------------

    @property
    def laid_out(self) -> LaidOut | None:
        """What is shown, to look things up in."""
        return self._laid_out

    @property
    def chosen(self) -> str:
        """Id of the chosen box or node; "" while none is."""
        return self._chosen

    def show_layout(self, layout: GraphLayout, graph: Graph, keep: str = "") -> None:
        """Show another layout; what was chosen stays so.

        ``keep``: the box or group that stays where it is on the screen; "" = what is chosen. Where
        there is none, all is fitted into the view.
        """
        keep = keep or self._chosen
        before, center = self._spot(keep), self.view.center()
        self.clear()
        laid_out = LaidOut(layout, graph)
        bounds = bounds_of(laid_out, _MARGIN)
        self._laid_out = laid_out
        self._layers = Layers(laid_out, self._look, bounds, self._paints)
        self._layers.add_to(self.view.scene())
        self.view.set_content(self.content(), bounds, laid_out.start())
        self.minimap.show_graph(laid_out, self._layers.drawing, self._look)
        self.show_matches(self._matches)
        self._mark_chosen()
        after = self._spot(keep)
        if before is not None and after is not None:
            self.view.centerOn(after + center - before)
        else:
            self.view.fit()

    def clear(self) -> None:
        """Show nothing."""
        self.view.scene().clear()
        self._laid_out = self._layers = None
        self.minimap.clear()

    def paint_boxes(self, paints: dict[str, BoxPaint]) -> None:
        """Put an overlay on the boxes of these ids; {} takes it away."""
        self._paints = dict(paints)
        if self._layers is not None:
            self._layers.drawing.paints = self._paints
        self.view.viewport().update()
        self.minimap.forget_picture()

    def show_matches(self, ids: Iterable[str]) -> None:
        """Ring the boxes of these nodes; those inside a closed group ring that group."""
        self._matches = tuple(ids)
        if self._layers is not None:
            self._layers.ring(self._matches)

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

    def choose_as_person(self, box_id: str) -> None:
        """Choose a box, and say so; one that is chosen already is not chosen anew."""
        if box_id != self._chosen:
            self.choose(box_id)
            self.node_chosen.emit(box_id)

    def chosen_place(self) -> int | None:
        """Where the chosen box, or the closed group around the chosen node, is in the layout."""
        return self._laid_out.box_of(self._chosen) if self._laid_out and self._chosen else None

    def _mark_chosen(self) -> None:
        if self._laid_out is None or self._layers is None:
            return
        place = self.chosen_place()
        self._layers.mark(place)
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
        place = self.chosen_place()
        if place is not None:
            self.view.reveal(self.box_rect(place))

    def visible_center(self) -> QPointF:
        """In scene units."""
        return self.view.center()

    def loose_title_at(self, at: QPointF) -> str:
        """The open group whose title is over the boxes at a point; "" = none."""
        return self._layers.titles.loose_at(at) if self._layers is not None else ""

    def hover(self, place: int | None) -> None:
        """Ring the box that is pointed at; None = no box."""
        if self._layers is not None:
            self._layers.hover(place)

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
                where = self.box_rect(place).center()
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

    def _spot(self, box_id: str) -> QPointF | None:
        """The middle of the top of a box, or of an open group at the height of its title."""
        if self._laid_out is None or not box_id:
            return None
        frame, place = self._laid_out.frames.get(box_id), self._laid_out.box_of(box_id)
        if frame is not None:
            top = self._layers.titles.top_of(box_id) if self._layers is not None else None
            return QPointF(frame.x + frame.width / 2, frame.y if top is None else top)
        if place is None:
            return None
        rect = self.box_rect(place)
        return QPointF(rect.center().x(), rect.top())

    def box_rect(self, place: int) -> QRectF:
        """Of the box at that place of the layout, in scene units."""
        assert self._laid_out is not None
        box = self._laid_out.boxes[place]
        return QRectF(box.x, box.y, box.width, box.height)

    def _on_resized(self, before: QRectF) -> None:
        """What is chosen stays in view where it was; who has scrolled elsewhere stays there. While
        nothing is chosen, the middle across stays in the middle."""
        place = self.chosen_place()
        if self._laid_out is None or not self.view.isVisible():
            return
        if place is None:
            self.view.scroll_across((before.width() - self.view.visible().width()) / 2)
            return
        rect = self.box_rect(place)
        if rect.intersects(before) and not self.view.visible().contains(rect):
            self.view.reveal(rect)

    def _on_moved(self) -> None:
        visible = self.view.visible()
        self.minimap.show_visible(visible)
        if self._layers is not None:
            self._layers.titles.show_visible(visible, self.view.zoom())
        self.view_moved.emit(visible)

    # --- look -----------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._apply_look()

    def _apply_look(self) -> None:
        self._look = look_of(self.palette(), self.font())
        self.view.setBackgroundBrush(self._look.ground)
        if self._layers is None or self._laid_out is None:
            return
        self._layers.set_look(self._look)
        self._on_moved()
        self.minimap.show_graph(self._laid_out, self._layers.drawing, self._look)
