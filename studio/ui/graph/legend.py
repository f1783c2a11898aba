"""What the stripes on boxes mean: the sorts of work that occur in the graph."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.model import Graph
from studio.ui.graph.kinds import KIND_TITLES, OpKind, kind_color, kind_of
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of, is_dark, sized_font


class KindLegend(QWidget):
    """A line of colored stripes, each with its meaning; goes on in further lines if need be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(sized_font(self.font(), "small"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._kinds: tuple[OpKind, ...] = ()

    def show_graph(self, graph: Graph) -> None:
        present = {kind_of(op) for op in {node.op for node in graph.nodes}}
        self._kinds = tuple(kind for kind in KIND_TITLES if kind in present)
        words = ", ".join(tr(KIND_TITLES[kind]) for kind in self._kinds)
        self.setAccessibleName(self.tr("Sorts of ops: {words}").format(words=words))
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dark, ink = is_dark(self.palette()), colors_of(self.palette()).muted
        metrics = QFontMetrics(self.font())
        for kind, (x, y) in self._places():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(kind_color(kind, dark=dark))
            painter.drawRect(QRectF(x, y + 3, 3, metrics.height() - 6))
            painter.setPen(ink)
            painter.drawText(QPointF(x + 8, y + metrics.ascent()), tr(KIND_TITLES[kind]))
        painter.end()

    def _places(self) -> list[tuple[OpKind, tuple[int, int]]]:
        metrics = QFontMetrics(self.font())
        found: list[tuple[OpKind, tuple[int, int]]] = []
        x = y = 0
        for kind in self._kinds:
            width = 8 + metrics.horizontalAdvance(tr(KIND_TITLES[kind])) + GRID * 2
            if x and x + width > self.width():
                x, y = 0, y + metrics.height()
            found.append((kind, (x, y)))
            x += width
        return found

    def _fit(self) -> None:
        places = self._places()
        bottom = places[-1][1][1] + QFontMetrics(self.font()).height() if places else 0
        if self.minimumHeight() != bottom or self.maximumHeight() != bottom:
            self.setFixedHeight(bottom)
        self.update()
