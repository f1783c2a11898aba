"""The window over fake children: open, convert, fail, undo, restart, quit."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QPushButton

from studio.core import edits
from studio.core.child_protocol import Note
from studio.core.errors import ErrorInfo, ErrorPlace
from studio.core.events import Event, JobFailed, JobQueued
from studio.core.files import file_sha256
from studio.core.measure_requests import BenchmarkRequest
from studio.core.model import Graph, Node
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import ConvertRequest, InspectRequest
from studio.core.session import Draft
from studio.ui.actions.work import convert_request
from studio.ui.main_window import open_files
from studio.ui.panels.models_item_model import KIND_ROLE, STATUS
from studio.ui.selection import Selection
from tests.history.building import make_run, write_samples
from tests.ui.window_kit import Bench

FLOAT32 = make_recipe()
FLOAT16 = make_recipe([make_step("float16")])


def tick(bench: Bench, *recipes: object) -> None:
    draft = Draft(recipes=recipes)  # type: ignore[arg-type]
    bench.program.store.apply(
        lambda session: edits.set_draft(session, bench.model.id, draft), "Change recipe"
    )


def converted(bench: Bench) -> None:
    bench.open_model()
    tick(bench, FLOAT32, FLOAT16)
    bench.run("convert")
    bench.until_quiet(3)
    assert [variant.name for variant in bench.model.variants] == ["float32", "float16"]


def test_an_opened_model_is_inspected_selected_and_ticked(bench: Bench) -> None:
    model = bench.open_model()
    assert model.info is not None
    assert bench.program.store.selection.model_id == model.id
    assert bench.program.window.windowTitle() == "net — Studio"
    assert bench.program.window.toolbar.breadcrumbs.text() == "net"
    bench.until(lambda: bool(bench.model.draft.recipes))
    assert bench.program.window.optimize.convert.isEnabled()


def test_converting_makes_a_variant_with_its_mark_for_each_tick(bench: Bench) -> None:
    converted(bench)
    tree = bench.program.window.models
    row = tree.item_model.index_of(bench.model.variants[1].id)
    assert row.data() == "float16"
    assert row.siblingAtColumn(STATUS).data() == "✓"
    assert "random data" in row.data(Qt.ItemDataRole.ToolTipRole)
    assert tree.tree.isExpanded(row.parent())
    assert Path(bench.model.variants[1].artifact).name == "net_float16.tflite"


def test_several_rows_selected_in_the_tree_are_the_selection(bench: Bench) -> None:
    converted(bench)
    tree = bench.program.window.models
    selection = tree.tree.selectionModel()
    flag = selection.SelectionFlag
    selection.clearSelection()
    for variant in bench.model.variants:
        selection.select(tree.item_model.index_of(variant.id), flag.Select | flag.Rows)
    expected = tuple(variant.id for variant in bench.model.variants)
    assert set(bench.program.store.selection.variant_ids) == set(expected)
    assert "float32, float16" in bench.program.window.toolbar.breadcrumbs.text()


def test_a_click_on_empty_ground_of_the_tree_leaves_no_variant_to_delete(bench: Bench) -> None:
    converted(bench)
    store, tree = bench.program.store, bench.program.window.models.tree
    for chosen in ((bench.model.variants[0].id,), ()):
        store.select(Selection(bench.model.id, chosen))
        ground = QPoint(20, tree.viewport().height() - 5)
        assert not tree.indexAt(ground).isValid()
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=ground)
        assert store.selection == Selection(bench.model.id)
        rows = tree.selectionModel().selectedRows()
        assert [row.data(KIND_ROLE) for row in rows] == ["model"]
        bench.run("delete")
        assert len(bench.model.variants) == 2


def test_the_report_of_a_model_is_about_its_own_failure(bench: Bench) -> None:
    bad = bench.open_model("bad.tflite", inspect="refuse")
    bench.open_model("other.tflite", inspect="segv")
    bench.program.store.select(Selection(bad.id))
    bench.run("show-overview")
    page = bench.program.window.center.pages["overview"]
    bench.until(lambda: "damaged" in page.banner.title)
    report = bench.root / "report.zip"
    bench.dialogs.path, bench.dialogs.yes = str(report), False
    page.banner.report_requested.emit()
    bench.until(report.exists)
    with zipfile.ZipFile(report) as archive:
        assert b"model-damaged" in archive.read("error.json")


def test_a_model_that_cannot_be_opened_is_marked_and_the_window_lives(bench: Bench) -> None:
    model = bench.open_model("bad.tflite", inspect="refuse")
    assert model.error is not None and model.error.code == "model-damaged"
    item = bench.program.window.models.item_model.index_of(model.id)
    assert item.siblingAtColumn(STATUS).data() == "✕"
    assert bench.program.shell.why_not("convert") == "The model could not be opened."
    assert bench.open_model("good.tflite").info is not None


def test_what_was_said_of_one_model_goes_when_another_is_selected(bench: Bench) -> None:
    first, _ = bench.open_model("a.tflite"), bench.open_model("b.tflite")
    status = bench.program.window.status
    status.say("about b")
    assert status.currentMessage() == "about b"
    bench.program.store.select(Selection(first.id))
    assert status.currentMessage() == ""


def test_a_crash_while_converting_shows_a_banner_with_a_report(bench: Bench) -> None:
    bench.open_model(build="segv")
    tick(bench, FLOAT32)
    (job_id,) = bench.run("convert")
    bench.until_quiet(2)
    row = bench.program.window.jobs.rows[job_id]
    assert row.banner.isVisibleTo(bench.program.window)
    assert row.banner.title
    overview = bench.program.window.center.pages["overview"]
    bench.until(lambda: not overview.conversions.isHidden())  # type: ignore[attr-defined]
    report = bench.root / "report.zip"
    bench.dialogs.path = str(report)
    bench.dialogs.yes = False
    row.banner.report_requested.emit()
    bench.until(report.exists)
    with zipfile.ZipFile(report) as archive:
        assert {"recipe.json", "versions.json", "error.json"} <= set(archive.namelist())
        assert not [name for name in archive.namelist() if name.startswith("models/")]


def test_a_hanging_job_is_cancelled_from_its_row(bench: Bench) -> None:
    bench.open_model(build="hang")
    tick(bench, FLOAT32)
    (job_id,) = bench.run("convert")
    bench.until(lambda: job_id in bench.program.window.jobs.rows)
    bench.until(lambda: bench.session.job(job_id).state == "running")  # type: ignore[union-attr]
    bench.program.window.jobs.rows[job_id]._cancel.click()
    bench.until_quiet(2)
    assert bench.session.job(job_id).state == "cancelled"  # type: ignore[union-attr]
    assert not list(bench.root.rglob("*.part"))


def test_deleting_a_variant_can_be_undone_and_redone(bench: Bench) -> None:
    converted(bench)
    doomed = bench.model.variants[0]
    bench.program.store.select(Selection(bench.model.id, (doomed.id,)))
    bench.run("delete")
    assert [variant.name for variant in bench.model.variants] == ["float16"]
    assert bench.program.store.selection.variant_ids == ()
    assert Path(doomed.artifact).exists()
    bench.run("undo")
    assert doomed in bench.model.variants
    bench.run("redo")
    assert doomed not in bench.model.variants


def test_undo_of_a_rename_keeps_what_a_job_did_meanwhile(bench: Bench) -> None:
    converted(bench)
    first = bench.model.variants[0]
    bench.run("rename", item_id=first.id, name="reference")
    tick(bench, make_recipe([make_step("dynamic-range")]))
    bench.run("convert")
    bench.until_quiet(4)
    bench.run("undo")
    bench.run("undo")
    names = [variant.name for variant in bench.model.variants]
    assert names == ["float32", "float16", "dynamic-range"]


def test_save_as_suggests_model_and_recipe_and_writes_the_same_bytes(bench: Bench) -> None:
    converted(bench)
    variant = bench.model.variants[1]
    bench.program.store.select(Selection(bench.model.id, (variant.id,)))
    target = bench.root / "shipped.tflite"
    bench.dialogs.path = str(target)
    bench.run("save-artifact")
    bench.until(target.exists)
    assert bench.dialogs.asked[-1] == "net_float16.tflite"
    assert target.read_bytes() == Path(variant.artifact).read_bytes()


def test_everything_is_there_again_after_a_restart(bench: Bench) -> None:
    converted(bench)
    bench.run("note", variant_id=bench.model.variants[0].id, note="the reference")
    before = bench.model
    bench.restart()
    assert bench.model.variants == before.variants
    assert bench.model.variants[0].note == "the reference"
    assert bench.program.window.models.item_model.rowCount() == 1


def test_a_session_that_is_saved_and_opened_elsewhere_is_the_same(bench: Bench) -> None:
    converted(bench)
    variants = bench.model.variants
    file = bench.root / "all.studio"
    bench.run("save-session", path=str(file))
    bench.until(file.exists)
    bench.run("remove-model")
    bench.run("open-session", path=str(file))
    bench.until(lambda: bool(bench.session.models))
    assert [item.sha256 for item in bench.model.variants] == [item.sha256 for item in variants]
    assert bench.program.store.selection.model_id == bench.model.id


def test_measuring_takes_the_selected_variants_together(bench: Bench) -> None:
    converted(bench)
    job_id = bench.run("measure", seconds=0.2, processes=1)
    bench.until_quiet(4)
    (run,) = bench.session.runs
    assert run.id == job_id
    assert run.request.files == tuple(variant.artifact for variant in bench.model.variants)
    bench.run("export-summary", path=str(bench.root / "table.csv"))
    bench.until((bench.root / "table.csv").exists)
    assert len((bench.root / "table.csv").read_text().splitlines()) == 3


def test_exports_survive_the_file_that_a_run_wrote(bench: Bench) -> None:
    converted(bench)
    files = tuple(variant.artifact for variant in bench.model.variants)
    written = bench.root / "kept.samples"
    count = write_samples(written)
    run = make_run(files, written)
    history = bench.program.shell.history
    assert history is not None
    history.add_run(run)
    history.flush()
    written.unlink()
    bench.program.store.apply(lambda session: replace(session, runs=(run,)))
    table, report = bench.root / "samples.csv", bench.root / "report.html"
    bench.run("export-csv", path=str(table))
    bench.until(table.exists)
    assert len(table.read_text().splitlines()) == 1 + count
    bench.run("export-report", path=str(report))
    bench.until(report.exists)
    assert "Latency over the run" in report.read_text()


def test_code_in_a_model_runs_only_after_a_yes(bench: Bench) -> None:
    model = bench.open_model()
    bench.dialogs.yes = False
    request = InspectRequest(path=model.path)
    send(bench, "j1", request)
    bench.until(lambda: "Run the code inside this model?" in bench.dialogs.asked)
    assert not bench.model.allow_code
    bench.dialogs.yes = True
    assert bench.session.job("j1") is not None
    send(bench, "j2", request)
    bench.until(lambda: bench.model.allow_code)
    bench.until_quiet(2)
    assert [job.state for job in bench.session.jobs] == ["succeeded"] * 2  # what asked is gone
    bench.until(lambda: len(bench.program.window.jobs.rows) == 2)
    asked = [job.request for job in bench.session.jobs if isinstance(job.request, InspectRequest)]
    assert asked[-1].allow_code
    assert asked[-1].opening.agreed == ("c0de",), "the yes is to the content that was refused"


def test_other_content_under_the_same_path_is_asked_for_again(bench: Bench) -> None:
    """Whatever job it was that met it: what was agreed to is not what lies there."""
    model = bench.open_model()
    bench.dialogs.yes = False
    count = len(bench.session.jobs)
    send(bench, "j1", BenchmarkRequest(files=(model.path,)))
    bench.until_quiet(count + 2)
    last = bench.session.jobs[-1].request
    assert isinstance(last, InspectRequest) and last.path == model.path


def send(bench: Bench, job_id: str, request: InspectRequest | BenchmarkRequest) -> None:
    path = request.path if isinstance(request, InspectRequest) else request.files[0]
    params = {"path": path, "layers": "f", "sha256": "c0de"}
    error = ErrorInfo(code="model-needs-code", params=params)
    for body in (JobQueued(request=request), JobFailed(error=error)):
        bench.program.store.on_event(Event(job_id=job_id, at=1.0, body=body))


def test_a_source_that_changed_or_went_is_noticed_on_coming_back(bench: Bench) -> None:
    converted(bench)
    path = Path(bench.model.path)
    path.write_bytes(path.read_bytes() + b" ")
    bench.program.watch.look()
    bench.until(lambda: bench.model.is_changed)
    row = bench.program.window.models.item_model.index_of(bench.model.variants[0].id)
    assert row.siblingAtColumn(STATUS).data() == "↻"
    path.unlink()
    bench.program.watch.look()
    bench.until(lambda: bench.model.is_missing)
    assert "missing" in (bench.program.shell.why_not("convert") or "")


def test_quitting_while_a_job_runs_asks(bench: Bench) -> None:
    bench.open_model(build="hang")
    tick(bench, FLOAT32)
    bench.run("convert")
    bench.until(lambda: len(bench.session.jobs) == 2)
    bench.dialogs.yes = False
    assert not bench.program.window.close()
    assert "Quit while jobs are running?" in bench.dialogs.asked
    assert bench.program.window.isVisible()


def test_dropped_files_are_opened_and_data_is_taken_for_calibration(bench: Bench) -> None:
    model = bench.open_model()
    data = bench.root / "some.npz"
    data.write_bytes(b"PK")
    open_files(bench.program.shell, [str(data)])
    assert bench.model.calibration is not None
    assert bench.model.calibration.path == str(data)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(model.path)])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    count = len(bench.session.jobs)
    bench.program.window.dropEvent(event)
    bench.until_quiet(count + 1)
    assert len(bench.session.models) == 1


def test_a_dragged_variant_carries_its_file(bench: Bench) -> None:
    converted(bench)
    item_model = bench.program.window.models.item_model
    variant = bench.model.variants[1]
    index = item_model.index_of(variant.id)
    data = item_model.mimeData([index, index.siblingAtColumn(STATUS)])
    assert [url.toLocalFile() for url in data.urls()] == [variant.artifact]


def test_the_context_menu_of_a_variant_holds_its_commands(bench: Bench) -> None:
    converted(bench)
    panel = bench.program.window.models
    menu = panel.menu_at(panel.item_model.index_of(bench.model.variants[0].id))
    assert menu is not None
    names = {action.objectName() for action in menu.actions()}
    assert {"save-artifact", "reveal", "copy-command", "delete", "check"} <= names
    assert "remove-model" not in names
    assert panel.menu_at(panel.tree.indexAt(QPoint(5000, 5000))) is None


def test_the_command_line_of_a_variant_makes_it(bench: Bench) -> None:
    bench.open_model()
    data = bench.root / "my data.npz"
    np.savez(data, x=np.random.RandomState(0).normal(size=(30, 4)).astype(np.float32))
    bench.run("choose-calibration", path=str(data))
    tick(bench, make_recipe([make_step("int8", {"io": "int8"})]))
    request = convert_request(bench.program.shell, bench.model, bench.model.draft.recipes[0])
    assert request.calibration == str(data)
    assert request.recipe.calibration is not None
    uncalibrated = convert_request(bench.program.shell, bench.model, make_recipe())
    assert (uncalibrated.calibration, uncalibrated.recipe.calibration) == (str(data), None)
    assert uncalibrated.calibration_ref == request.recipe.calibration
    bench.run("convert")
    bench.until_quiet(2)
    text = bench.run("copy-command", variant_id=bench.model.variants[0].id)
    assert text.startswith("studio convert ")
    assert "--optimize int8:io=int8" in text
    assert f"--calibration '{data}'" in text


@pytest.mark.parametrize("page", ["overview", "graph", "latency", "profile", "compare", "log"])
def test_every_page_can_be_brought_to_the_front(bench: Bench, page: str) -> None:
    converted(bench)
    bench.run(f"show-{page}")
    assert bench.program.window.center.page_id == page
    assert page in bench.program.window.center.pages


@pytest.mark.parametrize(
    ("page", "follows"), [("compare", False), ("log", True), ("overview", True)]
)
def test_a_step_of_progress_refreshes_only_pages_that_show_it(
    bench: Bench, page: str, follows: bool
) -> None:
    bench.open_model(build="hang")
    tick(bench, FLOAT32)
    bench.run("convert")
    bench.until(lambda: bench.session.jobs[-1].state == "running")
    bench.run(f"show-{page}")
    center = bench.program.window.center
    turns = bench.program.shell.context.turns
    bench.until(lambda: turns.are_done)
    note = Event(job_id=bench.session.jobs[-1].id, at=1.0, body=Note(text="a line"))
    bench.program.store.on_event(note)
    assert turns.waits(center._refresh_front) is follows
    bench.run("show-log")
    assert "log" not in center._dirty
    bench.run("cancel-all")
    bench.until_quiet(2)


def test_the_log_of_a_job_is_shown_from_its_row(bench: Bench) -> None:
    bench.open_model()
    job = bench.session.jobs[0]
    bench.program.window.jobs.rows[job.id]._log.click()
    assert bench.program.window.center.page_id == "log"


def test_the_layout_is_remembered(bench: Bench) -> None:
    bench.open_model()
    second = bench.open_model("second.tflite").id
    bench.program.store.select(Selection(second))
    bench.run("show-graph")
    for name in ("jobs", "optimize"):  # a test's screen is 800 pixels wide
        bench.program.window.findChild(QDockWidget, name).hide()  # type: ignore[union-attr]
    models = bench.program.window.findChild(QDockWidget, "models")
    assert models is not None
    sizes = bench.program.window._sizes
    sizes.wanted = (250, *sizes.wanted[1:])  # as dragging makes it
    sizes.restore()
    bench.until(lambda: models.width() == 250)
    bench.restart()
    assert bench.program.window.center.page_id == "graph"
    assert bench.program.store.selection == Selection(second)
    jobs, models = (bench.program.window.findChild(QDockWidget, n) for n in ("jobs", "models"))
    assert jobs is not None and not jobs.isVisible()
    assert models is not None and models.isVisible()
    bench.until(lambda: models.width() == 250)


def test_theme_and_text_size_change_at_once(bench: Bench) -> None:
    window = bench.program.window
    light = window.palette().window().color()
    bench.run("theme-dark")
    assert window.palette().window().color().lightness() < 100 < light.lightness()
    assert bench.program.shell.settings.theme == "dark"
    actions = window.actions_.actions
    assert actions["theme-dark"].isChecked()
    actions["theme-dark"].trigger()
    ticked = [name for name, action in actions.items() if action.isChecked()]
    assert ticked == ["theme-dark"]
    size = window.font().pointSizeF()
    bench.run("zoom-in")
    assert window.font().pointSizeF() > size
    bench.run("zoom-reset")
    assert window.font().pointSizeF() == pytest.approx(size)
    bench.run("theme-light")


def test_a_models_code_is_chosen_and_run_only_after_a_yes(bench: Bench, tmp_path: Path) -> None:
    model = bench.open_model()
    code = tmp_path / "layers.py"
    code.write_text("KNOWN = 1\n")
    bench.dialogs.path, bench.dialogs.yes = str(code), False
    bench.run("choose-code")
    assert "Run this Python file?" in bench.dialogs.asked
    assert not bench.model.allow_code and not bench.model.opening.custom_code
    bench.dialogs.yes = True
    count = len(bench.session.jobs)
    bench.run("choose-code")
    bench.until_quiet(count + 1)
    request = bench.session.jobs[-1].request
    assert isinstance(request, InspectRequest)
    assert request.path == model.path
    assert (request.allow_code, request.opening.custom_code) == (True, str(code))
    assert request.opening.agreed == (file_sha256(code),)
    bench.run("convert")
    bench.until_quiet(count + 2)
    (converted,) = [
        job.request for job in bench.session.jobs if isinstance(job.request, ConvertRequest)
    ][-1:]
    assert converted.opening.custom_code == str(code)


def test_a_refused_conversion_shows_where_and_what_can_be_tried(bench: Bench) -> None:
    bench.open_model()
    node = Node(id="0/lstm", index=0, op="LSTM", name="lstm")
    model = replace(bench.model, graph=Graph(nodes=(node,)))
    bench.program.store.apply(lambda session: replace(session, models=(model,)))
    recipe = replace(make_recipe(), batch="dynamic")
    request = ConvertRequest(source=model.path, artifact="/none/x.tflite", recipe=recipe)
    error = ErrorInfo(
        code="conversion-needs-fixed-batch",
        places=(ErrorPlace(op="TensorListReserve", name=node.name, node=node.id),),
        fixes=("fix-fixed-batch",),
    )
    for body in (JobQueued(request=request), JobFailed(error=error)):
        bench.program.store.on_event(Event(job_id="j1", at=1.0, body=body))
    rows = bench.program.window.jobs.rows
    bench.until(lambda: "j1" in rows and rows["j1"].banner is not None)
    banner = rows["j1"].banner
    assert banner is not None
    assert f"TensorListReserve: {node.name}" in banner.hint
    assert "Fix the batch" in banner.hint
    buttons = {button.text(): button for button in banner.findChildren(QPushButton)}
    buttons["Show in the graph"].click()
    page = bench.program.window.center.pages["graph"]
    bench.until(page.isVisible)
    assert page.graph.state.chosen == node.id
    count = len(bench.session.jobs)
    buttons["Fix the batch"].click()
    bench.until_quiet(count + 1)
    again = bench.session.jobs[-1].request
    assert isinstance(again, ConvertRequest)
    assert again.recipe == make_recipe()
