"""Latency over time and its histogram, redrawn at most 20 times a second while samples arrive.

A redraw goes in steps: either plot's curves, and each axis whose range changes, in a turn of the
event loop of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QGraphicsItem, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.core.quantities import significant
from studio.ui.pages.decimate import View
from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_fit import LatencyFit
from studio.ui.pages.plot_legend import PlotLegend
from studio.ui.pages.plots import ThemedPlot, thin_pen
from studio.ui.theme import GRID, colors_of
from studio.ui.turns import Turns
from studio.ui.widgets.labels import text_label

REDRAW_MS = 50
_BINS = 80
_PALE = 0.125


@dataclass(frozen=True)
class Line:
    """A variant in the plots: its name, and the index of the color that stays with it.

    ``shade``: see Colors.line.
    """

    name: str
    color: int
    shade: int = 0


class LatencyPlots(QWidget):
    """Shows one :class:`RunSamples`; call :meth:`mark_dirty` when it has grown."""

    def __init__(
        self, export: Callable[[Path], None], turns: Turns, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._turns = turns
        self._run: RunSamples | None = None
        self._lines: tuple[Line, ...] = ()
        self._is_live = False
        self._follows = True
        self._pending: list[Callable[[], bool]] = []
        self.legend = PlotLegend()
        self.legend.toggled.connect(self._on_toggled)
        self.outliers = QCheckBox(self.tr("Outliers"))
        self.outliers.setToolTip(
            self.tr("Fit the slowest runs into the plots too. They are always kept and counted.")
        )
        self.outliers.toggled.connect(self._on_reset)
        self.readout = text_label("", "small", muted=True)
        self.over_time = ThemedPlot(self.tr("Latency over time"), export)
        self.over_time.set_axis("left", self.tr("latency"), "ms")
        self.over_time.set_axis("bottom", self.tr("time spent in timed runs"), "s")
        self.histogram = ThemedPlot(self.tr("Histogram of latency"), export)
        self.histogram.set_axis("left", self.tr("share of the runs"), "%")
        self.histogram.set_axis("bottom", self.tr("latency"), "ms")
        for plot in (self.over_time, self.histogram):
            plot.restyled.connect(self._on_restyled)
            plot.reset_requested.connect(self._on_reset)
        self._curves: list[pg.PlotCurveItem] = []
        self._middles: list[pg.PlotCurveItem] = []
        self._bars: list[pg.PlotCurveItem] = []
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._cross.hide()
        self.over_time.addItem(self._cross, ignoreBounds=True)
        self.over_time.scene().sigMouseMoved.connect(self._on_mouse_moved)
        box = self.over_time.plotItem.vb
        self._fit = LatencyFit(box, self.histogram.plotItem.vb)
        box.sigRangeChangedManually.connect(self._on_zoomed)
        box.sigXRangeChanged.connect(self.mark_dirty)
        self._timer = QTimer(self)
        self._timer.setInterval(REDRAW_MS // 2)
        self._timer.timeout.connect(self._on_timeout)
        self._build()

    @property
    def curves(self) -> tuple[pg.PlotCurveItem, ...]:
        return tuple(self._curves)

    def set_why_not_export(self, reason: str) -> None:
        """Why what is shown cannot be written as a table now; "" = it can."""
        for plot in (self.over_time, self.histogram):
            plot.why_not_export = reason

    def show_run(
        self, run: RunSamples | None, lines: tuple[Line, ...], *, is_live: bool = False
    ) -> None:
        """Show ``run`` from now on. ``is_live``: it still grows."""
        self._run, self._lines, self._is_live = run, lines, is_live
        self._follows = True
        self._fit.begin()
        self.legend.set_entries([(line.name, line.color, line.shade) for line in lines])
        self._make_curves(len(lines))
        self._on_restyled()
        if not is_live:
            self.redraw()

    def finish(self) -> None:
        """No more samples come: the axis ends where they do."""
        self._is_live = False
        self.mark_dirty()

    def mark_dirty(self) -> None:
        """Redraw soon, with all else that comes until then."""
        self._pending += [step for step in self._steps_to_draw if step not in self._pending]
        if not self._timer.isActive():
            self._timer.start()

    def redraw(self) -> None:
        """Draw what is held now. Costs the same however many samples there are."""
        self._pending.clear()
        for step in self._steps_to_draw:
            step()

    @property
    def _steps_to_draw(self) -> tuple[Callable[[], bool], ...]:
        """In this order; each returns whether there was anything to draw."""
        return (
            self._fit_across,
            self._fit_up,
            self._draw_over_time,
            self._fit_histogram,
            self._draw_histogram,
        )

    def _make_curves(self, count: int) -> None:
        """So many, all empty. Those there are stay: new ones cost more than their drawing."""
        for plot, items in (
            (self.over_time, self._curves),
            (self.over_time, self._middles),
            (self.histogram, self._bars),
        ):
            for item in items[count:]:
                plot.removeItem(item)
            del items[count:]
            for item in items:
                item.setVisible(True)
                item.clear()
                item.invalidateBounds()
                item.prepareGeometryChange()
            while len(items) < count:
                items.append(pg.PlotCurveItem())
                plot.addItem(items[-1])
        for curve, middle in zip(self._curves, self._middles, strict=True):
            curve.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            middle.setZValue(1)

    def _draw_over_time(self) -> bool:
        run = self._run
        if run is None:
            return False
        (left, right), _ = self.over_time.plotItem.vb.viewRange()
        pixels = max(int(self.over_time.plotItem.vb.width()), 50)
        for index, samples in enumerate(run.variants):
            if self._curves[index].isVisible():
                self._draw_line(index, samples.series.view(left, right, pixels))
        self._count_outliers(run)
        return True

    def _draw_line(self, index: int, view: View) -> None:
        """Many samples: pale bars from min to max, and the median. Few: the samples themselves,
        joined where no other variant ran in between."""
        curve, line = self._curves[index], self._lines[index]
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
        self._middles[index].setData(view.middle_x, view.middle_y, skipFiniteCheck=True)

    def _fit_across(self) -> bool:
        seconds = self._run.seconds if self._run is not None else 0.0
        return self._follows and self._fit.fit_across(seconds, is_live=self._is_live)

    def _fit_up(self) -> bool:
        run = self._run
        limits = run.latency_range(self.outliers.isChecked()) if run is not None else None
        return self._follows and self._fit.fit_up(limits, is_live=self._is_live)

    def _count_outliers(self, run: RunSamples) -> None:
        _, (_, top) = self.over_time.plotItem.vb.viewRange()
        above = run.count_above(top) if run.count else 0
        text = self.tr("Outliers")
        if above and not self.outliers.isChecked():
            text = self.tr("Outliers ({count} above)").format(count=f"{above:,}")
        self.outliers.setText(text)

    def _fit_histogram(self) -> bool:
        return self._follows and self._fit.fit_histogram()

    def _draw_histogram(self) -> bool:
        run = self._run
        if run is None:
            return False
        (left, right), _ = self.histogram.plotItem.vb.viewRange()
        edges = np.linspace(max(left, 1e-6), max(right, 2e-6), _BINS + 1)
        top = 0.0
        for bars, samples in zip(self._bars, run.variants, strict=True):
            if bars.isVisible() and samples.count:
                share = 100 * samples.histogram.counts_in(edges) / samples.count
                bars.setData(edges, share, stepMode="center")
                top = max(top, float(share.max()))
        if self._follows:
            self._fit.fit_shares(top, is_live=self._is_live)
        return True

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.legend, 1)
        top.addWidget(self.readout)
        top.addWidget(self.outliers)
        plots = QSplitter(Qt.Orientation.Horizontal)
        plots.setChildrenCollapsible(False)
        plots.addWidget(self.over_time)
        plots.addWidget(self.histogram)
        plots.setStretchFactor(0, 3)
        plots.setStretchFactor(1, 2)
        plots.setSizes([600, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(top)
        layout.addWidget(plots, 1)

    def _on_timeout(self) -> None:
        if not self._pending:
            self._timer.stop()
        elif self.isVisible():
            self._turns.add(self._draw_next)

    def _draw_next(self) -> None:
        while self._pending and not self._pending.pop(0)():
            pass

    def _on_toggled(self, index: int, is_shown: bool) -> None:
        self._curves[index].setVisible(is_shown)
        self._middles[index].setVisible(is_shown)
        self._bars[index].setVisible(is_shown)
        self.redraw()

    def _on_zoomed(self) -> None:
        self._follows = False

    def _on_reset(self) -> None:
        self._follows = True
        if self._run is not None:
            self.over_time.plotItem.vb.setYRange(0, 1)
        self.redraw()

    def _on_restyled(self) -> None:
        colors = colors_of(self.palette())
        self._cross.setPen(thin_pen(QColor(colors.muted)))
        for line, middle, bars in zip(self._lines, self._middles, self._bars, strict=True):
            middle.setPen(thin_pen(colors.line(line.color, line.shade)))
            bars.setPen(thin_pen(colors.line(line.color, line.shade)))
        self.mark_dirty()

    def _on_mouse_moved(self, position: QPointF) -> None:
        box = self.over_time.plotItem.vb
        if self._run is None or not box.sceneBoundingRect().contains(position):
            self._cross.hide()
            self.readout.clear()
            return
        point = box.mapSceneToView(position)
        self._cross.setPos(point.x())
        self._cross.show()
        self.readout.setText(self._reading(self._run, point.x()))

    def _reading(self, run: RunSamples, at_s: float) -> str:
        parts = [f"{significant(max(at_s, 0.0))} s"]
        for line, curve, samples in zip(self._lines, self._curves, run.variants, strict=True):
            index = samples.series.nearest(at_s)
            if index >= 0 and curve.isVisible():
                parts.append(f"{line.name} {significant(float(samples.series.y[index]))} ms")
        return "   ".join(parts)
