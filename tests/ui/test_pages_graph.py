"""The graph page and the table of its ops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobQueued, JobSucceeded
from studio.core.graph_requests import LayoutRequest
from studio.core.model import Graph, InspectResult
from studio.core.requests import InspectRequest
from studio.history.store import History
from studio.ui.pages.graph import GraphPage
from studio.ui.pages.ops_tab import OpsTab
from studio.ui.selection import Selection
from studio.ui.widgets.rows_model import ROW_ROLE, Column
from studio.ui.widgets.sort_proxy import ValueSortProxy
from studio.ui.widgets.table import CopyableTable
from tests.ui.page_support import PageBench, make_graph, make_info, make_session


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def column(tab: OpsTab, index: int) -> list[str]:
    model = tab.table.model()
    return [model.index(row, index).data() for row in range(model.rowCount())]


def test_ops_are_searched_sorted_and_shown_in_full(qtbot: QtBot) -> None:
    tab = OpsTab()
    qtbot.addWidget(tab)
    QAbstractItemModelTester(tab.table.model(), tab)
    tab.show_graph(make_graph())
    tab.show()
    assert tab.count.text() == "6 ops"
    tab.search.setText("conv")
    assert column(tab, 1) == ["CONV_2D"] * 3
    assert tab.count.text() == "3 of 6 ops"
    tab.table.sortByColumn(6, tab.table.horizontalHeader().sortIndicatorOrder().DescendingOrder)
    assert column(tab, 0) == ["4", "2", "0"]
    assert column(tab, 7)[0] == "55.6 %"
    with qtbot.waitSignal(tab.node_chosen) as chosen:
        tab.table.selectRow(0)
    assert chosen.args == [4]
    details = tab.details.toPlainText()
    assert "layer4" in details
    assert "padding" in details
    assert "left out" in details
    with qtbot.assertNotEmitted(tab.node_chosen):
        tab.choose(1)
    assert tab.search.text() == ""
    assert "layer1" in tab.details.toPlainText()


def test_ten_thousand_ops_are_shown_at_once(qtbot: QtBot) -> None:
    tab = OpsTab()
    qtbot.addWidget(tab)
    tab.show()
    tab.show_graph(make_graph(10_000))
    assert tab.table.model().rowCount() == 10_000


def test_unknown_macs_are_said_so(qtbot: QtBot) -> None:
    graph = make_graph(2)
    nodes = (replace(graph.nodes[0], macs=None), replace(graph.nodes[1], subgraph=1))
    tab = OpsTab()
    qtbot.addWidget(tab)
    tab.show()
    tab.show_graph(Graph(nodes=nodes, tensors=graph.tensors))
    assert column(tab, 7) == ["unknown", "0"]
    assert column(tab, 1) == ["0", "1"]


def test_a_variant_is_read_once(bench: PageBench, qtbot: QtBot) -> None:
    page = GraphPage(bench.context)
    assert bench.submitted == []
    bench.show(page)
    page.refresh(bench.store.session, bench.store.selection)
    qtbot.addWidget(page)
    page.show()
    page.tabs.setCurrentWidget(page.ops)
    assert page.ops.table.model().rowCount() == 6
    bench.store.select(Selection("m1", ("v1",)))
    assert page.empty.isVisible()
    (request,) = bench.submitted
    assert isinstance(request, InspectRequest)
    info = make_info(sha256="1" * 64)
    result = InspectResult(path=request.path, info=info, graph=make_graph(3))
    bench.store.on_event(Event(job_id="job1", at=1.0, body=JobQueued(request=request)))
    bench.store.on_event(Event(job_id="job1", at=2.0, body=JobSucceeded(result=result)))
    assert page.ops.table.model().rowCount() == 3
    bench.store.select(Selection("m1"))
    bench.store.select(Selection("m1", ("v1",)))
    assert [one for one in bench.submitted if isinstance(one, InspectRequest)] == [request]
    assert bench.store.session.models[0].graph == make_graph()


def test_an_op_of_a_variant_is_chosen_when_its_graph_has_been_read(
    bench: PageBench, qtbot: QtBot
) -> None:
    page = GraphPage(bench.context)
    qtbot.addWidget(page)
    bench.show(page)
    variant = bench.store.session.models[0].variants[0]
    bench.store.select(Selection("m1", (variant.id,)))
    graph = make_graph()
    page.open_with(node=graph.nodes[3].id)
    request = bench.submitted[0]  # its layout is asked for right behind
    assert isinstance(request, InspectRequest)
    info = make_info(sha256=variant.sha256)
    result = InspectResult(path=request.path, info=info, graph=graph)
    bench.store.on_event(Event(job_id="job1", at=1.0, body=JobQueued(request=request)))
    bench.store.on_event(Event(job_id="job1", at=2.0, body=JobSucceeded(result=result)))
    page.show()
    page.tabs.setCurrentWidget(page.ops)
    assert "layer3" in page.ops.details.toPlainText()


def test_a_variant_that_cannot_be_read_says_why(bench: PageBench, qtbot: QtBot) -> None:
    page = GraphPage(bench.context)
    assert bench.submitted == []
    bench.show(page)
    page.refresh(bench.store.session, bench.store.selection)
    qtbot.addWidget(page)
    page.show()
    page.tabs.setCurrentWidget(page.ops)
    bench.store.select(Selection("m1", ("v1",)))
    request = bench.submitted[0]
    error = ErrorInfo(code="model-damaged", params={"path": "x", "suffix": ".tflite"})
    bench.store.on_event(Event(job_id="job1", at=1.0, body=JobQueued(request=request)))
    bench.store.on_event(Event(job_id="job1", at=2.0, body=JobFailed(error=error)))
    assert "damaged" in page.banner.title
    assert page.banner.isVisible()
    assert len(bench.submitted) == 1
    page.banner.report_requested.emit()
    assert bench.commands == [("save-report", {"job_id": "job1"})]


def test_a_failure_is_not_shown_over_another_graph(bench: PageBench, qtbot: QtBot) -> None:
    page = GraphPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.show()
    page.tabs.setCurrentWidget(page.ops)
    bench.store.select(Selection("m1", ("v1",)))
    request = bench.submitted[0]
    bench.store.select(Selection("m1"))
    error = ErrorInfo(code="model-damaged", params={"path": "x", "suffix": ".tflite"})
    bench.store.on_event(Event(job_id="job1", at=1.0, body=JobQueued(request=request)))
    bench.store.on_event(Event(job_id="job1", at=2.0, body=JobFailed(error=error)))
    assert page.banner.isHidden()
    assert page.ops.table.model().rowCount() == 6
    bench.store.select(Selection("m1", ("v1",)))
    assert "damaged" in page.banner.title and page.ops.table.model().rowCount() == 0
    assert page.failed.isVisible() and not page.tabs.isVisible(), "tabs would have nothing to show"
    bench.store.select(Selection("m1"))
    assert page.tabs.isVisible() and not page.failed.isVisible()
    assert page.banner.isHidden() and page.ops.table.model().rowCount() == 6


def test_a_model_that_is_not_open_can_be_opened_again(bench: PageBench, qtbot: QtBot) -> None:
    error = ErrorInfo(code="model-damaged", params={"path": "x", "suffix": ".tflite"})
    session = bench.store.session
    broken = replace(session.models[0], info=None, graph=None, error=error, variants=())
    bench.store.load(replace(session, models=(broken,)))
    bench.store.select(Selection("m1"))
    page = GraphPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.show()
    page.refresh(bench.store.session, bench.store.selection)
    assert "There is no graph of" in page.failed._title.text()
    page.failed.activated.emit()
    assert bench.commands == [("inspect", {})]


def test_choosing_an_op_is_passed_on_for_tflite_only(bench: PageBench, qtbot: QtBot) -> None:
    page = GraphPage(bench.context)
    page.refresh(bench.store.session, bench.store.selection)
    qtbot.addWidget(page)
    page.show()
    page.tabs.setCurrentWidget(page.ops)
    page.netron.node_selected.emit(2)
    assert not page.ops.table.selectionModel().hasSelection()
    model = replace(bench.store.session.models[0], path="/x/model.tflite")
    bench.store.load(replace(bench.store.session, models=(model,)))
    page.refresh(bench.store.session, bench.store.selection)
    page.netron.node_selected.emit(2)
    assert page.ops.table.currentIndex().data() == "2"


def test_the_cells_of_many_ops_are_worked_out_once(qtbot: QtBot) -> None:
    counts: Counter[str] = Counter()

    def text(row: int) -> str:
        counts["text"] += 1
        return f"Op {row % 7}"

    def value(row: int) -> int:
        counts["value"] += 1
        return -row

    table = CopyableTable()
    qtbot.addWidget(table)
    rows = table.set_columns([Column("op", text), Column("cost", text, value)])
    proxy = table.model()
    assert isinstance(proxy, ValueSortProxy)
    rows.set_rows(range(2000))
    for typed in ("o", "op", "op 3", "OP 3"):
        proxy.search(typed)
    assert proxy.rowCount() == len(range(3, 2000, 7)) and counts == {"text": 4000}
    proxy.search("")
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert counts["value"] == 2000
    assert proxy.index(0, 1).data(ROW_ROLE) == 0
    rows.set_rows(range(100, 1000))
    assert proxy.index(0, 1).data(ROW_ROLE) == 100


def test_a_variant_whose_file_is_another_by_now_is_not_shown(
    bench: PageBench, qtbot: QtBot
) -> None:
    page = GraphPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.show()
    bench.store.select(Selection("m1", ("v1",)))
    request, ahead = bench.submitted
    assert isinstance(request, InspectRequest) and isinstance(ahead, LayoutRequest)
    info = make_info(sha256="f" * 64)
    result = InspectResult(path=request.path, info=info, graph=make_graph(3))
    bench.store.on_event(Event(job_id="job1", at=2.0, body=JobSucceeded(result=result)))
    assert "changed on disk" in page.banner.title
    assert page.ops.table.model().rowCount() == 0
