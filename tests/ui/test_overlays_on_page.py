"""Overlays on the graph page: over real layouts' signals, linked with the canvas and Netron."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from studio.core.diagnosis import DiagnoseResult, ErrorFigures, TensorError
from studio.core.events import Event, JobQueued, JobSucceeded
from studio.core.requests import DiagnoseRequest
from studio.history.store import History
from studio.ui.pages.netron_paint import NetronPaint
from studio.ui.selection import Selection
from tests.kit.laid_out import make_diamonds
from tests.ui.test_graph_tab import TabBench


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[TabBench]:
    history = History(tmp_path / "studio.db")
    yield TabBench(qtbot, tmp_path, history)
    history.close()


def notes(bench: TabBench) -> dict[str, str]:
    layers = bench.tab.canvas._layers
    assert layers is not None
    return {box_id: " · ".join(paint.notes) for box_id, paint in layers.drawing.paints.items()}


def test_boxes_are_painted_with_each_layout(bench: TabBench) -> None:
    overlay = bench.page.overlay
    overlay.bar.choose("macs")
    bench.lay_out(closed=(1,))
    assert notes(bench)["0/conv"] == "100"
    assert notes(bench)["g1"] == "300"
    assert not bench.tab.legend.isVisible(), "ops have no stripes that it could explain"
    bench.tab.canvas.group_toggled.emit("g1", True)
    bench.lay_out(2)
    assert "g1" not in notes(bench) and notes(bench)["1/relu"] == "100"
    overlay.bar.choose("")
    assert notes(bench) == {}
    assert bench.tab.legend.isVisible()


def test_the_list_of_the_largest_and_the_canvas_choose_alike(bench: TabBench) -> None:
    bench.lay_out()
    overlay = bench.page.overlay
    overlay.bar.choose("macs")
    overlay.bar.top.setChecked(True)
    overlay.top.table.selectRow(3)
    chosen = overlay.top.chosen
    assert chosen and bench.tab.canvas.chosen == chosen
    bench.page.tabs.setCurrentWidget(bench.page.ops)
    assert bench.page.ops.table.currentIndex().data() == "3"
    bench.page.tabs.setCurrentWidget(bench.tab)
    bench.tab.choose_as_person("2/add")
    assert overlay.top.chosen == "2/add"
    assert "100" in overlay.bar.chosen.text()
    bench.page.netron.node_selected.emit(4)
    assert overlay.top.chosen == "1/add"
    bench.tab.choose_as_person("input:0")
    assert overlay.top.chosen == "" and not overlay.bar.chosen.isVisible()


def test_netron_is_painted_where_its_nodes_are_ours(bench: TabBench) -> None:
    given: list[tuple[dict[int, NetronPaint], NetronPaint | None]] = []
    netron = bench.page.netron
    paint, netron.paint = netron.paint, lambda *one: given.append(one)  # type: ignore[method-assign]
    try:
        bench.page.overlay.bar.choose("macs")
        assert given == []
        bench.page.overlay.set_netron_seen(True)
        assert len(given[-1][0]) == len(bench.graph.nodes) and given[-1][1] is not None
        bench.pages.store.select(Selection("m2"))
        assert given[-1] == ({}, None), "the nodes of a .keras are others in Netron"
        bench.pages.store.select(Selection("m1"))
        assert len(given[-1][0]) == len(bench.graph.nodes)
    finally:
        netron.paint = paint  # type: ignore[method-assign]


def test_the_node_of_another_subgraph_is_chosen_in_netron(bench: TabBench) -> None:
    graph = make_diamonds(2)
    nodes = tuple(replace(node, subgraph=1) if node.index > 2 else node for node in graph.nodes)
    store = bench.pages.store
    model = replace(store.session.models[0], graph=replace(graph, nodes=nodes))
    store.load(replace(store.session, models=(model,)))
    bench.page.tabs.setCurrentWidget(bench.page.ops)
    bench.page.ops.table.selectRow(4)
    assert bench.page.netron._wanted_node == 4


def test_a_box_under_the_pointer_says_its_value_or_why_it_has_none(bench: TabBench) -> None:
    graph = bench.graph
    nodes = (replace(graph.nodes[0], macs=None), *graph.nodes[1:])
    bench.graph = replace(graph, nodes=nodes)
    store = bench.pages.store
    model = replace(store.session.models[0], graph=bench.graph)
    store.load(replace(store.session, models=(model,)))
    bench.lay_out(2, closed=(1,))
    canvas = bench.tab.canvas
    bench.page.overlay.bar.choose("macs")
    for box_id, said in (
        ("0/conv", "MACs: cannot be counted"), ("0/add", "MACs: 100"), ("g1", "MACs: 300"),
    ):  # fmt: skip
        box = canvas.laid_out.box(box_id)  # type: ignore[union-attr]
        assert box is not None
        at = QPointF(box.x + 5, box.y + 5)
        canvas.view.tooltip_wanted.emit(at, QPoint(10, 10))
        assert f"<i>{said}</i>" in QToolTip.text()
    QToolTip.hideText()


def test_errors_are_offered_once_the_file_was_diagnosed(bench: TabBench) -> None:
    bench.lay_out()
    bar = bench.page.overlay.bar
    assert bar.first.findData("local-error") < 0
    session = bench.pages.store.session
    info = session.models[0].info
    assert info is not None
    found = DiagnoseResult(
        artifact=session.models[0].path,
        against="m.keras",
        sha256=info.sha256,
        float_stage_sha256="f",
        samples=20,
        inputs_from="calibration",
        tensors=(
            TensorError(
                name="c",
                against="c",
                op="CONV_2D",
                op_index=0,
                node_id="0/conv",
                cumulative=ErrorFigures(rmse_over_range=0.25),
                local=ErrorFigures(rmse_over_range=0.01, channel_rmse_over_range=0.125),
            ),
        ),
    )
    request = DiagnoseRequest(artifact=found.artifact, against=found.against)
    for body in (JobQueued(request=request), JobSucceeded(result=found)):
        bench.pages.store.on_event(Event(job_id="d1", at=3.0, body=body))
    assert bar.first.findData("local-error") > 0
    bar.choose("local-error")
    assert notes(bench)["0/conv"] == "12 %"  # of the two errors over range the greater
    bar.choose("cumulative-error")
    assert notes(bench)["0/conv"] == "25 %"
    assert not notes(bench).get("1/relu", "")  # not compared, so no number


def test_an_op_is_kept_from_its_menu(bench: TabBench) -> None:
    bench.lay_out()
    entries = {one.text: one.run for one in bench.tab.menus.entries("2/conv") if one.run}
    for text, precision in (("Keep float", "float"), ("16-bit", "int16"), ("8-bit", "int8")):
        entries[text]()
        name, values = bench.pages.commands[-1]
        node = next(node for node in bench.graph.nodes if node.id == "2/conv")
        assert (name, values) == ("keep-op", {"name": node.name, "precision": precision})
