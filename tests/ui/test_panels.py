"""Parts of the docks: rows of jobs, data choosers, ticks."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from studio.core import edits
from studio.core.data_findings import DataFinding
from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobCancelled, JobQueued, JobStarted
from studio.core.measure_requests import BenchmarkRequest
from studio.core.optimizations import CATALOG
from studio.core.recipe import DatasetRef, Preprocessing, make_recipe, make_step
from studio.core.requests import ConvertRequest, InspectRequest
from studio.core.session import Dataset, Draft, Job, Session
from studio.ui.panels.dataset_chooser import DatasetChooser
from studio.ui.panels.job_row import JobRow
from studio.ui.panels.jobs_panel import SHOWN
from studio.ui.panels.jobs_texts import (
    job_title,
    phase_line,
    remaining_seconds,
    state_sign,
    state_text,
    time_line,
)
from studio.ui.panels.optimization_row import OptimizationRow
from studio.ui.panels.preprocessing_form import parse_preprocessing, preprocessing_text
from tests.ui.page_support import make_info, make_session
from tests.ui.window_kit import Bench


def job(**fields: object) -> Job:
    values: dict = {"id": "j", "request": InspectRequest(path="/x/net.tflite"), "state": "running"}
    return Job(**{**values, **fields})


def test_titles_name_what_is_done_to_what(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    recipe = make_recipe([make_step("int8")])
    convert = ConvertRequest(source=session.models[0].path, artifact="a", recipe=recipe)
    assert job_title(session, job(request=convert, model_id="m1")) == "convert mnist_cnn → int8"
    assert job_title(Session(), job()) == "open net"
    several = BenchmarkRequest(files=("a.tflite", "b.tflite"))
    assert job_title(session, job(request=several)) == "measure 2 files"


def test_the_phase_is_counted_where_it_can_be() -> None:
    assert phase_line(job(phase="calibrating", current=120, total=200)) == "calibrating 120/200"
    assert phase_line(job(phase="quantizing")) == "quantizing"
    assert phase_line(job(waiting="another-measurement")).startswith("waiting: ")
    failed = job(state="failed", error=ErrorInfo(code="model-empty", params={"path": "x"}))
    assert phase_line(failed) == "x is empty"


def test_time_left_goes_by_the_pace_since_the_phase_began() -> None:
    half_done = job(fraction=0.75, phase="evaluating")
    assert remaining_seconds(half_done, 0.0, 10.0, before=0.5) == 10.0
    assert remaining_seconds(half_done, 0.0, 10.0, before=0.75) is None


def test_what_the_doctor_warns_of_stands_beside_the_phase(
    bench: Bench, tmp_path: Path, qtbot: QtBot
) -> None:
    odd = DataFinding(code="doctor-all-the-same", severity="odd", params={"count": "20"})
    fine = DataFinding(code="doctor-saturates-none", severity="fine", params={"samples": "9"})
    row = JobRow(bench.program.shell.context, "j")
    qtbot.addWidget(row)
    row.show_job(Session(), job(phase="quantizing", findings=(odd, fine)), 1.0)
    assert row.phase.text() == "quantizing · ⚠ warnings on the data: 1"
    assert "All 20 samples are the same one" in row.phase.toolTip()
    row.show_job(Session(), job(phase="quantizing", findings=(fine,)), 1.0)
    assert row.phase.text() == "quantizing"


def test_a_job_that_studio_left_behind_says_interrupted() -> None:
    job = Job(id="j", request=InspectRequest(path="/m"), state="running", phase="opening")
    (left,) = edits.interrupt_jobs(Session(jobs=(job,)), 1.0).jobs
    assert phase_line(left).startswith("Interrupted")
    assert (state_sign(left), state_text(left)) == ("⚠", "interrupted")


@pytest.mark.parametrize(
    ("fraction", "spent", "expected"),
    [
        (0.5, 10.0, 10.0),
        (0.25, 4.0, 12.0),
        (None, 10.0, None),
        (0.01, 10.0, None),
        (0.5, 0.2, None),
    ],
)
def test_time_left_is_said_only_where_it_is_known(
    fraction: float | None, spent: float, expected: float | None
) -> None:
    left = remaining_seconds(job(fraction=fraction), 100.0, 100.0 + spent)
    assert left == (None if expected is None else pytest.approx(expected))


def test_the_time_line_has_elapsed_and_left() -> None:
    assert time_line(job(started_at=100.0, fraction=0.5), 100.0, 103.0) == "3.0 s · 3 s left"
    assert time_line(job(started_at=100.0), 100.0, 103.0) == "3.0 s"
    assert time_line(job(state="queued"), 100.0, 103.0) == ""


def test_preprocessing_is_read_and_said() -> None:
    read = parse_preprocessing("0.00392", "0.485, 0.456, 0.406", "0.229,0.224,0.225")
    assert read == Preprocessing(
        scale=0.00392, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)
    )
    assert "0.485, 0.456" in preprocessing_text(read)
    assert preprocessing_text(Preprocessing()) == "Preprocessing: none"


@pytest.mark.parametrize("texts", [("x", "0", "1"), ("1", "0", "0"), ("inf", "0", "1")])
def test_preprocessing_that_makes_no_sense_is_refused(texts: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError):
        parse_preprocessing(*texts)


def test_edited_preprocessing_is_chosen_and_a_wrong_one_is_marked(qtbot: QtBot) -> None:
    chooser = DatasetChooser("DATA", "help")
    qtbot.addWidget(chooser)
    dataset = Dataset(path="/d.npz", ref=DatasetRef(sha256="ab"))
    chooser.show_dataset(dataset)
    chosen: list[Dataset] = []
    chooser.chosen.connect(chosen.append)
    chooser.form.editors["scale"].setText("0.5")
    chooser.form.editors["scale"].editingFinished.emit()
    assert chosen[0].ref == DatasetRef(sha256="ab", preprocessing=Preprocessing(scale=0.5))
    chooser.form.editors["std"].setText("0")
    chooser.form.editors["std"].editingFinished.emit()
    assert len(chosen) == 1
    assert chooser.invalid
    chooser.show_dataset(Dataset(path="/d.npz", ref=DatasetRef(sha256="cd")))
    assert chooser.form.editors["std"].text() == "0"
    chooser.show_dataset(Dataset(path="/other.npz"))
    assert chooser.form.editors["std"].text() == "1"
    assert chooser.invalid == ""


def test_a_tick_shows_its_parameters_and_says_edited_only_for_the_user(qtbot: QtBot) -> None:
    row = OptimizationRow.of(CATALOG["int8"])
    qtbot.addWidget(row)
    edits: list[bool] = []
    row.edited.connect(lambda: edits.append(True))
    row.show_state(True, {"io": "int8", "samples": 50}, None)
    assert not edits
    assert row.params == {"io": "int8", "samples": 50, "granularity": "channel"}
    samples = row.editors["samples"]
    assert isinstance(samples, QSpinBox)
    samples.setValue(70)
    row.box.click()
    assert len(edits) == 2 and not row.is_ticked
    row.show_state(False, {}, "Not installed.")
    assert not row.box.isEnabled()
    assert row.box.toolTip() == "Not installed."


def test_what_is_known_of_an_optimization_stands_under_its_tick(qtbot: QtBot) -> None:
    row = OptimizationRow.of(CATALOG["sparsity"])
    qtbot.addWidget(row)
    texts = row.findChildren(QLabel)
    row.show_state(False, {}, None, {}, "80 % are zero.")
    assert [label.text() for label in texts if label.isVisibleTo(row)] == ["80 % are zero."]
    assert row.box.isEnabled()
    row.show_state(False, {}, "None is zero.", {}, "80 % are zero.")
    assert [label.text() for label in texts if label.isVisibleTo(row)] == ["None is zero."]
    assert not row.box.isEnabled()
    row.show_state(False, {}, "Quantized already.", {}, "80 % are zero.", is_reason_shown=False)
    assert not [label for label in texts if label.isVisibleTo(row)]
    assert row.box.toolTip() == "Quantized already."
    row.show_state(False, {}, None)
    assert not [label for label in texts if label.isVisibleTo(row)]


def test_a_value_that_cannot_apply_is_disabled_with_its_reason(qtbot: QtBot) -> None:
    row = OptimizationRow.of(CATALOG["dynamic-int4"])
    qtbot.addWidget(row)
    refused = {("granularity", "block-64"): "No fully connected op fits."}
    given = {"granularity": "channel", "method": "min-max"}
    row.show_state(True, given, None, refused)
    combo = row.editors["granularity"]
    assert isinstance(combo, QComboBox)
    place = combo.findData("block-64")
    assert not combo.model().index(place, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert combo.itemData(place, Qt.ItemDataRole.ToolTipRole) == "No fully connected op fits."
    row.show_state(True, {**given, "granularity": "block-64"}, None, refused)
    assert combo.toolTip() == "No fully connected op fits."
    (shown,) = (one for one in row.findChildren(QLabel) if "fits" in one.text())
    assert shown.isVisibleTo(row), "without a mouse over it too"
    row.show_state(True, given, None, {})
    assert combo.model().index(place, 0).flags() & Qt.ItemFlag.ItemIsEnabled


def test_ticking_in_the_panel_is_an_edit_that_can_be_undone(bench: Bench) -> None:
    bench.open_model()
    bench.until(lambda: bool(bench.model.draft.recipes))
    panel = bench.program.window.optimize
    before = bench.model.draft
    panel.rows["float32"].box.click()
    assert [recipe.label for recipe in bench.model.draft.recipes] == ["float32", "dynamic-range"]
    assert panel.convert.text() == "Convert 2 variants"
    assert "float32, dynamic-range" in panel.plan.text()
    bench.run("undo")
    assert bench.model.draft == before
    assert not panel.rows["float32"].is_ticked


def test_int8_without_data_asks_for_data_or_random(bench: Bench) -> None:
    bench.open_model()
    bench.until(lambda: bool(bench.model.draft.recipes))
    panel = bench.program.window.optimize
    panel.rows["int8"].box.click()
    assert not panel.convert.isEnabled()
    assert "calibration data" in panel.reason.text()
    assert panel.random.isVisibleTo(panel)
    panel.random.click()
    assert panel.convert.isEnabled()
    assert bench.model.draft.random_calibration


def test_a_preset_ticks_its_variants(bench: Bench) -> None:
    bench.open_model()
    panel = bench.program.window.optimize
    panel.preset.setCurrentIndex(panel.preset.findData("compare-all"))
    panel.preset.activated.emit(panel.preset.currentIndex())
    assert len(bench.model.draft.recipes) == 5
    ticked = {entry_id for entry_id, row in panel.rows.items() if row.is_ticked}
    assert ticked == set(panel.rows) - {entry.id for entry in CATALOG.values() if entry.is_rare}
    assert not panel.more.is_open
    panel.preset.setCurrentIndex(panel.preset.findData("smallest"))
    panel.preset.activated.emit(panel.preset.currentIndex())
    assert panel.rows["weight-only-int4"].is_ticked
    assert panel.more.is_open, "what is ticked is never hidden"


def test_every_control_of_the_window_has_a_name_or_text(bench: Bench) -> None:
    bench.open_model()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window = bench.program.window
    for panel in (window.models, window.optimize, window.jobs, window.toolbar):
        for spin in panel.findChildren(QSpinBox):
            assert spin.accessibleName(), spin
            assert spin.toolTip(), spin


def with_int8(bench: Bench) -> None:
    bench.open_model()
    data = bench.root / "calibration.npz"
    data.write_bytes(b"PK")
    bench.run("choose-calibration", path=str(data))
    draft = Draft(recipes=(make_recipe([make_step("int8")]),))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft), "x")


def type_into(bench: Bench, editor: QLineEdit | QSpinBox, text: str) -> None:
    bench.program.window.activateWindow()
    editor.setFocus()
    bench.until(editor.hasFocus)
    editor.selectAll()
    QTest.keyClicks(editor, text)


def convert(bench: Bench) -> ConvertRequest:
    """Run Convert; the last request that came of it."""
    (job_id,) = bench.run("convert")
    bench.until(lambda: bench.session.job(job_id) is not None)
    return requested(bench)[-1]


def requested(bench: Bench) -> list[ConvertRequest]:
    return [job.request for job in bench.session.jobs if isinstance(job.request, ConvertRequest)]


def test_convert_uses_what_is_typed_and_not_yet_left(bench: Bench) -> None:
    with_int8(bench)
    panel = bench.program.window.optimize
    panel.calibration._fold.setChecked(True)
    editor = panel.calibration.form.editors["scale"]
    type_into(bench, editor, "0.00392")
    first = convert(bench)
    assert first.recipe.calibration is not None
    assert first.recipe.calibration.preprocessing.scale == 0.00392
    samples = panel.rows["int8"].editors["samples"]
    assert isinstance(samples, QSpinBox)
    type_into(bench, samples, "50")
    assert convert(bench).recipe.steps[0].params["samples"] == 50
    bench.until_quiet(3)


def test_what_is_no_number_holds_convert_back_and_stays_marked(bench: Bench) -> None:
    with_int8(bench)
    window = bench.program.window
    panel = window.optimize
    assert panel.convert.isEnabled()
    panel.calibration._fold.setChecked(True)
    editor = panel.calibration.form.editors["std"]
    type_into(bench, editor, "0")
    assert editor.property("invalid") is True
    assert not panel.convert.isEnabled()
    assert not window.actions_.actions["convert"].isEnabled()
    assert bench.run("convert") is None
    panel.refresh()
    assert editor.text() == "0"
    QTest.keyClicks(editor, ".5")
    assert panel.calibration.invalid == ""
    assert panel.convert.isEnabled()
    only = convert(bench)
    assert only.recipe.calibration is not None
    assert only.recipe.calibration.preprocessing.std == (0.5,)
    bench.until_quiet(2)


def test_what_runs_is_shown_however_many_jobs_wait_behind_it(bench: Bench) -> None:
    panel = bench.program.window.jobs
    store = bench.program.store
    for index in range(SHOWN + 5):
        request = InspectRequest(path=f"/x/{index}.keras")
        store.on_event(Event(job_id=f"j{index}", at=float(index), body=JobQueued(request=request)))
        if index == 0:
            store.on_event(Event(job_id="j0", at=0.5, body=JobStarted()))
    bench.until(lambda: bench.is_settled)
    assert list(panel._order)[:2] == ["j0", "j1"]
    assert len(panel.rows) == SHOWN
    assert panel._more.isVisibleTo(panel)
    assert "5" in panel._more.text()
    for index in range(SHOWN + 5):
        store.on_event(Event(job_id=f"j{index}", at=99.0, body=JobCancelled()))


def test_batch_and_signature_are_kept_while_nothing_is_ticked(bench: Bench) -> None:
    bench.open_model()
    panel, store = bench.program.window.optimize, bench.program.store
    model = replace(bench.model, info=make_info(sha256="b" * 64), draft=Draft())
    store.apply(lambda session: replace(session, models=(model,)))
    assert panel.shapes.signature_label.isHidden(), "one alone leaves no choice"
    panel.shapes.dynamic_batch.click()
    assert panel.shapes.dynamic_batch.isChecked()
    panel.shapes.signature.activated.emit(0)
    panel.rows["float32"].box.click()
    (recipe,) = bench.model.draft.recipes
    assert (recipe.batch, recipe.signature) == ("dynamic", "serving_default")
    panel.rows["float32"].box.click()
    assert bench.model.draft.recipes == () and panel.shapes.dynamic_batch.isChecked()
    bench.run("undo")
    assert bench.model.draft.recipes == (recipe,)


def test_tooltips_say_the_reason_only_while_there_is_one(bench: Bench) -> None:
    bench.open_model()
    panel, store = bench.program.window.optimize, bench.program.store
    closed = replace(bench.model, draft=Draft())
    store.apply(lambda session: replace(session, models=(closed,)))
    assert not panel.convert.isEnabled() and "Tick at least one" in panel.convert.toolTip()
    assert not panel.shapes.dynamic_batch.isEnabled()
    assert "is fixed" in panel.shapes.dynamic_batch.toolTip()
    assert not panel.shapes.button.isEnabled() and "are fixed" in panel.shapes.button.toolTip()
    opened = replace(closed, info=make_info(), draft=Draft(recipes=(make_recipe(),)))
    store.apply(lambda session: replace(session, models=(opened,)))
    assert panel.convert.isEnabled() and panel.convert.toolTip().startswith("Make, audit")
    assert panel.shapes.dynamic_batch.toolTip().startswith("Leave the batch open")
    assert panel.shapes.button.isEnabled()
    assert panel.shapes.button.toolTip().startswith("Fix the dynamic")
