"""Every question that blocks: file choosers, yes or no, a line of text.

One object with a method each, handed to the commands, so that a test answers in its place.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from studio.ui.texts import tr


class Dialogs:
    """Modal questions over ``parent``. File choosers start where the last one ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent
        self._folder = ""

    def open_files(self, title: str, name_filter: str) -> list[str]:
        """Paths of the chosen files; [] = cancelled."""
        paths, _ = QFileDialog.getOpenFileNames(self.parent, title, self._folder, name_filter)
        return [self._remember(path) for path in paths]

    def open_file(self, title: str, name_filter: str) -> str:
        """Path of the chosen file; "" = cancelled."""
        path, _ = QFileDialog.getOpenFileName(self.parent, title, self._folder, name_filter)
        return self._remember(path)

    def open_folder(self, title: str) -> str:
        """Path of the chosen folder; "" = cancelled."""
        return self._remember(QFileDialog.getExistingDirectory(self.parent, title, self._folder))

    def save_file(self, title: str, suggested: str, name_filter: str) -> str:
        """Path to write to; the chooser has asked before replacing. "" = cancelled."""
        start = str(Path(self._folder) / suggested) if self._folder else suggested
        path, _ = QFileDialog.getSaveFileName(self.parent, title, start, name_filter)
        return self._remember(path)

    def confirm(
        self, title: str, text: str, yes: str, no: str = "", *, is_dangerous: bool = False
    ) -> bool:
        """Whether the user pressed ``yes``; Escape and the other button mean no."""
        box = QMessageBox(self.parent)
        box.setWindowTitle(title)
        box.setIcon(QMessageBox.Icon.Warning if is_dangerous else QMessageBox.Icon.Question)
        box.setText(title)
        box.setInformativeText(text)
        accept = box.addButton(
            yes,
            QMessageBox.ButtonRole.DestructiveRole
            if is_dangerous
            else QMessageBox.ButtonRole.AcceptRole,
        )
        cancel = box.addButton(no or tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel if is_dangerous else accept)
        box.setEscapeButton(cancel)
        box.exec()
        return box.clickedButton() is accept

    def ask_text(
        self, title: str, label: str, value: str = "", *, is_long: bool = False
    ) -> str | None:
        """The text entered; None = cancelled."""
        if is_long:
            text, ok = QInputDialog.getMultiLineText(self.parent, title, label, value)
        else:
            text, ok = QInputDialog.getText(self.parent, title, label, text=value)
        return text if ok else None

    def _remember(self, path: str) -> str:
        if path:
            self._folder = str(Path(path).parent)
        return path


def model_filter() -> str:
    """The file chooser's filter, from the table of formats."""
    from studio.core.formats import FORMATS

    suffixes = " ".join(f"*{suffix}" for entry in FORMATS for suffix in entry.suffixes)
    return tr("Models ({suffixes})").format(suffixes=suffixes) + ";;" + tr("All files (*)")
