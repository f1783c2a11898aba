"""Two graphs side by side: in step, colored by what became of each node, walked through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobQueued, JobSucceeded
from studio.core.graph_diff import Fusion, GraphDiff, NodeMatch, Requantized
from studio.core.graph_requests import DiffRequest, LayoutRequest
from studio.core.measure_requests import ProfileRequest
from studio.core.model import InspectResult
from studio.core.requests import InspectRequest, Result
from studio.core.session import Session
from studio.history.store import History
from studio.ui.graph.compare_tab import CompareTab
from studio.ui.pages.graph import GraphPage
from studio.ui.pages.naming import find_file, pair_of
from studio.ui.selection import Selection
from tests.kit.laid_out import lay_out, make_diamonds
from tests.kit.profiles import make_profile, timed
from tests.ui.page_support import PageBench, make_info, make_session

FIRST, SECOND = make_diamonds(8), make_diamonds(7)


def make_diff() -> GraphDiff:
    """The last block of the first is gone; of the one before, the second fused two nodes."""
    ids = [node.id for node in SECOND.nodes]
    matched = [one for one in ids if not one.startswith("6/")]
    return GraphDiff(
        matched=tuple(NodeMatch(first=one, second=one, by="name") for one in matched),
        requantized=tuple(
            Requantized(first=one, second=one, before="float32", after="int8")
            for one in ("0/conv", "1/conv")
        ),
        fused=(Fusion(firsts=("6/conv", "6/relu"), second="6/conv"),),
        removed=("6/add", "7/conv", "7/add", "7/relu"),
        added=("6/add", "6/relu"),
    )


class CompareBench:
    """The page over a model with three variants, with its jobs answered by hand."""

    def __init__(self, qtbot: QtBot, folder: Path, history: History) -> None:
        self.qtbot = qtbot
        self.pages = PageBench(history)
        self.pages.store.load(make_session(folder))
        self.pages.store.select(Selection("m1"))
        self.page = GraphPage(self.pages.context)
        qtbot.addWidget(self.page)
        self.page.resize(1300, 800)
        self.pages.show(self.page)
        self.page.refresh(self.pages.store.session, self.pages.store.selection)
        self.page.show()

    @property
    def tab(self) -> CompareTab:
        return self.page.compare

    def asked(self, kind: type) -> list[tuple[str, Any]]:
        numbered = enumerate(self.pages.submitted, 1)
        return [(f"job{number}", one) for number, one in numbered if isinstance(one, kind)]

    def answer(self, job_id: str, result: Result) -> None:
        body = JobSucceeded(result=result)
        self.pages.store.on_event(Event(job_id=job_id, at=2.0, body=body))

    def fail(self, job_id: str) -> None:
        body = JobFailed(error=ErrorInfo(code="model-damaged", params={"path": "x"}))
        self.pages.store.on_event(Event(job_id=job_id, at=2.0, body=body))

    def show_two(self) -> DiffRequest:
        """Select float32 and int8 and read both; returns what is asked about them."""
        self.pages.store.select(Selection("m1", ("v0", "v2")))
        self.answer_graphs()
        ((_, request),) = self.asked(DiffRequest)
        assert isinstance(request, DiffRequest)
        return request

    def answer_graphs(self) -> None:
        for job_id, request in self.asked(InspectRequest):
            graph = SECOND if "int8" in request.path else FIRST
            variant = find_file(self.pages.store.session, request.path).variant  # type: ignore[union-attr]
            info = make_info(sha256=variant.sha256)  # type: ignore[union-attr]
            self.answer(job_id, InspectResult(path=request.path, info=info, graph=graph))

    def answer_layouts(self) -> None:
        for job_id, request in self.asked(LayoutRequest):
            graph = SECOND if "int8" in request.path else FIRST
            self.answer(job_id, lay_out(graph, grouped=False))

    def compare(self) -> None:
        self.show_two()
        self.answer(self.asked(DiffRequest)[0][0], make_diff())
        self.answer_layouts()
        assert all(pane.canvas.laid_out for pane in self.tab.panes)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[CompareBench]:
    history = History(tmp_path / "studio.db")
    yield CompareBench(qtbot, tmp_path, history)
    history.close()


def test_what_is_compared_is_what_is_selected(tmp_path: Path) -> None:
    session: Session = make_session(tmp_path)

    def names(selection: Selection) -> tuple[str, ...] | None:
        pair = pair_of(session, selection)
        return None if pair is None else tuple(one.name for one in pair)

    assert names(Selection("m1")) is None
    assert names(Selection("m1", ("v2",))) == ("mnist_cnn", "int8")
    assert names(Selection("m1", ("v2", "v0"))) == ("float32", "int8")
    assert names(Selection("m1", ("v1",), ("m1",))) == ("mnist_cnn", "float16")


def test_two_that_are_selected_are_shown_together_and_read_once(bench: CompareBench) -> None:
    assert bench.page.tabs.currentWidget() is bench.page.graph
    request = bench.show_two()
    assert bench.page.tabs.currentWidget() is bench.tab
    assert request.first.endswith("float32.tflite") and request.second.endswith("int8.tflite")
    assert (request.first_graph, request.second_graph) == (None, None)
    assert [pane.title.text() for pane in bench.tab.panes] == ["float32", "int8"]
    bench.answer(bench.asked(DiffRequest)[0][0], make_diff())
    bench.pages.store.select(Selection("m1"))
    assert bench.page.tabs.currentWidget() is bench.page.graph
    bench.pages.store.select(Selection("m1", ("v0", "v2")))
    assert bench.tab.comparison is not None
    assert len(bench.asked(DiffRequest)) == 1


def test_a_variant_is_compared_with_its_model(bench: CompareBench) -> None:
    bench.pages.store.select(Selection("m1", ("v2",)))
    bench.answer_graphs()
    assert not bench.asked(DiffRequest), "nobody looks at it yet"
    bench.page.tabs.setCurrentWidget(bench.tab)
    ((_, request),) = bench.asked(DiffRequest)
    assert request.first.endswith(".keras")
    assert request.first_graph == bench.pages.store.session.models[0].graph
    assert request.second_graph is None


def test_boxes_say_what_became_of_them(bench: CompareBench) -> None:
    bench.compare()
    left, right = (pane.canvas._layers.drawing.paints for pane in bench.tab.panes)  # type: ignore[union-attr]
    assert left["0/conv"].notes == right["0/conv"].notes == ("float32 → int8",)
    assert left["0/conv"].fill == right["0/conv"].fill is not None
    assert "2/conv" not in left, "what did not change looks as always"
    assert (left["7/add"].notes, right["6/add"].notes) == (("removed",), ("added",))
    fills = {left[one].fill.name() for one in ("0/conv", "6/conv", "7/add")}  # type: ignore[union-attr]
    assert len(fills) == 3


def test_the_summary_counts_and_walks(bench: CompareBench) -> None:
    bench.compare()
    model = bench.tab.summary.table.model()
    rows = [[model.index(row, at).data() for at in range(3)] for row in range(model.rowCount())]
    assert rows == [
        ["matched", "16", "16"],
        ["requantized", "2", "2"],
        ["moved", "?", "?"],
        ["fused", "2", "1"],
        ["needs no op", "0", "0"],
        ["removed", "4", "0"],
        ["added", "0", "2"],
    ]
    left, right = (pane.canvas for pane in bench.tab.panes)
    bench.tab.summary.table.selectRow(1)
    assert (left.chosen, right.chosen) == ("0/conv", "0/conv")
    assert bench.tab.summary.where.text() == "1 of 2"
    bench.tab.summary.on.click()
    assert (left.chosen, right.chosen) == ("1/conv", "1/conv")
    bench.tab.summary.on.click()
    assert bench.tab.summary.where.text() == "1 of 2"
    bench.tab.summary.table.selectRow(3)
    assert (left.chosen, right.chosen) == ("6/conv", "6/conv")
    bench.tab.summary.table.selectRow(5)
    assert (left.chosen, right.chosen) == ("6/add", "")
    bench.tab.summary.table.selectRow(2)
    assert "Profile both files" in bench.tab.summary.where.text()


def offset(bench: CompareBench, at: int, node: str) -> QPointF:
    pane = bench.tab.panes[at]
    center = pane.center_of(node)
    assert center is not None
    return center - pane.canvas.visible_center()


@pytest.mark.parametrize("at", [0, 1])
def test_both_look_at_the_same_place(bench: CompareBench, at: int) -> None:
    bench.compare()
    pane, other = bench.tab.panes[at].canvas, bench.tab.panes[1 - at].canvas
    QTest.keyClick(pane.view, Qt.Key.Key_Plus)
    pane.set_zoom(1.3)
    pane.center_on("3/conv")
    assert other.zoom() == pytest.approx(1.3)
    gap = offset(bench, at, "3/conv") - offset(bench, 1 - at, "3/conv")
    assert abs(gap.x()) < 2 and abs(gap.y()) < 2
    pane.center_on("5/conv")
    gap = offset(bench, at, "5/conv") - offset(bench, 1 - at, "5/conv")
    assert abs(gap.y()) < 2


def top_gap(bench: CompareBench, at: int) -> float:
    """Pixels of bare ground above the first box."""
    canvas = bench.tab.panes[at].canvas
    assert canvas.laid_out is not None
    first = min(box.y for box in canvas.laid_out.boxes)
    return (first - canvas.view.visible().top()) * canvas.zoom()


@pytest.mark.parametrize("size", [(420, 400), (900, 600), (1300, 800)])
def test_both_begin_where_their_graphs_do(bench: CompareBench, size: tuple[int, int]) -> None:
    """Whatever the room, which is shared only once it is known; and in step from the first key."""
    bench.compare()
    bench.page.resize(*size)
    QApplication.processEvents()
    for at in (0, 1):
        bench.qtbot.waitUntil(lambda at=at: 0 <= top_gap(bench, at) < 40)
        view = bench.tab.panes[at].canvas.view.visible()
        boxes = bench.tab.panes[at].canvas.laid_out.boxes  # type: ignore[union-attr]
        assert any(view.contains(QRectF(b.x, b.y, b.width, b.height)) for b in boxes)
    zooms = {pane.canvas.zoom() for pane in bench.tab.panes}
    assert len(zooms) == 1
    QTest.keyClick(bench.tab.panes[0].canvas.view, Qt.Key.Key_PageDown)
    gap = offset(bench, 0, "3/conv") - offset(bench, 1, "3/conv")
    assert abs(gap.y()) < 2
    bench.page.resize(size[0] + 40, size[1])
    assert top_gap(bench, 0) < 0, "who has scrolled stays there"


def test_in_a_wide_window_the_whole_summary_is_seen(bench: CompareBench) -> None:
    bench.compare()
    bar = bench.tab.summary.table.verticalScrollBar()
    bench.qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_in_a_narrow_window_rows_of_the_summary_are_whole(bench: CompareBench) -> None:
    bench.compare()
    bench.page.resize(420, 400)
    table = bench.tab.summary.table
    bench.qtbot.waitUntil(
        lambda: table.viewport().height() >= 2 * table.verticalHeader().defaultSectionSize()
    )


def test_choosing_in_one_chooses_in_the_other_and_tells_the_lineage(bench: CompareBench) -> None:
    bench.compare()
    left, right = (pane.canvas for pane in bench.tab.panes)
    right.choose_as_person("6/conv")
    assert left.chosen == "6/conv"
    told = bench.tab.lineage.toPlainText()
    assert told.count("CONV_2D") == 2 and "RELU" in told and "fused" in told
    left.choose_as_person("7/conv")
    assert right.chosen == ""
    assert "no counterpart" in bench.tab.lineage.toPlainText()


def test_profiles_tell_what_moved(bench: CompareBench) -> None:
    bench.compare()
    session = bench.pages.store.session
    for at, kernel in ((0, "Convolution (NHWC, F32)"), (2, "")):
        variant = session.models[0].variants[at]
        op = timed(6, "CONV_2D", "block2/conv", 100, node_id="2/conv", kernel=kernel)
        request = ProfileRequest(file=variant.artifact)
        job_id = f"profile{at}"
        bench.pages.store.on_event(Event(job_id=job_id, at=1.0, body=JobQueued(request=request)))
        bench.answer(job_id, make_profile(variant.sha256, (op,), file=variant.artifact))
    model = bench.tab.summary.table.model()
    assert [model.index(2, at).data() for at in range(3)] == ["moved", "1", "1"]
    bench.tab.summary.table.selectRow(2)
    told = bench.tab.lineage.toPlainText()
    assert "delegate: Convolution (NHWC, F32)" in told and "runtime" in told


def test_a_failure_is_said_and_not_tried_again(bench: CompareBench) -> None:
    bench.show_two()
    bench.fail(bench.asked(DiffRequest)[0][0])
    assert bench.tab.banner.isVisible()
    bench.answer_layouts()
    assert bench.tab.panes[0].canvas.laid_out is not None, "the graphs are there all the same"
    bench.pages.store.apply(lambda session: replace(session, next_color=7))
    assert len(bench.asked(DiffRequest)) == 1


def test_why_nothing_is_matched_is_said_and_taken_back(bench: CompareBench) -> None:
    bench.show_two()
    bench.answer(bench.asked(DiffRequest)[0][0], GraphDiff(unlike="nothing-alike"))
    assert bench.tab.banner.isVisible()
    assert "Nothing is matched" in bench.tab.banner.title
    bench.pages.store.select(Selection("m1", ("v0", "v1")))
    bench.answer_graphs()
    bench.answer(bench.asked(DiffRequest)[1][0], make_diff())
    assert not bench.tab.banner.isVisible()


def test_a_failure_is_said_again_to_who_comes_back_to_it(bench: CompareBench) -> None:
    bench.show_two()
    bench.fail(bench.asked(DiffRequest)[0][0])
    title = bench.tab.banner.title
    bench.pages.store.select(Selection("m1", ("v0", "v1")))
    bench.answer_graphs()
    assert not bench.tab.banner.isVisible()
    bench.pages.store.select(Selection("m1", ("v0", "v2")))
    assert bench.tab.banner.isVisible() and bench.tab.banner.title == title != ""


def test_of_three_it_is_said_which_two_are_shown(bench: CompareBench) -> None:
    bench.pages.store.select(Selection("m1", ("v0", "v1", "v2")))
    bench.answer_graphs()
    assert bench.tab.remark.isVisible() and "first two" in bench.tab.remark.text()
    assert [pane.title.text() for pane in bench.tab.panes] == ["float32", "float16"]
    bench.pages.store.select(Selection("m1", ("v0", "v2")))
    assert not bench.tab.remark.isVisible()


def test_what_was_dismissed_is_not_shown_anew(bench: CompareBench) -> None:
    bench.show_two()
    bench.answer(bench.asked(DiffRequest)[0][0], GraphDiff(unlike="nothing-alike"))
    bench.tab.banner._close.click()
    bench.pages.store.apply(lambda session: replace(session, next_color=7))
    assert not bench.tab.banner.isVisible()


def test_a_file_that_cannot_be_read_is_said_to_be_so(bench: CompareBench) -> None:
    """The second of the two; it was "Reading int8…" for ever."""
    bench.pages.store.select(Selection("m1", ("v0", "v2")))
    (first, _), (second, _) = bench.asked(InspectRequest)
    info = make_info(sha256="0" * 64)
    path = bench.pages.store.session.models[0].variants[0].artifact
    assert "Reading" in bench.tab.empty._title.text()
    bench.answer(first, InspectResult(path=path, info=info, graph=FIRST))
    bench.fail(second)
    assert bench.tab.empty.isVisible()
    assert "no graph of int8" in bench.tab.empty._title.text()
    assert "damaged" in bench.tab.empty._hint.text()


def test_a_file_that_is_missing_is_said_to_be_so(bench: CompareBench) -> None:
    session = bench.pages.store.session
    *others, last = session.models[0].variants
    variants = (*others, replace(last, is_missing=True))
    bench.pages.store.load(
        replace(session, models=(replace(session.models[0], variants=variants),))
    )
    bench.pages.store.select(Selection("m1", ("v0", "v2")))
    bench.answer_graphs()
    assert bench.tab.empty.isVisible()
    assert "missing" in bench.tab.empty._title.text() and "int8" in bench.tab.empty._title.text()


def test_a_layout_that_is_no_longer_wanted_is_not_shown(bench: CompareBench) -> None:
    """Opened, closed, and opened again before the closed one was laid out."""
    bench.compare()
    pane = bench.tab.panes[0]
    opened = pane.canvas.laid_out
    assert opened is not None
    pane.toggle_group("g2", is_open=True)
    job_id, _ = bench.asked(LayoutRequest)[-1]
    whole = lay_out(FIRST)
    bench.answer(job_id, replace(whole, opened=("g2",)))
    pane.toggle_group("g2", is_open=False)
    late, _ = bench.asked(LayoutRequest)[-1]
    pane.toggle_group("g2", is_open=True)
    assert late in bench.pages.stopped
    bench.answer(late, lay_out(FIRST, (2,)))
    assert pane.canvas.laid_out is not None
    assert pane.canvas.laid_out.layout.opened == ("g2",)


def test_a_comparison_of_other_contents_is_not_shown(bench: CompareBench) -> None:
    bench.show_two()
    changed = replace(make_diff(), first_sha256="0" * 64, second_sha256="f" * 64)
    bench.answer(bench.asked(DiffRequest)[0][0], changed)
    assert bench.tab.comparison is None
    assert "changed on disk" in bench.tab.banner.title and "int8" in bench.tab.banner.title


def test_without_two_it_says_what_to_do(bench: CompareBench) -> None:
    bench.page.tabs.setCurrentWidget(bench.tab)
    assert bench.tab.empty.isVisible()
    assert not bench.asked(DiffRequest)


def test_the_menu_cuts_at_an_op_of_a_tflite(bench: CompareBench) -> None:
    bench.pages.store.select(Selection("m1", ("v0",)))
    bench.answer_graphs()
    bench.qtbot.waitUntil(lambda: bool(bench.asked(LayoutRequest)))
    bench.answer_layouts()
    entries = {one.text: one.run for one in bench.page.graph.menus.entries("2/conv")}
    entries["Cut here as output…"]()  # type: ignore[misc]
    ((name, arguments),) = bench.pages.commands
    assert name == "cut-here"
    assert arguments["path"].endswith("float32.tflite")
    assert arguments["tensors"] == ("block2/conv",)
    bench.pages.store.select(Selection("m1"))
    bench.answer_layouts()
