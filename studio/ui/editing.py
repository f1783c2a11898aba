"""What is typed and not yet taken over: a shortcut leaves the focus where it is, so ask for it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit


def commit_focused_editor() -> None:
    """Make the editor with the focus say what is typed in it, as if it had lost the focus."""
    editor = QApplication.focusWidget()
    if isinstance(editor, QAbstractSpinBox):
        editor.interpretText()
    elif isinstance(editor, QLineEdit) and editor.isModified():
        editor.editingFinished.emit()
