"""The legend of one overlay: its scale with numbers, or its classes with counts."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.overlay_boxes import number_text
from studio.core.overlay_colors import SCALES, Ground, class_color
from studio.core.overlays import Overlay
from studio.ui.graph.overlay_texts import class_note, class_text, kind_title
from studio.ui.texts import labelled, tr
from studio.ui.theme import GRID, colors_of, is_dark, sized_font, tabular

_SCALE_WIDTH = GRID * 11
_BAR = 10
_SWATCH = 12
_GAP = 6


def ground_of(widget: QWidget) -> Ground:
    return "dark" if is_dark(widget.palette()) else "light"


class OverlayLegend(QWidget):
    """Fixed in size; says the same in its accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlay: Overlay | None = None
        self._greatest = 0.0
        self._cut = 0.0
        self.setFont(tabular(sized_font(self.font(), "small")))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_overlay(
        self, overlay: Overlay | None, greatest: float = 0.0, cut: float = 0.0
    ) -> None:
        """``greatest``: value at the end of the scale. ``cut``: part of the scale, in [0, 1],
        below which nothing is colored."""
        self._overlay, self._greatest, self._cut = overlay, greatest, min(max(cut, 0.0), 1.0)
        self.setVisible(overlay is not None)
        if overlay is not None:
            self.setAccessibleName(kind_title(overlay.kind))
            self.setAccessibleDescription(", ".join(self.texts()))
            self.setToolTip("\n".join(self._lines(overlay)))
        self.updateGeometry()
        self.update()

    def texts(self) -> list[str]:
        """The numbers at the ends of the scale, or each class with its count."""
        if self._overlay is None:
            return []
        if not self._overlay.legend:
            return ["0", number_text(self._overlay, self._greatest)]
        return [f"{class_note(name)} {count:,}" for name, count in self._classes()]

    @property
    def title(self) -> str:
        """What the scale is of, or by what the ops are counted."""
        if self._overlay is None:
            return ""
        title = kind_title(self._overlay.kind)
        return tr("{title}, ops:").format(title=title) if self._overlay.legend else title

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        if self._overlay is None:
            return QSize(0, 0)
        title = metrics.horizontalAdvance(self.title)
        if not self._overlay.legend:
            least, most = map(metrics.horizontalAdvance, self.texts())
            width = max(_SCALE_WIDTH, title + 2 * max(least, most) + 2 * GRID)
            return QSize(width, _BAR + 2 + metrics.height())
        widths = [_SWATCH + _GAP + metrics.horizontalAdvance(text) for text in self.texts()]
        return QSize(
            title + GRID + sum(widths) + GRID * max(len(widths) - 1, 0) + 2, metrics.height() + 4
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._overlay is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._overlay.legend:
            self._paint_classes(painter)
        else:
            self._paint_scale(painter)
        painter.end()

    def _paint_scale(self, painter: QPainter) -> None:
        colors, stops = colors_of(self.palette()), SCALES[ground_of(self)]
        bar = QRectF(0.5, 0.5, self.width() - 1, _BAR)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for at, stop in enumerate(stops):
            gradient.setColorAt(at / (len(stops) - 1), QColor(stop))
        painter.setPen(QColor(colors.border))
        painter.setBrush(gradient)
        painter.drawRect(bar)
        if self._cut > 0:
            off = QRectF(bar.left(), bar.top(), bar.width() * self._cut, bar.height())
            painter.setBrush(QColor(colors.base))
            painter.drawRect(off)
        painter.setPen(QColor(colors.muted))
        below = QRectF(0, _BAR + 2, self.width(), self.height() - _BAR - 2)
        least, most = self.texts()
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, least)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, most)
        painter.setPen(QColor(colors.text))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self.title)

    def _paint_classes(self, painter: QPainter) -> None:
        colors, metrics, left = colors_of(self.palette()), self.fontMetrics(), 0.5
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colors.muted))
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, self.title)
        left += metrics.horizontalAdvance(self.title) + GRID
        for (name, _), text in zip(self._classes(), self.texts(), strict=True):
            top = (self.height() - _SWATCH) / 2
            painter.setPen(QColor(colors.border))
            painter.setBrush(QColor(class_color(name, ground_of(self))))
            painter.drawRoundedRect(QRectF(left, top, _SWATCH - 1, _SWATCH - 1), 2, 2)
            left += _SWATCH + _GAP
            painter.setPen(QColor(colors.text))
            width = metrics.horizontalAdvance(text)
            painter.drawText(QRectF(left, 0, width + 1, self.height()), middle, text)
            left += width + GRID

    def _classes(self) -> list[tuple[str, int]]:
        """Those that occur, in the order of the legend."""
        assert self._overlay is not None
        counts = Counter(self._overlay.classes.values())
        return [(name, counts[name]) for name in self._overlay.legend if counts[name]]

    def _lines(self, overlay: Overlay) -> list[str]:
        if overlay.legend:
            return [labelled(class_text(name), f"{count:,}") for name, count in self._classes()]
        return [labelled(kind_title(overlay.kind), " – ".join(self.texts()))]
