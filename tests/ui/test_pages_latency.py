"""The latency page: live and finished runs, what it offers, and its data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.core.child_protocol import Phase
from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobQueued, JobStarted, JobSucceeded
from studio.core.measure_protocol import Footprint, FootprintResult
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import Placement
from studio.core.sample_file import write_block
from studio.core.targets import make_target
from studio.history.store import History
from studio.ui.pages.cells import number_cell
from studio.ui.pages.conditions_text import disturbance, run_time
from studio.ui.pages.latency import LatencyPage
from studio.ui.pages.latency_data import LogHistogram, RunSamples
from studio.ui.pages.latency_table import STATE_COLUMN, LatencyRow
from studio.ui.pages.naming import FileName
from studio.ui.selection import Selection
from studio.ui.theme import colors_of
from studio.ui.widgets.rows_model import COPY_ROLE
from tests.ui.page_support import (
    CONDITIONS,
    NAMES,
    PageBench,
    make_batch,
    make_measurement,
    make_run,
    make_session,
    with_run,
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def shown(bench: PageBench, qtbot: QtBot) -> LatencyPage:
    page = LatencyPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.refresh(bench.store.session, bench.store.selection)
    page.resize(1000, 700)
    page.show()
    return page


def cells(page: LatencyPage, title: str) -> list[str]:
    model = page.table.model()
    across = Qt.Orientation.Horizontal
    titles = [model.headerData(place, across, COPY_ROLE) for place in range(model.columnCount())]
    column = titles.index(title)
    return [model.index(row, column).data() for row in range(model.rowCount())]


def begin(bench: PageBench, files: tuple[str, ...]) -> None:
    request = BenchmarkRequest(files=files, seconds=4.0)
    for body in (JobQueued(request=request), JobStarted(), Phase(name="measuring")):
        bench.store.on_event(Event(job_id="b1", at=1.0, body=body))


def settle(bench: PageBench, qtbot: QtBot) -> None:
    """A measurement's begin and end, and its numbers, are shown in several turns."""
    qtbot.waitUntil(lambda: bench.turns.are_done)


def test_a_busy_machine_is_said_in_words() -> None:
    assert disturbance(CONDITIONS) == ""
    assert disturbance(replace(CONDITIONS, other_busy_percent=None)) == ""
    text = disturbance(replace(CONDITIONS, other_busy_percent=63.4))
    assert text.startswith("⚠ Other programs kept the machine busy (63 %)")


def test_medians_stay_readable_on_a_busy_machine() -> None:
    run = RunSamples(1)
    wall = np.concatenate([np.full(80, 1_000_000), np.full(20, 50_000_000)])
    run.add(np.zeros(100, np.int64), wall)
    (low, high), full = run.latency_range(False) or (0, 0), run.latency_range(True)
    assert low == pytest.approx(1, rel=0.01)
    assert high == pytest.approx(3, rel=0.01)
    assert full is not None
    assert full[1] == pytest.approx(50, rel=0.01)


def test_what_is_withheld_says_why() -> None:
    def reasons(**fields: object) -> tuple[str, str]:
        called = FileName("v", 0)
        row = LatencyRow(
            called, make_measurement("f", 0.01, **{"p90_ci95_ms": (0.01, 0.02), **fields})
        )
        return row.why_unknown("p90_ms"), row.why_unknown("p99_ms")

    few = reasons(samples=30, p90_ms=None, p99_ms=None, p90_ci95_ms=None)
    assert few == (
        "Needs 40 samples, and there are 30: measure longer.",
        "Needs 370 samples, and there are 30: measure longer.",
    )
    assert (
        reasons(runs_per_sample=5)[1] == "p90 and p99 would be of means of runs, and are withheld"
    )
    assert reasons(processes=2) == ("", "Its 95 % interval needs 3 processes.")
    short = "Its 95 % interval needs 3 processes of 100 samples each: measure longer."
    assert reasons() == ("", short)
    assert reasons(p99_ci95_ms=(0.01, 0.02)) == ("", "")


def test_empty_state_says_what_to_do(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    assert page.empty.isVisible()
    page.empty.activated.emit()
    assert bench.commands[0][0] == "measure"
    bench.reasons["measure"] = "Convert the model first."
    page.refresh(bench.store.session, bench.store.selection)
    assert not page.controls.start.isEnabled()


def test_live_numbers_are_marked_and_become_intervals(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    QAbstractItemModelTester(page.table.model(), page)
    run = make_run(bench.store.session, "b1")
    begin(bench, run.request.files)
    footprint = FootprintResult(init_ms=1.5, first_ms=2.0, peak_rss_bytes=40_000_000)
    bench.store.footprint.emit("b1", Footprint(variant=0, result=footprint))
    bench.store.sampled.emit("b1", make_batch(3000, 3))
    settle(bench, qtbot)
    assert cells(page, "variant") == list(NAMES)
    assert cells(page, "state") == ["so far"] * 3
    assert cells(page, "samples") == ["1,000"] * 3
    assert all("±" not in text for text in cells(page, "median (ms)"))
    assert cells(page, "init (ms)")[0] == "1.50"
    assert "61 % busy" in page.progress.text()
    assert page.controls.start.text() == "Stop"
    page.controls.start.click()
    assert bench.stopped == ["b1"]
    bench.store.on_event(Event(job_id="b1", at=9.0, body=JobSucceeded(result=run.result)))
    settle(bench, qtbot)
    assert cells(page, "state") == ["done"] * 3
    assert all("±" in text for text in cells(page, "median (ms)"))
    assert page.table.isColumnHidden(STATE_COLUMN)
    assert "Some CPU" in page.conditions.text
    assert page.controls.start.text() == "Start"


def test_a_gpu_that_is_emulated_is_called_so(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    run = make_run(bench.store.session, "b1")
    begin(bench, run.request.files)
    placement = Placement(kind="full", share=1.0, device="SwiftShader", is_software=True)
    footprint = FootprintResult(
        init_ms=1.5, first_ms=2.0, peak_rss_bytes=40_000_000, placement=placement
    )
    bench.store.footprint.emit("b1", Footprint(variant=0, result=footprint))
    settle(bench, qtbot)
    assert cells(page, "ran on") == ["GPU (software: SwiftShader)", "", ""]
    first, *others = run.result.measurements
    on_gpu = replace(first, target=make_target("litert-gpu"), placement=placement)
    result = replace(run.result, measurements=(on_gpu, *others))
    bench.store.on_event(Event(job_id="b1", at=9.0, body=JobSucceeded(result=result)))
    assert cells(page, "ran on") == ["GPU (software: SwiftShader)", "CPU", "CPU"]


def test_redraws_are_throttled_and_a_legend_click_hides(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    begin(bench, make_run(bench.store.session).request.files)
    settle(bench, qtbot)
    for seed in range(10):
        bench.store.sampled.emit("b1", make_batch(300, 3, seed))
    curve = page.plots.time.curves[0]
    qtbot.waitUntil(lambda: curve.getData()[0] is not None and len(curve.getData()[0]) > 0)
    page.plots.legend.buttons[1].click()
    assert not page.plots.time.curves[1].isVisible()
    assert page.plots.time.curves[0].isVisible()


def ink(page: LatencyPage) -> int:
    """How many pixels of the plot over time have the color of a variant."""
    image = page.plots.over_time.picture().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32)
    colors = [colors_of(page.palette()).variant(line.color) for line in page._arms.lines]
    return int(np.isin(pixels, [color.rgb() for color in colors]).sum())


def test_the_next_run_begins_with_empty_plots(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    begin(bench, make_run(bench.store.session).request.files)
    bench.store.sampled.emit("b1", make_batch(30_000, 3))
    settle(bench, qtbot)
    page.plots.redraw()
    assert ink(page) > 100
    page.plots.show_run(RunSamples(3), page._arms.lines, is_live=True)
    assert ink(page) == 0


def test_samples_are_exported_when_the_measurement_has_ended(
    bench: PageBench, qtbot: QtBot
) -> None:
    page = shown(bench, qtbot)
    run = make_run(bench.store.session)

    def export() -> QAction:
        return page.plots.over_time.make_menu().actions()[-1]

    begin(bench, run.request.files)
    settle(bench, qtbot)
    assert not export().isEnabled()
    assert "when the measurement has ended" in export().toolTip()
    bench.store.on_event(Event(job_id="b1", at=9.0, body=JobSucceeded(result=run.result)))
    settle(bench, qtbot)
    assert export().isEnabled()


def test_a_failed_run_says_why(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    begin(bench, make_run(bench.store.session).request.files)
    error = ErrorInfo(code="run-file-missing", params={"path": "x.tflite"}, family="RunError")
    bench.store.on_event(Event(job_id="b1", at=9.0, body=JobFailed(error=error)))
    assert "x.tflite" in page.banner.title
    assert page.empty.isVisible()


def test_past_runs_are_read_from_the_history(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = np.array([[0, 0, 800_000, 1], [2, 1, 300_000, 1]] * 50, dtype="<i8")
    samples = tmp_path / "samples.bin"
    with samples.open("wb") as stream:
        write_block(stream, 0, 0, rows.tobytes())
    run = make_run(bench.store.session)
    run = replace(run, result=replace(run.result, samples_path=str(samples)))
    bench.history.add_run(run)
    bench.history.flush()
    samples.unlink()
    bench.store.load(with_run(bench.store.session, run))
    page = shown(bench, qtbot)
    assert page.controls.runs.count() == 1
    assert page.controls.runs.currentText() == run_time(run)
    qtbot.waitUntil(lambda: len(page.plots.time.curves) == 3)
    xs, ys = page.plots.time.curves[0].getData()
    assert len(xs) == 50
    assert set(ys) == {0.8}
    target = tmp_path / "out.csv"
    page.wishes.export(target)
    qtbot.waitUntil(lambda: target.exists() and target.stat().st_size > 0)
    table = list(csv.reader(io.StringIO(target.read_text())))
    assert table[1] == [
        run.request.files[0],
        "litert-cpu",
        "single-stream",
        "1",
        "0",
        "0",
        "0",
        "800000",
        "1",
    ]
    assert len(table) == 101
    assert bench.saved == [target]
    page.controls.rerun.click()
    assert bench.submitted == [run.request]
    page.controls.more.menu().actions()[0].trigger()
    assert bench.commands[-1] == ("copy-benchmark", {"request": run.request})


def test_runs_older_than_the_session_come_from_the_history(bench: PageBench, qtbot: QtBot) -> None:
    variant = bench.store.session.models[0].variants[0]
    other = make_run(bench.store.session, "other", ("int8",))
    moved = make_measurement("/elsewhere/x.tflite", 0.8, sha256=variant.sha256)
    old = replace(
        make_run(bench.store.session, "old"),
        at=1_700_000_000.0,
        result=replace(other.result, measurements=(moved,)),
        request=BenchmarkRequest(files=("/elsewhere/x.tflite",)),
    )
    bench.history.add_run(old)
    bench.history.add_run(other)
    bench.history.flush()
    bench.store.select(Selection("m1", (variant.id,)))
    bench.store.load(with_run(bench.store.session, make_run(bench.store.session, "new")))
    page = shown(bench, qtbot)
    runs = page.controls.runs
    qtbot.waitUntil(lambda: runs.count() == 2)
    assert [runs.itemData(index) for index in range(2)] == ["new", "old"]
    assert runs.itemText(1).startswith("2023-11-1")
    runs.activated.emit(1)
    assert cells(page, "variant") == ["float32"]


def test_a_run_whose_samples_are_gone_still_shows_its_table(bench: PageBench, qtbot: QtBot) -> None:
    bench.store.load(with_run(bench.store.session, make_run(bench.store.session)))
    page = shown(bench, qtbot)
    qtbot.waitUntil(lambda: page.banner.isVisible())
    assert "no longer stored" in page.banner.title
    assert len(cells(page, "variant")) == 3


def test_histogram_reads_back_quantiles() -> None:
    histogram = LogHistogram()
    values = np.random.default_rng(1).lognormal(1.0, 0.3, 20_000)
    histogram.add(values)
    for q in (0.5, 0.9, 0.99):
        assert histogram.quantile(q) == pytest.approx(np.quantile(values, q), rel=0.003)
    edges = np.linspace(0.5, 20, 40)
    expected, _ = np.histogram(values, edges)
    assert np.abs(histogram.counts_in(edges) - expected).max() < 20
    assert LogHistogram().quantile(0.5) is None


def test_the_time_axis_adds_up_timed_runs() -> None:
    run = RunSamples(2)
    run.add(np.array([0, 1, 0]), np.array([1_000_000_000, 2_000_000_000, 3_000_000_000]))
    run.add(np.array([1]), np.array([500_000_000]))
    np.testing.assert_allclose(run.variants[0].series.x, [1.0, 6.0])
    np.testing.assert_allclose(run.variants[1].series.x, [3.0, 6.5])
    assert run.count == 4


def test_plots_are_copied_saved_and_read_at_the_mouse(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(bench, qtbot)
    begin(bench, make_run(bench.store.session).request.files)
    bench.store.sampled.emit("b1", make_batch(30_000, 3))
    settle(bench, qtbot)
    page.plots.redraw()
    plot = page.plots.over_time
    xs, _ = page.plots.time.curves[0].getData()
    assert len(xs) <= 4 * plot.plotItem.vb.width() + 2
    target = tmp_path / "plot.png"
    plot.save_image(target)
    assert target.read_bytes().startswith(b"\x89PNG")
    assert bench.saved == [target]
    plot.copy_image()
    assert not QGuiApplication.clipboard().pixmap().isNull()
    plot.save_image(target / "below-a-file.png")
    assert bench.unsaved == [(target / "below-a-file.png", "file-not-written")]
    plot.scene().sigMouseMoved.emit(plot.plotItem.vb.sceneBoundingRect().center())
    assert "int8" in page.plots.readout.text()
    assert "ms" in page.plots.readout.text()
    page.plots.outliers.setChecked(True)
    assert "above" not in page.plots.outliers.text()


def test_lopsided_intervals_are_not_written_with_a_plus_minus() -> None:
    assert number_cell(8.45, (8.42, 8.48)) == "8.45 ± 0.03"
    assert number_cell(0.13, (0.03, 6.1)) == "0.13 (0.030–6.1)"
    assert number_cell(None) == "—"
    assert number_cell(2_000_000, factor=1e-6) == "2.00"
