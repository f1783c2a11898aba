"""The compare page: what may be compared, the table, the scatter, Try it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from msgspec.structs import replace
from pyqtgraph import ScatterPlotItem
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobQueued, JobSucceeded
from studio.core.requests import TryRequest
from studio.core.results import TriedOutput, TryResult
from studio.core.scenarios import make_scenario
from studio.core.session import Session
from studio.core.targets import make_target
from studio.history.store import History
from studio.ui.pages.compare import ComparePage
from studio.ui.pages.compare_plot import ComparePlot, Quantity, least_range
from studio.ui.pages.compare_rows import compare_rows, default_baseline
from studio.ui.pages.compare_table import KILOBYTES, compare_columns
from studio.ui.pages.naming import subjects
from studio.ui.selection import Selection
from studio.ui.theme import LIGHT
from studio.ui.widgets.rows_model import COPY_ROLE, Column
from studio.ui.widgets.table import CopyableTable
from tests.ui.page_support import (
    PageBench,
    judged,
    make_comparison,
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


def test_latency_is_compared_within_one_run_only(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    session = with_run(session, make_run(session, "old", ("int8",)))
    session = with_run(session, make_run(session, "new", ("float32", "float16")))
    shown = subjects(session, Selection("m1"))
    rows = compare_rows(session, shown, default_baseline(shown))
    by_name = {row.name: row for row in rows}
    assert by_name["float32"].is_baseline
    assert by_name["float16"].latency_ratio is not None
    low, high = by_name["float16"].latency_ratio.interval or (0, 0)
    assert low < by_name["float16"].latency_ratio.value < high
    assert by_name["int8"].measurement is not None
    assert not by_name["int8"].is_shared
    assert by_name["int8"].latency_ratio is None
    assert by_name["int8"].apart == "run"
    assert by_name["mnist_cnn"].measurement is None


def test_the_verdict_of_the_shared_run_is_shown(bench: PageBench, qtbot: QtBot) -> None:
    run = judged(
        make_run(bench.store.session, variants=("float32", "float16", "int8")),
        make_comparison(1, "cannot-tell"),
        make_comparison(2),
    )
    bench.store.load(with_run(bench.store.session, run))
    page = ComparePage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.refresh(bench.store.session, bench.store.selection)
    table = [line.split("\t") for line in page.table.to_tsv().splitlines()]
    column = table[0].index("median / baseline")
    assert [line[column] for line in table[1:]] == [
        "—", "—", "? 0.99 ± 0.05", "▲ 0.370 ± 0.011",
    ]  # fmt: skip
    tooltip = page.table.model().index(3, 7).data(Qt.ItemDataRole.ToolTipRole)
    assert "int8 is faster than the baseline: 0.370x" in tooltip
    assert "120 balanced quadruples from 6 processes" in tooltip
    page._run("measure")
    assert bench.commands[-1][1]["baseline"] == bench.store.session.models[0].variants[0].artifact


def test_a_row_of_another_run_says_what_differs(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    old = make_run(session, "old", ("int8",))
    slower = replace(old.result.conditions, governor="powersave", frequency_mhz=1200.0)
    old = replace(old, result=replace(old.result, conditions=slower))
    session = with_run(session, old)
    session = with_run(session, make_run(session, "new", ("float32", "float16")))
    shown = subjects(session, Selection("m1"))
    row = next(
        row for row in compare_rows(session, shown, default_baseline(shown)) if row.name == "int8"
    )
    assert [one.what for one in row.differing] == ["Governor", "Clock (MHz)"]
    cells = {
        column.copy_title or column.title: column for column in compare_columns(LIGHT, KILOBYTES)
    }
    assert cells["median / baseline"].text(row) == "◇ other conditions"
    tooltip = cells["median / baseline"].tooltip(row)
    assert "Governor: ? / powersave" in tooltip
    assert "Clock (MHz): 2400 / 1200" in tooltip


def test_agreement_is_of_the_evaluation_where_there_is_one(tmp_path: Path) -> None:
    """The check's 100 samples said 99.6 % beside an evaluation of a thousand that said 99.3 %."""
    session = make_session(tmp_path)
    shown = subjects(session, Selection("m1"))
    rows = compare_rows(session, shown, default_baseline(shown))
    column = next(one for one in compare_columns(LIGHT, KILOBYTES) if one.title == "agree (%)")
    assert column.tooltip is not None
    evaluated = next(row for row in rows if row.paired is not None)
    assert evaluated.check is not None and evaluated.evaluation is not None
    assert column.text(evaluated) == "99.30"
    assert column.tooltip(evaluated) == "on the 1,000 samples of the evaluation"
    unscored = replace_evaluation(session)
    (row,) = [
        one
        for one in compare_rows(unscored, subjects(unscored, Selection("m1")), None)
        if one.name == evaluated.name
    ]
    of_check = min(one.argmax_agreement or 0 for one in evaluated.check.outputs)
    assert column.value is not None and column.value(row) == of_check != 0.993
    assert column.tooltip(row) == "on the 100 samples of the check"


def replace_evaluation(session: Session) -> Session:
    """``session`` with nothing evaluated."""
    models = [
        replace(model, variants=tuple(replace(one, evaluation=None) for one in model.variants))
        for model in session.models
    ]
    return replace(session, models=tuple(models))


def test_columns_grow_when_results_arrive(qtbot: QtBot, bench: PageBench) -> None:
    page = ComparePage(bench.context)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    session = bench.store.session
    unmeasured = page.table.to_tsv()
    page.refresh(with_run(session, make_run(session)), Selection("m1"))
    assert page.table.to_tsv() != unmeasured
    shown = [
        column
        for column in range(page.table.model().columnCount())
        if not page.table.isColumnHidden(column)
    ]
    cut = [
        column
        for column in shown
        if page.table.columnWidth(column) < page.table.sizeHintForColumn(column)
    ]
    assert cut == []


def test_a_number_without_room_ends_in_dots(qtbot: QtBot) -> None:
    """Cut at the left, "0.341 ± 0.002" would be read as "02"."""
    table = CopyableTable(is_compact=True)
    qtbot.addWidget(table)
    model = table.set_columns([Column("ms", text=str, is_number=True, note=lambda _: "×1")])
    table.horizontalHeader().setStretchLastSection(False)
    drawn = []
    for text in ("0.341 ± 0.002", "0.341 ± 9.999"):
        model.set_rows([text])
        table.setColumnWidth(0, table.sizeHintForColumn(0) * 2 // 3)
        drawn.append(table.grab().toImage())
    assert drawn[0] == drawn[1]  # only what both begin with is shown


def test_only_arms_on_the_same_target_are_compared(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    run = make_run(session)
    targets = (make_target(threads=2), make_target(), make_target(threads=2))
    measurements = tuple(
        replace(item, target=target)
        for item, target in zip(run.result.measurements, targets, strict=True)
    )
    run = replace(run, result=replace(run.result, measurements=measurements))
    shown = subjects(session, Selection("m1"))
    rows = compare_rows(with_run(session, run), shown, default_baseline(shown))
    assert [row.is_shared for row in rows] == [False, True, False, True]
    assert [row.apart for row in rows] == ["", "", "target", ""]
    cells = {
        column.copy_title or column.title: column for column in compare_columns(LIGHT, KILOBYTES)
    }
    assert cells["median / baseline"].text(rows[2]) == "◇ other target"
    assert "another target" in (cells["median / baseline"].tooltip or str)(rows[2])


@pytest.mark.parametrize(
    ("rates", "shared", "has_ratio"),
    [
        ((100.0, 100.0, 200.0), [False, True, True, False], [False, False, True, False]),
        ((0.0, 0.0, 0.0), [False, True, True, True], [False] * 4),
    ],
    ids=["a given rate", "a searched rate"],
)
def test_server_queries_are_set_against_each_other_at_one_given_rate_only(
    tmp_path: Path, rates: tuple[float, ...], shared: list[bool], has_ratio: list[bool]
) -> None:
    session = make_session(tmp_path)
    run = make_run(session)
    measurements = tuple(
        replace(item, scenario=make_scenario("server", rate=rate))
        for item, rate in zip(run.result.measurements, rates, strict=True)
    )
    run = replace(run, result=replace(run.result, measurements=measurements))
    shown = subjects(session, Selection("m1"))
    rows = compare_rows(with_run(session, run), shown, default_baseline(shown))
    assert [row.is_shared for row in rows] == shared
    assert rows[3].apart == ("" if shared[3] else "scenario")
    assert [row.latency_ratio is not None for row in rows] == has_ratio
    cells = {
        column.copy_title or column.title: column for column in compare_columns(LIGHT, KILOBYTES)
    }
    cell = cells["median / baseline"]
    if rates[0] == 0.0:
        assert cell.text(rows[2]) == "—"
        assert "one given rate" in cell.tooltip(rows[2])
    else:
        assert "another scenario than the baseline" in cell.tooltip(rows[3])


def test_a_measurement_of_other_bytes_at_the_same_path_does_not_count(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    run = make_run(session)
    measurements = tuple(replace(item, sha256="old") for item in run.result.measurements)
    run = replace(run, result=replace(run.result, measurements=measurements))
    session = with_run(session, run)
    shown = subjects(session, Selection("m1"))
    assert all(row.measurement is None for row in compare_rows(session, shown, shown[0]))


def test_variants_of_two_models_are_told_apart(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    (first,) = session.models
    moved = tuple(
        replace(item, id=f"w{item.id}", artifact=f"{item.artifact}.other", sha256="")
        for item in first.variants
    )
    second = replace(first, id="m2", name="other", path="/x/other.keras", variants=moved)
    session = replace(session, models=(first, second))
    shown = subjects(session, Selection("m1", ("v0", "wv0")))
    names = [row.name for row in compare_rows(session, shown, shown[0])]
    assert names == ["mnist_cnn · float32", "other · float32"]


def test_page_sorts_copies_and_takes_another_baseline(bench: PageBench, qtbot: QtBot) -> None:
    bench.store.load(with_run(bench.store.session, make_run(bench.store.session)))
    page = ComparePage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.resize(758, 560)
    page.show()
    QAbstractItemModelTester(page.table.model(), page)
    page.table.copy_all()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("variant\tcheck\tsize (kB)")
    assert "float32 (baseline)" in lines[2]
    assert "⚠ degraded" in lines[4]
    assert "0.369" in lines[4]
    assert in_sight(page)[-1] == "peak memory (MB)"
    assert [row[1] for row in shown_cells(page)] == ["—", "✓", "✓", "⚠"]
    page.baseline.setCurrentIndex(3)
    page.baseline.activated.emit(3)
    assert "int8 (baseline)" in page.table.to_tsv()
    names = {row.name for row, _, _ in page.plot.points()}
    assert names == {"mnist_cnn", "float32", "float16", "int8"}
    page.plot.across.setCurrentIndex(1)
    assert {row.name for row, _, _ in page.plot.points()} == {"float32", "float16", "int8"}
    assert "mnist_cnn" in page.plot.missing.text()


def test_table_and_plot_show_sizes_in_one_unit(bench: PageBench, qtbot: QtBot) -> None:
    page = ComparePage(bench.context)
    qtbot.addWidget(page)
    assert "size (kB)" in page.table.to_tsv()
    assert page.plot.across.itemText(0) == "size (kB)"
    (model,) = bench.store.session.models
    large = replace(model.variants[0], size_bytes=3_500_000)
    model = replace(model, variants=(large, *model.variants[1:]))
    page.refresh(replace(bench.store.session, models=(model,)), bench.store.selection)
    lines = [line.split("\t") for line in page.table.to_tsv().splitlines()]
    assert (lines[0][2], lines[2][2]) == ("size (MB)", "3.50")
    assert page.plot.across.itemText(0) == "size (MB)"
    sizes = {row.name: x[0] for row, x, _ in page.plot.points()}
    assert sizes["float32"] == 3.5


def names_keep_apart(plot: ComparePlot) -> bool:
    """Whether there are names, all inside of the axes, and none runs over another one."""
    boxes = [box.adjusted(0.1, 0.1, -0.1, -0.1) for box in plot.names.boxes().values()]
    area = plot.plot.plotItem.vb.sceneBoundingRect()
    pairs = combinations(boxes, 2)
    return (
        bool(boxes)
        and all(area.contains(box) for box in boxes)
        and not any(one.intersects(other) for one, other in pairs)
    )


def test_names_in_the_plot_keep_apart_or_are_left_out(bench: PageBench, qtbot: QtBot) -> None:
    (model,) = bench.store.session.models
    variants = tuple(
        replace(
            model.variants[0], id=f"v{index}", name=f"variant {index}", artifact=f"/v{index}",
            size_bytes=60_000 + 10 * index,
        )
        for index in range(24)
    )  # fmt: skip
    session = replace(bench.store.session, models=(replace(model, variants=variants),))
    rows = compare_rows(session, subjects(session, Selection(model.id)), None)
    plot = ComparePlot()
    qtbot.addWidget(plot)
    plot.resize(700, 300)
    plot.show()
    plot.show_rows(rows, KILOBYTES)
    qtbot.waitUntil(lambda: names_keep_apart(plot))
    named, left_out = set(plot.names.boxes()), plot.names.left_out
    assert named and left_out
    assert named | set(left_out) == {row.name for row, _, _ in plot.points()}
    assert plot.unnamed.text().endswith(", ".join(left_out))
    dots = [item for item in plot.plot.plotItem.items if isinstance(item, ScatterPlotItem)]
    assert set(left_out) <= {dot.toolTip() for dot in dots}
    low = 60.0 + 0.01 * 6
    plot.plot.plotItem.vb.setRange(xRange=(low - 0.015, low + 0.015))  # zoomed in: there is room
    qtbot.waitUntil(lambda: "variant 6" in plot.names.boxes() and names_keep_apart(plot))


def test_no_share_is_beyond_the_whole(bench: PageBench, qtbot: QtBot) -> None:
    (model,) = bench.store.session.models
    check = model.variants[0].check
    assert check is not None
    same = replace(
        check, outputs=tuple(replace(one, argmax_agreement=1.0) for one in check.outputs)
    )
    variants = (replace(model.variants[0], check=same, evaluation=None),)
    session = replace(bench.store.session, models=(replace(model, variants=variants),))
    plot = ComparePlot()
    qtbot.addWidget(plot)
    plot.resize(700, 400)
    plot.show()
    plot.show_rows(compare_rows(session, subjects(session, Selection(model.id)), None), KILOBYTES)
    titles = [plot.up.itemText(at) for at in range(plot.up.count())]
    plot.up.setCurrentIndex(titles.index("agreement (%)"))
    assert [y[0] for _, _, y in plot.points()] == [100.0]
    axis = plot.plot.getAxis("left")
    qtbot.waitUntil(lambda: axis.range[0] > 50 and axis.range[1] > 100)
    low, high = axis.range
    ticks = [one for _, level in axis.tickValues(low, high, axis.height()) for one in level]
    assert max(ticks) == 100 < high
    plot.up.setCurrentIndex(titles.index("median latency (ms)"))
    assert axis.most > 100


def test_equal_values_are_not_spread_over_rounding_errors() -> None:
    percent = Quantity("agreement", "%", lambda row: None)
    time = Quantity("median latency", "ms", lambda row: None)
    assert least_range(percent, [100.0, 100.0]) == 1.0
    assert least_range(time, [2.0, 4.0]) == pytest.approx(0.2)
    assert least_range(time, []) is None


def in_sight(page: ComparePage) -> list[str]:
    """Titles of the columns that are seen without scrolling."""
    header, model = page.table.horizontalHeader(), page.table.model()
    across = Qt.Orientation.Horizontal
    return [
        str(model.headerData(column, across, COPY_ROLE))
        for column in range(header.count())
        if not header.isSectionHidden(column)
        and header.sectionPosition(column) + header.sectionSize(column)
        <= page.table.viewport().width()
    ]


def shown_cells(page: ComparePage) -> list[list[str]]:
    model = page.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_empty_state_offers_to_convert(bench: PageBench, qtbot: QtBot) -> None:
    model = replace(bench.store.session.models[0], variants=())
    bench.store.load(replace(bench.store.session, models=(model,)))
    page = ComparePage(bench.context)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    page.empty.activated.emit()
    assert bench.commands == [("convert", {})]


def test_try_it_shows_answers_by_name(bench: PageBench, qtbot: QtBot, tmp_path: Path) -> None:
    labels = tmp_path / "labels.txt"
    labels.write_text("zero\none\ntwo\n")
    model = replace(bench.store.session.models[0], labels=str(labels))
    bench.store.load(replace(bench.store.session, models=(model,)))
    context = replace_run_command(bench)
    page = ComparePage(context)
    bench.show(page)
    qtbot.addWidget(page)
    page.open_with(section="try")
    page.show()
    page.try_panel.index.setValue(7)
    page.try_panel.run_sample.click()
    assert bench.commands[-1] == ("try-it", {"data": str(tmp_path / "evaluation.npz"), "index": 7})
    request = TryRequest(files=(model.path, model.variants[2].artifact))
    bench.store.on_event(Event(job_id="try1", at=1.0, body=JobQueued(request=request)))
    outputs = (
        TriedOutput(file=model.path, name="digit", shape=(1, 3), values=(0.1, 0.2, 0.7),
                    top=((2, 0.7), (1, 0.2), (0, 0.1))),
        TriedOutput(file=model.variants[2].artifact, name="", shape=(), values=(), top=(),
                    error=ErrorInfo(code="run-failed", params={"path": "int8.tflite"})),
    )  # fmt: skip
    result = TryResult(outputs=outputs, label=2)
    bench.store.on_event(Event(job_id="try1", at=2.0, body=JobSucceeded(result=result)))
    from studio.ui.pages.bar_list import BarList

    qtbot.waitUntil(lambda: "two" in page.try_panel.note.text())
    bars = page.try_panel.answers.findChildren(BarList)
    shown = [bar for bar in bars if not bar.isHidden()]
    assert [bar.label for bar in shown[-1].bars] == ["two", "one", "zero"]
    page.try_panel.run_image("picture.png")
    assert bench.commands[-1] == ("try-it", {"image": "picture.png"})
    error = ErrorInfo(code="try-input-missing")
    bench.store.on_event(Event(job_id="try2", at=1.0, body=JobQueued(request=request)))
    bench.store.on_event(Event(job_id="try2", at=3.0, body=JobFailed(error=error)))
    assert page.try_panel.banner.isVisible()


def replace_run_command(bench: PageBench) -> object:
    """A context whose command "try-it" returns a job id, as the real one does."""
    from dataclasses import replace as with_fields

    counter = iter(range(1, 100))

    def run(name: str, **arguments: object) -> str:
        bench.commands.append((name, arguments))
        return f"try{next(counter)}"

    return with_fields(bench.context, run_command=run)
