"""How the next measurement runs: the toolbar, the shortcut and the latency page say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.events import Event, JobCancelled, JobQueued, JobStarted
from studio.core.measure_requests import BenchmarkRequest
from studio.core.settings import Settings
from studio.history.store import History
from studio.ui.pages.latency import LatencyPage
from studio.ui.selection import Selection
from tests.ui.page_support import PageBench, make_run, make_session
from tests.ui.window_kit import Bench


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def test_the_controls_are_the_settings_except_while_measuring(
    pages: PageBench, qtbot: QtBot
) -> None:
    page = LatencyPage(pages.context)
    qtbot.addWidget(page)
    pages.show(page)
    controls = page.controls
    controls.targets.edited.emit("litert-cpu:threads=3")
    controls.warmup.setValue(7)
    controls.seconds.setValue(2.5)
    expected = Settings(targets="litert-cpu:threads=3", warmup_runs=7, benchmark_seconds=2.5)
    assert pages.settings == expected
    pages.change_settings(replace(expected, targets="litert-cpu:threads=2"))
    assert controls.targets.setting == "litert-cpu:threads=2"
    controls.inputs.setCurrentIndex(controls.inputs.findData("data"))
    controls.inputs.activated.emit(controls.inputs.currentIndex())
    assert pages.settings.benchmark_inputs == "data"
    assert "evaluation.npz" in controls.inputs.toolTip()
    expected = replace(expected, benchmark_inputs="data")
    request = make_run(pages.store.session).request
    for body in (JobQueued(request=request), JobStarted()):
        pages.store.on_event(Event(job_id="b1", at=1.0, body=body))
    assert controls.warmup.value() == 5  # of the request, whatever is set
    pages.change_settings(expected)
    assert controls.warmup.value() == 5
    pages.store.on_event(Event(job_id="b1", at=2.0, body=JobCancelled()))
    assert (controls.targets.setting, controls.warmup.value()) == ("litert-cpu:threads=3", 7)
    assert pages.settings == expected


def test_toolbar_page_and_shortcut_measure_the_same(bench: Bench) -> None:
    bench.open_model()
    window = bench.program.window
    bench.run("show-latency")
    page = window.center.pages["latency"]
    assert isinstance(page, LatencyPage)
    bench.run("set-targets", targets="litert-cpu:threads=2")
    assert page.controls.targets.setting == "litert-cpu:threads=2"
    page.controls.targets.edited.emit("litert-cpu:threads=3")
    page.controls.warmup.setValue(77)
    page.controls.seconds.setValue(33.0)
    assert "3" in window.toolbar.target.text()
    for start in (window.actions_.actions["measure"].trigger, page.wishes.start):
        count = len(bench.session.jobs)
        start()
        bench.until(lambda count=count: len(bench.session.jobs) > count)
        request = bench.session.jobs[-1].request
        assert isinstance(request, BenchmarkRequest)
        assert (request.targets[0].threads, request.warmup_runs, request.seconds) == (3, 77, 33.0)
        bench.run("cancel-all")
        bench.until_quiet(count + 1)
