"""The Graph tab: layouts by jobs, search, selection in step, constants, menus, pictures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobQueued, JobSucceeded
from studio.core.graph_requests import (
    ConstantFacts,
    ConstantsRequest,
    ConstantsResult,
    LayoutRequest,
    PictureRequest,
    PictureResult,
)
from studio.core.model import Graph
from studio.core.overlays import Overlay
from studio.core.requests import Result
from studio.history.store import History
from studio.jobs.folders import KEPT
from studio.ui.graph.menus import NodeAction
from studio.ui.graph.tab import GraphTab
from studio.ui.pages.graph import GraphPage
from studio.ui.selection import Selection
from studio.ui.theme import DARK
from tests.kit.laid_out import lay_out, make_diamonds
from tests.ui.page_support import PageBench, make_session

BLOCKS = 6


class TabBench:
    """The page over a session of one .tflite, with its jobs answered by hand."""

    def __init__(self, qtbot: QtBot, folder: Path, history: History) -> None:
        self.qtbot = qtbot
        self.pages = PageBench(history)
        self.graph = make_diamonds(BLOCKS)
        session = make_session(folder)
        model = replace(
            session.models[0], path=str(folder / "net.tflite"), graph=self.graph, variants=()
        )
        other = replace(model, id="m2", path=str(folder / "other.keras"), graph=make_diamonds(2))
        self.pages.store.load(replace(session, models=(model, other)))
        self.pages.store.select(Selection("m1"))
        self.page = GraphPage(self.pages.context)
        qtbot.addWidget(self.page)
        self.page.resize(1200, 700)
        self.pages.show(self.page)
        self.page.refresh(self.pages.store.session, self.pages.store.selection)
        self.page.show()

    @property
    def tab(self) -> GraphTab:
        return self.page.graph

    def asked(self, kind: type) -> list[tuple[str, object]]:
        """(job id, request) of the requests of a kind so far."""
        numbered = enumerate(self.pages.submitted, 1)
        return [(f"job{number}", one) for number, one in numbered if isinstance(one, kind)]

    def wait_for(self, kind: type, count: int) -> tuple[str, object]:
        self.qtbot.waitUntil(lambda: len(self.asked(kind)) >= count)
        return self.asked(kind)[count - 1]

    def end(self, job_id: str, body: JobSucceeded | JobFailed) -> None:
        self.pages.store.on_event(Event(job_id=job_id, at=2.0, body=body))

    def answer(self, job_id: str, result: Result) -> None:
        self.end(job_id, JobSucceeded(result=result))

    def lay_out(self, count: int = 1, closed: tuple[int, ...] = ()) -> LayoutRequest:
        """Answer the so manieth request for a layout."""
        job_id, request = self.wait_for(LayoutRequest, count)
        assert isinstance(request, LayoutRequest)
        self.answer(job_id, lay_out(self.graph, closed))
        return request


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[TabBench]:
    history = History(tmp_path / "studio.db")
    yield TabBench(qtbot, tmp_path, history)
    history.close()


def test_a_tflite_is_laid_out_by_its_path_alone(bench: TabBench) -> None:
    request = bench.lay_out()
    assert request.path.endswith("net.tflite") and request.graph is None
    assert request.opened is None
    assert bench.tab.canvas.laid_out is not None
    assert bench.page.tabs.tabText(0) == "Graph"
    bench.pages.store.select(Selection("m2"))
    _, other = bench.wait_for(LayoutRequest, 2)
    assert isinstance(other, LayoutRequest) and other.graph == make_diamonds(2)
    assert bench.tab.canvas.laid_out is None, "never the wrong graph"


def test_a_layout_is_kept_and_so_is_how_it_was_looked_at(bench: TabBench) -> None:
    bench.lay_out()
    canvas = bench.tab.canvas
    canvas.set_zoom(1.7)
    canvas.center_on("4/conv")
    canvas.choose("4/conv")
    canvas.node_chosen.emit("4/conv")
    center = canvas.visible_center()
    bench.pages.store.select(Selection("m2"))
    job_id, _ = bench.wait_for(LayoutRequest, 2)
    bench.answer(job_id, lay_out(make_diamonds(2)))
    assert canvas.zoom() <= 1 and canvas.chosen == ""
    bench.pages.store.select(Selection("m1"))
    assert canvas.laid_out is not None and len(canvas.laid_out.boxes) == 3 * BLOCKS + 3
    assert canvas.zoom() == 1.7 and canvas.chosen == "4/conv"
    gap = canvas.visible_center() - center
    assert abs(gap.x()) < 3 and abs(gap.y()) < 3
    assert len(bench.asked(LayoutRequest)) == 2


def test_a_layout_that_is_no_longer_wanted_is_cancelled(bench: TabBench) -> None:
    first, _ = bench.wait_for(LayoutRequest, 1)
    bench.pages.store.select(Selection("m2"))
    bench.wait_for(LayoutRequest, 2)
    assert bench.pages.stopped == [first]
    bench.answer(first, lay_out(bench.graph))
    assert bench.tab.canvas.laid_out is None


def test_a_failure_is_in_the_banner_and_not_tried_again(bench: TabBench) -> None:
    job_id, _ = bench.wait_for(LayoutRequest, 1)
    error = ErrorInfo(code="model-damaged", params={"path": "x", "suffix": ".tflite"})
    bench.end(job_id, JobFailed(error=error))
    assert bench.tab.status.banner.isVisible() and "damaged" in bench.tab.status.banner.title
    bench.page.tabs.setCurrentIndex(1)
    bench.page.tabs.setCurrentIndex(0)
    bench.qtbot.wait(1)
    assert len(bench.asked(LayoutRequest)) == 1


def test_long_work_says_so_and_ends_saying_so(bench: TabBench) -> None:
    job_id, _ = bench.wait_for(LayoutRequest, 1)
    assert bench.tab.status.busy.isHidden()
    bench.qtbot.waitUntil(bench.tab.status.busy.isVisible)
    assert "18" in bench.tab.status.remark.text()
    bench.answer(job_id, lay_out(bench.graph))
    assert bench.tab.status.busy.isHidden() and bench.tab.status.remark.isHidden()


def test_what_is_folded_is_said(bench: TabBench) -> None:
    job_id, _ = bench.wait_for(LayoutRequest, 1)
    bench.answer(job_id, replace(lay_out(bench.graph, (2, 3)), was_limited=True))
    assert "6 of 18" in bench.tab.status.remark.text()


def test_selection_is_in_step_with_the_ops_both_ways(bench: TabBench) -> None:
    bench.lay_out()
    page, canvas = bench.page, bench.tab.canvas
    said: list[str] = []
    bench.tab.chosen_changed.connect(said.append)
    canvas.view.setFocus()
    QTest.keyClick(canvas.view, Qt.Key.Key_Home)
    QTest.keyClick(canvas.view, Qt.Key.Key_Down)
    QTest.keyClick(canvas.view, Qt.Key.Key_Down)
    assert canvas.chosen == "0/add"
    page.tabs.setCurrentWidget(page.ops)
    assert page.ops.table.currentIndex().data() == "1"
    page.ops.table.selectRow(5 * 3 + 2)
    assert canvas.chosen == "5/relu"
    page.netron.node_selected.emit(3)
    assert canvas.chosen == "1/conv" and page.ops.table.currentIndex().data() == "3"
    page.tabs.setCurrentIndex(0)
    assert "CONV_2D" in bench.tab.panel.toPlainText()
    assert said == ["input:0", "0/conv", "0/add", "5/relu", "1/conv"]


def test_search_goes_from_match_to_match(bench: TabBench) -> None:
    bench.lay_out()
    bar, canvas = bench.tab.bar.search, bench.tab.canvas
    bench.page.tabs.setCurrentWidget(bench.page.ops)  # from here on it is filled
    bench.page.tabs.setCurrentIndex(0)
    QTest.keyClicks(bar.field, "relu int8")
    bench.qtbot.waitUntil(lambda: bar.count.text() == "7 found")
    chosen = []
    for key, modifier in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(bar.field, key, modifier)
        chosen.append(canvas.chosen)
    assert chosen == ["0/relu", "1/relu", "0/relu", "output:18"]
    assert bar.count.text() == "7 of 7"
    assert bench.page.ops.table.currentIndex().data() == "2", "an output is no op"
    bar.field.setText("8x8x3 block2")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "1 of 3" and canvas.chosen == "2/conv"
    bar.field.setText("nothing like it")
    bench.qtbot.waitUntil(lambda: bar.count.text() == "none found")
    assert not bar.next.isEnabled()
    bar.field.setText("image")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert canvas.chosen == "input:0"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.field.text() == "" and bar.count.text() == ""


def test_a_match_inside_a_closed_group_has_it_opened(bench: TabBench) -> None:
    bench.lay_out(1, closed=(3,))
    bench.tab.bar.search.field.setText("block3/add")
    bench.tab.bar.search.step(1)
    request = bench.lay_out(2)
    assert set(request.opened or ()) == {f"g{block}" for block in range(BLOCKS)}
    assert bench.tab.canvas.chosen == "3/add"


def test_groups_are_closed_and_opened_and_grouping_is_chosen(bench: TabBench) -> None:
    bench.lay_out()
    bench.tab.canvas.group_toggled.emit("g1", False)
    bench.tab.canvas.group_toggled.emit("g2", False)
    request = bench.lay_out(2, closed=(1, 2))
    assert set(request.opened or ()) == {"g0", "g3", "g4", "g5"}, "two changes, one layout"
    bench.tab.bar.collapse.click()
    assert bench.lay_out(3, closed=tuple(range(BLOCKS))).opened == ()
    bench.tab.bar.expand.click()
    assert len(bench.lay_out(4).opened or ()) == BLOCKS
    bench.tab.bar.grouping.setCurrentIndex(2)
    bench.tab.bar.grouping.activated.emit(2)
    request = bench.lay_out(5)
    assert request.grouping == "block" and request.opened is None


def test_a_group_stays_where_it_is_when_it_is_opened_or_closed(bench: TabBench) -> None:
    bench.lay_out()
    canvas = bench.tab.canvas

    def place_of(top: float) -> float:
        return canvas.view.mapFromScene(QPointF(0, top)).y()

    canvas.center_on("g3")
    assert canvas.laid_out is not None
    before = place_of(canvas.laid_out.frames["g3"].y)
    canvas.group_toggled.emit("g3", False)
    bench.lay_out(2, closed=(3,))
    box = canvas.laid_out.box("g3")
    assert box is not None and place_of(box.y) == pytest.approx(before, abs=3)
    bench.tab.bar.grouping.setCurrentIndex(2)
    bench.tab.bar.grouping.activated.emit(2)
    bench.lay_out(3)
    first = canvas.laid_out.box("input:0")
    assert first is not None and 0 <= place_of(first.y) < 100, "of another grouping the beginning"


def test_a_grouping_that_finds_nothing_says_so(bench: TabBench) -> None:
    graph = bench.pages.store.session.models[0].graph
    bench.lay_out()
    assert not bench.tab.status.remark.isVisible()
    layout = replace(bench.tab.canvas.laid_out.layout, groups=(), frames=(), opened=())  # type: ignore[union-attr]
    bench.tab.status.finish(replace(layout, grouping="scope"), len(graph.nodes))  # type: ignore[union-attr]
    assert "no paths" in bench.tab.status.remark.text()
    assert bench.tab.status.remark.isVisible()


def test_breadcrumbs_lead_outward(bench: TabBench) -> None:
    bench.lay_out()
    tab = bench.tab
    tab.canvas.choose("4/add")
    tab.canvas.node_chosen.emit("4/add")

    def buttons() -> list[QToolButton]:
        return [one for one in tab.crumbs.findChildren(QToolButton) if one.isVisible()]

    bench.qtbot.waitUntil(lambda: [one.text() for one in buttons()] == ["mnist_cnn", "block4"])
    tab.canvas.center_on("0/conv")
    buttons()[1].click()
    assert tab.canvas.laid_out is not None
    frame = tab.canvas.laid_out.frames["g4"]
    assert frame.y < tab.canvas.visible_center().y() < frame.y + frame.height


def choose(bench: TabBench, node_id: str) -> None:
    bench.tab.canvas.choose(node_id)
    bench.tab.canvas.node_chosen.emit(node_id)


def test_the_panel_leads_along_the_edges(bench: TabBench) -> None:
    bench.lay_out()
    choose(bench, "1/conv")
    text = bench.tab.panel.toPlainText()
    for word in ("CONV_2D", "op 3 of 0…17", "ADD", "RELU", "scale 0.5, zero point 3", "100"):
        assert word in text
    with bench.qtbot.waitSignal(bench.tab.node_chosen) as chosen:
        bench.tab.panel.anchorClicked.emit(QUrl("node:2"))
    assert chosen.args == [2] and bench.tab.canvas.chosen == "0/relu"
    bench.tab.panel.anchorClicked.emit(QUrl("end:input:0"))
    assert bench.tab.canvas.chosen == "input:0"
    assert "image" in bench.tab.panel.toPlainText()


def with_weights(bench: TabBench) -> Graph:
    """A constant for the second block's conv."""
    weights = replace(
        bench.graph.tensors[0], index=len(bench.graph.tensors), name="kernel", is_constant=True
    )
    nodes = list(bench.graph.nodes)
    nodes[3] = replace(nodes[3], inputs=(*nodes[3].inputs, weights.index))
    return replace(bench.graph, nodes=tuple(nodes), tensors=(*bench.graph.tensors, weights))


def load(bench: TabBench, graph: Graph) -> None:
    bench.graph = graph
    store = bench.pages.store
    models = store.session.models
    store.load(replace(store.session, models=(replace(models[0], graph=graph), *models[1:])))


def test_constants_are_asked_for_once_and_shown(bench: TabBench) -> None:
    bench.wait_for(LayoutRequest, 1)
    load(bench, with_weights(bench))
    bench.lay_out(2)
    choose(bench, "1/conv")
    assert "Reading the weights…" in bench.tab.panel.toPlainText()
    job_id, request = bench.wait_for(ConstantsRequest, 1)
    index = len(bench.graph.tensors) - 1
    assert isinstance(request, ConstantsRequest) and request.tensors == (index,)
    facts = ConstantFacts(
        tensor=index, elements=8, zeros=2, least=-1.5, greatest=2.25, mean=0.1, std=0.7,
        histogram=(1, 2, 0, 5), channels=2, axis=3, scales=(0.25, 0.125), zero_points=(0, 0),
    )  # fmt: skip
    bench.answer(job_id, ConstantsResult(path=request.path, constants=(facts,)))
    text = bench.tab.panel.toPlainText()
    for word in ("-1.5 – 2.25", "25 % (2 / 8)", "0.25, 0.125", "2 channels along axis 3"):
        assert word in text
    assert "Reading" not in text
    choose(bench, "0/add")
    choose(bench, "1/conv")
    bench.qtbot.wait(1)
    assert len(bench.asked(ConstantsRequest)) == 1


def test_constants_that_cannot_be_read_say_why(bench: TabBench) -> None:
    bench.wait_for(LayoutRequest, 1)
    load(bench, with_weights(bench))
    bench.lay_out(2)
    choose(bench, "1/conv")
    job_id, _ = bench.wait_for(ConstantsRequest, 1)
    error = ErrorInfo(code="model-damaged", params={"path": "x", "suffix": ".tflite"})
    bench.end(job_id, JobFailed(error=error))
    assert "damaged" in bench.tab.panel.toPlainText()


def test_a_failure_is_told_of_the_node_that_it_is_about(bench: TabBench) -> None:
    bench.wait_for(LayoutRequest, 1)
    graph = with_weights(bench)
    more = replace(graph.tensors[-1], index=len(graph.tensors), name="more")
    nodes = list(graph.nodes)
    nodes[6] = replace(nodes[6], inputs=(*nodes[6].inputs, more.index))
    load(bench, replace(graph, nodes=tuple(nodes), tensors=(*graph.tensors, more)))
    bench.lay_out(2)
    choose(bench, "1/conv")
    job_id, _ = bench.wait_for(ConstantsRequest, 1)
    choose(bench, "2/conv")
    error = ErrorInfo(code="model-damaged", params={"path": "x", "suffix": ".tflite"})
    bench.end(job_id, JobFailed(error=error))
    assert "damaged" not in bench.tab.panel.toPlainText()
    _, request = bench.wait_for(ConstantsRequest, 2)
    assert isinstance(request, ConstantsRequest) and request.tensors == (more.index,)


def test_the_panel_of_a_source_says_what_it_cannot_know(bench: TabBench) -> None:
    bench.wait_for(LayoutRequest, 1)
    graph = with_weights(bench)
    store = bench.pages.store
    models = store.session.models
    store.load(replace(store.session, models=(models[0], replace(models[1], graph=graph))))
    store.select(Selection("m2"))
    job_id, _ = bench.asked(LayoutRequest)[-1]
    bench.answer(job_id, lay_out(graph))
    choose(bench, "1/conv")
    assert "convert the model" in bench.tab.panel.toPlainText()
    assert bench.asked(ConstantsRequest) == []


def test_menus_offer_what_can_be_done(bench: TabBench) -> None:
    bench.lay_out(1, closed=(2,))
    tab = bench.tab
    done: list[str] = []
    tab.menus.more.append(
        NodeAction("Cut here", lambda node: done.append(node.id), lambda node: node.op == "ADD")
    )

    def texts(box_id: str) -> dict[str, object]:
        return {one.text: one.run for one in tab.menus.entries(box_id) if one.run is not None}

    precisions = {"Keep float", "16-bit", "8-bit"}
    assert set(texts("0/conv")) == precisions | {
        "Copy name",
        "Show in Netron",
        "Cut here as output…",
        "Keep float",
        "16-bit",
        "8-bit",
        "Close block0",
    }
    add = texts("0/add")
    assert set(add) == precisions | {
        "Copy name",
        "Show in Netron",
        "Cut here",
        "Cut here as output…",
        "Keep float",
        "16-bit",
        "8-bit",
        "Close block0",
    }
    add["Cut here"]()  # type: ignore[operator]
    assert done == ["0/add"]
    add["Copy name"]()  # type: ignore[operator]
    assert QGuiApplication.clipboard().text() == "block0/add"
    assert set(texts("g2")) == {"Open the group", "Copy name"}
    assert set(texts("g1")) == {"Copy name", "Close block1"}, "the title of an open group"
    assert "Close all groups" in texts(
        ""
    ) and "Show the whole graph, or as much as can be read" in texts("")
    add["Show in Netron"]()  # type: ignore[operator]
    assert bench.page.tabs.currentWidget() is bench.page.netron
    bench.page.tabs.setCurrentIndex(0)
    texts("g2")["Open the group"]()  # type: ignore[operator]
    assert "g2" in (bench.lay_out(2).opened or ())


def test_a_picture_of_what_is_visible(bench: TabBench, tmp_path: Path) -> None:
    bench.lay_out()
    part = tmp_path / "part.png"
    bench.tab.saving.save_visible(part)
    assert bench.pages.saved == [part]
    image = QImage(str(part))
    assert image.width() >= bench.tab.canvas.view.viewport().width()
    assert image.pixelColor(2, 2).name() == DARK.base


def test_a_picture_of_all_is_a_job(bench: TabBench, tmp_path: Path) -> None:
    """The drawing that it is made of is there while it is needed; why it failed is shown."""
    bench.lay_out()
    whole = tmp_path / "whole.png"
    error = ErrorInfo(code="file-not-written", params={"path": str(whole)})
    ends = (
        JobSucceeded(result=PictureResult(path=str(whole), width=10, height=10)),
        JobFailed(error=error),
    )
    for count, end in enumerate(ends, 1):
        bench.tab.saving.save_whole(whole)
        job_id, request = bench.wait_for(PictureRequest, count)
        assert isinstance(request, PictureRequest) and request.picture == str(whole)
        drawing = Path(request.svg)
        assert "<svg" in drawing.read_text() and "block" not in bench.tab.status.banner.title
        kept = bench.pages.context.places.work / KEPT
        assert drawing.parent == kept, "where what a window that ends leaves is cleared away"
        assert not bench.tab.status.banner.isVisible()
        bench.end(job_id, end)
        assert not drawing.exists()
    assert bench.tab.status.banner.isVisible()
    assert "could not be written" in bench.tab.status.banner.title


def test_drawings_and_tables(bench: TabBench, tmp_path: Path) -> None:
    bench.lay_out(1, closed=(2,))
    svg, dot, csv = (tmp_path / f"g.{suffix}" for suffix in ("svg", "dot", "csv"))
    bench.tab.saving.save_svg(svg)
    bench.tab.saving.save_dot(dot)
    bench.tab.saving.save_csv(csv)
    assert bench.pages.saved == [svg, dot, csv]
    assert "block2" in svg.read_text() and "<svg" in svg.read_text()
    assert dot.read_text().startswith("digraph")
    assert len(csv.read_text().splitlines()) == 1 + 3 * BLOCKS, "what is folded is in the table"


def test_a_picture_never_takes_the_place_of_the_model(
    bench: TabBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.lay_out()
    source = bench.tab.source
    assert source is not None
    Path(source.path).write_bytes(b"the model")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (source.path, ""))
    for entry in bench.tab.saving.entries():
        assert entry.run is not None
        entry.run()
        assert "is read here" in bench.tab.status.banner.title
    assert Path(source.path).read_bytes() == b"the model" and bench.pages.saved == []


def test_what_is_saved_is_what_was_shown_when_it_was_asked_for(
    bench: TabBench, tmp_path: Path
) -> None:
    """Writing comes later, on a thread that may not look at the window."""
    bench.lay_out()
    graph = bench.tab.canvas.laid_out.graph  # type: ignore[union-attr]
    shown: list[Overlay] = [Overlay(kind="time", unit="share", numbers={graph.nodes[0].id: 0.5})]
    bench.tab.saving.overlays = lambda: shown
    later: list[Callable[[], object]] = []
    bench.tab.saving._context = dataclasses.replace(
        bench.pages.context, write_file=lambda _path, write: later.append(write)
    )
    csv, dot = tmp_path / "g.csv", tmp_path / "g.dot"
    bench.tab.saving.save_csv(csv)
    bench.tab.saving.save_dot(dot)
    shown.clear()
    for write in later:
        write()
    assert csv.read_text().splitlines()[0].endswith("attributes,time_share")
    assert "50 %" in dot.read_text()


def test_controls_are_dead_only_while_there_is_nothing(bench: TabBench) -> None:
    bar = bench.tab.bar
    controls = (bar.zoom_in, bar.zoom_out, bar.fit, bar.save, bar.expand, bar.collapse)
    job_id, _ = bench.wait_for(LayoutRequest, 1)
    assert not any(one.isEnabled() for one in controls)
    bench.answer(job_id, lay_out(bench.graph))
    assert all(one.isEnabled() for one in controls)
    bar.zoom_in.click()
    assert bench.tab.canvas.zoom() == pytest.approx(1.25)
    bar.fit.click()
    assert bench.tab.canvas.zoom() == 1
    assert sum(one.isVisible() for one in bar.save_menu.actions()) == 5


def test_a_model_without_ops_says_so(bench: TabBench) -> None:
    load(bench, Graph())
    assert bench.tab.empty.isVisible()
    assert not bench.tab.bar.isVisible()


def test_looks_are_not_listed_as_jobs(bench: TabBench) -> None:
    job_id, request = bench.wait_for(LayoutRequest, 1)
    assert isinstance(request, LayoutRequest)
    bench.pages.store.on_event(Event(job_id=job_id, at=1.0, body=JobQueued(request=request)))
    assert bench.pages.store.session.jobs == ()
