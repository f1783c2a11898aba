"""A scatter of variants: cost to the right, quality upwards, each in its color, by its name."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.history.atomic import write_bytes
from studio.ui.pages.compare_rows import CompareRow, Interval
from studio.ui.pages.compare_table import KILOBYTES, SizeUnit
from studio.ui.pages.conditions_text import difference_lines
from studio.ui.pages.dot_names import DotName, DotNames
from studio.ui.pages.plots import ThemedPlot, thin_pen
from studio.ui.pages.quiet_axis import WHOLE, QuietAxis
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import ElidedLabel, text_label
from studio.ui.widgets.wrap_row import WrapRow

Value = tuple[float, Interval | None]


@dataclass(frozen=True)
class Quantity:
    """What an axis can show. ``get`` gives the value and its interval, None = not known."""

    title: str
    unit: str
    get: Callable[[CompareRow], Value | None]

    @property
    def label(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title


def _median(row: CompareRow) -> Value | None:
    """Only latencies that were measured together may stand on one axis."""
    if not row.is_shared or row.measurement is None or row.measurement.median_ms is None:
        return None
    return row.measurement.median_ms, row.measurement.median_ci95_ms


def _memory(row: CompareRow) -> Value | None:
    if row.measurement is None or row.measurement.peak_rss_bytes is None:
        return None
    return row.measurement.peak_rss_bytes / 1e6, None


def _accuracy(row: CompareRow) -> Value | None:
    if row.accuracy is None:
        return None
    low, high = row.accuracy.ci95
    return 100 * row.accuracy.value, (100 * low, 100 * high)


def _scored_by(metric: str, unit: str) -> Callable[[CompareRow], Value | None]:
    """What an evaluation of another task than classes says by ``metric``."""
    factor = 100.0 if unit else 1.0

    def get(row: CompareRow) -> Value | None:
        figures = row.evaluation.figures if row.evaluation is not None else ()
        found = next((one for one in figures if one.metric == metric), None)
        if found is None or found.value is None:
            return None
        low_high = found.ci95
        bounds = None if low_high is None else (factor * low_high[0], factor * low_high[1])
        return factor * found.value, bounds

    return get


def _agreement(row: CompareRow) -> Value | None:
    return None if row.agreement is None else (100 * row.agreement.share, None)


def costs(unit: SizeUnit) -> tuple[Quantity, ...]:
    def size(row: CompareRow) -> Value | None:
        return None if row.size_bytes is None else (row.size_bytes / unit.bytes, None)

    return (
        Quantity(tr("size"), unit.name, size),
        Quantity(tr("median latency"), "ms", _median),
        Quantity(tr("peak memory"), "MB", _memory),
    )


def qualities() -> tuple[Quantity, ...]:
    return (
        Quantity(tr("top-1"), "%", _accuracy),
        Quantity(tr("MAE"), "", _scored_by("mae", "")),
        Quantity(tr("mean IoU"), "%", _scored_by("mean-iou", "%")),
        Quantity(tr("agreement"), "%", _agreement),
        Quantity(tr("median latency"), "ms", _median),
    )


class ComparePlot(QWidget):
    """Both axes can be chosen. Variants that lack a value are named below the plot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CompareRow, ...] = ()
        self._is_chosen = False
        self._unit = KILOBYTES
        self._costs, self._qualities = costs(self._unit), qualities()
        self.across = _chooser(self._costs, tr("Horizontal axis"))
        self.up = _chooser(self._qualities, tr("Vertical axis"))
        self._left = QuietAxis("left")
        self.plot = ThemedPlot(tr("Variants by cost and quality"), self._export, left=self._left)
        self.plot.setMinimumHeight(GRID * 20)  # in a small window the page scrolls instead
        self.missing = text_label("", "small", muted=True, wrap=True)
        self.names = DotNames(self.plot)
        self.names.placed.connect(self._on_placed)
        self.plot.plotItem.vb.setDefaultPadding(0.12)  # room for names beside the outer dots
        # beside the choosers, so that it takes no room from the plot: names would come and go
        self.unnamed = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self.unnamed.setProperty("muted", True)
        self.unnamed.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for chooser in (self.across, self.up):
            chooser.currentIndexChanged.connect(self._draw)
            chooser.activated.connect(self._on_chosen)
        self.plot.restyled.connect(self._draw)
        self.plot.reset_requested.connect(self.plot.plotItem.vb.enableAutoRange)
        top = WrapRow()
        for text, chooser in ((tr("Up"), self.up), (tr("Across"), self.across)):
            label = QLabel(text)
            label.setBuddy(chooser)
            top.add(label, chooser)
        top.add(self.unnamed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(top)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.missing)

    def show_rows(self, rows: Sequence[CompareRow], unit: SizeUnit) -> None:
        """Show ``rows``; until an axis is chosen, the vertical one takes what is known."""
        if tuple(rows) == self._rows and unit == self._unit:
            return
        if unit != self._unit:
            self._unit, self._costs = unit, costs(unit)
            for index, quantity in enumerate(self._costs):
                self.across.setItemText(index, quantity.label)
        self._rows = tuple(rows)
        if not self._is_chosen and self._rows:
            known = [any(item.get(row) for row in rows) for item in self._qualities]
            self.up.setCurrentIndex(known.index(True) if True in known else 0)
        self._draw()

    def points(self) -> list[tuple[CompareRow, Value, Value]]:
        """(row, across, up) of those that have both."""
        across, up = self._axes()
        found = ((row, across.get(row), up.get(row)) for row in self._rows)
        return [(row, x, y) for row, x, y in found if x is not None and y is not None]

    def _on_chosen(self) -> None:
        self._is_chosen = True

    def _axes(self) -> tuple[Quantity, Quantity]:
        return (
            self._costs[max(self.across.currentIndex(), 0)],
            self._qualities[max(self.up.currentIndex(), 0)],
        )

    def _draw(self) -> None:
        colors = colors_of(self.palette())
        self.plot.clear()
        across, up = self._axes()
        self.plot.set_axis("bottom", across.title, across.unit)
        self.plot.set_axis("left", up.title, up.unit)
        self._left.most = WHOLE if up.unit == "%" else math.inf  # each such quality is a share
        points = self.points()
        for side in ("bottom", "left"):  # without a point the numbers would be of nothing
            self.plot.plotItem.getAxis(side).setStyle(showValues=bool(points))
        for row, x, y in points:
            color = colors.variant(row.subject.color)
            self._draw_bars(color, x, y)
            is_alien = across.get is _memory and bool(row.differing)
            dot = pg.ScatterPlotItem(
                [x[0]],
                [y[0]],
                size=11,
                pen=pg.mkPen(color, width=2) if is_alien else thin_pen(QColor(colors.base)),
                brush=QColor(colors.base) if is_alien else color,
            )
            lines = [row.name]
            if is_alien:
                lines += [tr("Measured under other conditions than the baseline:")]
                lines += difference_lines(row.differing)
            dot.setToolTip("\n".join(lines))
            dot.setZValue(2)
            self.plot.addItem(dot)
        self.names.show(
            [DotName(row.name, x[0], y[0], across=x[1], up=y[1]) for row, x, y in points]
        )
        self.plot.plotItem.vb.setLimits(
            xMin=0,  # all are counts, sizes, times and shares
            yMin=0,
            minXRange=least_range(across, [x[0] for _, x, _ in points]),
            minYRange=least_range(up, [y[0] for _, _, y in points]),
        )
        shown = {row.subject.path for row, _, _ in points}
        lacking = [row.name for row in self._rows if row.subject.path not in shown]
        self.missing.setText(
            tr("Without both values: {names}").format(names=", ".join(lacking)) if lacking else ""
        )
        self.missing.setVisible(bool(lacking))

    def _on_placed(self) -> None:
        names = ", ".join(self.names.left_out)
        self.unnamed.setText(tr("No room to name: {names}").format(names=names) if names else "")

    def _draw_bars(self, color: QColor, x: Value, y: Value) -> None:
        for value, other, is_across in ((x, y, True), (y, x, False)):
            if value[1] is None:
                continue
            along, across = np.array(value[1]), np.array([other[0], other[0]])
            ends = (along, across) if is_across else (across, along)
            self.plot.addItem(pg.PlotCurveItem(*ends, pen=thin_pen(color)))

    def _export(self, path: Path) -> None:
        across, up = self._axes()
        lines = [f"variant,{across.label},{up.label}"]
        lines += [f'"{row.name}",{x[0]},{y[0]}' for row, x, y in self.points()]
        data = ("\n".join(lines) + "\n").encode()
        self.plot.save_requested.emit(path, lambda: write_bytes(path, data))


def least_range(quantity: Quantity, values: Sequence[float]) -> float | None:
    """How much an axis shows at least: equal values must not be spread over rounding errors."""
    if not values:
        return None
    return 1.0 if quantity.unit == "%" else max(0.05 * max(abs(value) for value in values), 1e-9)


def _chooser(quantities: Sequence[Quantity], name: str) -> QComboBox:
    chooser = QComboBox()
    chooser.setAccessibleName(name)
    chooser.setToolTip(name)
    chooser.addItems([item.label for item in quantities])
    return chooser
