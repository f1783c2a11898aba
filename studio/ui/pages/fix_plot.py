"""The path of a search: each trial where its cost and its quality put it, in the order tried."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from studio.core.fix_text import GOAL_TITLES, goal_text
from studio.core.fixing import Trial
from studio.core.session import Fix
from studio.ui.pages.dot_names import DotName, DotNames
from studio.ui.pages.fix_rows import FixRowData, row_tooltip, symbols
from studio.ui.pages.plots import ThemedPlot, thin_pen
from studio.ui.pages.quiet_axis import WHOLE, QuietAxis
from studio.ui.texts import tr, tr_core
from studio.ui.theme import GRID, Colors, colors_of
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.wrap_row import WrapRow

_NAMED_FIRST = ("given", "best")
_LEAST_SPAN_PERCENT = 1.0
"""Of a share; an error has no scale of its own, so its axis follows the trials."""


@dataclass(frozen=True)
class Cost:
    """What the horizontal axis can show; None = not known of this trial."""

    title: str
    unit: str
    get: Callable[[Trial], float | None]


def costs() -> tuple[Cost, ...]:
    return (
        Cost(tr("size"), "kB", lambda one: one.size_bytes / 1e3 if one.size_bytes else None),
        Cost(tr("median latency"), "ms", lambda one: one.time.median_ms if one.time else None),
        Cost(
            tr("MACs of kept ops"),
            tr("thousands"),
            lambda one: (one.kept_macs or 0) / 1e3 if one.kept_macs or not one.kept else None,
        ),
    )


class FixPlot(QWidget):
    """``chosen(number)``: a dot was clicked. The goal is a line; what lies on its good side and
    passed its check is a circle."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fix: Fix | None = None
        self._rows: tuple[FixRowData, ...] = ()
        self._marked = -1
        self._costs = costs()
        self.across = QComboBox()
        self.across.setAccessibleName(tr("Horizontal axis"))
        self.across.setToolTip(tr("What a trial costs, to the right."))
        self.across.addItems([f"{one.title} ({one.unit})" for one in self._costs])
        self.across.currentIndexChanged.connect(self._draw)
        self._up = QuietAxis("left")
        self.plot = ThemedPlot(tr("Trials by cost and quality"), self._export, left=self._up)
        self.plot.restyled.connect(self._draw)
        self.plot.reset_requested.connect(self._fit)
        self.names = DotNames(self.plot, rows=1)  # a number far from its dot is taken for another's
        self.legend = text_label("", "small", muted=True, wrap=True)
        self.missing = text_label("", "small", muted=True, wrap=True)
        label = QLabel(tr("Across"))
        label.setBuddy(self.across)
        top = WrapRow()
        top.add(label, self.across)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(top)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.legend)
        layout.addWidget(self.missing)

    def show_fix(self, fix: Fix | None, rows: Sequence[FixRowData]) -> None:
        if fix == self._fix and tuple(rows) == self._rows:
            return
        self._fix, self._rows = fix, tuple(rows)
        self._draw()

    def mark(self, number: int) -> None:
        """Put a ring around the trial of that number; -1 = none."""
        if number != self._marked:
            self._marked = number
            self._draw()

    def points(self) -> list[tuple[FixRowData, float, float]]:
        """(row, across, up) of the trials of which both are known."""
        cost = self._costs[max(self.across.currentIndex(), 0)]
        found = []
        for row in self._rows:
            x = cost.get(row.trial)
            if x is not None and row.trial.score is not None:
                found.append((row, x, 100 * row.trial.score))
        return found

    def _draw(self) -> None:
        self.plot.clear()
        cost = self._costs[max(self.across.currentIndex(), 0)]
        self.plot.set_axis("bottom", cost.title, cost.unit)
        if self._fix is None:
            self.names.show([])
            return
        self._up.most = math.inf if self._fix.goal.kind == "rmse" else WHOLE
        self.plot.set_axis("left", tr_core(GOAL_TITLES[self._fix.goal.kind]), "%")
        colors, points = colors_of(self.palette()), self.points()
        self._draw_goal(100 * self._fix.goal.value, colors)
        path = pg.PlotCurveItem(
            np.array([x for _, x, _ in points]),
            np.array([y for _, _, y in points]),
            pen=pg.mkPen(QColor(colors.muted), width=1, style=Qt.PenStyle.DotLine),
        )
        self.plot.addItem(path)
        self._draw_dots(points, colors)
        self.names.show(
            [DotName(row.label, x, y, row.state in _NAMED_FIRST) for row, x, y in points]
        )
        signs = [f"{sign} {text}".replace(" ", "\u00a0") for sign, text in symbols().values()]
        goal = tr("goal: {goal}").format(goal=goal_text(self._fix.goal, tr_core))
        self.legend.setText("   ".join([*signs, f"╌ {goal}".replace(" ", "\u00a0")]))
        self._tell_missing(len(points), cost)
        self._fit()

    def _draw_goal(self, at: float, colors: Colors) -> None:
        pen = pg.mkPen(QColor(colors.accent), width=1, style=Qt.PenStyle.DashLine)
        self.plot.addItem(pg.InfiniteLine(pos=at, angle=0, pen=pen))

    def _draw_dots(self, points: Sequence[tuple[FixRowData, float, float]], colors: Colors) -> None:
        """What was given lies on top: of a trial at its place the corners are to be seen still."""
        look = {
            "best": ("star", 17, colors.variant(0), colors.variant(0)),
            "met": ("o", 11, colors.variant(0), colors.variant(0)),
            "missed": ("s", 10, colors.variant(1), QColor(colors.base)),
            "broken": ("x", 11, colors.variant(1), colors.variant(1)),
            "given": ("d", 13, QColor(colors.text), QColor(colors.text)),
        }
        dots = pg.ScatterPlotItem(hoverable=True, tip=_tip)
        dots.setData(
            [
                {
                    "pos": (x, y),
                    "symbol": look[row.state][0],
                    "size": look[row.state][1],
                    "pen": pg.mkPen(look[row.state][2], width=2),
                    "brush": pg.mkBrush(look[row.state][3]),
                    "data": row,
                }
                for row, x, y in sorted(points, key=lambda one: one[0].state == "given")
            ]
        )
        dots.setZValue(2)
        dots.sigClicked.connect(self._on_clicked)
        self.plot.addItem(dots)
        ringed = [(x, y) for row, x, y in points if row.number == self._marked]
        if ringed:
            ring = pg.ScatterPlotItem(
                pos=ringed, size=24, pen=thin_pen(QColor(colors.accent)), brush=None
            )
            self.plot.addItem(ring)

    def _tell_missing(self, shown: int, cost: Cost) -> None:
        left = len(self._rows) - shown
        text = tr("Not shown, since {what} or score is not known: {count}")
        self.missing.setText(text.format(what=cost.title, count=left))
        self.missing.setVisible(left > 0)

    def _fit(self) -> None:
        """All dots and the goal."""
        points = self.points()
        if self._fix is None or not points:
            return
        across = [x for _, x, _ in points]
        up = [y for _, _, y in points] + [100 * self._fix.goal.value]
        wide = max(max(across) - min(across), 0.02 * max(across), 1e-9)
        is_error = self._fix.goal.kind == "rmse"
        least = max(0.1 * max(up), 1e-9) if is_error else _LEAST_SPAN_PERCENT
        high = max(max(up) - min(up), least)
        box = self.plot.plotItem.vb
        box.setXRange(min(across) - 0.1 * wide, min(across) + 1.1 * wide, padding=0)
        low, top = min(up) - 0.12 * high, min(up) + 1.12 * high
        if not is_error and top > WHOLE:
            top = WHOLE + 0.08 * high  # room for half a dot
            low = min(low, top - 1.2 * high)
        box.setYRange(low, top, padding=0)

    def _on_clicked(self, _: object, points: Sequence[pg.SpotItem]) -> None:
        if len(points):
            self.chosen.emit(points[0].data().number)

    def _export(self, path: Path) -> None:
        fix = self._fix

        def write() -> None:
            from studio.report.fixes import write_fix_csv

            if fix is not None:
                write_fix_csv(path, fix)

        self.plot.save_requested.emit(path, write)


def _tip(x: float, y: float, data: FixRowData) -> str:
    """What pyqtgraph asks for, by these names."""
    del x, y
    return row_tooltip(data)
