"""The latency plots: small multiples, the distribution function, read-outs, SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.pages.latency_data import LogHistogram, RunSamples
from studio.ui.pages.latency_distribution import ecdf_steps
from studio.ui.pages.latency_plot import LatencyPlots
from studio.ui.pages.latency_time import MOST_TOGETHER, Line
from studio.ui.pages.plots import ThemedPlot
from studio.ui.turns import Turns


@pytest.fixture
def plots(qtbot: QtBot) -> Iterator[LatencyPlots]:
    made = LatencyPlots(lambda path: None, Turns())
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    yield made


def run_of(variants: int, count: int = 4_000) -> RunSamples:
    random = np.random.default_rng(1)
    run = RunSamples(variants)
    variant = np.arange(count) % variants
    wall = (1e6 * (1 + variant) * random.lognormal(0, 0.05, count)).astype(np.int64)
    run.add(variant, wall)
    return run


def lines_of(count: int) -> tuple[Line, ...]:
    return tuple(Line(f"v{index}", index) for index in range(count))


def run_of_scenarios() -> tuple[RunSamples, tuple[Line, ...]]:
    """Two files in three scenarios, whose queries take 0.02, 0.7 and 0.1 ms or so."""
    random = np.random.default_rng(1)
    run, sizes = RunSamples(6), np.array([2e4, 7e5, 1e5] * 2)
    variant = np.arange(4_000) // 20 % 6  # in blocks, as a measurement goes
    run.add(variant, (sizes[variant] * random.lognormal(0, 0.05, 4_000)).astype(np.int64))
    ways = ("single-stream", "offline · 2 streams", "multi-stream · 4 streams")
    lines = [
        Line(f"{name} · {way}", color, shade, shade)
        for color, name in enumerate(("float32", "int8, 5 ops in float32"))
        for shade, way in enumerate(ways)
    ]
    return run, tuple(lines)


def hover(plot: ThemedPlot, x: float) -> None:
    box = plot.plotItem.vb
    _, (low, high) = box.viewRange()
    plot.scene().sigMouseMoved.emit(box.mapViewToScene(QPointF(x, (low + high) / 2)))


@pytest.mark.parametrize("count", [3, 6])
def test_each_scenario_has_a_scale_of_its_own(plots: LatencyPlots, count: int) -> None:
    run, lines = run_of_scenarios()
    if count == 3:
        run, lines = RunSamples(3), lines[:3]
        run.add(np.arange(300) % 3, np.array([20_000, 700_000, 100_000] * 100))
    plots.show_run(run, lines)
    tops = [plot.plotItem.vb.viewRange()[1][1] for plot in plots.time.plots if plot.isVisible()]
    assert len(tops) == count
    for index, expected in enumerate([0.02, 0.7, 0.1] * (count // 3)):
        assert expected <= tops[index] < 2 * expected, "else its runs are a flat line"
    assert tops[: count - 3] == tops[3:count]
    assert plots.outliers.text().startswith("Outliers")
    (left, right), _ = plots.distribution.histogram.plotItem.vb.viewRange()
    assert 10**left < 0.02
    assert 10**right > 0.7
    shares = [bars.getData()[1].max() for bars in plots.distribution.bars]
    assert max(shares[:3]) == pytest.approx(min(shares[:3]), rel=1 if count == 6 else 0.5)
    said: list[float | None] = []
    plots.distribution.hovered.connect(said.append)
    hover(plots.distribution.histogram, np.log10(0.1))
    assert said[-1] == pytest.approx(0.1)
    title = plots.time.plots[1].plotItem.titleLabel.text
    assert title.endswith("streams")
    assert lines[1].name in plots.time.plots[1].toolTip()
    plots.show_run(run_of(2), lines_of(2))
    (left, _), _ = plots.distribution.histogram.plotItem.vb.viewRange()
    assert left >= 0, "plain again"


def test_titles_that_have_no_room_keep_what_tells_them_apart(plots: LatencyPlots) -> None:
    run, lines = run_of_scenarios()
    plots.resize(740, 500)
    plots.show_run(run, lines)
    titles = [plot.plotItem.titleLabel for plot in plots.time.plots]
    assert any(title.text.endswith("<br>multi-stream · 4 streams") for title in titles)
    assert plots.readout.text() == "Each scenario has a scale of its own."
    for title, plot in zip(titles, plots.time.plots, strict=True):
        assert title.item.boundingRect().width() <= plot.width()


def test_of_many_variants_each_has_a_plot_with_the_same_axes(plots: LatencyPlots) -> None:
    count = MOST_TOGETHER + 2
    plots.show_run(run_of(count), lines_of(count))
    shown = [plot for plot in plots.time.plots if plot.isVisible()]
    assert len(shown) == count
    ranges = {str(np.round(plot.plotItem.vb.viewRange(), 9).tolist()) for plot in shown}
    assert len(ranges) == 1
    assert [curve.getViewBox() for curve in plots.time.curves] == [
        plot.plotItem.vb for plot in shown
    ]
    shown[3].setXRange(0.1, 0.2, padding=0)
    assert {tuple(plot.plotItem.vb.viewRange()[0]) for plot in shown} == {(0.1, 0.2)}
    plots.legend.buttons[2].click()
    assert not plots.time.curves[2].isVisible()
    plots.show_run(run_of(3), lines_of(3))
    assert [plot.isVisible() for plot in plots.time.plots] == [True] + [False] * (count - 1)
    assert {curve.getViewBox() for curve in plots.time.curves} == {plots.time.box}
    assert all(len(curve.getData()[0]) for curve in plots.time.curves)


def turn_wheel(plot: ThemedPlot, modifiers: Qt.KeyboardModifier) -> bool:
    """Away from the plot's content, far; returns whether the plot took it for itself."""
    middle = QPointF(plot.viewport().rect().center())
    event = QWheelEvent(
        middle,
        plot.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -1200),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)
    return event.isAccepted()


def test_the_wheel_is_the_page_s_and_zooms_with_ctrl_only(
    plots: LatencyPlots, qtbot: QtBot
) -> None:
    plots.show_run(run_of(2), lines_of(2))
    histogram = plots.distribution.histogram
    for plot in (plots.over_time, histogram):
        before = plot.plotItem.vb.viewRange()
        assert not turn_wheel(plot, Qt.KeyboardModifier.NoModifier)
        assert plot.plotItem.vb.viewRange() == before
        assert not plot.reset_view.isVisible()
        turn_wheel(plot, Qt.KeyboardModifier.ControlModifier)
        assert plot.plotItem.vb.viewRange() != before
        assert min(low for low, _ in plot.plotItem.vb.viewRange()) >= 0
        assert plot.reset_view.isVisible()
    assert histogram.plotItem.vb.viewRange()[1][1] <= 105
    zoomed = plots.over_time.plotItem.vb.viewRange()
    qtbot.mouseDClick(histogram.viewport(), Qt.MouseButton.LeftButton)
    assert plots.over_time.plotItem.vb.viewRange() != zoomed
    assert not plots.over_time.reset_view.isVisible() and not histogram.reset_view.isVisible()


def test_the_distribution_function_comes_from_a_sort_and_is_thinned() -> None:
    x, y = ecdf_steps(np.array([1.0, 2.0, 2.0, 4.0]), 0.0, 5.0)
    assert x.tolist() == [1, 1, 2, 2, 2, 2, 4, 4]
    assert y.tolist() == [0, 25, 25, 50, 50, 75, 75, 100]
    ordered = np.sort(np.random.default_rng(2).lognormal(0, 1, 100_000))
    x, y = ecdf_steps(ordered, 0.5, 3.0)
    assert len(x) <= 1_600
    assert np.all(np.diff(x) >= 0) and np.all(np.diff(y) >= 0)
    inside = (x > 0.5) & (x < 3.0)
    truth = 100 * np.searchsorted(ordered, x[1::2], side="right") / len(ordered)
    assert np.abs(y[1::2] - truth)[inside[1::2]].max() < 1e-9


def test_the_ecdf_is_shown_on_demand(plots: LatencyPlots) -> None:
    run = run_of(2)
    plots.show_run(run, lines_of(2))
    assert plots.distribution.front is plots.distribution.histogram
    plots.views.buttons()[1].click()
    assert plots.distribution.ecdf.isVisible()
    x, y = plots.distribution.steps[0].getData()
    middle = float(np.interp(50.0, y, x))
    assert middle == pytest.approx(float(np.median(run.variants[0].series.y)), rel=0.01)
    low, high = plots.distribution.ecdf.plotItem.vb.viewRange()[1]
    assert low <= 0 and high >= 100


def test_many_samples_are_sorted_in_the_background(plots: LatencyPlots, qtbot: QtBot) -> None:
    run = run_of(1, 60_000)
    plots.views.buttons()[1].click()
    plots.show_run(run, lines_of(1))
    rough = plots.distribution.steps[0].getData()
    assert len(rough[0]) > 10  # out of the histogram, until then
    qtbot.waitUntil(lambda: run.variants[0].ordered_ms is not None)
    ordered = run.variants[0].ordered_ms
    assert ordered is not None and np.all(np.diff(ordered) >= 0)


def test_a_rough_distribution_agrees_with_the_samples() -> None:
    histogram = LogHistogram()
    values = np.random.default_rng(3).lognormal(1.0, 0.3, 20_000)
    histogram.add(values)
    x, y = histogram.distribution()
    for q in (10, 50, 90):
        assert float(np.interp(q, y, x)) == pytest.approx(np.percentile(values, q), rel=0.003)
    assert histogram.share_up_to(float(np.median(values))) == pytest.approx(0.5, abs=0.01)
    assert LogHistogram().share_up_to(1.0) == 0.0


def test_every_plot_is_read_at_the_mouse(plots: LatencyPlots) -> None:
    plots.show_run(run_of(2), lines_of(2))
    hover(plots.over_time, 1.0)
    assert plots.readout.text().startswith("1.00 s   v0 ")
    assert plots.readout.text().count("ms") == 2
    hover(plots.distribution.histogram, 1.0)
    assert plots.readout.text().startswith("1.00 ms   v0 ")
    assert plots.readout.text().count("%") == 2
    plots.views.buttons()[1].click()
    hover(plots.distribution.ecdf, 1.0)
    assert plots.readout.text().startswith("≤ 1.00 ms   v0 ")
    share = float(plots.readout.text().split("v0 ")[1].split(" %")[0])
    assert 45 < share < 55
    assert plots.readout.text().endswith("v1 0.0 %")
    plots.distribution.ecdf.scene().sigMouseMoved.emit(QPointF(-50, -50))
    assert plots.readout.text() == ""


def test_plots_are_saved_as_drawings(plots: LatencyPlots, tmp_path: Path) -> None:
    plots.show_run(run_of(2), lines_of(2))
    written: list[tuple[Path, Callable[[], object]]] = []
    plots.save_requested.connect(lambda path, write: written.append((path, write)))
    modes = [item.cacheMode() for item in plots.over_time.scene().items()]
    plots.over_time.save_image(tmp_path / "plot.svg")
    assert [item.cacheMode() for item in plots.over_time.scene().items()] == modes
    ((path, write),) = written
    write()
    text = path.read_text(encoding="utf-8")
    assert "<image" not in text
    assert "latency (ms)" in text
    assert QSvgRenderer(str(path)).isValid()


def test_a_plot_is_painted_in_a_turn_of_its_own(qtbot: QtBot) -> None:
    turns = Turns()
    plot = ThemedPlot("test", lambda path: None, turns=turns)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.show()
    qtbot.waitUntil(lambda: turns.are_done)
    line = pg.InfiniteLine(0.5, pen=pg.mkPen("#ff00ff", width=3))
    plot.addItem(line)
    before = plot.grab().toImage()
    assert QColor("#ff00ff").rgb() not in _colors(before)  # the picture kept, until its turn comes
    assert QColor("#ff00ff").rgb() in _colors(plot.picture().toImage())
    qtbot.waitUntil(lambda: not turns.are_done)
    qtbot.waitUntil(lambda: turns.are_done)
    assert QColor("#ff00ff").rgb() in _colors(plot.grab().toImage())


def test_a_plot_takes_its_new_size_in_a_turn(qtbot: QtBot) -> None:
    turns = Turns()
    plot = ThemedPlot("test", lambda path: None, turns=turns)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.show()
    qtbot.waitUntil(lambda: turns.are_done)
    before = plot.plotItem.vb.width()
    plot.resize(600, 200)
    assert plot.plotItem.vb.width() == before
    qtbot.waitUntil(lambda: plot.plotItem.vb.width() > before + 250)


def _colors(image: QImage) -> set[int]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return set(np.frombuffer(plain.constBits(), np.uint32).tolist())
