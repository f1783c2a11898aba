"""The history of a variant: its medians over days, each with its interval and circumstances."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from studio.core.measurements import Measurement
from studio.core.session import Run
from studio.history.atomic import write_bytes
from studio.ui.pages.cells import NONE, count_cell, number_cell
from studio.ui.pages.conditions_text import conditions_tooltip, difference_lines
from studio.ui.pages.facts import fit_columns
from studio.ui.pages.history_points import (
    HistoryPoint,
    history_points,
    joined,
    measurements_of,
    way_of,
)
from studio.ui.pages.naming import Subject
from studio.ui.pages.plots import ThemedPlot, thin_pen
from studio.ui.pages.quiet_axis import QuietDateAxis
from studio.ui.texts import labelled, scenario_text, target_text, tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_model import Column
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.table import CopyableTable
from studio.ui.widgets.wrap_row import WrapRow

_DOT = 10


class LatencyHistory(QWidget):
    """``save_requested(path, write)``: see ThemedPlot."""

    save_requested = Signal(Path, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Run, ...] = ()
        self._subjects: tuple[Subject, ...] = ()
        self._names: tuple[str, ...] = ()
        self.points: list[HistoryPoint] = []
        self.variant = QComboBox()
        self.variant.setAccessibleName(tr("Variant"))
        self.variant.setToolTip(tr("Whose history is shown."))
        self.way = QComboBox()
        self.way.setAccessibleName(tr("Target"))
        self.way.setToolTip(tr("Only measurements of one target stand in one plot."))
        self.variant.activated.connect(self._on_variant)
        self.way.activated.connect(self._show_points)
        self.plot = ThemedPlot(
            tr("Median latency over time"), self._export, bottom=QuietDateAxis("bottom")
        )
        self.plot.setMinimumHeight(GRID * 20)
        self.plot.set_axis("left", tr("median latency"), "ms")
        self.plot.set_axis("bottom", tr("measured on"))
        self.plot.restyled.connect(self._draw)
        self.plot.reset_requested.connect(self._fit)
        self.plot.save_requested.connect(self.save_requested)
        self.note = text_label("", "small", muted=True)
        self.table = CopyableTable(is_compact=True)
        self.table.setAccessibleName(tr("Measurements of this variant"))
        self._model = self.table.set_columns(history_columns())
        self._build()

    def show_runs(
        self, runs: Sequence[Run], subjects: Sequence[Subject], names: Sequence[str]
    ) -> None:
        """``runs``: with any of ``subjects`` in them; ``names``: of the subjects."""
        content = (tuple(runs), tuple(subjects), tuple(names))
        if content == (self._runs, self._subjects, self._names):
            return
        self._runs, self._subjects, self._names = content
        chosen = self.variant.currentText()
        self.variant.clear()
        for name, subject in zip(names, subjects, strict=True):
            if measurements_of(runs, subject):
                self.variant.addItem(name, subject)
        self.variant.setCurrentIndex(max(self.variant.findText(chosen), 0))
        self._on_variant()

    def _on_variant(self) -> None:
        chosen = self.way.currentData()
        self.way.clear()
        ways = {way_of(one): one for _, one in reversed(self._found())}
        for way, one in ways.items():
            scenario = "" if one.scenario.is_default else scenario_text(one.scenario)
            self.way.addItem(" · ".join(filter(None, (target_text(one.target), scenario))), way)
        self.way.setCurrentIndex(max(self.way.findData(chosen), 0))
        self._show_points()

    def _found(self) -> list[tuple[Run, Measurement]]:
        subject = self.variant.currentData()
        return measurements_of(self._runs, subject) if isinstance(subject, Subject) else []

    def _show_points(self) -> None:
        self.points = history_points(self._found(), str(self.way.currentData()))
        self._model.set_rows(list(reversed(self.points)))
        fit_columns(self.table, least_rows=4)
        has_other = any(point.differing for point in self.points)
        self.note.setText(
            tr("Hollow: measured under other conditions than the newest; the tooltip names them.")
            if has_other
            else ""
        )
        self.note.setVisible(has_other)
        self._draw()
        self._fit()

    def _draw(self) -> None:
        colors = colors_of(self.palette())
        self.plot.clear()
        subject = self.variant.currentData()
        color = colors.variant(subject.color) if isinstance(subject, Subject) else QColor()
        for stretch in joined(self.points):
            at = np.array([point.run.at for point in stretch])
            medians = np.array([point.median for point in stretch])
            self.plot.addItem(pg.PlotCurveItem(at, medians, pen=thin_pen(QColor(colors.border))))
        for point in self.points:
            self._draw_point(point, color, QColor(colors.base))

    def _draw_point(self, point: HistoryPoint, color: QColor, ground: QColor) -> None:
        interval = point.measurement.median_ci95_ms
        if interval is not None:
            at = np.array([point.run.at, point.run.at])
            self.plot.addItem(pg.PlotCurveItem(at, np.array(interval), pen=thin_pen(color)))
        is_hollow = bool(point.differing)
        dot = pg.ScatterPlotItem(
            [point.run.at],
            [point.median],
            size=_DOT,
            pen=pg.mkPen(color, width=2),
            brush=ground if is_hollow else color,
        )
        dot.setToolTip(point_tooltip(point))
        dot.setZValue(2)
        self.plot.addItem(dot)

    def _fit(self) -> None:
        if not self.points:
            return
        bounds = [
            bound
            for point in self.points
            for bound in (point.median, *(point.measurement.median_ci95_ms or ()))
        ]
        at = [point.run.at for point in self.points]
        margin = max(0.08 * (max(at) - min(at)), 1800.0)
        days = (min(at) - margin, max(at) + margin)
        self.plot.plotItem.vb.setLimits(xMin=days[0], xMax=days[1], yMin=0)
        self.plot.setRange(
            xRange=days,
            yRange=(0.0, 1.1 * max(bounds)),
            padding=0,
        )

    def _export(self, path: Path) -> None:
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("at", "median_ms", "ci95_low_ms", "ci95_high_ms", "differs"))
        for point in self.points:
            low, high = point.measurement.median_ci95_ms or ("", "")
            when = datetime.fromtimestamp(point.run.at).isoformat(timespec="seconds")
            differs = "; ".join(difference_lines(point.differing))
            writer.writerow((when, point.median, low, high, differs))
        content = stream.getvalue().encode("utf-8")
        self.save_requested.emit(path, lambda: write_bytes(path, content))

    def _build(self) -> None:
        top = WrapRow()
        for text, chooser in ((tr("Variant"), self.variant), (tr("Target"), self.way)):
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            label = QLabel(text)
            label.setBuddy(chooser)
            top.add(label, chooser)
        split = Splitter(Qt.Orientation.Vertical, tr("plot and table"))
        split.addWidget(self.plot)
        split.addWidget(self.table)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(top)
        layout.addWidget(split, 1)
        layout.addWidget(self.note)


def point_tooltip(point: HistoryPoint) -> str:
    """The number, then what differs from the newest, then all circumstances."""
    when = datetime.fromtimestamp(point.run.at).strftime("%Y-%m-%d %H:%M")
    number = number_cell(point.median, point.measurement.median_ci95_ms)
    lines = [labelled(when, f"{number} ms")]
    if point.differing:
        lines += [tr("Newest / here:"), *difference_lines(point.differing)]
    return "\n".join([*lines, "", conditions_tooltip(point.run.result.conditions)])


def history_columns() -> list[Column]:
    """Columns over :class:`HistoryPoint`."""

    def condition(name: str) -> Callable[[HistoryPoint], float | None]:
        return lambda point: getattr(point.run.result.conditions, name)

    def number(title: str, name: str) -> Column:
        get = condition(name)
        return Column(
            title,
            text=lambda point: NONE if get(point) is None else f"{get(point):.0f}",
            value=get,
            is_number=True,
        )

    return [
        Column(
            tr("measured on"),
            text=lambda point: datetime.fromtimestamp(point.run.at).strftime("%Y-%m-%d %H:%M"),
            tooltip=point_tooltip,
        ),
        Column(
            tr("median (ms)"),
            text=lambda point: number_cell(point.median, point.measurement.median_ci95_ms),
            value=lambda point: point.median,
            is_number=True,
            tooltip=point_tooltip,
        ),
        Column(
            tr("samples"),
            text=lambda point: count_cell(point.measurement.samples),
            value=lambda point: point.measurement.samples,
            is_number=True,
        ),
        number(tr("by others (%)"), "other_busy_percent"),
        number(tr("clock (MHz)"), "frequency_mhz"),
        Column(
            tr("differs from the newest"),
            text=lambda point: "; ".join(difference_lines(point.differing)) or NONE,
            tooltip=point_tooltip,
        ),
    ]
