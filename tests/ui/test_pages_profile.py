"""The profile page: alone, beside another variant, while recording, when it fails; its commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.core.child_protocol import Phase
from studio.core.errors import ErrorInfo
from studio.core.events import Event, EventBody, JobFailed, JobQueued, JobStarted, JobSucceeded
from studio.core.measure_requests import ProfileRequest
from studio.core.profile import ProfileResult
from studio.core.session import Profile, Session
from studio.core.targets import make_target
from studio.history.store import History
from studio.ui.actions.profiling import profile_reason
from studio.ui.pages.profile import ProfilePage
from studio.ui.selection import Selection
from studio.ui.store import Store
from tests.kit.profiles import CONDITIONS, make_profile, timed
from tests.ui.page_support import PageBench, make_session

OTHER_OPS = (
    timed(0, "CONV_2D", "stem", 200),
    timed(1, "QUANTIZE", "in", 40),
    timed(3, "SOFTMAX", "scores", 90),
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1", ("v0",)))
    yield made
    history.close()


def with_profiles(session: Session, **results: ProfileResult) -> Session:
    """``results`` by name of the variant; the later ones are the newer ones."""
    by_name = {variant.name: variant for variant in session.models[0].variants}
    profiles = tuple(
        Profile(
            id=by_name[name].sha256,
            at=float(number),
            result=replace(result, sha256=by_name[name].sha256),
        )
        for number, (name, result) in enumerate(results.items())
    )
    return replace(session, profiles=profiles)


def shown_page(bench: PageBench, qtbot: QtBot) -> ProfilePage:
    page = ProfilePage(bench.context)
    qtbot.addWidget(page)
    bench.show(page)
    page.resize(1000, 600)
    page.show()
    return page


def cells(page: ProfilePage, column: int) -> list[str]:
    model = page.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def path_of(bench: PageBench, name: str) -> str:
    variants = bench.store.session.models[0].variants
    return next(variant.artifact for variant in variants if variant.name == name)


def test_nothing_profiled_says_what_to_do(bench: PageBench, qtbot: QtBot) -> None:
    page = shown_page(bench, qtbot)
    assert page._stack.currentWidget() is page.empty
    assert not page.choice.start.isVisible()
    page.empty.activated.emit()
    assert bench.commands == [("profile", {"files": (path_of(bench, "float32"),)})]
    bench.reasons["profile"] = "because"
    page.refresh(bench.store.session, bench.store.selection)
    assert not page.empty._button.isEnabled()
    assert page.empty._button.toolTip() == "because"


def test_one_profile_is_shown_in_full(bench: PageBench, qtbot: QtBot) -> None:
    bench.store.load(with_profiles(bench.store.session, float32=make_profile("")))
    page = shown_page(bench, qtbot)
    QAbstractItemModelTester(page.table.model(), page)
    assert cells(page, 0) == ["0", "—", "2", "3"]
    assert cells(page, 1) == ["CONV_2D", "Static Reshape", "FULLY_CONNECTED", "SOFTMAX"]
    assert cells(page, 3) == ["60 %", "0 %", "25 %", "10 %"]
    assert cells(page, 4) == ["600", "0", "250", "100"]
    assert cells(page, 5) == ["✓", "added by the delegate", "✓", "✓"]
    assert page.coverage.text() == (
        "Ops of the file explain 95 % of a run of 1,000 µs · medians of the ops added up: 950 µs · "
        "in the delegate 85 % · in no op 5 % · ops without a time: 1"
    )
    assert page.bars.bars[0].label == "CONV_2D ×1"
    assert page.bars.bars[1].label == "Static Reshape (not in the file) ×1"
    assert page.causes.texts == ("Ops outside of the delegate: 10 % (100 µs), ops: 1",)
    assert "LiteRT · CPU · 1 thread" in page.conditions.text()
    page.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert cells(page, 1)[:2] == ["CONV_2D", "FULLY_CONNECTED"]
    page.grab()  # the bars of the shares are painted without a warning
    page.choice.copy.click()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("0\tCONV_2D\tstem\t60 %")
    page.choice.start.click()
    assert bench.commands == [("profile", {"files": (path_of(bench, "float32"),)})]


def test_an_op_of_another_graph_and_one_that_cannot_be_told(bench: PageBench, qtbot: QtBot) -> None:
    ops = (
        timed(4, "LESS", "go_on", 10, subgraph=2),
        timed(None, "Clamp", "", 20, placing="open"),
    )
    bench.store.load(with_profiles(bench.store.session, float32=make_profile("", ops)))
    page = shown_page(bench, qtbot)
    assert cells(page, 0) == ["2:4", "—"]
    assert cells(page, 5) == ["✓", "unmapped"]


def test_two_selected_variants_are_set_beside_each_other(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    busy = replace(CONDITIONS, other_busy_percent=64.0)
    results = {
        "float32": make_profile(""),
        "int8": make_profile("", OTHER_OPS, causes=(), conditions=busy),
    }
    bench.store.load(with_profiles(bench.store.session, **results))
    page = shown_page(bench, qtbot)
    bench.store.select(Selection("m1", ("v0", "v2")))
    assert cells(page, 1) == ["CONV_2D", "FULLY_CONNECTED", "QUANTIZE", "SOFTMAX", "Static Reshape"]
    assert cells(page, 0) == ["0 · 0", "2 · —", "— · 1", "3 · 3", "— · —"]
    assert cells(page, 3) == ["600", "250", "—", "100", "0"]
    assert cells(page, 4) == ["200", "—", "40", "90", "—"]
    assert cells(page, 5) == ["−400", "−250", "+40", "−10", "0"]
    headers = [page.table.model().headerData(at, Qt.Orientation.Horizontal) for at in (3, 4)]
    assert headers == ["float32\n(µs)", "int8\n(µs)"]
    assert [bar.text for bar in page.bars.bars][:2] == ["−400 µs", "−250 µs"]
    assert page.causes.texts[-1] == "Nothing of that kind in this file."
    assert "64 %" in page.conditions.text()
    assert "no verdict" in page.conditions.text()
    target = tmp_path / "differences.csv"
    page.export_csv(target)
    qtbot.waitUntil(target.exists)
    lines = target.read_text().splitlines()
    assert lines[0].startswith("first_index,second_index,op,name,first_us")
    assert lines[1] == "0,0,CONV_2D,stem,600,200,-400"


def test_two_that_were_not_recorded_alike_are_marked(bench: PageBench, qtbot: QtBot) -> None:
    other = make_profile(
        "", target=make_target(threads=2), conditions=replace(CONDITIONS, cpu="Other CPU")
    )
    session = with_profiles(bench.store.session, float32=make_profile(""), int8=other)
    bench.store.load(session)
    names = [variant.name for variant in session.models[0].variants]
    ids = tuple(f"v{names.index(name)}" for name in ("float32", "int8"))
    bench.store.select(Selection("m1", ids))
    page = shown_page(bench, qtbot)
    marked = page.coverage.text().splitlines()[-1]
    assert marked.startswith("⚠ ")
    assert "Target: litert-cpu / litert-cpu:threads=2 · Processor: Some CPU / Other CPU" in marked


def test_a_variant_that_was_not_profiled_is_said_so_beside_the_other(
    bench: PageBench, qtbot: QtBot
) -> None:
    bench.store.load(with_profiles(bench.store.session, float32=make_profile("")))
    bench.store.select(Selection("m1", ("v0", "v2")))
    page = shown_page(bench, qtbot)
    assert page.table.model().rowCount() == 4
    assert "int8 has not been profiled yet" in page.conditions.text()
    page.choice.start.click()
    files = (path_of(bench, "float32"), path_of(bench, "int8"))
    assert bench.commands == [("profile", {"files": files})]


def test_of_a_model_the_newest_profile_is_shown_and_another_can_be_chosen(
    bench: PageBench, qtbot: QtBot
) -> None:
    results = {"int8": make_profile("", OTHER_OPS), "float32": make_profile("")}
    bench.store.load(with_profiles(bench.store.session, **results))
    bench.store.select(Selection("m1"))
    page = shown_page(bench, qtbot)
    assert page.choice.shown.currentText() == "float32"
    offered = [page.choice.shown.itemText(at) for at in range(page.choice.shown.count())]
    assert offered == ["float32", "float16", "int8"]  # no .keras file
    page.choice.shown.setCurrentText("int8")
    page.choice.shown.activated.emit(2)
    assert cells(page, 1) == ["CONV_2D", "QUANTIZE", "SOFTMAX"]
    page.refresh(bench.store.session, bench.store.selection)
    assert page.choice.shown.currentText() == "int8"
    bench.store.select(Selection("m1", ("v0",)))
    assert page.choice.shown.currentText() == "float32"


def test_a_profile_of_other_bytes_at_the_same_path_does_not_count(
    bench: PageBench, qtbot: QtBot
) -> None:
    session = with_profiles(bench.store.session, float32=make_profile(""))
    model = session.models[0]
    changed = tuple(replace(variant, sha256="0f" * 32) for variant in model.variants)
    bench.store.load(replace(session, models=(replace(model, variants=changed),)))
    page = shown_page(bench, qtbot)
    assert page._stack.currentWidget() is page.empty


def play(store: Store, job_id: str, *bodies: EventBody) -> None:
    for body in bodies:
        store.on_event(Event(job_id=job_id, at=2.0, body=body))


def test_a_recording_is_followed_to_its_end(bench: PageBench, qtbot: QtBot) -> None:
    page = shown_page(bench, qtbot)
    request = ProfileRequest(file=path_of(bench, "float32"))
    play(bench.store, "j1", JobQueued(request=request), JobStarted(),
         Phase(name="measuring", current=12, total=50))  # fmt: skip
    assert page.empty._hint.text() == "measuring 12/50"
    assert profile_reason(bench.store) is not None
    sha256 = bench.store.session.models[0].variants[0].sha256
    play(bench.store, "j1", JobSucceeded(result=make_profile(sha256)))
    assert page.table.model().rowCount() == 4
    assert profile_reason(bench.store) is None


def test_a_failure_is_told_once_and_only_of_what_is_shown(bench: PageBench, qtbot: QtBot) -> None:
    page = shown_page(bench, qtbot)
    error = ErrorInfo(code="profile-unsteady")
    play(bench.store, "j1", JobQueued(request=ProfileRequest(file="/other.tflite")),
         JobStarted(), JobFailed(error=error))  # fmt: skip
    assert not page.banner.isVisible()
    request = ProfileRequest(file=path_of(bench, "float32"))
    play(bench.store, "j2", JobQueued(request=request), JobStarted(), JobFailed(error=error))
    assert page.banner.isVisible()
    page.banner.clear()
    page.refresh(bench.store.session, bench.store.selection)
    assert not page.banner.isVisible()


def test_a_failed_export_is_told(bench: PageBench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.store.load(with_profiles(bench.store.session, float32=make_profile("")))
    page = shown_page(bench, qtbot)
    (tmp_path / "file").touch()
    page.export_csv(tmp_path / "file" / "profile.csv")
    qtbot.waitUntil(page.banner.isVisible)
    target = tmp_path / "profile.csv"
    page.export_csv(target)
    qtbot.waitUntil(target.exists)
    assert target.read_text().splitlines()[1] == "0,0,CONV_2D,stem,0.6,600,mapped,Conv_2D,1"
