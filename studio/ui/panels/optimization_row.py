"""One tick of the Optimize panel with its parameters, made from the catalog's declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from studio.core.optimizations import Optimization
from studio.core.params import ChoiceParam, IntParam, Param, ParamValue
from studio.ui.texts import labelled, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

Editor = QSpinBox | QComboBox


class OptimizationRow(QWidget):
    """``edited``: the user ticked it or changed a parameter."""

    edited = Signal()

    def __init__(self, title: str, help_text: str, params: tuple[Param, ...] = ()) -> None:
        super().__init__()
        self._help = help_text
        self.box = QCheckBox(title)
        self.box.setToolTip(help_text)
        self.box.setAccessibleDescription(help_text)
        self.box.toggled.connect(self._on_toggled)
        self._reason = text_label("", "small", muted=True, wrap=True)
        self._reason.hide()
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(GRID)
        form.setVerticalSpacing(GRID // 2)
        self.editors: dict[str, Editor] = {}
        self._helps: dict[str, str] = {}
        for param in params:
            editor = self._make_editor(param)
            self._helps[param.name] = tr_core(param.help)
            editor.setToolTip(self._helps[param.name])
            editor.setAccessibleName(labelled(title, tr_core(param.title)))
            self.editors[param.name] = editor
            form.addRow(text_label(tr_core(param.title), "small"), editor)
        self._below = QWidget()
        inner = QVBoxLayout(self._below)
        inner.setContentsMargins(GRID * 3, 0, 0, GRID // 2)
        inner.addWidget(self._reason)
        inner.addWidget(self._form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.box)
        layout.addWidget(self._below)
        self._below.hide()

    @classmethod
    def of(cls, optimization: Optimization) -> OptimizationRow:
        return cls(tr_core(optimization.title), tr_core(optimization.help), optimization.params)

    @property
    def is_ticked(self) -> bool:
        return self.box.isChecked()

    @property
    def params(self) -> dict[str, ParamValue]:
        return {
            name: editor.value() if isinstance(editor, QSpinBox) else str(editor.currentData())
            for name, editor in self.editors.items()
        }

    def show_state(
        self,
        ticked: bool,
        params: Mapping[str, ParamValue],
        why_not: str | None,
        refused: Mapping[tuple[str, str], str] | None = None,
        remark: str = "",
        is_reason_shown: bool = True,
    ) -> None:
        """Show what the session says, without saying ``edited``.

        ``refused``: (parameter, value) -> why that value cannot be chosen; of one that is chosen
        it is shown. ``remark``: what is known of it beside that.
        ``is_reason_shown``: else ``why_not`` stands elsewhere, and here in the tooltip alone.
        """
        with QSignalBlocker(self.box):
            self.box.setChecked(ticked)
        for name, editor in self.editors.items():
            with QSignalBlocker(editor):
                value = params.get(name)
                if isinstance(editor, QSpinBox):
                    if isinstance(value, int) and not editor.hasFocus():
                        editor.setValue(value)
                else:
                    editor.setCurrentIndex(max(0, editor.findData(value)))
                    self._refuse(name, editor, refused or {})
        self.box.setEnabled(why_not is None or ticked)
        self.box.setToolTip(why_not or self._help)
        reason = why_not if is_reason_shown else ""
        shown = reason or ("" if why_not else _of_chosen(params, refused or {}, ticked) or remark)
        self._reason.setText(shown)
        self._reason.setVisible(bool(shown))
        self._fold()

    def _refuse(self, name: str, combo: QComboBox, refused: Mapping[tuple[str, str], str]) -> None:
        """Disable choices, each with its reason; one that is chosen has it as the tooltip too."""
        entries = cast(QStandardItemModel, combo.model())
        for place in range(combo.count()):
            why = refused.get((name, str(combo.itemData(place))), "")
            entries.item(place).setEnabled(not why)
            entries.item(place).setToolTip(why)
        chosen = refused.get((name, str(combo.currentData())), "")
        combo.setToolTip(chosen or self._helps[name])

    def _make_editor(self, param: Param) -> Editor:
        if isinstance(param, IntParam):
            spin = QSpinBox()
            spin.setRange(param.minimum, param.maximum)
            spin.setValue(param.default)
            spin.setKeyboardTracking(False)
            spin.setGroupSeparatorShown(True)
            spin.valueChanged.connect(self.edited)
            return spin
        assert isinstance(param, ChoiceParam)
        combo = QComboBox()
        for choice in param.choices:
            combo.addItem(choice, choice)
        combo.setCurrentIndex(combo.findData(param.default))
        combo.currentIndexChanged.connect(self.edited)
        return combo

    def _on_toggled(self, _ticked: bool) -> None:
        self._fold()
        self.edited.emit()

    def _fold(self) -> None:
        """Only what is needed takes room: parameters when ticked, the reason when disabled."""
        has_form = bool(self.editors) and self.box.isChecked()
        self._form.setVisible(has_form)
        self._below.setVisible(has_form or bool(self._reason.text()))


def _of_chosen(
    params: Mapping[str, ParamValue], refused: Mapping[tuple[str, str], str], ticked: bool
) -> str:
    """Why a value cannot be that is chosen already."""
    chosen = (refused.get((name, str(value)), "") for name, value in params.items())
    return next(filter(None, chosen), "") if ticked else ""
