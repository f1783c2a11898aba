"""Several rows of the Models tree go at once, in one step that undo takes back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.core import edits
from studio.core.recipe import make_recipe, make_step
from studio.core.session import Draft
from studio.ui.panels.models_item_model import ID_ROLE
from studio.ui.selection import Selection
from tests.ui.window_kit import Bench


def click(bench: Bench, *item_ids: str) -> None:
    """Click rows with Ctrl held, as a person selects several."""
    panel = bench.program.window.models
    modifier = Qt.KeyboardModifier.NoModifier
    for item_id in item_ids:
        where = panel.tree.visualRect(panel.item_model.index_of(item_id)).center()
        QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, modifier, where)
        modifier = Qt.KeyboardModifier.ControlModifier


def selected(bench: Bench) -> set[str]:
    rows = bench.program.window.models.tree.selectionModel().selectedRows()
    return {str(row.data(ID_ROLE)) for row in rows}


def open_bad_files(bench: Bench) -> list[str]:
    bench.open_model("good.tflite")
    bad = [bench.open_model(f"bad{n}.tflite", inspect="refuse").id for n in range(3)]
    assert all(bench.session.model(one).error is not None for one in bad)  # type: ignore[union-attr]
    return bad


def test_bad_files_are_removed_together(bench: Bench) -> None:
    bad = open_bad_files(bench)
    before = bench.session.models
    click(bench, *bad)
    assert selected(bench) == set(bad)
    assert bench.program.store.selection == Selection(bad[-1], (), tuple(bad))
    tree = bench.program.window.models
    menu = tree.menu_at(tree.item_model.index_of(bad[0]))
    assert menu is not None
    next(action for action in menu.actions() if action.objectName() == "remove-model").trigger()
    assert [model.name for model in bench.session.models] == ["good"]
    assert selected(bench) == {bench.model.id}
    assert bench.program.store.selection == Selection(bench.model.id)
    assert bench.program.store.undo_text == "Remove 3 entries"
    bench.run("undo")
    assert bench.session.models == before


def test_the_delete_key_takes_models_and_variants_that_are_selected(bench: Bench) -> None:
    bad = open_bad_files(bench)
    bench.program.store.select(Selection(bench.model.id))
    draft = Draft(recipes=(make_recipe(), make_recipe([make_step("float16")])))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until_quiet(6)
    first, second = bench.model.variants
    before = bench.session.models
    click(bench, first.id, bad[0], bad[2])
    bench.program.window.activateWindow()
    bench.program.window.models.tree.setFocus()
    bench.until(bench.program.window.models.tree.hasFocus)
    QTest.keyClick(bench.program.window.models.tree, Qt.Key.Key_Delete)
    bench.until(lambda: len(bench.session.models) == 2)
    assert [model.id for model in bench.session.models] == [before[0].id, bad[1]]
    assert bench.model.variants == (second,)
    bench.run("undo")
    assert bench.session.models == before


def test_one_model_alone_is_not_removed_by_the_delete_key(bench: Bench) -> None:
    bench.open_model()
    click(bench, bench.model.id)
    assert bench.program.shell.why_not("delete") is not None
    bench.run("delete")
    assert len(bench.session.models) == 1


def test_jobs_of_several_models_are_asked_about_once(bench: Bench) -> None:
    ids = [bench.open_model(f"{name}.tflite", build="hang").id for name in ("one", "two")]
    draft = Draft(recipes=(make_recipe(),))
    for model_id in ids:
        bench.program.store.apply(partial(edits.set_draft, model_id=model_id, draft=draft))
        bench.program.store.select(Selection(model_id))
        bench.run("convert")
    bench.until(lambda: len(bench.session.jobs) == 4)
    click(bench, *ids)
    bench.dialogs.yes, bench.dialogs.asked[:] = False, []
    bench.run("remove-model")
    assert len(bench.session.models) == 2
    bench.dialogs.yes = True
    bench.run("remove-model")
    assert bench.session.models == ()
    assert len(bench.dialogs.asked) == 2
    bench.until_quiet(4)
    assert {job.state for job in bench.session.jobs[2:]} == {"cancelled"}
