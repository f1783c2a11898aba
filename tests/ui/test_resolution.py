"""What the machine resolves: found by measuring a file against itself, kept, shown, never a run."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.events import Event, JobQueued, JobStarted, JobSucceeded
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.reduce import reduce
from studio.core.settings import Settings, with_value
from studio.core.targets import make_target
from studio.history.resolution_file import load
from studio.history.store import History
from studio.ui.known_targets import KnownTargets
from studio.ui.pages.latency import LatencyPage
from studio.ui.pages.latency_controls import LatencyControls
from studio.ui.resolution import KnownResolution
from studio.ui.store import Store
from studio.ui.widgets.targets_button import TargetsButton
from tests.ui.page_support import (
    CONDITIONS,
    PageBench,
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
    known = KnownResolution(store, path, lambda work, then: then(work()), cpu=here)
    known.read()
    assert known.on(make_target()) is None
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
    found = known.on(measurement.target)
    assert found is not None
    assert load(path) == (found,)
    controls.show_resolution(found)
    assert controls.resolution.text() == "Resolution ±0.75 %"
    told = "In 10 s this machine resolves ±0.75 % on litert-cpu"
    assert told in controls.resolution.toolTip()
    again = KnownResolution(store, path, lambda work, then: then(work()), cpu=here)
    again.read()
    assert again.on(measurement.target) == found
    assert again.on(make_target(threads=2)) is None
    elsewhere = KnownResolution(store, path, lambda work, then: then(work()), cpu=lambda: "Other")
    elsewhere.read()
    assert elsewhere.on(measurement.target) is None


def test_the_page_shows_that_of_the_target_that_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    page = LatencyPage(made.context)
    qtbot.addWidget(page)
    store = made.store
    store.load(make_session(tmp_path))
    measurement = replace(make_measurement("/a/net.tflite", 1.0), target=make_target(threads=2))
    result = BenchmarkResult(
        measurements=(measurement, measurement),
        conditions=CONDITIONS,
        seconds=10.0,
        comparisons=(make_comparison(1, "equivalent"),),
    )
    end(store, BenchmarkRequest(files=("/a/net.tflite", "/a/net.tflite")), result)
    assert page.controls.resolution.text() == "Measure the resolution"
    made.change_settings(with_value(Settings(), "targets", "litert-cpu:threads=2"))
    assert page.controls.resolution.text() == "Resolution ±0.75 %"
    assert "on litert-cpu:threads=2" in page.controls.resolution.toolTip()
    history.close()


def here() -> str:
    return CONDITIONS.cpu


def test_other_measurements_say_nothing_of_the_machine(tmp_path: Path) -> None:
    store = Store(reduce)
    store.load(make_session(tmp_path))
    path = tmp_path / "r.json"
    known = KnownResolution(store, path, lambda work, then: then(work()))
    run = make_run(store.session)
    result = replace(run.result, comparisons=(make_comparison(1),))
    end(store, run.request, result)
    assert all(known.on(item.target) is None for item in result.measurements)
    assert not path.exists()
    assert len(store.session.runs) == 1


def test_the_command_measures_one_file_twice(bench: Bench) -> None:
    bench.open_model()
    bench.run("measure-resolution")
    bench.until(lambda: len(bench.session.jobs) > 1)
    request = bench.session.jobs[-1].request
    assert isinstance(request, BenchmarkRequest)
    assert request.is_aa
    bench.run("cancel-all")
