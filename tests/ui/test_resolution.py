"""What the machine resolves: found by measuring a file against itself, kept, shown, never a run."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.events import Event, JobQueued, JobStarted, JobSucceeded
from studio.core.measurements import BenchmarkResult
from studio.core.reduce import reduce
from studio.core.requests import BenchmarkRequest
from studio.core.settings import Settings
from studio.history.resolution_file import load
from studio.ui.known_targets import KnownTargets
from studio.ui.pages.latency_controls import LatencyControls
from studio.ui.resolution import KnownResolution
from studio.ui.store import Store
from studio.ui.widgets.targets_button import TargetsButton
from tests.ui.page_support import (
    CONDITIONS,
    make_comparison,
    make_measurement,
    make_run,
    make_session,
)
from tests.ui.window_kit import Bench


def end(store: Store, request: BenchmarkRequest, result: BenchmarkResult) -> None:
    for body in (JobQueued(request=request), JobStarted(), JobSucceeded(result=result)):
        store.on_event(Event(job_id="a1", at=5.0, body=body))


def test_a_file_against_itself_tells_of_the_machine_and_is_no_run(
    qtbot: QtBot, tmp_path: Path
) -> None:
    store = Store(reduce)
    store.load(make_session(tmp_path))
    path = tmp_path / "resolution.json"
    known = KnownResolution(store, path, lambda work, then: then(work()))
    known.read()
    assert known.newest is None
    button = TargetsButton(KnownTargets(store, lambda _: ""), lambda: ("tflite",))
    controls = LatencyControls(Settings(), button)
    qtbot.addWidget(controls)
    assert controls.resolution.text() == "Measure the resolution"
    measurement = make_measurement("/a/net.tflite", 1.0)
    result = BenchmarkResult(
        measurements=(measurement, measurement),
        conditions=CONDITIONS,
        seconds=10.0,
        comparisons=(make_comparison(1, "equivalent"),),
    )
    with qtbot.waitSignal(known.changed):
        end(store, BenchmarkRequest(files=("/a/net.tflite", "/a/net.tflite")), result)
    assert store.session.runs == ()
    assert known.newest is not None
    assert load(path) == (known.newest,)
    controls.show_resolution(known.newest)
    assert controls.resolution.text() == "Resolution ±0.75 %"
    assert "In 10 s this machine resolves ±0.75 %" in controls.resolution.toolTip()
    again = KnownResolution(store, path, lambda work, then: then(work()))
    again.read()
    assert again.newest == known.newest


def test_other_measurements_say_nothing_of_the_machine(tmp_path: Path) -> None:
    store = Store(reduce)
    store.load(make_session(tmp_path))
    known = KnownResolution(store, tmp_path / "r.json", lambda work, then: then(work()))
    run = make_run(store.session)
    result = replace(run.result, comparisons=(make_comparison(1),))
    end(store, run.request, result)
    assert known.newest is None
    assert len(store.session.runs) == 1


def test_the_command_measures_one_file_twice(bench: Bench) -> None:
    bench.open_model()
    bench.run("measure-resolution")
    bench.until(lambda: len(bench.session.jobs) > 1)
    request = bench.session.jobs[-1].request
    assert isinstance(request, BenchmarkRequest)
    assert request.is_aa
    bench.run("cancel-all")
