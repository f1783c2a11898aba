"""A sustained run: how the pace of each arm went over the minutes, and what the machine did."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.comparison_text import sustained_messages
from studio.core.session import Run
from studio.core.sustained import Moment, Sustained, Window, with_intervals
from studio.history.atomic import write_bytes
from studio.ui.pages.arm_sentences import ArmSentences, Sentence
from studio.ui.pages.latency_time import Line
from studio.ui.pages.plots import ThemedPlot, thin_pen
from studio.ui.texts import render_message, tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import ElidedLabel

_BAND_OPACITY = 50
_THIN = GRID * 7


class LatencySustained(QWidget):
    """``save_requested(path, write)``: see ThemedPlot."""

    save_requested = Signal(Path, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Sustained | None = None
        self._lines: tuple[Line, ...] = ()
        self.sentences = ArmSentences()
        self.plot = ThemedPlot(tr("Latency over the minutes"), self._export)
        self.plot.set_axis("left", tr("median latency"), "ms")
        self.machine = {name: self._thin_plot(*texts) for name, *texts in _machine()}
        self.unknown = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self.unknown.setProperty("muted", True)
        for plot in (self.plot, *self.machine.values()):
            plot.restyled.connect(self._draw)
            plot.reset_requested.connect(self._fit)
            plot.save_requested.connect(self.save_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.sentences)
        layout.addWidget(self.plot, 1)
        for thin in self.machine.values():
            layout.addWidget(thin)
        layout.addWidget(self.unknown)

    def show_run(self, run: Run | None, lines: Sequence[Line]) -> bool:
        """Returns whether there is anything to show: whether the run was a sustained one."""
        self._found = run.result.sustained if run is not None else None
        self._lines = tuple(lines)
        if run is None or self._found is None:
            self.sentences.show_sentences(())
            return False
        names = [line.name for line in lines]
        texts = [
            render_message(*message)[0]
            for message in sustained_messages(self._found, names, run.request.threshold)
        ]
        about: list[Line | None] = [*lines, *[None] * (len(texts) - len(lines))]
        self.sentences.show_sentences(
            [Sentence(text, line) for text, line in zip(texts, about, strict=True)]
        )
        self._show_machine(self._found)
        self._draw()
        self._fit()
        return True

    def _show_machine(self, found: Sustained) -> None:
        """Plots of what is known; of the rest it is said that it is not."""
        unknown = []
        for name, title, _ in _machine():
            is_known = bool(_known(found.moments, name))
            self.machine[name].setVisible(is_known)
            if not is_known:
                unknown.append(title)
        self.unknown.setText(tr("Unknown here: {names}").format(names=", ".join(unknown)))
        self.unknown.setVisible(bool(unknown))
        shown = [self.plot, *(plot for plot in self.machine.values() if not plot.isHidden())]
        text, unit = (tr("time"), "min") if self._is_long else (tr("time"), "s")
        for plot in shown:
            is_last = plot is shown[-1]
            plot.set_axis("bottom", text, unit)
            plot.getAxis("bottom").showLabel(is_last)
            plot.getAxis("bottom").setStyle(showValues=is_last)
            if plot is not self.plot:
                plot.setFixedHeight(_THIN + (5 * GRID if is_last else 0))

    @property
    def _is_long(self) -> bool:
        return self._found is not None and _end(self._found) >= 120.0

    def _draw(self) -> None:
        colors, found = colors_of(self.palette()), self._found
        for plot in (self.plot, *self.machine.values()):
            plot.clear()
        if found is None:
            return
        scale = 1 / 60 if self._is_long else 1.0
        for line, arm in zip(self._lines, found.arms, strict=True):
            if arm.windows:
                self._draw_arm(arm.windows, colors.line(line.color, line.shade), scale)
        for name, plot in self.machine.items():
            known = _known(found.moments, name)
            at = scale * np.array([at_s for at_s, _ in known])
            values = np.array([value for _, value in known])
            plot.addItem(pg.PlotCurveItem(at, values, pen=thin_pen(QColor(colors.muted))))

    def _draw_arm(self, windows: Sequence[Window], color: QColor, scale: float) -> None:
        pale = QColor(color)
        pale.setAlpha(_BAND_OPACITY)
        for stretch in with_intervals(windows):
            at, bounds = scale * _middles(stretch), np.array([one.ci95_ms for one in stretch])
            low, high = (pg.PlotCurveItem(at, bounds[:, side]) for side in (0, 1))
            self.plot.addItem(pg.FillBetweenItem(low, high, brush=pale))
        at, medians = scale * _middles(windows), np.array([one.median_ms for one in windows])
        self.plot.addItem(pg.PlotCurveItem(at, medians, pen=pg.mkPen(color, width=2)))

    def _fit(self) -> None:
        found = self._found
        if found is None:
            return
        end = _end(found) / (60 if self._is_long else 1)
        bounds = [
            bound
            for arm in found.arms
            for one in arm.windows
            for bound in (one.median_ms, *(one.ci95_ms or ()))
        ]
        self.plot.plotItem.vb.setLimits(xMin=0, yMin=0)
        self.plot.setRange(
            xRange=(0.0, max(end, 1e-3)), yRange=_spread(bounds or [0.0, 1.0]), padding=0
        )
        for name, plot in self.machine.items():
            values = [value for _, value in _known(found.moments, name)]
            high = (0.0, 100.0) if name == "busy_percent" else _spread(values or [0.0, 1.0])
            plot.plotItem.vb.setLimits(xMin=0)
            plot.setRange(xRange=(0.0, max(end, 1e-3)), yRange=high, padding=0)

    def _thin_plot(self, title: str, label: str) -> ThemedPlot:
        plot = ThemedPlot(title, self._export)
        plot.setMinimumHeight(_THIN)
        plot.getAxis("left").setStyle(maxTickLevel=0)
        if "%" in label:
            plot.getAxis("left").setTickSpacing(major=50.0, minor=50.0)
        plot.set_axis("left", label)
        plot.setToolTip(title)
        return plot

    def _export(self, path: Path) -> None:
        """The windows of every arm, then the moments of the machine."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        found = self._found or Sustained(arms=(), moments=())
        writer.writerow(("arm", "begin_s", "end_s", "median_ms", "ci95_low_ms", "ci95_high_ms"))
        for line, arm in zip(self._lines, found.arms, strict=False):
            for one in arm.windows:
                interval = one.ci95_ms or ("", "")
                row = (line.name, one.begin_s, one.end_s, one.median_ms, *interval)
                writer.writerow(row)
        writer.writerow(())
        names = [name for name, _, _ in _machine()]
        writer.writerow(("at_s", *names))
        for moment in found.moments:
            values = [getattr(moment, name) for name in names]
            writer.writerow((moment.at_s, *("" if value is None else value for value in values)))
        content = stream.getvalue().encode("utf-8")
        self.save_requested.emit(path, lambda: write_bytes(path, content))


def _machine() -> tuple[tuple[str, str, str], ...]:
    """Fields of Moment, what they are called, and what stands beside their axes."""
    return (
        ("frequency_mhz", tr("clock"), "MHz"),
        ("temperature_c", tr("temperature"), "°C"),
        ("busy_percent", tr("machine busy"), tr("busy %")),
    )


def _middles(windows: Sequence[Window]) -> NDArray[np.float64]:
    return np.array([(one.begin_s + one.end_s) / 2 for one in windows])


def _known(moments: Sequence[Moment], name: str) -> list[tuple[float, float]]:
    values = ((moment.at_s, getattr(moment, name)) for moment in moments)
    return [(at_s, value) for at_s, value in values if value is not None]


def _end(found: Sustained) -> float:
    windows = [one.end_s for arm in found.arms for one in arm.windows]
    return max([*windows, *(moment.at_s for moment in found.moments)], default=0.0)


def _spread(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = 0.1 * (high - low) or 0.1 * abs(high) or 1.0
    return low - margin if low < 0 else max(low - margin, 0.0), high + margin
