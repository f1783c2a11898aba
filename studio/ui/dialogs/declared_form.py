"""A dialog with a field for each declared value: its title, its editor, its help below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from studio.ui.texts import tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

EditorT = TypeVar("EditorT", bound=QWidget)


class Field(msgspec.Struct, Generic[EditorT], frozen=True):
    """``title`` and ``help`` are marked for translation in core."""

    key: str
    title: str
    help: str
    editor: EditorT


class DeclaredForm(QDialog, Generic[EditorT]):
    """``editors``: the fields' own, by key. Accepted by OK, rejected by Cancel."""

    def __init__(
        self, title: str, width: int, fields: Iterable[Field[EditorT]], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.editors: dict[str, EditorT] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(GRID * 2)
        form.setVerticalSpacing(GRID)
        for field in fields:
            field.editor.setToolTip(tr_core(field.help))
            field.editor.setAccessibleName(tr_core(field.title))
            self.editors[field.key] = field.editor
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(field.editor)
            cell.addWidget(text_label(tr_core(field.help), "small", muted=True, wrap=True))
            form.addRow(tr_core(field.title), cell)
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
