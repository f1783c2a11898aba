"""Latency over time and its distribution, redrawn at most 20 times a second while samples arrive.

A redraw goes in steps: either plot's curves, and each axis whose range changes, in a turn of the
event loop of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log10
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_distribution import DistributionPlots
from studio.ui.pages.latency_fit import LatencyFit
from studio.ui.pages.latency_readout import LatencyReadout
from studio.ui.pages.latency_time import Line, TimePlots
from studio.ui.pages.plot_legend import PlotLegend
from studio.ui.pages.plots import ThemedPlot
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.turns import Turns
from studio.ui.widgets.splitter import Splitter

REDRAW_MS = 50


class LatencyPlots(QWidget):
    """Shows one :class:`RunSamples`; call :meth:`mark_dirty` when it has grown."""

    save_requested = Signal(Path, object)

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
        self.outliers = QCheckBox(self.tr("Outliers"))
        self.outliers.setToolTip(
            self.tr("Fit the slowest runs into the plots too. They are always kept and counted.")
        )
        self.outliers.toggled.connect(self._on_reset)
        self.time = TimePlots(export, turns)
        self.distribution = DistributionPlots(export, turns)
        self.readout = LatencyReadout(self.time, self.distribution)
        self.views = self._view_buttons()
        self.legend = PlotLegend(self._choices())
        self.legend.toggled.connect(self._on_toggled)
        for part in (self.time, self.distribution):
            part.restyled.connect(self._on_restyled)
            part.reset_requested.connect(self._on_reset)
            part.save_requested.connect(self.save_requested)
        histogram, ecdf = (plot.plotItem.vb for plot in self.distribution.plots)
        self._fit = LatencyFit(self.time.box, histogram, ecdf)
        self.time.zoomed.connect(self._on_zoomed)
        self.distribution.zoomed.connect(self._on_zoomed)
        self.time.moved.connect(self.mark_dirty)
        self.distribution.sorted.connect(self.mark_dirty)
        self._timer = QTimer(self)
        self._timer.setInterval(REDRAW_MS // 2)
        self._timer.timeout.connect(self._on_timeout)
        self._build()

    @property
    def over_time(self) -> ThemedPlot:
        """The first plot over time; of few variants the only one."""
        return self.time.first

    def set_why_not_export(self, reason: str) -> None:
        """Why what is shown cannot be written as a table now; "" = it can."""
        for plot in (*self.time.plots, *self.distribution.plots):
            plot.why_not_export = reason

    def show_run(
        self, run: RunSamples | None, lines: tuple[Line, ...], *, is_live: bool = False
    ) -> None:
        """Show ``run`` from now on. ``is_live``: it still grows."""
        self._run, self._lines, self._is_live = run, lines, is_live
        self._follow()
        self.readout.set_run(run, lines)
        self._fit.begin()
        self.legend.set_entries([(line.name, line.color, line.shade) for line in lines])
        self.time.set_lines(lines)
        self.distribution.set_lines(lines)
        self.mark_dirty()
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
            self._fit_distribution,
            self._draw_distribution,
        )

    def _draw_over_time(self) -> bool:
        if self._run is None:
            return False
        self.time.draw(self._run)
        self._count_outliers(self._run)
        return True

    def _fit_across(self) -> bool:
        seconds = self._run.seconds if self._run is not None else 0.0
        return self._follows and self._fit.fit_across(seconds, is_live=self._is_live)

    def _fit_up(self) -> bool:
        run = self._run
        if not self._follows:
            return False
        has_moved = False
        for first, members in self._groups().items():
            with_outliers = self.outliers.isChecked()
            limits = run.latency_range(with_outliers, members) if run is not None else None
            box = self.time.box_of(first)
            has_moved |= self._fit.fit_up(limits, is_live=self._is_live, box=box)
        return has_moved

    def _groups(self) -> dict[int, list[int]]:
        """The places of those that share a scale, by the first of them."""
        members: dict[int, list[int]] = {}
        for index, line in enumerate(self._lines):
            members.setdefault(line.group, []).append(index)
        return {places[0]: places for places in members.values()} or {0: []}

    def _count_outliers(self, run: RunSamples) -> None:
        tops = [self.time.box_of(index).viewRange()[1][1] for index in range(len(run.variants))]
        above = run.count_above(tops) if run.count else 0
        text = self.tr("Outliers")
        if above and not self.outliers.isChecked():
            text = self.tr("Outliers ({count} above)").format(count=f"{above:,}")
        self.outliers.setText(text)

    def _fit_distribution(self) -> bool:
        if not self._follows:
            return False
        is_histogram = self.distribution.front is self.distribution.histogram
        across = self._across_all() if self.distribution.is_log else None
        return self._fit.fit_histogram(across) if is_histogram else self._fit.fit_ecdf(across)

    def _across_all(self) -> tuple[float, float] | None:
        """What all scenarios' plots show, as logarithms."""
        run = self._run
        ranges = [
            found
            for members in self._groups().values()
            if run and (found := run.latency_range(self.outliers.isChecked(), members))
        ]
        if not ranges:
            return None
        lowest, highest = min(low for low, _ in ranges), max(high for _, high in ranges)
        return log10(max(lowest, 1e-6)) - 0.05, log10(max(highest, 2e-6)) + 0.05

    def _draw_distribution(self) -> bool:
        run = self._run
        if run is None:
            return False
        if self.distribution.front is self.distribution.ecdf:
            self.distribution.draw_ecdf(run, is_live=self._is_live)
            return True
        top = self.distribution.draw_histogram(run)
        if self._follows:
            self._fit.fit_shares(top, is_live=self._is_live)
        return True

    def _view_buttons(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for plot, text, tooltip in (
            (
                self.distribution.histogram,
                self.tr("Histogram"),
                self.tr("The share of the runs in each range of latency."),
            ),
            (
                self.distribution.ecdf,
                self.tr("ECDF"),
                self.tr("The share of the runs that took at most so long."),
            ),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tooltip)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setChecked(plot is self.distribution.histogram)
            button.clicked.connect(lambda _=False, plot=plot: self._bring(plot))
            group.addButton(button)
        return group

    def _choices(self) -> QWidget:
        """What is shown of the samples, and how: stays together where the row is narrow."""
        together = QWidget()
        layout = QHBoxLayout(together)
        layout.setContentsMargins(GRID, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.outliers)
        layout.addSpacing(GRID)
        for button in self.views.buttons():
            layout.addWidget(button)
        return together

    def _bring(self, plot: ThemedPlot) -> None:
        self.distribution.bring(plot)
        self.redraw()

    def _build(self) -> None:
        plots = Splitter(Qt.Orientation.Horizontal, tr("runs over time and distribution"))
        plots.addWidget(self.time)
        plots.addWidget(self.distribution)
        plots.setStretchFactor(0, 3)
        plots.setStretchFactor(1, 2)
        plots.setSizes([600, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 4)
        layout.addWidget(self.legend)
        layout.addWidget(plots, 1)
        layout.addWidget(self.readout)

    def _on_timeout(self) -> None:
        if not self._pending:
            self._timer.stop()
        elif self.isVisible():
            self._turns.add(self._draw_next)

    def _draw_next(self) -> None:
        while self._pending and not self._pending.pop(0)():
            pass

    def _on_toggled(self, index: int, is_shown: bool) -> None:
        self.readout.set_shown(index, is_shown)
        self.time.set_shown(index, is_shown)
        self.distribution.set_shown(index, is_shown)
        self.redraw()

    def _on_zoomed(self) -> None:
        self._follows = False

    def _follow(self) -> None:
        """The ranges are fitted from now on, in all plots."""
        self._follows = True
        for plot in (*self.time.plots, *self.distribution.plots):
            plot.reset_view.hide()

    def _on_reset(self) -> None:
        self._follow()
        if self._run is not None:
            self.time.box.setYRange(0, 1)
        self.redraw()

    def _on_restyled(self) -> None:
        self.time.restyle()
        self.distribution.restyle()
        self.mark_dirty()
