"""Data are looked at when they are chosen: what is said, and that it holds for what is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core import edits
from studio.core.data_findings import DataFinding
from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobSucceeded
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.requests import DataRequest
from studio.core.results import DataResult, InputData
from studio.core.session import Dataset, Model, Session
from studio.history.store import History
from studio.ui.dialogs.findings import FindingsDialog
from studio.ui.panels.data_facts import DataFacts, facts_text, problem_lines
from studio.ui.panels.data_look import DataLook
from studio.ui.panels.model_data_chooser import ModelDataChooser
from tests.ui.page_support import PageBench, make_session
from tests.ui.window_kit import Bench

PICTURE = InputData(
    name="image", key="x", dtype="float32", shape=(28, 28, 1), minimum=0.0, maximum=1.0, mean=0.1304
)
FITS = DataResult(
    data="/d.npz", samples=200, samples_read=200, inputs=(PICTURE,), labels=200, modified_ns=1
)
SCALED = Preprocessing(scale=1 / 255)


# --- texts ---------------------------------------------------------------------------------------


def test_facts_are_one_line() -> None:
    assert facts_text(FITS, SCALED) == "200 samples · 28×28×1 float32 · 0 to 1 after preprocessing"
    assert facts_text(FITS, Preprocessing()) == "200 samples · 28×28×1 float32 · 0 to 1"
    assert facts_text(FITS, SCALED, needs_labels=True).endswith(
        "200 labels: classes, for top-1 and top-5"
    )
    part = replace(FITS, samples=60_000)
    assert facts_text(part, Preprocessing()).endswith(" · values of the first 200")
    unread = replace(part, samples_read=0, inputs=(replace(PICTURE, minimum=None, maximum=None),))
    assert facts_text(unread, Preprocessing()).endswith("28×28×1 float32 · values not looked at")
    assert facts_text(DataResult(data="/d"), Preprocessing()) == ""


def test_what_is_wrong_comes_before_what_is_odd() -> None:
    missing = ErrorInfo(code="labels-missing", params={"path": "/d.npz", "keys": "x"})
    broken = ErrorInfo(code="data-damaged", params={"path": "/d.npz"})
    assert problem_lines(FITS, True) == ("", [])
    unlabeled = replace(FITS, labels=0, labels_error=missing)
    assert problem_lines(unlabeled, False) == ("", [])
    status, (line,) = problem_lines(unlabeled, True)
    assert status == "degraded" and line.startswith("⚠ /d.npz has no labels. Save them as y")
    odd = replace(unlabeled, error=broken, notes=("data-unscaled",))
    status, lines = problem_lines(odd, True)
    assert status == "failed"
    assert [line[0] for line in lines] == ["✕", "⚠", "⚠"]


def test_what_is_shown_is_colored_by_the_worst(qtbot: QtBot) -> None:
    facts = DataFacts()
    qtbot.addWidget(facts)
    facts.show_answer(None, True, SCALED)
    assert facts.facts.text() == "Looking at the data…"
    facts.show_answer(replace(FITS, notes=("data-unscaled",)), False, SCALED)
    warned = facts.problem.palette().windowText().color()
    facts.show_answer(ErrorInfo(code="child-crashed"), False, SCALED)
    assert facts.facts.text() == "" and facts.problem.text().startswith("✕")
    assert facts.problem.palette().windowText().color() != warned
    facts.show_answer(None, False, SCALED)
    assert facts.facts.isHidden() and facts.problem.isHidden()


FOUND = (
    DataFinding(code="doctor-repeated", severity="odd", params={"repeated": "9", "count": "20"}),
    DataFinding(code="doctor-scale-unknown", severity="unknown", params={"name": "image"}),
)


def test_the_worst_finding_is_a_line_and_all_are_a_click_away(qtbot: QtBot) -> None:
    facts = DataFacts()
    qtbot.addWidget(facts)
    facts.show_answer(replace(FITS, findings=FOUND), False, SCALED)
    assert facts.problem.text().startswith("⚠ 9 of 20 samples repeat others")
    assert "cannot be told" not in facts.problem.text()
    assert facts.doctor.text() == "Data doctor: 1 found, 1 cannot be told…"
    facts.doctor.click()
    (dialog,) = facts.findChildren(FindingsDialog)
    assert [text[0] for text in dialog.list.texts] == ["⚠", "?"]
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    facts.show_answer(FITS, False, SCALED)
    assert facts.doctor.text() == "Data doctor: nothing found"
    facts.show_answer(ErrorInfo(code="child-crashed"), False, SCALED)
    assert facts.doctor.isHidden()


# --- asking --------------------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot) -> PageBench:
    history = History(tmp_path / "studio.db")
    page = PageBench(history)
    page.store.load(make_session(tmp_path))
    yield page
    history.close()


def model_of(page: PageBench) -> Model:
    return page.store.session.models[0]


def answer(page: PageBench, job_id: str, result: DataResult = FITS) -> None:
    page.store.on_event(Event(job_id=job_id, at=1.0, body=JobSucceeded(result=result)))


def test_it_asks_anew_for_what_changes_the_answer_only(page: PageBench) -> None:
    look = DataLook(page.context)
    model, dataset = model_of(page), Dataset(path="/d.npz")
    look.ask(model, dataset)
    look.ask(replace(model, name="other", variants=()), dataset)
    look.ask(model, Dataset(path="/d.npz", ref=DatasetRef(sha256="known by now")))
    assert len(page.submitted) == 1
    look.ask(model, Dataset(path="/d.npz", ref=DatasetRef(preprocessing=SCALED)))
    look.ask(replace(model, shapes={"image": (1, 28, 28, 1)}), dataset)
    assert model.info is not None
    (signature,) = model.info.signatures
    other = replace(signature, name="other", inputs=(replace(signature.inputs[0], dtype="int8"),))
    reopened = replace(model, info=replace(model.info, signatures=(signature, other)))
    chosen = replace(reopened, draft=replace(model.draft, signature="other"))
    look.ask(reopened, dataset)
    look.ask(chosen, dataset)
    requests = [request for request in page.submitted if isinstance(request, DataRequest)]
    assert len(requests) == len(page.submitted) == 5
    assert requests[1].data_ref == DatasetRef(preprocessing=SCALED)
    assert requests[2].shapes == {"image": (1, 28, 28, 1)}
    assert requests[3].known == signature and requests[4].known == other


def test_calibration_data_are_looked_at_beside_the_evaluation_data(page: PageBench) -> None:
    look = DataLook(page.context)
    model, dataset = model_of(page), Dataset(path="/d.npz")
    look.ask(model, dataset)
    look.ask(model, dataset, Dataset(path="/e.npz", ref=DatasetRef(preprocessing=SCALED)))
    first, second = page.submitted
    assert isinstance(first, DataRequest) and first.evaluation == ""
    assert isinstance(second, DataRequest) and second.evaluation == "/e.npz"
    assert second.evaluation_ref == DatasetRef(preprocessing=SCALED)


def test_an_answer_to_an_older_question_is_dropped(page: PageBench) -> None:
    look = DataLook(page.context)
    answers: list[object] = []
    look.answered.connect(answers.append)
    look.ask(model_of(page), Dataset(path="/first.npz"))
    look.ask(model_of(page), Dataset(path="/second.npz"))
    assert page.stopped == ["job1"], "nobody waits for the first any more"
    answer(page, "job1", replace(FITS, samples=1))
    assert answers == [None, None] and look.is_asking
    answer(page, "job2")
    assert answers == [None, None, FITS] and not look.is_asking
    look.ask(model_of(page), None)
    assert answers[-1] is None and len(page.submitted) == 2


def test_nothing_is_asked_while_the_model_is_not_known(page: PageBench) -> None:
    look = DataLook(page.context)
    look.ask(replace(model_of(page), info=None), Dataset(path="/d.npz"))
    look.ask(None, None)
    assert page.submitted == []


def test_a_process_that_died_is_said(page: PageBench, qtbot: QtBot) -> None:
    chooser = ModelDataChooser(page.context, "DATA", "help")
    qtbot.addWidget(chooser)
    chooser.show_for(model_of(page), Dataset(path="/d.npz"))
    failed = JobFailed(error=ErrorInfo(code="child-crashed", params={"child": "inspect"}))
    page.store.on_event(Event(job_id="job1", at=1.0, body=failed))
    assert chooser.facts.problem.text().startswith("✕")


# --- the window ----------------------------------------------------------------------------------


def choose(
    bench: Bench, command: str, name: str = "d.npz", **arrays: np.ndarray
) -> ModelDataChooser:
    """The window's fake model takes float32 (1, 4) as "x"."""
    path = bench.root / name
    np.savez(path, **arrays)
    bench.run(command, path=str(path))
    panel = bench.program.window.optimize
    return panel.calibration if command == "choose-calibration" else panel.evaluation


def test_data_are_looked_at_when_chosen_and_leave_no_job(bench: Bench) -> None:
    bench.open_model()
    jobs = bench.session.jobs
    values = np.arange(20, dtype=np.uint8).reshape(5, 4)
    chooser = choose(bench, "choose-calibration", x=values)
    bench.until(lambda: "5 samples · 4 float32 · 0 to 19" in chooser.facts.facts.text())
    assert "whole numbers" in chooser.facts.problem.text()
    scaled = Dataset(
        path=str(bench.root / "d.npz"),
        ref=DatasetRef(preprocessing=Preprocessing(scale=0.1)),
    )
    chooser.chosen.emit(scaled)
    assert "0 to 19" not in chooser.facts.facts.text(), "it does not hold any more"
    bench.until(lambda: "0 to 1.9 after preprocessing" in chooser.facts.facts.text())
    assert chooser.facts.problem.isHidden()
    bench.run("undo")
    bench.until(lambda: "whole numbers" in chooser.facts.problem.text())
    assert bench.session.jobs == jobs
    assert list(bench.program.window.jobs.rows) == [job.id for job in jobs]


def test_data_that_do_not_fit_say_so_and_what_to_do(bench: Bench) -> None:
    bench.open_model()
    chooser = choose(bench, "choose-evaluation", x=np.ones((5, 9)))
    bench.until(lambda: "“x” is 5x9" in chooser.facts.problem.text())
    assert "Reshape the data" in chooser.facts.problem.text()
    model_id = bench.model.id
    bench.program.store.apply(
        lambda session: edits.set_evaluation_data(session, model_id, None), "x"
    )
    assert chooser.facts.problem.isHidden()


def test_a_file_that_was_mended_is_looked_at_again(bench: Bench) -> None:
    bench.open_model()
    chooser = choose(bench, "choose-evaluation", x=np.ones((5, 9)))
    bench.until(lambda: "5x9" in chooser.facts.problem.text())
    np.savez(bench.root / "d.npz", x=np.arange(16).reshape(4, 4) / 7, y=np.zeros(4, np.int64))
    chooser.look.ask_again()
    bench.until(lambda: "4 samples" in chooser.facts.facts.text())
    assert "4 labels" in chooser.facts.facts.text()
    assert chooser.facts.problem.isHidden()


def test_a_session_that_comes_back_is_looked_at(bench: Bench) -> None:
    bench.open_model()
    choose(bench, "choose-calibration", x=np.eye(4))
    bench.restart()
    facts = bench.program.window.optimize.calibration.facts.facts
    bench.until(lambda: "4 samples" in facts.text())
    assert isinstance(bench.session, Session)
