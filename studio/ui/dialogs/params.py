"""Asks for the declared parameters of something, a field for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.core.params import FloatParam, IntParam, Param, ParamValue
from studio.ui.texts import tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

Editor = QSpinBox | QDoubleSpinBox | QComboBox


class ParamsDialog(QDialog):
    """``values`` are what is entered now, by the names of the parameters."""

    def __init__(
        self,
        title: str,
        params: Sequence[Param],
        given: Mapping[str, ParamValue],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(GRID * 52)
        self.editors: dict[str, Editor] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(GRID * 2)
        form.setVerticalSpacing(GRID)
        for param in params:
            editor = _editor(param, given.get(param.name, param.default))
            editor.setToolTip(tr_core(param.help))
            editor.setAccessibleName(tr_core(param.title))
            self.editors[param.name] = editor
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(editor)
            cell.addWidget(text_label(tr_core(param.help), "small", muted=True, wrap=True))
            form.addRow(tr_core(param.title), cell)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID * 2)
        layout.addLayout(form)
        layout.addWidget(buttons)

    @property
    def values(self) -> dict[str, ParamValue]:
        return {
            name: str(editor.currentData()) if isinstance(editor, QComboBox) else editor.value()
            for name, editor in self.editors.items()
        }


def ask_params(
    title: str, params: Sequence[Param], given: Mapping[str, ParamValue], parent: QWidget | None
) -> dict[str, ParamValue] | None:
    """The values as entered by the user; None = cancelled."""
    dialog = ParamsDialog(title, params, given, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    values = dialog.values if accepted else None
    dialog.deleteLater()
    return values


def _editor(param: Param, value: ParamValue) -> Editor:
    if isinstance(param, IntParam):
        spin = QSpinBox()
        spin.setRange(param.minimum, param.maximum)
        spin.setValue(int(value))
        return spin
    if isinstance(param, FloatParam):
        double = QDoubleSpinBox()
        double.setDecimals(3)
        double.setRange(param.minimum, param.maximum)
        double.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        double.setSuffix(f" {param.unit}")
        double.setValue(float(value))
        return double
    combo = QComboBox()
    for choice in param.choices:
        combo.addItem(choice, choice)
    combo.setCurrentIndex(max(0, combo.findData(value)))
    return combo
