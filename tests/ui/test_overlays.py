"""Overlays in the window: chosen in the bar, painted on boxes and in Netron, listed, saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobQueued, JobSucceeded
from studio.core.graph_requests import ConstantFacts, ConstantsRequest, ConstantsResult
from studio.core.measure_requests import ProfileRequest
from studio.core.model import Graph
from studio.core.overlay_colors import class_color, scale_color, text_on
from studio.core.profile import UntimedOp
from studio.core.session import Job, Profile
from studio.core.settings import Settings
from studio.history.store import History
from studio.ui.graph.box_drawing import text_on as text_on_box
from studio.ui.graph.overlay_control import OverlayControl
from studio.ui.graph.paint import BoxPaint
from studio.ui.pages.netron_paint import NetronPaint
from studio.ui.selection import Selection
from studio.ui.theme import LIGHT, make_palette
from tests.kit.laid_out import lay_out, make_diamonds
from tests.kit.profiles import make_profile, timed
from tests.ui.page_support import PageBench, make_session

SHA = "2" * 64
TIMES = {"0/conv": 0.5, "0/relu": 0.02, "1/conv": 0.25, "1/add": 0.1}


def graph_of_two() -> Graph:
    graph = make_diamonds(2)
    precisions = ("int8", "int8", "float32", "int8", "int8", "")
    nodes = tuple(
        replace(node, precision=precision)
        for node, precision in zip(graph.nodes, precisions, strict=True)
    )
    return replace(graph, nodes=nodes, subgraph_names=("main",))


def profile_of_two(at: float = 1000.0) -> Profile:
    ops = tuple(
        timed(place, "CONV_2D", node_id, 1000 * share, node_id=node_id, share=share)
        for place, (node_id, share) in enumerate(TIMES.items())
    )
    untimed = (UntimedOp(index=1, subgraph=0, node_id="0/add", op="ADD", name="add"),)
    result = make_profile(SHA, ops, untimed=untimed)
    return Profile(id=SHA, at=at, result=result)


class Shown:
    """A control over a graph of two blocks of three ops; what it says is written down."""

    def __init__(self, bench: PageBench) -> None:
        self.bench = bench
        self.graph = graph_of_two()
        self.control = OverlayControl(bench.context)
        self.control.data._now = lambda: 1120.0
        self.control.set_netron_seen(True)
        self.boxes: dict[str, BoxPaint] = {}
        self.netron: tuple[dict[int, NetronPaint], NetronPaint | None] = ({}, None)
        self.wanted: list[str] = []
        self.control.painted.connect(self._on_painted)
        self.control.netron_painted.connect(self._on_netron_painted)
        self.control.node_wanted.connect(self.wanted.append)

    def _on_painted(self, boxes: dict[str, BoxPaint]) -> None:
        self.boxes = boxes

    def _on_netron_painted(
        self, paints: dict[int, NetronPaint], neutral: NetronPaint | None
    ) -> None:
        self.netron = paints, neutral

    def show(self, *, closed: tuple[int, ...] = (), is_artifact: bool = True) -> None:
        self.control.show_graph("/x/m.tflite", SHA, "m1", self.graph, is_artifact=is_artifact)
        self.control.show_layout(lay_out(self.graph, closed))

    def know_profile(self, at: float = 1000.0) -> None:
        session = self.bench.store.session
        self.bench.store.load(replace(session, profiles=(profile_of_two(at),)))

    @property
    def note(self) -> str:
        return self.control.bar.note.text()

    def row_texts(self, column: int) -> list[str]:
        model = self.control.top.table.model()
        return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1", ("v2",)))
    yield made
    history.close()


@pytest.fixture
def shown(bench: PageBench, qtbot: QtBot) -> Shown:
    made = Shown(bench)
    qtbot.addWidget(made.control.bar)
    qtbot.addWidget(made.control.top)
    made.control.bar.resize(1200, 120)
    made.control.bar.show()
    return made


def test_without_an_overlay_nothing_is_painted(shown: Shown) -> None:
    shown.show()
    assert shown.boxes == {} and shown.netron == ({}, None)
    assert shown.control.bar.first.count() == 8  # no errors are known: they are not offered
    assert not shown.control.bar.threshold.isVisible()
    assert not shown.control.save.isVisible()


def test_times_are_painted_with_their_source(shown: Shown) -> None:
    shown.know_profile()
    shown.show()
    shown.control.bar.choose("time")
    assert set(shown.boxes) == set(TIMES)
    assert shown.boxes["0/conv"] == BoxPaint(QColor(scale_color(1, "dark")), None, ("50 %",))
    assert shown.boxes["1/conv"].fill == QColor(scale_color(0.5, "dark"))
    paints, neutral = shown.netron
    assert paints[0] == NetronPaint(scale_color(1, "dark"), "", "50 %")
    assert set(paints) == {0, 2, 3, 4} and neutral is not None
    assert "LiteRT · CPU · 1 thread" in shown.note and "(2 min ago)" in shown.note
    assert "ops explain 95 % of a run" in shown.note and "not known: 2" in shown.note
    assert "shares add up to 87 %" in shown.note
    assert "computed with a neighbor" in shown.control.bar.note.toolTip()
    ages = {1001.0: "(just now)", 1000.0 + 7200: "(2 h ago)", 1000.0 + 3e5: "(3 days ago)"}
    for now, age in ages.items():
        shown.control.data._now = lambda now=now: now  # type: ignore[misc]
        shown.control._aging.timeout.emit()
        assert age in shown.note
    assert shown.control.bar.legends[0].texts() == ["0", "50 %"]
    shown.control.bar.choose("")
    assert shown.boxes == {} and shown.netron == ({}, None)


def test_netron_is_painted_when_it_is_seen(shown: Shown) -> None:
    shown.show()
    shown.control.set_netron_seen(False)
    shown.control.bar.choose("macs")
    assert shown.boxes and shown.netron == ({}, None)
    shown.control.set_netron_seen(True)
    assert len(shown.netron[0]) == 6


def test_a_disturbed_profile_says_so(shown: Shown) -> None:
    found = profile_of_two()
    busy = replace(found.result.conditions, other_busy_percent=73.0)
    disturbed = replace(found, result=replace(found.result, conditions=busy))
    store = shown.bench.store
    store.load(replace(store.session, profiles=(disturbed,)))
    shown.show()
    shown.control.bar.choose("time")
    assert shown.note.startswith("⚠ the machine was busy")
    assert "73 %" in shown.control.bar.note.toolTip()


def test_a_closed_group_has_what_is_inside_together(shown: Shown) -> None:
    shown.know_profile()
    shown.show(closed=(1,))
    shown.control.bar.choose("time")
    assert set(shown.boxes) == {"0/conv", "0/relu", "g1"}
    assert shown.boxes["g1"].notes == ("35 %",)
    shown.control.show_layout(lay_out(shown.graph, (0, 1)))
    assert shown.boxes["g0"].notes == ("52 %",)
    assert shown.boxes["g0"].fill == QColor(scale_color(1, "dark"))
    assert shown.control.bar.legends[0].texts() == ["0", "52 %"]


def test_a_mixture_shows_its_two_largest_parts(shown: Shown) -> None:
    shown.show(closed=(0,))
    shown.control.bar.choose("precision")
    assert shown.boxes["g0"] == BoxPaint(
        QColor(class_color("int8", "dark")), QColor(class_color("float32", "dark")),
        ("2×int8 1×float32",),
    )  # fmt: skip
    assert shown.control.bar.legends[0].texts() == ["float32 1", "int8 4"]
    assert shown.control.bar.legends[0].title == "Precision, ops:"
    assert not shown.control.bar.top.isVisible()


def test_two_overlays_split_the_boxes(shown: Shown) -> None:
    shown.show()
    shown.control.bar.choose("precision", "macs")
    paint = shown.boxes["0/relu"]
    assert paint.fill == QColor(class_color("float32", "dark"))
    assert paint.split == QColor(scale_color(1, "dark"))
    assert paint.notes == ("float32", "100")
    assert shown.boxes["1/relu"].fill is None and shown.boxes["1/relu"].split is not None
    paints, neutral = shown.netron
    assert neutral is not None and paints[5].fill == neutral.fill
    assert all(legend.isVisible() for legend in shown.control.bar.legends)
    shown.control.bar.choose("macs", "precision")
    paint = shown.boxes["1/relu"]
    assert paint.fill == QColor(scale_color(1, "dark"))
    assert paint.split not in (None, paint.fill), "the right half does not look like the left"
    shown.control.bar.choose("macs", "macs")
    assert shown.boxes["0/relu"].split is None


def test_nodes_below_the_threshold_are_left_alone(shown: Shown) -> None:
    shown.know_profile()
    shown.show()
    bar = shown.control.bar
    bar.choose("time", "precision")
    bar.top.setChecked(True)
    assert shown.row_texts(1) == ["block0/conv", "block1/conv", "block1/add", "block0/relu"]
    bar.threshold.setValue(40)
    assert bar.share == pytest.approx(0.5 * 0.16)
    assert set(shown.boxes) == {"0/conv", "1/conv", "1/add"}
    assert set(shown.netron[0]) == {0, 3, 4}
    assert bar.above.text() == "8 %"
    assert shown.row_texts(2) == ["50 %", "25 %", "10 %"]
    bar.choose("macs")
    bar.threshold.setValue(50)
    assert bar.above.text() == "25", "in the unit of the overlay: a quarter of the greatest, 100"
    bar.choose("time", "precision")
    bar.threshold.setValue(0)
    assert len(shown.boxes) == 5 and bar.above.text() == "all"


def test_the_largest_are_linked_both_ways(shown: Shown, qtbot: QtBot) -> None:
    shown.know_profile()
    shown.show()
    shown.control.bar.choose("time")
    shown.control.bar.top.setChecked(True)
    top = shown.control.top
    QAbstractItemModelTester(top.table.model(), top)
    assert top.isVisible()
    top.table.selectRow(1)
    assert shown.wanted == ["1/conv"]
    assert "25 %" in shown.control.bar.chosen.text()
    with qtbot.assertNotEmitted(top.node_chosen):
        shown.control.show_chosen("1/add")
        assert top.chosen == "1/add"
        shown.control.show_chosen("0/add")
    assert top.chosen == ""
    assert "computed with a neighbor" in shown.control.bar.chosen.text()
    shown.control.show_chosen("0/conv")
    shown.control.bar.choose("macs")
    assert top.chosen == "0/conv"
    assert shown.row_texts(3) == ["100"] * 6


def test_shares_of_what_is_known_are_called_so(shown: Shown) -> None:
    first, *others = shown.graph.nodes
    shown.graph = replace(shown.graph, nodes=(replace(first, macs=None), *others))
    shown.show()
    shown.control.bar.choose("macs")
    shown.control.bar.top.setChecked(True)
    model = shown.control.top.table.model()
    headers = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert "of known" in headers and "share" not in headers


def test_without_a_profile_one_is_offered(shown: Shown) -> None:
    shown.show()
    bar = shown.control.bar
    bar.choose("time")
    assert "has not been profiled yet" in shown.note
    assert bar.profile.isVisible() and bar.profile.isEnabled()
    bar.profile.click()
    given = {"files": ("/x/m.tflite",), "target": "litert-cpu", "stays": True}
    assert shown.bench.commands == [("profile", given)]
    request = ProfileRequest(file="/x/m.tflite")
    job = Job(id="j", request=request, state="running", phase="measuring", current=3, total=50)
    store = shown.bench.store
    store.load(replace(store.session, jobs=(job,)))
    assert "3/50" in shown.note
    error = ErrorInfo(code="profile-unsteady")
    failed = replace(job, state="failed", error=error, ended_at=900.0)
    store.load(replace(store.session, jobs=(failed,)))
    assert "Different ops ran" in shown.note
    shown.know_profile(at=950.0)
    assert "Different ops ran" not in shown.note and len(shown.boxes) == 4


def test_a_profile_that_cannot_be_made_now_says_why(shown: Shown) -> None:
    shown.bench.reasons["profile"] = "Not now."
    shown.show()
    shown.control.bar.choose("time")
    assert not shown.control.bar.profile.isEnabled()
    assert shown.control.bar.profile.toolTip() == "Not now."


def test_a_gpu_target_says_that_the_profiler_cannot_see_inside(shown: Shown) -> None:
    shown.bench.settings = Settings(targets="litert-gpu")
    shown.show()
    shown.control.bar.choose("placement")
    assert "not available on litert-gpu" in shown.note and "yields nothing but zeros" in shown.note
    shown.control.bar.profile.click()
    assert shown.bench.commands[0][1]["target"] == "litert-cpu"


def test_a_source_model_says_what_it_lacks(shown: Shown) -> None:
    shown.graph = make_diamonds(2)
    shown.show(is_artifact=False)
    shown.control.bar.choose("precision", "macs")
    assert "precision of a source model" in shown.note
    assert shown.boxes["0/conv"].fill == QColor(scale_color(1, "dark"))
    assert not shown.control.save.isVisible() and not shown.control.bar.profile.isVisible()


def test_constants_are_read_once_for_sparsity(shown: Shown) -> None:
    weights = replace(shown.graph.tensors[0], is_constant=True)
    graph = replace(shown.graph, tensors=(weights, *shown.graph.tensors[1:]), inputs=((),))
    shown.graph = graph
    shown.show()
    shown.control.bar.choose("sparsity")
    (request,) = shown.bench.submitted
    assert request == ConstantsRequest(path="/x/m.tflite")
    assert "are being read" in shown.note
    facts = (ConstantFacts(tensor=0, elements=10, zeros=4),)
    end(shown, request, ConstantsResult(path="/x/m.tflite", constants=facts))
    assert shown.boxes["0/conv"].notes == ("40 %",)
    shown.control.bar.choose("macs")
    shown.control.bar.choose("sparsity")
    assert len(shown.bench.submitted) == 1


def test_constants_that_cannot_be_read_say_why(shown: Shown) -> None:
    shown.show()
    shown.control.bar.choose("sparsity")
    (request,) = shown.bench.submitted
    end(shown, request, ErrorInfo(code="model-missing", params={"path": "m"}))
    assert "are being read" not in shown.note and shown.note
    shown.control.bar.choose("")
    shown.control.bar.choose("sparsity")
    assert len(shown.bench.submitted) == 1


def end(shown: Shown, request: Any, result: Any) -> None:
    is_error = isinstance(result, ErrorInfo)
    body = JobFailed(error=result) if is_error else JobSucceeded(result=result)
    store = shown.bench.store
    store.on_event(Event(job_id="job1", at=1.0, body=JobQueued(request=request)))
    store.on_event(Event(job_id="job1", at=2.0, body=body))


def test_colors_follow_the_ground(shown: Shown) -> None:
    shown.show()
    shown.control.bar.choose("macs")
    assert shown.boxes["0/conv"].fill == QColor(scale_color(1, "dark"))
    shown.control.bar.setPalette(make_palette(LIGHT))
    assert shown.boxes["0/conv"].fill == QColor(scale_color(1, "light"))
    assert shown.netron[0][0].fill == scale_color(1, "light")


def test_node_data_is_written(shown: Shown, tmp_path: Path) -> None:
    shown.show()
    shown.control.bar.choose("macs")
    assert shown.control.save.isVisible()
    path = tmp_path / "macs.json"
    shown.control.write_node_data(path)
    assert shown.bench.saved == [path]
    found = msgspec.json.decode(path.read_bytes())
    assert [value["value"] for value in found["main"]["results"].values()] == [100.0] * 6


def test_another_graph_takes_the_colors_along(shown: Shown) -> None:
    shown.show()
    shown.control.bar.choose("precision")
    assert shown.boxes
    other = make_diamonds(2)
    shown.control.show_graph("/x/m.keras", "3" * 64, "m1", other, is_artifact=False)
    assert shown.boxes == {}
    shown.control.show_layout(lay_out(other))
    assert shown.boxes == {} and shown.netron == ({}, None)


@pytest.mark.parametrize("fraction", [at / 20 for at in range(21)])
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_what_is_written_on_boxes_is_readable(fraction: float, ground: Any) -> None:
    fill = scale_color(fraction, ground)
    assert text_on_box(QColor(fill)).name() == text_on(fill)
