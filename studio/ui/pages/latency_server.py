"""The server scenario: what rate of queries kept the bound, and the p99 at each rate tried."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.beside_latency import ServerRate, TriedRate
from studio.core.comparison_text import p99_text, server_message
from studio.core.quantities import significant
from studio.core.session import Run
from studio.history.atomic import write_bytes
from studio.ui.pages.arm_sentences import ArmSentences, Sentence
from studio.ui.pages.latency_time import Line
from studio.ui.pages.plots import ThemedPlot, thin_pen
from studio.ui.pages.quiet_axis import QuietLogAxis
from studio.ui.texts import labelled, render_message, sentences, tr, tr_core
from studio.ui.theme import GRID, colors_of

_DOT = 9


class LatencyServer(QWidget):
    """``save_requested(path, write)``: see ThemedPlot."""

    save_requested = Signal(Path, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: list[tuple[Line, ServerRate]] = []
        self.sentences = ArmSentences()
        self.plot = ThemedPlot(
            tr("p99 over the rate of queries"), self._export, left=QuietLogAxis("left")
        )
        self.plot.set_axis("left", tr("p99 of latency"), "ms")
        self.plot.set_axis("bottom", tr("queries a second"))
        self.plot.restyled.connect(self._draw)
        self.plot.reset_requested.connect(self._fit)
        self.plot.save_requested.connect(self.save_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.sentences)
        layout.addWidget(self.plot, 1)
        layout.addStretch(0)

    def show_run(self, run: Run | None, lines: Sequence[Line]) -> bool:
        """Returns whether there is anything to show: whether any arm was a server."""
        measured = run.result.measurements if run is not None else ()
        self._found = [
            (line, one.server)
            for line, one in zip(lines, measured, strict=True)
            if one.server is not None
        ]
        self.sentences.show_sentences([_sentence(line, rate) for line, rate in self._found])
        self.plot.setVisible(any(rate.tried for _, rate in self._found))
        self._draw()
        self._fit()
        return bool(self._found)

    def _draw(self) -> None:
        colors = colors_of(self.palette())
        self.plot.clear()
        for bound in sorted({rate.bound_ms for _, rate in self._found if rate.is_searched}):
            self.plot.addItem(_bound_line(bound, colors.muted), ignoreBounds=True)
        for line, rate in self._found:
            color = colors.line(line.color, line.shade)
            tried = sorted(rate.tried, key=lambda one: one.rate_per_s)
            at = np.array([one.rate_per_s for one in tried])
            p99 = np.array([self._height(one) for one in tried])
            self.plot.addItem(pg.PlotCurveItem(at, p99, pen=thin_pen(color, line.shade)))
            for one in tried:
                is_kept = one.has_kept(rate.bound_ms)
                self._draw_dot(line, one, color, color if is_kept else QColor(colors.base))

    def _height(self, one: TriedRate) -> float:
        """log10 of its p99 in ms; one whose queries piled up has none, and stands on the top edge:
        above all others, and above the bounds.
        """
        if one.p99_ms is not None:
            return math.log10(one.p99_ms)
        known = [tried.p99_ms for _, rate in self._found for tried in rate.tried if tried.p99_ms]
        return math.log10(2 * max([*known, *(rate.bound_ms for _, rate in self._found)]))

    def _draw_dot(self, line: Line, one: TriedRate, color: QColor, fill: QColor) -> None:
        dot = pg.ScatterPlotItem(
            [one.rate_per_s],
            [self._height(one)],
            size=_DOT,
            pen=pg.mkPen(color, width=2),
            brush=fill,
        )
        dot.setToolTip(
            tr("{name}: p99 of {queries} queries at {rate} a second: {p99}").format(
                name=line.name,
                p99=p99_text(one, tr_core),
                queries=f"{one.queries:,}",
                rate=significant(one.rate_per_s),
            )
        )
        dot.setZValue(2)
        self.plot.addItem(dot)

    def _fit(self) -> None:
        tried = [one for _, rate in self._found for one in rate.tried]
        if not tried:
            return
        heights = [self._height(one) for one in tried]
        heights += [math.log10(rate.bound_ms) for _, rate in self._found]
        margin = 0.06 * (max(heights) - min(heights)) + 0.02
        self.plot.plotItem.vb.setLimits(xMin=0)
        self.plot.setRange(
            xRange=(0.0, 1.06 * max(one.rate_per_s for one in tried)),
            yRange=(min(heights) - margin, max(heights) + margin),
            padding=0,
        )

    def _export(self, path: Path) -> None:
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("arm", "bound_ms", "rate_per_s", "queries", "p99_ms"))
        for line, rate in self._found:
            for one in rate.tried:
                row = (rate.bound_ms, one.rate_per_s, one.queries, one.p99_ms)
                writer.writerow((line.name, *row))
        content = stream.getvalue().encode("utf-8")
        self.save_requested.emit(path, lambda: write_bytes(path, content))


def _sentence(line: Line, rate: ServerRate) -> Sentence:
    title, hint = render_message(*server_message(rate))
    return Sentence(labelled(line.name, sentences(title, hint)), line)


def _bound_line(bound_ms: float, color: str) -> pg.InfiniteLine:
    return pg.InfiniteLine(
        math.log10(bound_ms),
        angle=0,
        pen=pg.mkPen(color, width=1, style=Qt.PenStyle.DashLine),
        label=tr("bound {bound} ms").format(bound=f"{bound_ms:g}"),
        labelOpts={"position": 0.02, "color": color, "anchors": [(0, 1), (0, 1)]},
    )
