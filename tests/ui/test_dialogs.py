"""Settings, shapes, licenses: made from tables, checked while typing."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QSpinBox
from pytestqt.qtbot import QtBot

from studio.core.model import Signature, TensorSpec
from studio.core.reduce import reduce
from studio.core.settings import SETTINGS, Settings
from studio.places import find_places
from studio.ui.dialogs.about import AboutDialog, licenses
from studio.ui.dialogs.settings import FolderEdit, SettingsDialog
from studio.ui.dialogs.shapes import ShapesDialog, parse_shape
from studio.ui.known_targets import KnownTargets
from studio.ui.store import Store
from tests.ui.page_support import make_info, make_session
from tests.ui.window_kit import Bench

IMAGE = TensorSpec(name="image", dtype="float32", shape=(None, 28, 28, 1))


def known_targets() -> KnownTargets:
    return KnownTargets(Store(reduce), lambda request: "job")


def test_every_setting_has_an_editor_and_unchanged_ones_stay(qtbot: QtBot) -> None:
    settings = Settings(
        theme="dark", targets="litert-gpu", benchmark_seconds=2.5, data_dir="/somewhere"
    )
    dialog = SettingsDialog(settings, known_targets())
    qtbot.addWidget(dialog)
    assert set(dialog.editors) == {entry.key for entry in SETTINGS}
    assert dialog.settings == settings


def test_what_is_entered_becomes_the_settings(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Settings(), known_targets())
    qtbot.addWidget(dialog)
    theme, runs, folder = (dialog.editors[key] for key in ("theme", "warmup_runs", "data_dir"))
    assert isinstance(theme, QComboBox) and isinstance(runs, QSpinBox)
    assert isinstance(folder, FolderEdit)
    assert str(find_places().data) in folder.line.placeholderText()
    theme.setCurrentIndex(theme.findData("light"))
    runs.setValue(4)
    folder.line.setText("/elsewhere")
    assert dialog.settings == Settings(theme="light", warmup_runs=4, data_dir="/elsewhere")


@pytest.mark.parametrize("height", [0, 360])
def test_no_setting_is_squeezed_or_cut(qtbot: QtBot, height: int) -> None:
    dialog = SettingsDialog(Settings(), known_targets())
    qtbot.addWidget(dialog)
    dialog.show()
    if height:
        dialog.resize(dialog.width(), height)
    assert dialog.height() < 700, "it fits a small screen"
    for index in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(index)
        qtbot.wait_until(dialog.tabs.widget(index).isVisible)
        QApplication.processEvents()
        for part in dialog.tabs.widget(index).findChildren(QLabel):
            assert part.height() >= part.heightForWidth(part.width()), part.text()
    for key, editor in dialog.editors.items():
        assert editor.height() >= editor.minimumSizeHint().height(), key


def test_each_folder_says_its_own_usual_place(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Settings(), known_targets())
    qtbot.addWidget(dialog)
    data, onnx = (dialog.editors[key] for key in ("data_dir", "onnx_environment"))
    assert isinstance(data, FolderEdit) and isinstance(onnx, FolderEdit)
    assert str(find_places().onnx_environment) in onnx.line.placeholderText()
    assert data.line.placeholderText() != onnx.line.placeholderText()


def test_changed_settings_are_written_down(bench: Bench) -> None:
    bench.run("set-targets", targets="litert-cpu:threads=2")
    file = bench.root / "settings.json"
    bench.until(file.exists)
    assert '"targets": "litert-cpu:threads=2"' in file.read_text()
    assert bench.program.window.toolbar.target.text() == "LiteRT · CPU · 2 threads ▾"


@pytest.mark.parametrize("text", ["1,28,28,1", " 8 × 28 × 28 × 1 ".replace(" ", "")])
def test_a_shape_that_fits_is_taken(text: str) -> None:
    assert parse_shape(text, IMAGE)[1:] == (28, 28, 1)


@pytest.mark.parametrize("text", ["", "1,28,28", "1,29,28,1", "0,28,28,1", "a,b", "1,28,28,1,"])
def test_a_shape_that_does_not_fit_is_refused_with_the_input_named(text: str) -> None:
    with pytest.raises(ValueError, match="image"):
        parse_shape(text, IMAGE)


def test_the_shape_dialog_cannot_be_left_with_a_wrong_shape(qtbot: QtBot, tmp_path: Path) -> None:
    model = make_session(tmp_path).models[0]
    signature = Signature(name="s", inputs=(IMAGE,), outputs=())
    dialog = ShapesDialog(replace(model, info=make_info(signatures=(signature,))))
    qtbot.addWidget(dialog)
    assert dialog.ok.isEnabled() and dialog.shapes == {}
    dialog.lines["image"].setText("1,28")
    assert not dialog.ok.isEnabled()
    assert "image" in dialog.problem.text()
    dialog.lines["image"].setText("4,28,28,1")
    assert dialog.ok.isEnabled() and dialog.shapes == {"image": (4, 28, 28, 1)}


def test_the_licenses_of_what_is_installed_are_listed(qtbot: QtBot) -> None:
    found = {name: license for name, _, license in licenses()}
    assert {"tensorflow", "PySide6", "netron", "numpy"} <= set(found)
    assert all(found.values())
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: len(dialog.rows.rows) == len(found))


def test_a_model_that_repeats_steps_is_offered_a_batch_of_one(qtbot: QtBot, tmp_path: Path) -> None:
    signature = Signature(
        name="",
        inputs=(
            TensorSpec(name="steps", dtype="float32", shape=(None, 12, 4)),
            TensorSpec(name="text", dtype="float32", shape=(None, None, 4)),
        ),
        outputs=(),
    )
    model = make_session(tmp_path).models[0]
    info = make_info(signatures=(signature,), format="savedmodel", ops={"While": 1})
    dialog = ShapesDialog(replace(model, info=info, graph=None, shapes={}))
    qtbot.addWidget(dialog)
    assert dialog.fix_batch.parent() is dialog
    assert dialog.lines["text"].placeholderText() == "e.g. 1,224,4", "no 1,1,4: ops refuse that"
    dialog.fix_batch.click()
    assert dialog.lines["steps"].text() == "1,12,4"
    assert dialog.lines["text"].text() == "1,?,4" and not dialog.ok.isEnabled()
    dialog.lines["text"].setText("1,9,4")
    assert dialog.shapes == {"steps": (1, 12, 4), "text": (1, 9, 4)}
    plain = ShapesDialog(replace(model, info=replace(info, ops={"MatMul": 1}), graph=None))
    qtbot.addWidget(plain)
    assert plain.fix_batch.parent() is None
