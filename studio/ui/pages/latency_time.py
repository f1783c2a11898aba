"""Latency over time: all variants in one plot, or, of many, each in a small one of its own."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QGridLayout, QWidget

from studio.ui.pages.decimate import View
from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.plots import LEAST_HEIGHT, ThemedPlot, thin_pen
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of
from studio.ui.turns import Turns

MOST_TOGETHER = 4
"""More variants than this hide one another in one plot."""
_MOST_COLUMNS = 3
_PALE = 0.125
_LEAST_HEIGHT_APART = GRID * 12
_DENSITY_APART = 0.5
_LEAST_WIDTH_APART = GRID * 20


@dataclass(frozen=True)
class Line:
    """A variant in the plots: its name, and the index of the color that stays with it.

    ``shade``: see Colors.line. ``group``: latencies of one group (a scenario) share a scale; those
    of another would only be flattened by it.
    """

    name: str
    color: int
    shade: int = 0
    group: int = 0


def has_groups(lines: Sequence[Line]) -> bool:
    """Whether several scenarios are shown, whose latencies are of different things."""
    return len({line.group for line in lines}) > 1


class TimePlots(QWidget):
    """Small plots share their axes: zooming one zooms all; latency only within a group.

    ``zoomed``: by hand. ``moved``: the time axis shows another range. ``hovered(seconds | None)``.
    """

    zoomed = Signal()
    moved = Signal()
    hovered = Signal(object)
    reset_requested = Signal()
    restyled = Signal()
    save_requested = Signal(Path, object)

    def __init__(
        self, export: Callable[[Path], None], turns: Turns, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._export, self._turns = export, turns
        self._lines: tuple[Line, ...] = ()
        self._is_following = False
        self._arranged = (0, 0)
        self.plots: list[ThemedPlot] = []
        self.curves: list[pg.PlotCurveItem] = []
        self.middles: list[pg.PlotCurveItem] = []
        self._crosses: list[pg.InfiniteLine] = []
        self._homes: list[ThemedPlot] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID // 2)
        self._add_plot()
        self._arrange(1)

    @property
    def first(self) -> ThemedPlot:
        """The plot whose axes the others follow."""
        return self.plots[0]

    @property
    def box(self) -> pg.ViewBox:
        return self.first.plotItem.vb

    @property
    def is_apart(self) -> bool:
        """Whether each variant has a plot of its own."""
        return len(self._lines) > MOST_TOGETHER or has_groups(self._lines)

    def box_of(self, index: int) -> pg.ViewBox:
        """Of the plot that variant ``index`` is in."""
        return self.plots[index if self.is_apart else 0].plotItem.vb

    def set_lines(self, lines: Sequence[Line]) -> None:
        """So many curves, all empty. Those there are stay: new ones cost more than drawing."""
        self._lines = tuple(lines)
        count = len(lines) if self.is_apart else 1
        while len(self.plots) < count:
            self._add_plot()
        self._set_curves(len(lines))
        self._arrange(count)
        self.restyle()

    def draw(self, run: RunSamples) -> None:
        (left, right), _ = self.box.viewRange()
        pixels = max(int(self.box.width()), 50)
        for index, samples in enumerate(run.variants):
            if self.curves[index].isVisible():
                self._draw_line(index, samples.series.view(left, right, pixels))

    def set_shown(self, index: int, is_shown: bool) -> None:
        self.curves[index].setVisible(is_shown)
        self.middles[index].setVisible(is_shown)

    def show_cross(self, seconds: float | None) -> None:
        for cross in self._crosses:
            cross.setVisible(seconds is not None)
            if seconds is not None:
                cross.setPos(seconds)

    def restyle(self) -> None:
        """Everything in the palette's colors."""
        colors = colors_of(self.palette())
        for cross in self._crosses:
            cross.setPen(thin_pen(QColor(colors.muted)))
        for line, middle in zip(self._lines, self.middles, strict=True):
            middle.setPen(thin_pen(colors.line(line.color, line.shade), line.shade))
        for index, plot in enumerate(self.plots):
            is_titled = self.is_apart and index < len(self._lines)
            if is_titled:
                line = self._lines[index]
                color = colors.line(line.color, line.shade)
                plot.plotItem.setTitle(self._title(plot, line.name), color=color.name(), size="8pt")
            else:
                plot.plotItem.setTitle(None)

    def _title(self, plot: ThemedPlot, name: str) -> str:
        """What fits above the axes, in two lines where one is too short: the file, and how it is
        run. The tooltip has it all."""
        font = QFont(self.font())
        font.setPointSize(8)
        room = int(plot.width() - plot.getAxis("left").width()) - GRID
        metrics = QFontMetrics(font)
        parts = [name] if metrics.horizontalAdvance(name) <= room else name.split(" · ", 1)
        cut = (metrics.elidedText(part, Qt.TextElideMode.ElideMiddle, room) for part in parts)
        return "<br>".join(map(html.escape, cut))

    def _draw_line(self, index: int, view: View) -> None:
        """Many samples: pale bars from min to max, and the median. Few: the samples themselves,
        joined where no other variant ran in between."""
        curve, line = self.curves[index], self._lines[index]
        color = colors_of(self.palette()).line(line.color, line.shade)
        # By the item's opacity: a pen that lets through paints each bar's every pixel for itself.
        curve.setOpacity(_PALE if view.is_buckets else 1.0)
        if view.is_buckets:
            joined: object = "pairs"
        else:
            # Time is that spent in runs: it goes on by a run's own latency if none came between.
            gaps = np.diff(view.x, append=view.x[-1:])
            following = np.append(view.y[1:], 0.0) / 1000
            joined = gaps <= following * 1.001
        curve.setPen(thin_pen(color))
        curve.setData(view.x, view.y, connect=joined, skipFiniteCheck=True)
        self.middles[index].setData(view.middle_x, view.middle_y, skipFiniteCheck=True)

    def _set_curves(self, count: int) -> None:
        for index in range(count, len(self.curves)):
            for items in (self.curves, self.middles):
                self._homes[index].removeItem(items[index])
        del self.curves[count:], self.middles[count:], self._homes[count:]
        for index in range(count):
            home = self.plots[index] if self.is_apart else self.first
            if index == len(self.curves):
                self._add_curves(home)
            elif self._homes[index] is not home:
                for item in (self.curves[index], self.middles[index]):
                    self._homes[index].removeItem(item)
                    home.addItem(item)
                self._homes[index] = home
            for item in (self.curves[index], self.middles[index]):
                item.setVisible(True)
                item.clear()
                item.invalidateBounds()
                item.prepareGeometryChange()

    def _add_curves(self, home: ThemedPlot) -> None:
        curve, middle = pg.PlotCurveItem(), pg.PlotCurveItem()
        curve.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        middle.setZValue(1)
        for item in (curve, middle):
            home.addItem(item)
        self.curves.append(curve)
        self.middles.append(middle)
        self._homes.append(home)

    def _add_plot(self) -> None:
        plot = ThemedPlot(tr("Latency over time"), self._export, turns=self._turns)
        cross = pg.InfiniteLine(angle=90, movable=False)
        cross.hide()
        plot.addItem(cross, ignoreBounds=True)
        plot.scene().sigMouseMoved.connect(lambda position: self._on_mouse_moved(plot, position))
        plot.restyled.connect(self.restyled)
        plot.reset_requested.connect(self.reset_requested)
        plot.save_requested.connect(self.save_requested)
        box = plot.plotItem.vb
        box.setLimits(xMin=0, yMin=0)
        box.sigRangeChangedManually.connect(self.zoomed)
        box.sigRangeChanged.connect(lambda: self._on_range_changed(plot))
        self._crosses.append(cross)
        self.plots.append(plot)

    def _arrange(self, count: int) -> None:
        columns = min(_columns(count), max(1, self.width() // _LEAST_WIDTH_APART))
        if (count, columns) == self._arranged:
            return
        self._arranged = (count, columns)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for index, plot in enumerate(self.plots):
            if index < count:
                self._grid.addWidget(plot, index // columns, index % columns)
            plot.setVisible(index < count)
            plot.setMinimumHeight(LEAST_HEIGHT if count == 1 else _LEAST_HEIGHT_APART)
            plot.getAxis("left").setTickDensity(1.0 if count == 1 else _DENSITY_APART)
        unit = "" if count > 1 else "ms"
        self.first.set_axis("left", tr("latency") if unit else "", unit)
        self.first.set_axis("bottom", tr("time spent in timed runs") if unit else "", unit and "s")
        for axis in ("left", "bottom"):
            self.first.getAxis(axis).showLabel(bool(unit))
        if count > 1:
            own = tr("Each scenario has a scale of its own.") if has_groups(self._lines) else ""
            about = tr("Latency in ms over the time spent in timed runs in s.")
            for plot, line in zip(self.plots, self._lines, strict=False):
                plot.setToolTip("\n".join(filter(None, (line.name, about, own))))
        else:
            self.first.setToolTip("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_apart:
            self._arrange(len(self._lines))
            self.restyle()

    def _on_range_changed(self, plot: ThemedPlot) -> None:
        """The others show the same; the first tells that time has moved."""
        if self._is_following:
            return
        self._is_following = True
        try:
            (left, right), (low, high) = plot.plotItem.vb.viewRange()
            moved = self.plots.index(plot)
            for index, line in enumerate(self._lines if self.is_apart else ()):
                other = self.plots[index]
                across, up = other.plotItem.vb.viewRange()
                is_alike = line.group == self._lines[min(moved, len(self._lines) - 1)].group
                wanted = [low, high] if is_alike else up
                if other is not plot and [across, up] != [[left, right], wanted]:
                    other.setRange(xRange=(left, right), yRange=wanted, padding=0)
        finally:
            self._is_following = False
        self.moved.emit()

    def _on_mouse_moved(self, plot: ThemedPlot, position: QPointF) -> None:
        box = plot.plotItem.vb
        is_inside = box.sceneBoundingRect().contains(position)
        self.hovered.emit(box.mapSceneToView(position).x() if is_inside else None)


def _columns(count: int) -> int:
    """Of so many plots, where there is room."""
    return 1 if count == 1 else 2 if count <= 6 else _MOST_COLUMNS
