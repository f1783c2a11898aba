"""Asks for the declared parameters of something, a field for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QSpinBox,
    QWidget,
)

from studio.core.params import FloatParam, IntParam, Param, ParamValue
from studio.ui.dialogs.declared_form import DeclaredForm, Field
from studio.ui.theme import GRID

Editor = QSpinBox | QDoubleSpinBox | QComboBox


class ParamsDialog(DeclaredForm[Editor]):
    """``values`` are what is entered now, by the names of the parameters."""

    def __init__(
        self,
        title: str,
        params: Sequence[Param],
        given: Mapping[str, ParamValue],
        parent: QWidget | None = None,
    ) -> None:
        fields = (
            Field(
                param.name,
                param.title,
                param.help,
                _editor(param, given.get(param.name, param.default)),
            )
            for param in params
        )
        super().__init__(title, GRID * 52, fields, parent)

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
