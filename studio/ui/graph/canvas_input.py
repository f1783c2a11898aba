"""What a person does in the canvas, by mouse and keys, and what that means."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Protocol, cast

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Signal
from PySide6.QtWidgets import QToolTip

from studio.ui.graph.box_texts import box_tooltip, group_tooltip
from studio.ui.graph.items import FRAME_TITLE_HEIGHT
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.view import GraphView
from studio.ui.graph.walk import Direction, ends, step


class Shown(Protocol):
    """What can be asked about what the view shows."""

    @property
    def laid_out(self) -> LaidOut | None: ...

    @property
    def chosen(self) -> str: ...

    def chosen_place(self) -> int | None: ...

    def box_rect(self, place: int) -> QRectF: ...

    def loose_title_at(self, at: QPointF) -> str: ...

    @property
    def remark_on(self) -> Callable[[str], str]: ...


class CanvasInput(QObject):
    """Listens to ``view``. ``chose(id)``: that box, "" = none. ``hovered(place)``: None = no box.

    The other signals are those of the canvas.
    """

    chose = Signal(str)
    hovered = Signal(object)
    node_activated = Signal(str)
    group_toggled = Signal(str, bool)
    context_requested = Signal(str, QPoint)

    def __init__(self, view: GraphView, shown: Shown) -> None:
        super().__init__(view)
        self._view, self._shown = view, shown
        self._came_from = ""
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
        return self._shown.laid_out

    # --- mouse ----------------------------------------------------------------------------------

    def _on_clicked(self, at: QPointF) -> None:
        self._view.setFocus()
        box_id, group = self._box_at(at), self._title_at(at)
        if group:
            self.group_toggled.emit(group, False)
        else:
            self.chose.emit(box_id)

    def _on_double_clicked(self, at: QPointF) -> None:
        place = self._place_at(at)
        if place is not None:
            self._activate(place)

    def _on_hovered(self, at: QPointF) -> None:
        self.hovered.emit(self._place_at(at))

    def _on_left(self) -> None:
        self.hovered.emit(None)

    def _on_tooltip_wanted(self, at: QPointF, where: QPoint) -> None:
        place, group = self._place_at(at), self._title_at(at)
        if self._laid_out is not None and group:
            QToolTip.showText(where, group_tooltip(self._laid_out.groups[group]), self._view)
        elif place is None or self._laid_out is None:
            QToolTip.hideText()
        else:
            remark = self._shown.remark_on(self._laid_out.boxes[place].id)
            text = box_tooltip(self._laid_out, place)
            text += "".join(f"<br><i>{escape(line)}</i>" for line in remark.splitlines())
            QToolTip.showText(where, text, self._view)

    def _on_context_wanted(self, at: QPointF, where: QPoint) -> None:
        box_id = self._box_at(at)
        if box_id:
            self.chose.emit(box_id)
        self.context_requested.emit(box_id or self._title_at(at), where)

    def _place_at(self, at: QPointF) -> int | None:
        """Of the box at a point, which a title that lies over it hides."""
        if self._laid_out is None or self._shown.loose_title_at(at):
            return None
        return self._laid_out.box_at(at.x(), at.y())

    def _box_at(self, at: QPointF) -> str:
        """Id of the box at a point, "" = none."""
        place = self._place_at(at)
        return "" if place is None or self._laid_out is None else self._laid_out.boxes[place].id

    def _title_at(self, at: QPointF) -> str:
        """The open group whose title is at a point, "" = none."""
        loose = self._shown.loose_title_at(at)
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
        laid_out, place = self._laid_out, self._shown.chosen_place()
        if laid_out is None:
            return
        if place is None:
            self._go_to_end(0)
            return
        came_from = laid_out.place_of.get(self._came_from)
        found = step(laid_out, place, cast(Direction, direction), came_from)
        if found is not None:
            self._came_from = self._shown.chosen
            self.chose.emit(laid_out.boxes[found].id)

    def _on_pressed_key(self, what: str) -> None:
        laid_out, place = self._laid_out, self._shown.chosen_place()
        if what in ("first", "last"):
            self._go_to_end(0 if what == "first" else 1)
        elif laid_out is None or place is None:
            return
        elif what == "activate":
            self._activate(place)
        else:
            around = laid_out.groups_around(laid_out.boxes[place].id)
            if around:
                self.chose.emit(around[-1].id)
                self.group_toggled.emit(around[-1].id, False)

    def _on_context_key_pressed(self) -> None:
        place = self._shown.chosen_place()
        at = self._view.center() if place is None else self._shown.box_rect(place).center()
        where = self._view.viewport().mapToGlobal(self._view.mapFromScene(at))
        self.context_requested.emit(self._shown.chosen, where)

    def _go_to_end(self, which: int) -> None:
        found = ends(self._laid_out) if self._laid_out else None
        if found is not None and self._laid_out is not None:
            self.chose.emit(self._laid_out.boxes[found[which]].id)

    def _activate(self, place: int) -> None:
        if self._laid_out is None:
            return
        box = self._laid_out.boxes[place]
        if box.kind == "group":
            self.group_toggled.emit(box.id, True)
        elif box.kind == "op":
            self.node_activated.emit(box.id)
