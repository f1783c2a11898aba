"""The settings dialog, made from the declarative table of settings."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.formats import FORMATS
from studio.core.scenarios import parse_scenario
from studio.core.setting_kinds import (
    ChoiceSetting,
    FloatSetting,
    FolderSetting,
    IntSetting,
    ScenariosSetting,
    Setting,
    SettingValue,
    TargetsSetting,
)
from studio.core.settings import DATA_DIR, SETTING_GROUPS, Settings, with_value
from studio.core.targets import parse_target
from studio.places import find_places
from studio.ui.dialogs.declared_form import DeclaredForm, Field
from studio.ui.known_targets import KnownTargets
from studio.ui.texts import tr, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.scenarios_button import ScenariosButton
from studio.ui.widgets.targets_button import TargetsButton


class FolderEdit(QWidget):
    """A folder's path with a button to choose it. ``usual``: where it is when nothing is named."""

    def __init__(self, value: str, usual: str) -> None:
        super().__init__()
        self.line = QLineEdit(value)
        self.line.setPlaceholderText(tr("the usual place: {path}").format(path=usual))
        button = QPushButton(tr("Choose…"))
        button.clicked.connect(self._on_choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(button)

    def _on_choose(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.line.text())
        if path:
            self.line.setText(path)


def _usual_place(entry: FolderSetting) -> str:
    try:
        places = find_places()
    except StudioError as error:
        return str(error)
    return str(places.data if entry is DATA_DIR else places.onnx_environment)


class SettingsDialog(DeclaredForm[QWidget]):
    """``settings`` is what is entered now."""

    def __init__(
        self, settings: Settings, known: KnownTargets, parent: QWidget | None = None
    ) -> None:
        fields = (
            Field(
                entry.key,
                entry.title,
                entry.help,
                make_editor(entry, getattr(settings, entry.key), known),
                group,
            )
            for group, entries in SETTING_GROUPS
            for entry in entries
        )
        # so wide that hardly a help goes on in a next line
        super().__init__(tr("Settings"), GRID * 88, fields, parent)
        self._settings = settings

    @property
    def settings(self) -> Settings:
        settings = self._settings
        for key, editor in self.editors.items():
            settings = with_value(settings, key, read_editor(editor))
        return settings


def make_editor(entry: Setting, value: SettingValue, known: KnownTargets) -> QWidget:
    """The widget that edits a setting of this type."""
    if isinstance(entry, ChoiceSetting):
        combo = QComboBox()
        for choice, title in zip(entry.choices, entry.titles, strict=True):
            combo.addItem(tr_core(title), choice)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        return combo
    if isinstance(entry, IntSetting):
        spin = QSpinBox()
        spin.setRange(entry.minimum, entry.maximum)
        spin.setSuffix(f" {entry.unit}" if entry.unit else "")
        spin.setGroupSeparatorShown(True)
        spin.setValue(int(value))
        return spin
    if isinstance(entry, FloatSetting):
        double = QDoubleSpinBox()
        double.setRange(entry.minimum, entry.maximum)
        double.setDecimals(1)
        double.setSuffix(f" {entry.unit}" if entry.unit else "")
        double.setValue(float(value))
        return double
    if isinstance(entry, TargetsSetting):
        button = TargetsButton(known, lambda: tuple(one.id for one in FORMATS))
        button.show_targets(tuple(map(parse_target, str(value).split())))
        return button
    if isinstance(entry, ScenariosSetting):
        scenarios = ScenariosButton()
        scenarios.show_scenarios(tuple(map(parse_scenario, str(value).split())))
        return scenarios
    assert isinstance(entry, FolderSetting)
    return FolderEdit(str(value), _usual_place(entry))


def read_editor(editor: QWidget) -> SettingValue:
    if isinstance(editor, QComboBox):
        return str(editor.currentData())
    if isinstance(editor, QSpinBox | QDoubleSpinBox):
        return editor.value()
    if isinstance(editor, TargetsButton | ScenariosButton):
        return editor.setting
    assert isinstance(editor, FolderEdit)
    return editor.line.text()


def ask_settings(
    settings: Settings, known: KnownTargets, parent: QWidget | None
) -> Settings | None:
    """The settings as changed by the user; None = cancelled."""
    dialog = SettingsDialog(settings, known, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    changed = dialog.settings if accepted else None
    dialog.deleteLater()
    return changed
