"""What a person does in the canvas, by mouse and keys, and what that means."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtWidgets import QToolTip

from studio.ui.graph.box_texts import box_tooltip, group_tooltip
from studio.ui.graph.items import FRAME_TITLE_HEIGHT
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.walk import Direction, ends, step

if TYPE_CHECKING:
    from studio.ui.graph.canvas import GraphCanvas


class CanvasInput(QObject):
    """Listens to the view of ``canvas`` and speaks through its signals."""

    def __init__(self, canvas: GraphCanvas) -> None:
        super().__init__(canvas)
        self._canvas, self._view = canvas, canvas.view
        self._came_from = ""
        view = self._view
        view.clicked.connect(self._on_clicked)
        view.double_clicked.connect(self._on_double_clicked)
        view.hovered.connect(self._on_hovered)
        view.left.connect(self._on_left)
        view.walked.connect(self._on_walked)
        view.pressed_key.connect(self._on_pressed_key)
        view.tooltip_wanted.connect(self._on_tooltip_wanted)
        view.context_wanted.connect(self._on_context_wanted)
        view.context_key_pressed.connect(self._on_context_key_pressed)

    @property
    def _laid_out(self) -> LaidOut | None:
        return self._canvas.laid_out

    # --- mouse ----------------------------------------------------------------------------------

    def _on_clicked(self, at: QPointF) -> None:
        self._view.setFocus()
        box_id, group = self._box_at(at), self._title_at(at)
        if group:
            self._canvas.group_toggled.emit(group, False)
        else:
            self._canvas.choose_as_person(box_id)

    def _on_double_clicked(self, at: QPointF) -> None:
        place = self._place_at(at)
        if place is not None:
            self._activate(place)

    def _on_hovered(self, at: QPointF) -> None:
        self._canvas.hover(self._place_at(at))

    def _on_left(self) -> None:
        self._canvas.hover(None)

    def _on_tooltip_wanted(self, at: QPointF, where: QPoint) -> None:
        place, group = self._place_at(at), self._title_at(at)
        if self._laid_out is not None and group:
            QToolTip.showText(where, group_tooltip(self._laid_out.groups[group]), self._view)
        elif place is None or self._laid_out is None:
            QToolTip.hideText()
        else:
            remark = self._canvas.remark_on(self._laid_out.boxes[place].id)
            text = box_tooltip(self._laid_out, place)
            text += "".join(f"<br><i>{escape(line)}</i>" for line in remark.splitlines())
            QToolTip.showText(where, text, self._view)

    def _on_context_wanted(self, at: QPointF, where: QPoint) -> None:
        box_id = self._box_at(at)
        if box_id:
            self._canvas.choose_as_person(box_id)
        self._canvas.context_requested.emit(box_id or self._title_at(at), where)

    def _place_at(self, at: QPointF) -> int | None:
        """Of the box at a point, which a title that lies over it hides."""
        if self._laid_out is None or self._canvas.loose_title_at(at):
            return None
        return self._laid_out.box_at(at.x(), at.y())

    def _box_at(self, at: QPointF) -> str:
        """Id of the box at a point, "" = none."""
        place = self._place_at(at)
        return "" if place is None or self._laid_out is None else self._laid_out.boxes[place].id

    def _title_at(self, at: QPointF) -> str:
        """The open group whose title is at a point, "" = none."""
        loose = self._canvas.loose_title_at(at)
        if loose:
            return loose
        if self._place_at(at) is not None:
            return ""
        frame = self._laid_out.frame_at(at.x(), at.y()) if self._laid_out else None
        if frame is None or at.y() > frame.y + FRAME_TITLE_HEIGHT:
            return ""
        return frame.group

    # --- keys -----------------------------------------------------------------------------------

    def _on_walked(self, direction: str) -> None:
        laid_out, place = self._laid_out, self._canvas.chosen_place()
        if laid_out is None:
            return
        if place is None:
            self._go_to_end(0)
            return
        came_from = laid_out.place_of.get(self._came_from)
        found = step(laid_out, place, cast(Direction, direction), came_from)
        if found is not None:
            self._came_from = self._canvas.chosen
            self._canvas.choose_as_person(laid_out.boxes[found].id)

    def _on_pressed_key(self, what: str) -> None:
        laid_out, place = self._laid_out, self._canvas.chosen_place()
        if what in ("first", "last"):
            self._go_to_end(0 if what == "first" else 1)
        elif laid_out is None or place is None:
            return
        elif what == "activate":
            self._activate(place)
        else:
            around = laid_out.groups_around(laid_out.boxes[place].id)
            if around:
                self._canvas.choose_as_person(around[-1].id)
                self._canvas.group_toggled.emit(around[-1].id, False)

    def _on_context_key_pressed(self) -> None:
        place = self._canvas.chosen_place()
        at = self._view.center() if place is None else self._canvas.box_rect(place).center()
        where = self._view.viewport().mapToGlobal(self._view.mapFromScene(at))
        self._canvas.context_requested.emit(self._canvas.chosen, where)

    def _go_to_end(self, which: int) -> None:
        found = ends(self._laid_out) if self._laid_out else None
        if found is not None and self._laid_out is not None:
            self._canvas.choose_as_person(self._laid_out.boxes[found[which]].id)

    def _activate(self, place: int) -> None:
        if self._laid_out is None:
            return
        box = self._laid_out.boxes[place]
        if box.kind == "group":
            self._canvas.group_toggled.emit(box.id, True)
        elif box.kind == "op":
            self._canvas.node_activated.emit(box.id)
