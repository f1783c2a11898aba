"""A plot that is laid out and painted in turns of the event loop of its own.

Painting one takes as long as all else on a page. Where the page is laid out anew, Qt would resize
and paint all plots in one go, and the window would stand still meanwhile. So each keeps a picture
of itself, which is all that is painted until its turn comes.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.ui.turns import Turns


class PaintedInTurns(pg.PlotWidget):  # type: ignore[misc]
    """Without ``turns`` as any other plot."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        turns: Turns | None,
        axes: dict[str, pg.AxisItem],
    ) -> None:
        self._turns: Turns | None = None  # until it is built
        self._kept: QPixmap | None = None
        self._is_direct = self._is_fresh = False
        self._resized: QResizeEvent | None = None
        super().__init__(parent, axisItems=axes)
        self._turns = turns

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._turns is None or not self.isVisible():
            super().resizeEvent(event)
        else:
            self._resized = QResizeEvent(event.size(), event.oldSize())
            self._turns.add(self._fit_in)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._turns is None or self._is_direct:
            self._fit_in()
            super().paintEvent(event)
            return
        if not self._is_fresh:
            self._turns.add(self._paint_anew)
        self._show_kept()

    def picture(self) -> QPixmap:
        """What is plotted now, with what lies over it."""
        self._is_direct = True
        try:
            picture: QPixmap = self.grab()
        finally:
            self._is_direct = False
        return picture

    def _fit_in(self) -> None:
        if self._resized is not None:
            event, self._resized = self._resized, None
            super().resizeEvent(event)

    def _paint_anew(self) -> None:
        """Painted at once and not soon: what changes after it must not be taken for this."""
        if not self.isVisible():
            self._kept = None
            return
        viewport = self.viewport()
        ratio = self.devicePixelRatioF()
        kept = QPixmap(viewport.size() * ratio)
        kept.setDevicePixelRatio(ratio)
        painter = QPainter(kept)
        painter.setRenderHints(self.renderHints())
        # by the view: the widget's own render() would lay out what waits for it in the same go
        self.render(painter, QRectF(viewport.rect()), viewport.rect())
        painter.end()
        self._kept = kept
        self._is_fresh = True
        viewport.repaint()
        self._is_fresh = False

    def _show_kept(self) -> None:
        painter = QPainter(self.viewport())
        if self._kept is None or self._kept.deviceIndependentSize() != self.viewport().size():
            painter.fillRect(self.viewport().rect(), self.backgroundBrush())
        if self._kept is not None:
            painter.drawPixmap(0, 0, self._kept)  # scaling it would take as long as painting
        painter.end()
