"""The choice of targets: several can be ticked, one at least; what does not run says why."""

from __future__ import annotations

from math import dist

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobQueued, JobStarted, JobSucceeded
from studio.core.measure_requests import BenchmarkRequest, TargetsRequest
from studio.core.measurements import TargetsResult, TargetState
from studio.core.reduce import reduce
from studio.core.settings import default_targets
from studio.core.targets import Arm, make_target
from studio.ui.known_targets import KnownTargets
from studio.ui.pages.naming import arm_names
from studio.ui.store import Store
from studio.ui.texts import target_names
from studio.ui.theme import DARK, LIGHT, Colors, line_style
from studio.ui.widgets.targets_button import TargetsButton
from tests.ui.page_support import make_session
from tests.ui.window_kit import Bench


class Asked:
    def __init__(self) -> None:
        self.store = Store(reduce)
        self.requests: list[TargetsRequest] = []
        self.known = KnownTargets(self.store, self._submit)

    def _submit(self, request: TargetsRequest) -> str:
        self.requests.append(request)
        return "t1"

    def answer(self, *states: TargetState) -> None:
        result = TargetsResult(targets=states)
        for body in (
            JobQueued(request=TargetsRequest()),
            JobStarted(),
            JobSucceeded(result=result),
        ):
            self.store.on_event(Event(job_id="t1", at=1.0, body=body))


@pytest.fixture
def asked() -> Asked:
    return Asked()


def button(qtbot: QtBot, asked: Asked, formats: tuple[str, ...] = ("tflite",)) -> TargetsButton:
    made = TargetsButton(asked.known, lambda: formats)
    qtbot.addWidget(made)
    made.show_targets((make_target(),))
    return made


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(text))


def kind(made: TargetsButton, title: str) -> QMenu:
    menu = entry(made.menu(), title).menu()
    assert isinstance(menu, QMenu)
    return menu


def test_several_are_ticked_and_the_last_one_stays(
    qtbot: QtBot, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    made = button(qtbot, asked)
    said: list[str] = []
    made.edited.connect(said.append)
    made.fill()
    menu = kind(made, "LiteRT · CPU")
    texts = [action.text() for action in menu.actions() if action.isCheckable()]
    assert texts == ["1 thread", "1 thread · Kernels builtin", "2 threads", "4 threads"]
    entry(menu, "2 threads").trigger()
    assert said == ["litert-cpu litert-cpu:threads=2"]
    assert made.text() == "2 targets ▾"
    assert "LiteRT · CPU · 2 threads" in made.toolTip()
    entry(menu, "1 thread").trigger()
    assert said[-1] == "litert-cpu:threads=2"
    last = entry(menu, "2 threads")
    last.trigger()
    assert last.isChecked()
    assert len(said) == 2


def test_what_does_not_run_here_says_why_once_it_was_tried(qtbot: QtBot, asked: Asked) -> None:
    made = button(qtbot, asked, ("tflite", "keras"))
    made.menu().aboutToShow.emit()
    made.menu().aboutToShow.emit()
    assert len(asked.requests) == 1
    assert not entry(made.menu(), "LiteRT · GPU").isEnabled()
    assert "not tried yet" in entry(made.menu(), "TensorFlow · CPU").text()
    assert all("ONNX" not in action.text() for action in made.menu().actions())
    error = ErrorInfo(code="target-package-missing", params={"packages": "x"}, family="UsageError")
    asked.answer(
        TargetState(id="litert-cpu", implementation="litert-c"),
        TargetState(id="litert-gpu", implementation="litert-c-gpu", device="SwiftShader"),
        TargetState(id="tensorflow-cpu", errors=(error,)),
    )
    assert "SwiftShader" in entry(made.menu(), "LiteRT · GPU").toolTip()
    missing = entry(made.menu(), "TensorFlow · CPU")
    assert not missing.isEnabled()
    assert "not installed: x" in missing.text()
    assert "pip install x" in missing.toolTip()


def test_an_open_menu_that_grows_stays_on_the_screen(qtbot: QtBot, asked: Asked) -> None:
    made = button(qtbot, asked)
    menu = made.menu()
    screen = made.screen().availableGeometry()
    menu.popup(screen.topRight())
    qtbot.waitUntil(menu.isVisible)
    before = menu.width()
    error = ErrorInfo(
        code="target-package-missing", params={"packages": "a-package-of-a-long-name"},
        family="UsageError",
    )  # fmt: skip
    asked.answer(TargetState(id="litert-gpu", errors=(error,)))
    assert menu.width() >= before
    assert screen.contains(menu.geometry())
    menu.close()


def test_targets_are_named_by_what_sets_them_apart() -> None:
    one, two = make_target(), make_target(threads=2)
    assert target_names((one,)) == ("",)
    assert target_names((one, two)) == ("1 thread", "2 threads")
    other = make_target("litert-interpreter", kernels="reference")
    assert target_names((one, other)) == ("LiteRT · CPU", "LiteRT Interpreter · CPU · reference")


def test_arms_of_one_variant_share_its_color_in_other_shades(tmp_path) -> None:
    session = make_session(tmp_path)
    file = session.models[0].variants[0].artifact
    arms = tuple(Arm(file=file, target=make_target(threads=count)) for count in (1, 2))
    first, second = arm_names(session, arms)
    assert (first.name, second.name) == ("float32 · 1 thread", "float32 · 2 threads")
    assert first.color == second.color
    assert (first.shade, second.shade) == (0, 1)


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_shades_of_one_color_are_told_apart(colors: Colors) -> None:
    for index in range(len(colors.variants)):
        own, first, second = (colors.line(index, shade).getRgb() for shade in range(3))
        assert min(dist(own, first), dist(own, second), dist(first, second)) > 25
    assert len({line_style(shade) for shade in range(4)}) == 4


def test_the_window_measures_on_what_was_ticked(bench: Bench) -> None:
    bench.open_model()
    window = bench.program.window
    bench.run("set-targets", targets="litert-cpu litert-cpu:threads=2 tensorflow-cpu")
    assert window.toolbar.target.text() == "3 targets ▾"
    assert len(default_targets(bench.program.shell.settings)) == 3
    bench.run("measure")
    bench.until(lambda: len(bench.session.jobs) > 1)
    request = bench.session.jobs[-1].request
    assert isinstance(request, BenchmarkRequest)
    assert [one.text for one in request.targets] == ["litert-cpu", "litert-cpu:threads=2"]
    text = bench.run("copy-benchmark", request=request)
    assert (
        "--target litert-cpu --target litert-cpu:threads=2 --scenario single-stream --seconds 10 "
        in text
    )
    assert QGuiApplication.clipboard().text() == text
    bench.run("cancel-all")
