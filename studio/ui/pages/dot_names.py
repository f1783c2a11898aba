"""The names beside the dots of a scatter plot: none runs over another one or over a dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor

from studio.core.label_places import Box, LabelPlaces
from studio.ui.pages.plots import ThemedPlot
from studio.ui.theme import colors_of

_ROWS = 3


@dataclass(frozen=True)
class DotName:
    """``x``, ``y`` in the units of the axes; so are the ends of its bars, where it has any.
    ``comes_first``: it is placed before the others."""

    name: str
    x: float
    y: float
    comes_first: bool = False
    across: tuple[float, float] | None = None
    up: tuple[float, float] | None = None


class DotNames(QObject):
    """Places the names anew whenever the dots move on the screen.

    A name without room is left out; ``rows``: how many lines away from its dot it may stand.
    ``placed``: which those are (``left_out``) may have changed.
    """

    placed = Signal()

    def __init__(self, plot: ThemedPlot, rows: int = _ROWS) -> None:
        super().__init__(plot)
        self._rows = rows
        self._plot, self._box = plot, plot.plotItem.vb
        self._names: tuple[DotName, ...] = ()
        self._items: list[pg.TextItem] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.place)
        self._box.sigTransformChanged.connect(self._soon.start)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Names without room, from left to right."""
        hidden = [
            found
            for found, item in zip(self._names, self._items, strict=True)
            if not item.isVisible()
        ]
        return tuple(found.name for found in sorted(hidden, key=lambda found: found.x))

    def show(self, names: Sequence[DotName]) -> None:
        """Show these; items of before must be gone from the plot."""
        colors = colors_of(self._plot.palette())
        behind = QColor(colors.base)
        behind.setAlpha(220)  # names stay readable on the lines of others
        self._names = tuple(names)
        self._items = []
        for found in names:
            item = pg.TextItem(found.name, color=QColor(colors.text), fill=behind)
            item.setZValue(1)
            item.textItem.document().setDocumentMargin(1)
            item.updateTextPos()
            self._items.append(item)
            self._plot.addItem(item, ignoreBounds=True)
        self._soon.start()

    def boxes(self) -> dict[str, QRectF]:
        """Where the names that are shown stand, in the plot's pixels."""
        return {
            found.name: QRectF(self._box.mapViewToScene(item.pos()), item.boundingRect().size())
            for found, item in zip(self._names, self._items, strict=True)
            if item.isVisible()
        }

    def _bars(self) -> list[Box]:
        """Where the bars of the dots run, in the plot's pixels."""
        lines = []
        for one in self._names:
            if one.across is not None:
                lines.append([QPointF(end, one.y) for end in one.across])
            if one.up is not None:
                lines.append([QPointF(one.x, end) for end in one.up])
        found = []
        for line in lines:
            first, last = map(self._box.mapViewToScene, line)
            xs, ys = sorted((first.x(), last.x())), sorted((first.y(), last.y()))
            found.append(Box(xs[0], ys[0], xs[1] + 1, ys[1] + 1))
        return found

    def place(self) -> None:
        """Find a place for each name: those that come first, then from left to right."""
        area = self._box.sceneBoundingRect()
        dots = [self._box.mapViewToScene(QPointF(found.x, found.y)) for found in self._names]
        places = LabelPlaces(
            Box(area.left(), area.top(), area.right(), area.bottom()),
            [dot.toTuple() for dot in dots],
            rows=self._rows,
            bars=self._bars(),
        )
        order = [(not found.comes_first, found.x) for found in self._names]
        for index in sorted(range(len(dots)), key=order.__getitem__):
            item, dot = self._items[index], dots[index]
            size = item.textItem.boundingRect().size()
            found = places.find(dot.x(), dot.y(), size.width(), size.height())
            item.setVisible(found.is_free)
            if found.is_free:
                places.take(found.box)
                corner = QPointF(found.box.left, found.box.top)
                item.setPos(self._box.mapSceneToView(corner))
        self.placed.emit()
