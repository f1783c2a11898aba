"""Axes whose lines are opaque."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.pages.plots import ThemedPlot
from studio.ui.pages.quiet_axis import blended


def test_a_blended_color_is_the_one_that_qt_paints(qapp: QApplication) -> None:
    color, ground = QColor(213, 217, 223, 60), QColor("#171a1e")
    pixmap = QPixmap(1, 1)
    pixmap.fill(ground)
    painter = QPainter(pixmap)
    painter.fillRect(0, 0, 1, 1, color)
    painter.end()
    painted, expected = pixmap.toImage().pixelColor(0, 0), blended(color, ground)
    assert np.abs(np.subtract(painted.getRgb(), expected.getRgb())).max() <= 1


class StockPlot(pg.PlotWidget):  # type: ignore[misc]
    """A plot with pyqtgraph's own axes in the colors of ``like``."""

    def __init__(self, like: ThemedPlot) -> None:
        super().__init__()
        self.setBackground(QColor(like.getAxis("left").ground))
        axis, shown = self.getAxis("left"), like.getAxis("left")
        axis.setPen(shown.pen())
        axis.setTextPen(shown.textPen())
        axis.setStyle(**{name: shown.style[name] for name in ("tickLength", "tickTextWidth")})
        axis.setStyle(autoExpandTextSpace=False, autoReduceTextSpace=False)
        axis.setGrid(shown.grid)
        self.hideAxis("bottom")


def test_the_grid_looks_as_pyqtgraph_draws_it(qtbot: QtBot) -> None:
    ours = ThemedPlot("plot", lambda _: None)
    ours.hideAxis("bottom")
    stock = StockPlot(ours)
    pictures = []
    for plot in (ours, stock):
        qtbot.addWidget(plot)
        plot.resize(300, 200)
        plot.hideButtons()
        plot.setRange(xRange=(0, 1), yRange=(0, 7), padding=0)
        plot.show()
        image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(200, 300, 4)
        pictures.append(pixels[:, 60:, :3].astype(int))
    assert len(np.unique(pictures[1])) > 2, "there is a grid"
    assert np.abs(pictures[0] - pictures[1]).max() <= 1


def test_the_grid_lies_under_what_is_plotted(qtbot: QtBot) -> None:
    plot = ThemedPlot("plot", lambda _: None)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.setRange(xRange=(0, 1), yRange=(0, 7), padding=0)
    plot.addItem(pg.PlotCurveItem(np.array([0.5, 0.5]), np.array([0.0, 7.0]), pen="#ff0000"))
    plot.show()
    image = plot.grab().toImage()
    box = plot.plotItem.vb.sceneBoundingRect()
    reds = [
        any(image.pixelColor(x, y).getRgb()[:3] == (255, 0, 0) for x in range(300))
        for y in range(int(box.top()) + 2, int(box.bottom()) - 2)
    ]
    assert all(reds), "the line is whole"


@pytest.mark.parametrize("height", [40, 90, 150, 400])
def test_texts_up_an_axis_do_not_touch(qtbot: QtBot, height: int) -> None:
    plot = ThemedPlot("test", lambda path: None)
    qtbot.addWidget(plot)
    axis = plot.getAxis("left")
    line = plot.fontMetrics().height()
    for high in (0.11, 0.9, 30.0, 777.0):
        values = [value for _, level in axis.tickValues(0.0, high, height) for value in level]
        places = sorted(value / high * height for value in values)
        assert values
        assert all(after - before >= line for before, after in pairwise(places))
