"""The titles of open groups: within what is visible of their frames, however far one has scrolled.

A title that has left the top of its frame is drawn over the boxes, those of inner groups below
those of outer ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from studio.core.graph_layout import Frame
from studio.ui.graph.items import FRAME_TITLE_HEIGHT, Layer
from studio.ui.graph.laid_out import BAND, LaidOut
from studio.ui.graph.look import TEXT_FROM, Look

_PADDING = 8.0


@dataclass(frozen=True)
class _Spot:
    """Where a title is. ``is_loose``: not at the top of its frame, so boxes may be below it."""

    rect: QRectF
    is_loose: bool


class TitlesLayer(Layer):
    """Has to be told where the view looks: :meth:`show_visible`."""

    def __init__(self, laid_out: LaidOut, look: Look, bounds: QRectF) -> None:
        super().__init__(laid_out, look, bounds)
        self._spots: dict[str, _Spot] = {}
        self._visible = QRectF()
        self._widths: dict[str, float] = {}
        self._bands: dict[int, list[int]] = {}
        for place, frame in enumerate(laid_out.layout.frames):
            for band in range(int(frame.y // BAND), int((frame.y + frame.height) // BAND) + 1):
                self._bands.setdefault(band, []).append(place)

    def set_look(self, look: Look) -> None:
        self._widths.clear()
        super().set_look(look)

    def show_visible(self, visible: QRectF, zoom: float) -> None:
        """``visible``: of the scene; from afar there are no titles."""
        before = self._spots
        self._spots = self._find_spots(visible) if zoom >= TEXT_FROM else {}
        for group in before.keys() | self._spots.keys():
            old, new = before.get(group), self._spots.get(group)
            if old != new:  # what was drawn has moved along with the boxes
                for spot in filter(None, (old, new)):
                    self.update(spot.rect.adjusted(-2, -2, 2, 2))

    def loose_at(self, at: QPointF) -> str:
        """The group whose title is at a point over other things; "" = none. Of several the one
        that is drawn last, so over the others."""
        found = [
            group for group, spot in self._spots.items() if spot.is_loose and spot.rect.contains(at)
        ]
        return found[-1] if found else ""

    def top_of(self, group: str) -> float | None:
        """Where the title of a group is, in scene units; None = it is not to be seen."""
        spot = self._spots.get(group)
        return None if spot is None else spot.rect.top()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if painter.worldTransform().m11() < TEXT_FROM:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.look.title_font)
        for group, spot in self._spots.items():
            if spot.rect.intersects(option.exposedRect):
                self._draw(painter, group, spot)

    def _draw(self, painter: QPainter, group: str, spot: _Spot) -> None:
        look, rect = self.look, spot.rect
        if spot.is_loose:
            painter.setPen(look.frame)
            painter.setBrush(look.group_fill)
            painter.drawRoundedRect(rect, 6, 6)
        title = look.title_metrics.elidedText(
            self._text(group), Qt.TextElideMode.ElideMiddle, rect.width() - 2 * _PADDING + 1
        )
        painter.setPen(look.muted)
        painter.drawText(QPointF(rect.x() + _PADDING, rect.y() + 15), title)

    def _find_spots(self, visible: QRectF) -> dict[str, _Spot]:
        """Of the frames that can be seen."""
        spots: dict[str, _Spot] = {}
        for frame in self._frames_in(visible):
            width = min(self._width(frame.group), frame.width)
            around = spots.get(self.laid_out.groups[frame.group].parent)
            top = max(visible.top(), around.rect.bottom() if around else visible.top())
            x = max(frame.x, min(visible.left(), frame.x + frame.width - width))
            y = max(frame.y, min(top, frame.y + frame.height - FRAME_TITLE_HEIGHT))
            rect = QRectF(x, y, width, FRAME_TITLE_HEIGHT)
            spots[frame.group] = _Spot(rect, is_loose=y > frame.y)
        return spots

    def _frames_in(self, visible: QRectF) -> list[Frame]:
        """Outer before inner."""
        frames = self.laid_out.layout.frames
        bands = range(int(visible.top() // BAND), int(visible.bottom() // BAND) + 1)
        places = {place for band in bands for place in self._bands.get(band, ())}
        return [frames[place] for place in sorted(places) if _is_seen(frames[place], visible)]

    def _width(self, group: str) -> float:
        if group not in self._widths:
            text = self.look.title_metrics.horizontalAdvance(self._text(group))
            self._widths[group] = text + 2 * _PADDING
        return self._widths[group]

    def _text(self, group: str) -> str:
        return "− " + self.laid_out.groups[group].title


def _is_seen(frame: Frame, visible: QRectF) -> bool:
    return (
        frame.x <= visible.right()
        and frame.y <= visible.bottom()
        and frame.x + frame.width >= visible.left()
        and frame.y + frame.height >= visible.top()
    )
