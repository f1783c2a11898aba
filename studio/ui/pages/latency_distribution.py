"""How latencies are distributed: as a histogram, or as the share of the runs up to each latency."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log10
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedLayout, QWidget

from studio.ui.pages.decimate import Floats
from studio.ui.pages.latency_data import RunSamples, VariantSamples
from studio.ui.pages.latency_fit import FULL
from studio.ui.pages.latency_time import Line, has_groups
from studio.ui.pages.plots import ThemedPlot, thin_pen
from studio.ui.pages.quiet_axis import QuietEitherAxis
from studio.ui.texts import tr
from studio.ui.theme import colors_of
from studio.ui.turns import Turns
from studio.ui.worker import run_in_background

BINS = 80
_SORTED_AT_ONCE = 50_000
_ECDF_POINTS = 800


class DistributionPlots(QWidget):
    """One of the two is shown. ``hovered(latency in ms | None)``; ``sorted``: draw again.
    ``zoomed``: by hand."""

    zoomed = Signal()
    hovered = Signal(object)
    sorted = Signal()
    reset_requested = Signal()
    restyled = Signal()
    save_requested = Signal(Path, object)

    def __init__(
        self, export: Callable[[Path], None], turns: Turns, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._sorting: set[int] = set()
        self.is_log = False
        self.histogram = ThemedPlot(
            tr("Histogram of latency"), export, bottom=QuietEitherAxis("bottom"), turns=turns
        )
        self.histogram.set_axis("left", tr("share of runs"), "%")
        self.ecdf = ThemedPlot(
            tr("Share of the runs up to each latency"),
            export,
            bottom=QuietEitherAxis("bottom"),
            turns=turns,
        )
        self.ecdf.set_axis("left", tr("runs up to this"), "%")
        self._curves: dict[ThemedPlot, list[pg.PlotCurveItem]] = {self.histogram: [], self.ecdf: []}
        self._crosses: dict[ThemedPlot, pg.InfiniteLine] = {}
        self._stack = QStackedLayout(self)
        for plot in self.plots:
            plot.set_axis("bottom", tr("latency"), "ms")
            plot.plotItem.vb.setLimits(xMin=0, yMin=0, yMax=FULL)
            plot.plotItem.vb.sigRangeChangedManually.connect(self.zoomed)
            plot.restyled.connect(self.restyled)
            plot.reset_requested.connect(self.reset_requested)
            plot.save_requested.connect(self.save_requested)
            plot.scene().sigMouseMoved.connect(
                lambda position, plot=plot: self._on_mouse_moved(plot, position)
            )
            cross = self._crosses[plot] = pg.InfiniteLine(angle=90, movable=False)
            cross.hide()
            plot.addItem(cross, ignoreBounds=True)
            self._stack.addWidget(plot)

    @property
    def plots(self) -> tuple[ThemedPlot, ThemedPlot]:
        return self.histogram, self.ecdf

    @property
    def front(self) -> ThemedPlot:
        return self.ecdf if self._stack.currentIndex() else self.histogram

    @property
    def bars(self) -> tuple[pg.PlotCurveItem, ...]:
        """The curves of the histogram."""
        return tuple(self._curves[self.histogram])

    @property
    def steps(self) -> tuple[pg.PlotCurveItem, ...]:
        """The curves of the distribution function."""
        return tuple(self._curves[self.ecdf])

    def bring(self, plot: ThemedPlot) -> None:
        self._stack.setCurrentWidget(plot)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """So many curves in either plot, all empty."""
        self._lines = tuple(lines)
        self._set_log(has_groups(lines))
        for plot, items in self._curves.items():
            for item in items[len(lines) :]:
                plot.removeItem(item)
            del items[len(lines) :]
            for item in items:
                item.setVisible(True)
                item.clear()
                item.invalidateBounds()
                item.prepareGeometryChange()
            while len(items) < len(lines):
                items.append(pg.PlotCurveItem())
                plot.addItem(items[-1])
        self.restyle()

    def _set_log(self, is_log: bool) -> None:
        """Of several scenarios, whose latencies are of different sizes: the slowest would leave the
        others a single bar."""
        self.is_log = is_log
        for plot in self.plots:
            plot.getAxis("bottom").is_log = is_log
            plot.plotItem.vb.setLimits(xMin=None if is_log else 0)
            plot.set_axis("bottom", tr("latency, logarithmic") if is_log else tr("latency"), "ms")

    def set_shown(self, index: int, is_shown: bool) -> None:
        for items in self._curves.values():
            items[index].setVisible(is_shown)

    def show_cross(self, milliseconds: float | None) -> None:
        for cross in self._crosses.values():
            cross.setVisible(milliseconds is not None)
            if milliseconds is not None:
                cross.setPos(log10(max(milliseconds, 1e-6)) if self.is_log else milliseconds)

    def restyle(self) -> None:
        colors = colors_of(self.palette())
        for cross in self._crosses.values():
            cross.setPen(thin_pen(QColor(colors.muted)))
        for items in self._curves.values():
            for line, item in zip(self._lines, items, strict=True):
                item.setPen(thin_pen(colors.line(line.color, line.shade), line.shade))

    def draw_histogram(self, run: RunSamples) -> float:
        """Returns the largest share (%) of a bin; 0 = nothing known yet."""
        (left, right), _ = self.histogram.plotItem.vb.viewRange()
        if self.is_log:
            places = np.linspace(left, right, BINS + 1)
            edges = 10**places
        else:
            places = edges = np.linspace(max(left, 1e-6), max(right, 2e-6), BINS + 1)
        top = 0.0
        for bars, samples in zip(self.bars, run.variants, strict=True):
            if bars.isVisible() and samples.count:
                share = 100 * samples.histogram.counts_in(edges) / samples.count
                bars.setData(places, share, stepMode="center")
                top = max(top, float(share.max()))
        return top

    def draw_ecdf(self, run: RunSamples, *, is_live: bool) -> None:
        (left, right), _ = self.ecdf.plotItem.vb.viewRange()
        if self.is_log:
            left, right = 10**left, 10**right
        for steps, samples in zip(self.steps, run.variants, strict=True):
            if steps.isVisible() and samples.count:
                ordered = self._ordered(samples, is_live)
                if ordered is None:
                    x, y = samples.histogram.distribution()
                else:
                    x, y = ecdf_steps(ordered, left, right)
                steps.setData(
                    np.log10(np.maximum(x, 1e-6)) if self.is_log else x, y, skipFiniteCheck=True
                )

    def _ordered(self, samples: VariantSamples, is_live: bool) -> Floats | None:
        """All samples in order, where that is known or quickly done; else they are being sorted."""
        known = samples.ordered_ms
        if known is not None or len(samples.series) <= _SORTED_AT_ONCE:
            return known if known is not None else samples.sort()
        key = id(samples)
        if not is_live and key not in self._sorting:
            self._sorting.add(key)

            def done(_: object) -> None:
                self._sorting.discard(key)
                self.sorted.emit()

            run_in_background(self, samples.sort, done)
        return None

    def _on_mouse_moved(self, plot: ThemedPlot, position: QPointF) -> None:
        box = plot.plotItem.vb
        is_inside = box.sceneBoundingRect().contains(position)
        at = box.mapSceneToView(position).x()
        self.hovered.emit((10**at if self.is_log else at) if is_inside else None)


def ecdf_steps(ordered: Floats, left: float, right: float) -> tuple[Floats, Floats]:
    """The distribution function between ``left`` and ``right`` as corners of steps.

    ``ordered``: ascending latencies, float64 (samples,); returns latencies and shares in percent.
    At most some hundred steps: of more samples, so many of the ordered ones, evenly.
    """
    count = len(ordered)
    first = max(int(np.searchsorted(ordered, left)) - 1, 0)
    last = min(int(np.searchsorted(ordered, right, side="right")), count - 1)
    wanted = min(last - first + 1, _ECDF_POINTS)
    places = np.unique(np.linspace(first, last, wanted).astype(np.int64))
    x = np.repeat(ordered[places], 2)
    y = np.empty(len(x))
    y[1::2] = 100 * (places + 1) / count
    y[0] = 100 * first / count
    y[2::2] = y[1:-1:2]
    return x, y
