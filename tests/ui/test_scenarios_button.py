"""The choice of scenarios: several can be ticked, a server not beside others; names say enough."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSpinBox
from pytestqt.qtbot import QtBot

from studio.core.measure_protocol import Samples
from studio.core.scenarios import SCENARIOS, make_scenario, parse_scenario
from studio.core.settings import Settings, default_scenarios, with_value
from studio.core.targets import Arm, make_target
from studio.ui.dialogs.params import ParamsDialog
from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_table import rows_so_far
from studio.ui.pages.naming import arm_names
from studio.ui.texts import scenario_names, scenario_text
from studio.ui.widgets.scenarios_button import ScenariosButton
from tests.ui.page_support import make_batch, make_session
from tests.ui.window_kit import Bench


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(text))


def inner(menu: QMenu, text: str) -> QMenu:
    found = entry(menu, text).menu()
    assert isinstance(found, QMenu)
    return found


@pytest.fixture
def button(qtbot: QtBot) -> ScenariosButton:
    made = ScenariosButton()
    qtbot.addWidget(made)
    made.show_scenarios((make_scenario(),))
    made.fill()
    return made


def test_several_are_ticked_and_the_last_one_stays(button: ScenariosButton) -> None:
    said: list[str] = []
    button.edited.connect(said.append)
    menu = button.menu()
    entry(inner(menu, "offline"), "1 stream").trigger()
    assert said == ["single-stream offline:streams=1"]
    assert button.text() == "2 scenarios ▾"
    entry(inner(menu, "single-stream"), "as it is").trigger()
    last = entry(inner(menu, "offline"), "1 stream")
    last.trigger()
    assert said[-1] == "offline:streams=1"
    assert last.isChecked()
    assert len(said) == 2


def test_a_server_takes_the_place_of_the_others(button: ScenariosButton) -> None:
    menu = button.menu()
    server = inner(menu, "server")
    entry(server, "Search the highest rate: 1 stream · p99 ≤ 10 ms").trigger()
    assert button.setting == "server:streams=1,bound=10.0"
    assert not entry(inner(menu, "single-stream"), "as it is").isChecked()
    entry(server, "Search the highest rate: 1 stream · p99 ≤ 100 ms").trigger()
    assert button.setting == "server:streams=1,bound=10.0 server:streams=1,bound=100.0"
    entry(inner(menu, "single-stream"), "Pre-processing serial").trigger()
    assert button.setting == "single-stream:preprocessing=serial"
    assert not entry(server, "Search the highest rate: 1 stream · p99 ≤ 10 ms").isChecked()


def test_it_is_not_offered_where_it_cannot_be_measured(button: ScenariosButton) -> None:
    button.show_scenarios((make_scenario(),), "not without a pause")
    button.fill()
    found = entry(button.menu(), "server")
    assert not found.isEnabled()
    assert found.toolTip() == "not without a pause"


def test_any_numbers_can_be_entered(qtbot: QtBot) -> None:
    dialog = ParamsDialog("server", SCENARIOS["server"].params, {"rate": 40.0})
    qtbot.addWidget(dialog)
    streams = dialog.editors["streams"]
    assert isinstance(streams, QSpinBox)
    streams.setValue(3)
    assert make_scenario("server", **dialog.values).text == "server:streams=3,rate=40.0"


def test_scenarios_are_named_by_what_sets_them_apart(tmp_path: Path) -> None:
    single, two, four = map(parse_scenario, ("single-stream", "offline", "offline:streams=4"))
    assert scenario_names((single,)) == ("",)
    assert scenario_names((single, two)) == ("single-stream", "offline · 2 streams")
    assert scenario_names((two,)) == ("offline · 2 streams",)
    assert scenario_names((two, four)) == ("2 streams", "4 streams")
    assert scenario_names((single, two, four)) == (
        "single-stream",
        "offline · 2 streams",
        "offline · 4 streams",
    )
    serial = make_scenario(preprocessing="serial")
    assert scenario_names((single, serial)) == ("", "Pre-processing serial")
    assert scenario_text(make_scenario("server", rate=50)) == "server · 1 stream · 50 / s"
    assert scenario_text(make_scenario("server", streams=2)) == "server · 2 streams · p99 ≤ 100 ms"
    file = make_session(tmp_path).models[0].variants[0].artifact
    arms = tuple(Arm(file=file, target=make_target(), scenario=one) for one in (single, two))
    names = arm_names(make_session(tmp_path), arms)
    assert [one.name for one in names] == [
        "float32 · single-stream",
        "float32 · offline · 2 streams",
    ]


def test_live_throughput_counts_inputs(tmp_path: Path) -> None:
    ways = ("single-stream", "offline", "server")
    arms = tuple(
        Arm(file="a", target=make_target(), scenario=parse_scenario(text)) for text in ways
    )
    samples = RunSamples(3)
    batch: Samples = make_batch(300, 3)
    samples.add_rows(batch.rows)
    names = arm_names(make_session(tmp_path), arms)
    rows = rows_so_far(names, arms, samples, {})
    per_run = [1000 / row.value("mean_ms") for row in rows]
    assert rows[0].value("throughput_per_s") == pytest.approx(per_run[0])
    assert rows[1].value("throughput_per_s") == pytest.approx(32 * per_run[1])
    assert rows[2].value("throughput_per_s") is None


def test_mixed_scenarios_are_no_setting() -> None:
    settings = with_value(Settings(), "scenarios", "offline  single-stream offline:streams=2")
    assert settings.scenarios == "offline:streams=2 single-stream"
    assert [one.id for one in default_scenarios(settings)] == ["offline", "single-stream"]
    for wrong in ("server offline", "", "nonsense"):
        with pytest.raises(Exception, match="setting-invalid"):
            with_value(settings, "scenarios", wrong)


def test_the_window_measures_in_what_was_ticked(bench: Bench) -> None:
    bench.open_model()
    shell = bench.program.shell
    shell.change_settings(with_value(shell.settings, "scenarios", "offline multi-stream"))
    bench.run("measure")
    bench.until(lambda: len(bench.session.jobs) > 1)
    request = bench.session.jobs[-1].request
    assert [one.text for one in request.scenarios] == [
        "offline:streams=2",
        "multi-stream:streams=4",
    ]
    text = bench.run("copy-benchmark", request=request)
    assert "--scenario offline:streams=2 --scenario multi-stream:streams=4 " in text
    bench.run("cancel-all")
    bench.until_quiet(2)
    bench.run("measure", scenarios=("server:rate=5",), seconds=2.0)
    bench.until(lambda: len(bench.session.jobs) > 2)
    request = bench.session.jobs[-1].request
    assert ([one.text for one in request.scenarios], request.seconds) == (
        ["server:streams=1,rate=5.0"],
        2.0,
    )
    bench.run("cancel-all")
    bench.until_quiet(3)


def test_sustained_is_what_the_controls_say(bench: Bench) -> None:
    bench.open_model()
    bench.run("show-latency")
    controls = bench.program.window.center.pages["latency"].controls
    controls.mode.setCurrentIndex(controls.mode.findData("sustained"))
    controls.mode.activated.emit(controls.mode.currentIndex())
    controls.minutes.setValue(2.5)
    assert controls.seconds.isHidden() and not controls.minutes.isHidden()
    bench.run("measure")
    bench.until(lambda: len(bench.session.jobs) > 1)
    request = bench.session.jobs[-1].request
    assert (request.sustained, request.seconds) == (True, 150.0)
    assert "--sustained 2.5 " in bench.run("copy-benchmark", request=request)
    bench.run("cancel-all")
    bench.until_quiet(2)
    shell = bench.program.shell
    settings = with_value(shell.settings, "benchmark_mode", "short")
    shell.change_settings(with_value(settings, "scenarios", "server"))
    assert not controls.mode.model().item(1).isEnabled()
