"""The Graph tab over real jobs: real files, read and laid out by the real child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as replace_fields
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImageReader
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.core.graph_requests import LayoutRequest
from studio.core.requests import InspectRequest, Request
from studio.graph.tflite import read_model
from studio.history.store import History
from studio.jobs.config import QueueConfig
from studio.jobs.queue import JobQueue
from studio.ui.event_bridge import EventBridge
from studio.ui.graph.layouts import LayoutKey
from studio.ui.graph.tab import GraphTab
from studio.ui.pages.graph import GraphPage
from studio.ui.pictures import MOST_PIXELS, MOST_SIDE
from studio.ui.selection import Selection
from tests.kit.large_tflite import write_large
from tests.kit.layered_tflite import convolutions, int8_dense
from tests.kit.small_tflite import endless_loop
from tests.ui.page_support import PageBench, make_session

WAIT_MS = 30_000


class RealJobs:
    """The graph page of one .tflite; what it asks for is done by a real queue."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot, self._folder = qtbot, folder
        self._history = History(folder / "studio.db")
        self.pages = PageBench(self._history)
        self._bridge = EventBridge()
        self._bridge.arrived.connect(self.pages.store.on_event, Qt.ConnectionType.QueuedConnection)
        config = QueueConfig(
            work=folder / "work",
            logs=folder / "logs",
            float_cache=folder / "float",
            cache_limit_bytes=10**9,
            measure_lock=folder / "measure.lock",
        )
        self._queue = JobQueue(config, self._bridge.send)
        self.asked: list[Request] = []
        self.page = GraphPage(
            replace_fields(self.pages.context, submit=self._submit, cancel=self._queue.cancel)
        )
        qtbot.addWidget(self.page)
        self.page.resize(1100, 700)

    @property
    def tab(self) -> GraphTab:
        return self.page.graph

    def show(self, path: Path) -> None:
        info, graph = read_model(path)
        session = make_session(self._folder)
        model = replace(session.models[0], path=str(path), info=info, graph=graph, variants=())
        self.pages.store.load(replace(session, models=(model,)))
        self.pages.store.select(Selection("m1"))
        self.page.refresh(self.pages.store.session, self.pages.store.selection)
        self.page.show()

    def show_variant(self, path: Path) -> None:
        """A variant that nobody has looked at yet: its graph is read first."""
        session = make_session(self._folder)
        sha256 = read_model(path)[0].sha256
        variant = replace(session.models[0].variants[0], artifact=str(path), sha256=sha256)
        model = replace(session.models[0], variants=(variant,))
        self.pages.store.load(replace(session, models=(model,)))
        self.pages.store.select(Selection("m1", (variant.id,)))
        self.page.show()
        self.page.refresh(self.pages.store.session, self.pages.store.selection)

    def _submit(self, request: Request, _model_id: str = "") -> str:
        self.asked.append(request)
        return self._queue.submit(request)

    def until(self, condition) -> None:  # type: ignore[no-untyped-def]
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def close(self) -> None:
        self._queue.close()
        self._history.close()


@pytest.fixture
def jobs(qtbot: QtBot, tmp_path: Path) -> Iterator[RealJobs]:
    made = RealJobs(qtbot, tmp_path)
    yield made
    made.close()


def opened(tab: GraphTab) -> set[str]:
    """Titles of the groups that are open."""
    laid_out = tab.canvas.laid_out
    return {laid_out.groups[one].title for one in laid_out.layout.opened} if laid_out else set()


def test_groups_are_opened_and_closed_by_the_keyboard(jobs: RealJobs, tmp_path: Path) -> None:
    jobs.show(endless_loop(tmp_path / "loop.tflite"))
    tab, canvas = jobs.tab, jobs.tab.canvas
    jobs.until(lambda: canvas.laid_out is not None)
    tab.collapse_all()
    jobs.until(lambda: opened(tab) == set())
    assert canvas.laid_out is not None and tab.status.remark.isVisible()
    closed = next(box for box in canvas.laid_out.boxes if box.kind == "group")
    canvas.choose(closed.id)
    QTest.keyClick(canvas.view, Qt.Key.Key_Return)
    jobs.until(lambda: opened(tab) != set())
    assert canvas.laid_out is not None and closed.id in canvas.laid_out.frames
    inside = next(box for box in canvas.laid_out.boxes if box.group == closed.id)
    canvas.choose(inside.id)
    QTest.keyClick(canvas.view, Qt.Key.Key_Backspace)
    jobs.until(lambda: opened(tab) == set())
    assert canvas.chosen == closed.id


def test_what_is_found_inside_a_closed_group_is_shown(jobs: RealJobs, tmp_path: Path) -> None:
    jobs.show(endless_loop(tmp_path / "loop.tflite"))
    tab, canvas = jobs.tab, jobs.tab.canvas
    jobs.until(lambda: canvas.laid_out is not None)
    tab.collapse_all()
    jobs.until(lambda: opened(tab) == set())
    tab.bar.search.field.setText("relu")
    tab.bar.search.step(1)
    assert canvas.chosen.startswith("2/RELU")
    jobs.until(lambda: canvas.laid_out is not None and canvas.laid_out.box(canvas.chosen))
    assert "RELU" in tab.panel.toPlainText()


def test_constants_are_those_of_the_file(jobs: RealJobs, tmp_path: Path) -> None:
    weights = np.array([[0.5, -1.25, 0.0], [1.75, 0.25, 0.0]], np.float32)
    jobs.show(int8_dense(tmp_path / "dense.tflite", weights))
    tab = jobs.tab
    jobs.until(lambda: tab.canvas.laid_out is not None)
    tab.choose_as_person(tab.graph.nodes[0].id)
    jobs.until(lambda: "Least" in tab.panel.toPlainText())
    text = tab.panel.toPlainText()
    assert "-1.25 – 1.75" in text
    assert "33.3 % (2 / 6)" in text
    assert "0.01562" in text, "the scale, 1/64"
    found = tab.facts.constants.facts()[1]
    assert sum(found.histogram) == 6 and found.mean == pytest.approx(float(weights.mean()))


def test_a_file_that_is_damaged_meanwhile_is_an_error(jobs: RealJobs, tmp_path: Path) -> None:
    path = int8_dense(tmp_path / "dense.tflite", np.ones((2, 3), np.float32))
    jobs.show(path)
    jobs.until(lambda: jobs.tab.canvas.laid_out is not None)
    path.write_bytes(path.read_bytes()[:200])
    jobs.tab.choose_as_person(jobs.tab.graph.nodes[0].id)
    jobs.until(lambda: "damaged" in jobs.tab.panel.toPlainText())


def test_what_is_made_of_another_content_is_not_shown(jobs: RealJobs, tmp_path: Path) -> None:
    """The file is written anew after its graph was read: places in it mean other nodes now."""
    path = convolutions(tmp_path / "net.tflite", size=6, channels=4, depth=8)
    jobs.show(path)
    tab = jobs.tab
    jobs.until(lambda: tab.canvas.laid_out is not None)
    before = tab.canvas.laid_out
    convolutions(path, size=6, channels=4, depth=20)
    tab.bar.grouping_chosen.emit("block")
    jobs.until(lambda: tab.status.banner.isVisible())
    assert "changed on disk" in tab.status.banner.title
    assert tab.canvas.laid_out is before
    tab.choose_as_person(next(node.id for node in tab.graph.nodes if node.op == "CONV_2D"))
    jobs.until(lambda: "changed on disk" in tab.panel.toPlainText())
    jobs.page.overlay.bar.choose("sparsity")
    jobs.until(lambda: "changed on disk" in jobs.page.overlay.bar.note.text())


def test_five_thousand_ops_in_one_view(jobs: RealJobs, tmp_path: Path) -> None:
    jobs.show(write_large(tmp_path / "large.tflite", "unet", 5000))
    tab = jobs.tab
    jobs.until(lambda: tab.canvas.laid_out is not None)
    assert tab.canvas.laid_out is not None
    assert len(tab.canvas.laid_out.boxes) == 5002 and not tab.status.remark.isVisible()
    tab.bar.search.field.setText("add")
    tab.bar.search.step(-1)
    assert tab.canvas.chosen == [node.id for node in tab.graph.nodes if node.op == "ADD"][-1]
    place = tab.canvas.laid_out.box_of(tab.canvas.chosen)
    assert place is not None
    box = tab.canvas.laid_out.boxes[place]
    assert tab.canvas.view.visible().contains(box.x + box.width / 2, box.y + box.height / 2)


def test_what_is_read_to_be_shown_is_laid_out_right_behind(jobs: RealJobs, tmp_path: Path) -> None:
    """Asked for before the graph is known, and once only."""
    path = write_large(tmp_path / "m.tflite", "residual", 30)
    jobs.show_variant(path)
    first, ahead = jobs.asked
    assert isinstance(first, InspectRequest) and isinstance(ahead, LayoutRequest)
    assert jobs.tab.layouts.awaited == LayoutKey((str(path), ""), "none", None)
    jobs.until(lambda: jobs.tab.canvas.laid_out is not None)
    jobs.pages.store.select(Selection("m1"))
    assert jobs.asked == [first, ahead]


def test_what_was_laid_out_ahead_is_of_the_content_that_was_read(
    jobs: RealJobs, tmp_path: Path
) -> None:
    path = write_large(tmp_path / "m.tflite", "residual", 30)
    layouts = jobs.tab.layouts
    layouts.ask(LayoutKey((str(path), ""), "none", None), None, "m1")
    known = LayoutKey((str(path), "0" * 64), "none", None)
    layouts.ask(known, None, "m1")
    assert layouts.awaited == known and len(jobs.asked) == 1
    failed: list[tuple[object, object]] = []
    layouts.failed.connect(lambda key, error: failed.append((key, error)))
    jobs.until(lambda: bool(failed))
    assert failed[0][0] == known and "graph-file-changed" in str(failed[0][1])


def test_what_was_asked_for_ahead_is_dropped_for_another_file(
    jobs: RealJobs, tmp_path: Path
) -> None:
    layouts = jobs.tab.layouts
    layouts.ask(LayoutKey((str(tmp_path / "a.tflite"), ""), "none", None), None, "m1")
    layouts.stop(but=str(tmp_path / "a.tflite"))
    assert layouts.awaited is not None
    layouts.stop(but=str(tmp_path / "b.tflite"))
    assert layouts.awaited is None


def test_all_of_a_graph_as_a_picture(jobs: RealJobs, tmp_path: Path) -> None:
    """By the drawing child: nothing is painted here meanwhile, and it can be cancelled."""
    jobs.show(write_large(tmp_path / "large.tflite", "dense", 2000))
    jobs.until(lambda: jobs.tab.canvas.laid_out is not None)
    picture = tmp_path / "whole.png"
    jobs.tab.saving.save_whole(picture)
    jobs.until(picture.exists)
    size = QImageReader(str(picture)).size()
    assert max(size.width(), size.height()) == MOST_SIDE
    assert size.width() * size.height() <= MOST_PIXELS
