"""A dialog with a field for each declared value: its title, its editor, its help below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.ui.texts import tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.down_scroll import DownScroll
from studio.ui.widgets.labels import text_label

_EDITOR_HEIGHT = 22
"""Pixels: a spin box is as high as a combo box."""
EditorT = TypeVar("EditorT", bound=QWidget)


class Field(msgspec.Struct, Generic[EditorT], frozen=True):
    """``title``, ``help`` and ``group`` are marked for translation in core.

    ``group``: the tab that it is on; "" in a form without tabs.
    """

    key: str
    title: str
    help: str
    editor: EditorT
    group: str = ""


class DeclaredForm(QDialog, Generic[EditorT]):
    """``editors``: the fields' own, by key. Accepted by OK, rejected by Cancel.

    Where the screen is too low for all fields they scroll: none is squeezed.
    """

    def __init__(
        self, title: str, width: int, fields: Iterable[Field[EditorT]], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.editors: dict[str, EditorT] = {}
        forms: dict[str, QFormLayout] = {}
        for field in fields:
            self.editors[field.key] = field.editor
            form = forms.setdefault(field.group, QFormLayout())
            _add(form, field)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID * 2)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setVisible(len(forms) > 1)
        for group, form in forms.items():
            self.tabs.addTab(_Page(form, width - GRID * 4), tr_core(group))
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)


class _Page(DownScroll):
    """As high as its fields with their helps, whose lines depend on the width."""

    def __init__(self, form: QFormLayout, width: int) -> None:
        content = QWidget()
        content.setLayout(form)
        super().__init__(content)
        self._width = width

    def sizeHint(self) -> QSize:
        content = self._content
        width = max(self._width, content.minimumSizeHint().width())
        return QSize(width, max(content.heightForWidth(width), content.sizeHint().height()))


def _add(form: QFormLayout, field: Field[EditorT]) -> None:
    form.setHorizontalSpacing(GRID * 2)
    form.setVerticalSpacing(GRID)
    field.editor.setToolTip(tr_core(field.help))
    field.editor.setMinimumHeight(_EDITOR_HEIGHT)
    field.editor.setAccessibleName(tr_core(field.title))
    cell = QVBoxLayout()
    cell.setSpacing(2)
    cell.addWidget(field.editor)
    cell.addWidget(text_label(tr_core(field.help), "small", muted=True, wrap=True))
    form.addRow(tr_core(field.title), cell)
