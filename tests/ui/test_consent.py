"""Questions that must not be answered with yes by accident: asked with the real message box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from studio.core import edits
from studio.core.errors import ErrorInfo
from studio.core.lookup import with_model
from studio.core.measure_requests import BenchmarkRequest
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.session import Draft
from studio.ui.dialogs.ask import Dialogs
from tests.ui.window_kit import Bench

Answer = Callable[[QDialog], object]


def press(key: Qt.Key) -> Answer:
    return lambda box: QTest.keyClick(box, key)


def click(text: str) -> Answer:
    def answer(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == text).click()

    return answer


def when_asked(answer: Answer) -> list[str]:
    """Answer the next modal box; the list says what was asked."""
    asked: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            timer.stop()
            answer(box)

    timer = QTimer(QApplication.instance())
    timer.timeout.connect(look)
    timer.start(10)
    return asked


@pytest.mark.parametrize("is_dangerous", [True, False])
@pytest.mark.parametrize("no", [press(Qt.Key.Key_Escape), QDialog.close, click("Cancel")])
def test_escape_closing_and_cancel_mean_no(qtbot: QtBot, is_dangerous: bool, no: Answer) -> None:
    when_asked(no)
    assert not Dialogs().confirm("Sure?", "It is gone then.", "Do it", is_dangerous=is_dangerous)


@pytest.mark.parametrize("is_dangerous", [True, False])
def test_the_button_means_yes_and_return_only_where_nothing_is_at_stake(
    qtbot: QtBot, is_dangerous: bool
) -> None:
    when_asked(click("Do it"))
    assert Dialogs().confirm("Sure?", "It is gone then.", "Do it", is_dangerous=is_dangerous)
    when_asked(press(Qt.Key.Key_Return))
    agreed = Dialogs().confirm("Sure?", "It is gone then.", "Do it", is_dangerous=is_dangerous)
    assert agreed is not is_dangerous


def test_escape_does_not_run_the_code_of_a_model(bench: Bench) -> None:
    model = bench.open_model()
    count = len(bench.session.jobs)
    refused = ErrorInfo(code="model-needs-code", params={"layers": "f", "sha256": "c0de"})
    bench.program.store.apply(
        lambda session: with_model(session, replace(bench.model, error=refused))
    )
    bench.program.shell.dialogs = Dialogs(bench.program.window)
    asked = when_asked(press(Qt.Key.Key_Escape))
    bench.run("allow-code", model_id=model.id)
    assert asked == ["Run the code inside this model?"]
    assert not bench.model.allow_code and len(bench.session.jobs) == count


def asked_again(bench: Bench, stored: BenchmarkRequest) -> object:
    """What the queue is given where ``stored`` is submitted as the pages do it."""
    job_id = bench.program.shell.submit(stored, "")
    bench.until(lambda: bench.session.job(job_id) is not None)
    job = bench.session.job(job_id)
    assert job is not None
    return job.request


def test_a_run_measured_again_is_allowed_no_more_than_its_model_is(bench: Bench) -> None:
    model = bench.open_model()
    stored = BenchmarkRequest(files=(model.path,), seconds=0.1, processes=1, allow_code=True)
    refused = asked_again(bench, stored)
    assert refused == replace(stored, allow_code=False)
    bench.program.store.apply(lambda session: edits.allow_code(session, model.id, "c0de"))
    agreed = {model.path: Opening(agreed=("c0de",))}
    assert asked_again(bench, stored) == replace(stored, openings=agreed)
    bench.until(lambda: bench.is_settled)


def test_a_model_is_measured_as_it_is_opened(bench: Bench) -> None:
    model = bench.open_model()
    opening = Opening(engine="legacy-keras")
    bench.program.store.apply(lambda session: edits.set_opening(session, model.id, opening))
    bench.run("measure", files=(model.path,), targets=("tensorflow-cpu",), seconds=0.1)
    bench.until(lambda: isinstance(bench.session.jobs[-1].request, BenchmarkRequest))
    assert bench.session.jobs[-1].request.openings == {model.path: opening}
    bench.until(lambda: bench.is_settled)


def test_escape_does_not_quit_while_a_job_runs(bench: Bench) -> None:
    bench.open_model(build="hang")
    draft = Draft(recipes=(make_recipe(),))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until(lambda: bench.session.jobs[-1].state == "running")
    scripted, bench.program.shell.dialogs = (
        bench.program.shell.dialogs,
        Dialogs(bench.program.window),
    )
    asked = when_asked(press(Qt.Key.Key_Escape))
    assert not bench.program.window.close()
    assert asked == ["Quit while jobs are running?"]
    assert bench.program.window.isVisible()
    assert bench.session.jobs[-1].state == "running"
    bench.program.shell.dialogs = scripted


def test_the_cache_is_not_cleared_under_a_running_job(bench: Bench) -> None:
    bench.open_model(build="hang")
    kept = bench.program.shell.places.float_cache / "kept" / "float.tflite"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"x")
    draft = Draft(recipes=(make_recipe(),))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until(lambda: bench.session.jobs[-1].state == "running")
    said: list[str] = []
    bench.program.shell.said.connect(said.append)
    bench.run("clear-cache")
    assert said == ["Wait until the running jobs have ended."]
    bench.run("cancel-all")
    bench.until_quiet(2)
    assert "Clear the cache?" not in bench.dialogs.asked and Path(kept).exists()
    bench.run("clear-cache")
    bench.until(lambda: not kept.exists())
    assert bench.dialogs.asked[-1] == "Clear the cache?"
