"""Choose a data file or folder for a role, with its declared preprocessing; takes drops."""

from __future__ import annotations

from pathlib import PurePath

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.data_files import DATA_SUFFIXES
from studio.core.recipe import Preprocessing
from studio.core.session import Dataset
from studio.ui.panels.preprocessing_form import PreprocessingForm, preprocessing_text
from studio.ui.texts import labelled, tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import ElidedLabel, text_label


class DatasetChooser(QFrame):
    """``chosen(Dataset | None)``: the user picked, edited or removed it. ``browse_requested``,
    ``folder_requested``: the user wants to pick one.

    ``invalid_changed(text)``: why what is typed is no preprocessing; "" = it is.
    ``below``: room under the file's name.
    """

    chosen = Signal(object)
    invalid_changed = Signal(str)
    browse_requested = Signal()
    folder_requested = Signal()

    def __init__(self, title: str, help_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self.invalid = ""
        self.setAcceptDrops(True)
        self.setToolTip(help_text)
        heading = text_label(title, "small", muted=True)
        self._file = ElidedLabel()
        self._browse = QPushButton(tr("Choose…"))
        self._browse.setToolTip(help_text)
        self._browse.setAccessibleName(labelled(title, tr("Choose…")))
        self._browse.clicked.connect(self.browse_requested)
        self._folder = QPushButton(tr("Folder…"))
        self._folder.setToolTip(tr("A folder of pictures or sounds; its subfolders are classes."))
        self._folder.setAccessibleName(labelled(title, tr("Folder…")))
        self._folder.clicked.connect(self.folder_requested)
        self._remove = QToolButton()
        self._remove.setText("✕")
        self._remove.setAutoRaise(True)
        self._remove.setToolTip(tr("Do without this data."))
        self._remove.setAccessibleName(labelled(title, tr("remove")))
        self._remove.clicked.connect(lambda: self.chosen.emit(None))
        self._fold = QToolButton()
        self._fold.setAutoRaise(True)
        self._fold.setCheckable(True)
        self._fold.setArrowType(Qt.ArrowType.RightArrow)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # means and deviations of several channels are long: the middle gives way
        self._fold.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fold.toggled.connect(self._on_folded)
        self.form = PreprocessingForm(title)
        self.form.typing.connect(self._on_typed)
        self.form.edited.connect(self._on_edited)
        row, buttons = QHBoxLayout(), QHBoxLayout()
        for line in (row, buttons):
            line.setSpacing(GRID // 2)
        row.addWidget(self._file, 1)  # a name needs all the room that there is
        row.addWidget(self._remove)
        buttons.addWidget(self._browse, 1)
        buttons.addWidget(self._folder, 1)
        self.below = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(heading)
        layout.addLayout(row)
        layout.addLayout(buttons)
        layout.addLayout(self.below)
        layout.addWidget(self._fold)
        layout.addWidget(self.form)
        self.form.hide()
        self.show_dataset(None)

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show what the session has, without saying ``chosen``; what is being typed stays."""
        before, self._dataset = self._dataset, dataset
        self._file.setText(PurePath(dataset.path).name if dataset else tr("none; drop a file here"))
        self._file.setToolTip(dataset.path if dataset else "")
        self._file.setEnabled(dataset is not None)
        self._remove.setVisible(dataset is not None)
        self._fold.setVisible(dataset is not None)
        self.form.setVisible(dataset is not None and self._fold.isChecked())
        preprocessing = dataset.ref.preprocessing if dataset else Preprocessing()
        text = preprocessing_text(preprocessing)
        self._fold.setText(text)
        how = tr("How stored values become the model's input.")
        self._fold.setToolTip(f"{how}\n{text}")
        is_same = _declared(dataset) == _declared(before)
        keeps = is_same or self.form.typed() == preprocessing
        if not (is_same and self.invalid):
            self.form.show_values(preprocessing, keeps)
        self._on_typed()

    def _on_folded(self, is_open: bool) -> None:
        self._fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.form.setVisible(is_open)

    def _on_edited(self) -> None:
        self._on_typed()
        preprocessing = self.form.typed()
        if self._dataset is None or preprocessing is None:
            return
        if preprocessing != self._dataset.ref.preprocessing:
            ref = replace(self._dataset.ref, preprocessing=preprocessing)
            self.chosen.emit(replace(self._dataset, ref=ref))

    def _on_typed(self) -> None:
        """Mark what is no number while it is typed: nothing may be made with another value."""
        reason = ""
        if self._dataset is not None and self.form.typed() is None:
            reason = tr("Numbers, separated by commas; std is not 0; sizes as 224x224.")
        if reason == self.invalid:
            return
        self.invalid = reason
        self.form.mark_invalid(reason)
        self.invalid_changed.emit(reason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_path(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_path(event)
        if path:
            event.acceptProposedAction()
            self.chosen.emit(Dataset(path=path))


def _declared(dataset: Dataset | None) -> tuple[str, Preprocessing] | None:
    return (dataset.path, dataset.ref.preprocessing) if dataset else None


def _dropped_path(event: QDropEvent) -> str:
    """A data file, or what has no suffix, as folders have none; without asking the disk."""
    paths = [url.toLocalFile() for url in event.mimeData().urls()]
    wanted = (
        path
        for path in paths
        if path.lower().endswith(DATA_SUFFIXES) or (path and not PurePath(path).suffix)
    )
    return next(wanted, "")
