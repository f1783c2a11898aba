"""Keeps two canvases in step: where one looks and what is chosen in it, the other follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QPointF, Signal

from studio.core.graph_compare import GraphComparison, GraphSide
from studio.ui.graph.compare_pane import ComparePane

_HANDS = (
    QEvent.Type.Wheel,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.KeyPress,
    QEvent.Type.NativeGesture,
    QEvent.Type.Gesture,
)


class CompareSteps(QObject):
    """``chosen(side, id)``: a person chose a box in the first (0) or second (1) canvas.

    Until a person has laid hand on either, both show where their graphs begin: in step with each
    other one of them could show nothing but ground there.
    """

    chosen = Signal(int, str)

    def __init__(self, panes: tuple[ComparePane, ComparePane], parent: QObject) -> None:
        super().__init__(parent)
        self._panes = panes
        self._sides: tuple[GraphSide, GraphSide] | None = None
        self._anchors: tuple[list[tuple[QPointF, str]], ...] = ([], [])
        self._is_following = False
        self._is_untouched = True
        for at, pane in enumerate(panes):
            view = pane.canvas.view
            view.resized.connect(self._show_start)
            bars = view.horizontalScrollBar(), view.verticalScrollBar()
            for touched in (view, view.viewport(), pane.canvas.minimap, *bars):
                touched.installEventFilter(self)
            pane.canvas.view_moved.connect(lambda _rect, at=at: self._on_moved(at))
            pane.canvas.node_chosen.connect(lambda box, at=at: self._on_chosen(at, box))
            pane.layout_shown.connect(self.align)

    def begin(self) -> None:
        """Two other graphs are to be shown: both from where they begin."""
        self._is_untouched = True
        self._show_start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _HANDS:
            self._is_untouched = False
        return super().eventFilter(watched, event)

    def show(self, comparison: GraphComparison | None) -> None:
        self._sides = None if comparison is None else (comparison.first, comparison.second)
        self.align()

    def align(self) -> None:
        """The second looks where the first does."""
        self._anchors = (self._anchors_of(0), self._anchors_of(1))
        self._show_start()
        self._on_moved(0)

    def go_to(self, at: int, node_id: str) -> None:
        """Choose a node, as a person would, with its counterpart beside it."""
        self._is_untouched = False
        with self._following():
            self._panes[at].canvas.choose(node_id)
            self._panes[at].canvas.center_on(node_id)
        self._on_chosen(at, node_id)

    def _anchors_of(self, at: int) -> list[tuple[QPointF, str]]:
        """Of each node with a counterpart, where its box is."""
        pane = self._panes[at]
        if self._sides is None or pane.canvas.laid_out is None:
            return []
        found = ((pane.center_of(node), node) for node in self._sides[at].counterparts)
        return [(center, node) for center, node in found if center is not None]

    def _on_moved(self, at: int) -> None:
        if self._is_following or self._is_untouched or not self._anchors[at]:
            return
        middle = self._panes[at].canvas.visible_center()
        _, node = min(self._anchors[at], key=lambda one: _distance(one[0], middle))
        self._follow(at, node)

    def _on_chosen(self, at: int, box_id: str) -> None:
        found = self._sides[at].counterparts.get(box_id, ()) if self._sides else ()
        with self._following():
            self._panes[1 - at].canvas.choose(found[0] if found else "")
        if found:
            self._follow(at, box_id)
        self.chosen.emit(at, box_id)

    def _show_start(self) -> None:
        """In both the top, equally large."""
        if not self._is_untouched:
            return
        views = [pane.canvas.view for pane in self._panes if pane.canvas.laid_out is not None]
        with self._following():
            for view in views:
                view.fit(from_top=True)
            most = min((view.zoom() for view in views), default=1.0)
            for view in views:
                view.fit(most=most, from_top=True)

    def _follow(self, at: int, node: str) -> None:
        """Show the counterpart of ``node`` in the other at the same place of the view."""
        pane, other = self._panes[at], self._panes[1 - at]
        assert self._sides is not None
        here = pane.center_of(node)
        there = other.center_of(self._sides[at].counterparts[node][0])
        if here is None or there is None:
            return
        with self._following():
            other.canvas.set_zoom(pane.canvas.zoom())
            other.canvas.center_on(there + (pane.canvas.visible_center() - here))

    @contextmanager
    def _following(self) -> Iterator[None]:
        before, self._is_following = self._is_following, True
        try:
            yield
        finally:
            self._is_following = before


def _distance(first: QPointF, second: QPointF) -> float:
    across, down = first.x() - second.x(), first.y() - second.y()
    return across * across + down * down
