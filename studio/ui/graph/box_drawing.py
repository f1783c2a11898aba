"""How boxes are drawn: from afar as plain rectangles, from near with what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from studio.core.graph_layout import Box
from studio.ui.graph.box_texts import ops_text
from studio.ui.graph.kinds import kind_color, kind_of
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.look import DETAIL_FROM, TEXT_FROM, Look, text_on
from studio.ui.graph.paint import BoxPaint

_RADIUS = 6.0
_PADDING = 12.0
_RIGHT, _GAP = 8.0, 5.0
_MOST_FOR_NOTE = 0.6
"""Of the line that it shares with a title."""
_LINE_SHIFT = 0.62
"""Of a line's height, from the middle of a box: no underscore touches the line below."""
_LEAST_SPLIT = 8
"""Pixels: of what is narrower no gap between its halves can be seen."""
_STACK = 3.0
"""A closed group looks like a stack: this far its lower sheet shows."""


class _BoxText(NamedTuple):
    """``notes``: how far from the left of the box each begins, and what it says."""

    title: str
    detail: str
    notes: tuple[tuple[float, str], ...]


class BoxDrawing:
    """``paints``: by box id, what an overlay says; while there is any, ops have no stripes."""

    def __init__(self, laid_out: LaidOut, look: Look) -> None:
        self._laid_out = laid_out
        self.look = look
        self.paints: dict[str, BoxPaint] = {}
        self._rects = [QRectF(box.x, box.y, box.width, box.height) for box in laid_out.boxes]
        self._texts: dict[tuple[int, tuple[str, ...]], _BoxText] = {}

    def draw(self, painter: QPainter, places: Sequence[int], zoom: float) -> None:
        if zoom < TEXT_FROM:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self.draw_far(painter, places, 1 / zoom, 1 / zoom)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            self._draw_near(painter, places, with_details=zoom >= DETAIL_FROM)

    def draw_far(
        self, painter: QPainter, places: Sequence[int], least_width: float, least_height: float
    ) -> None:
        """Plain rectangles, all of one color at once; none less than so many scene units."""
        by_color: dict[int, list[QRectF]] = {}
        for place in places:
            rect, paint = self._rects[place], self._paint(place)
            if rect.height() < least_height or rect.width() < least_width:
                width, height = max(rect.width(), least_width), max(rect.height(), least_height)
                rect = QRectF(rect.x(), rect.y(), width, height)
            color = paint.fill if paint and paint.fill else self._far_color(self._box(place))
            if paint and paint.split:
                right = _right_half(rect)
                # two halves even where their colors are the same
                gap = least_width if rect.width() >= _LEAST_SPLIT * least_width else 0.0
                rect = QRectF(rect.x(), rect.y(), right.x() - rect.x() - gap, rect.height())
                by_color.setdefault(paint.split.rgb(), []).append(right)
            by_color.setdefault(color.rgb(), []).append(rect)
        painter.setPen(Qt.PenStyle.NoPen)
        for rgb, rects in by_color.items():
            painter.setBrush(QColor.fromRgb(rgb))
            painter.drawRects(rects)

    def _draw_near(self, painter: QPainter, places: Sequence[int], *, with_details: bool) -> None:
        self._draw_bodies(painter, places)
        if not self.paints:
            self._draw_stripes(painter, places)
        look = self.look
        painter.setFont(look.title_font)
        for place in places:
            box, title = self._box(place), self._text(place).title
            lift = _LINE_SHIFT if self._detail(box) and with_details else 0.0
            y = box.y + box.height / 2 - lift * look.title_metrics.height()
            at = QPointF(self._left(box), y + _baseline(look.title_metrics))
            self._write(painter, place, at, title, look.text)
        if with_details:
            self._draw_details(painter, places)

    def _draw_bodies(self, painter: QPainter, places: Sequence[int]) -> None:
        look = self.look
        painter.setPen(look.border)
        for place in places:
            box, rect, paint = self._box(place), self._rects[place], self._paint(place)
            radius = box.height / 2 if box.kind in ("input", "output") else _RADIUS
            if box.kind == "group":
                painter.setBrush(look.group_fill)
                painter.drawRoundedRect(rect.translated(_STACK, _STACK), radius, radius)
            painter.setBrush(paint.fill if paint and paint.fill else self._fill(box))
            painter.drawRoundedRect(rect, radius, radius)
            if paint and paint.split:
                painter.save()
                painter.setClipRect(_right_half(rect), Qt.ClipOperation.IntersectClip)
                painter.setBrush(paint.split)
                painter.drawRoundedRect(rect, radius, radius)
                painter.restore()
                if paint.split == paint.fill:  # two halves all the same
                    x = rect.center().x()
                    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))

    def _draw_stripes(self, painter: QPainter, places: Sequence[int]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for place in places:
            box = self._box(place)
            if box.kind == "op":
                painter.setBrush(kind_color(kind_of(box.title), dark=self.look.dark))
                painter.drawRect(QRectF(box.x + 4, box.y + 6, 3, box.height - 12))

    def _draw_details(self, painter: QPainter, places: Sequence[int]) -> None:
        look = self.look
        painter.setFont(look.detail_font)
        for place in places:
            box, text = self._box(place), self._text(place)
            middle = box.y + box.height / 2
            y = middle + _LINE_SHIFT * look.detail_metrics.height()
            y += _baseline(look.detail_metrics)
            if text.detail:
                self._write(painter, place, QPointF(self._left(box), y), text.detail, look.muted)
            for x, note in text.notes:
                at = QPointF(box.x + x, y if self._detail(box) else middle + 4)
                self._write(painter, place, at, note, look.text)

    def _write(self, painter: QPainter, place: int, at: QPointF, text: str, usual: QColor) -> None:
        """In an ink that can be read; where the halves differ, each half in its own."""
        left, right = self._ink(place, usual), self._ink(place, usual, right=True)
        painter.setPen(left)
        if left == right:
            painter.drawText(at, text)
            return
        rect = self._rects[place]
        for ink, half in (
            (left, rect.translated(-rect.width() / 2, 0)),
            (right, _right_half(rect)),
        ):
            painter.save()
            painter.setClipRect(half, Qt.ClipOperation.IntersectClip)
            painter.setPen(ink)
            painter.drawText(at, text)
            painter.restore()

    def _text(self, place: int) -> _BoxText:
        """As much as there is room for: what is cut off stands in the tooltip."""
        paint = self._paint(place)
        key = (place, paint.notes if paint else ())
        if key not in self._texts:
            self._texts[key] = self._fitted(self._box(place), key[1])
        return self._texts[key]

    def _fitted(self, box: Box, notes: tuple[str, ...]) -> _BoxText:
        title_metrics, metrics = self.look.title_metrics, self.look.detail_metrics
        end, middle = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
        left = self._left(box) - box.x
        room = box.width - left - _RIGHT
        title = ("+ " if box.kind == "group" else "") + box.title
        # groups differ at the end of their names: "CONV_2D … ADD 2/3"
        mode = middle if box.kind == "group" else end
        detail = self._detail(box)
        if len(notes) > 1 and detail:  # each on its own half, in place of the detail
            half = box.width / 2
            rooms = ((left, half - left - _GAP), (half + _GAP, half - _GAP - _RIGHT))
            placed = tuple(
                (x, metrics.elidedText(note, end, width))
                for (x, width), note in zip(rooms, notes, strict=False)
            )
            return _BoxText(title_metrics.elidedText(title, mode, room), "", placed)
        note = " · ".join(filter(None, notes))
        note = metrics.elidedText(note, end, room if detail else room * _MOST_FOR_NOTE)
        width = metrics.horizontalAdvance(note)
        taken = width + 6 if note else 0.0
        return _BoxText(
            title_metrics.elidedText(title, mode, room if detail else room - taken),
            metrics.elidedText(detail, end, room - taken),
            ((box.width - _RIGHT - width, note),) if note else (),
        )

    def _detail(self, box: Box) -> str:
        if box.kind == "group":
            return ops_text(len(box.nodes))
        return box.detail

    def _box(self, place: int) -> Box:
        return self._laid_out.boxes[place]

    def _left(self, box: Box) -> float:
        return box.x + (_PADDING if box.kind == "op" else _PADDING - 2)

    def _paint(self, place: int) -> BoxPaint | None:
        return self.paints.get(self._box(place).id) if self.paints else None

    def _fill(self, box: Box) -> QColor:
        if box.kind in ("input", "output"):
            return self.look.end_fill
        return self.look.group_fill if box.kind == "group" else self.look.fill

    def _far_color(self, box: Box) -> QColor:
        if self.paints or box.kind == "group":
            return self.look.border.color()
        if box.kind != "op":
            return self.look.chosen.color()
        return kind_color(kind_of(box.title), dark=self.look.dark)

    def _ink(self, place: int, usual: QColor, *, right: bool = False) -> QColor:
        paint = self._paint(place)
        if paint is None:
            return usual
        is_split = paint.split is not None
        fill = paint.split if right and is_split else paint.fill
        return usual if fill is None else text_on(fill)


def _right_half(rect: QRectF) -> QRectF:
    return QRectF(rect.center().x(), rect.top(), rect.width() / 2, rect.height())


def _baseline(metrics: QFontMetricsF) -> float:
    """How far below its middle a line of text has its base line."""
    return (metrics.ascent() - metrics.descent()) / 2
