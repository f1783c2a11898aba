"""Which opened model an opened .tflite is compared with; a variant knows what it was made from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from studio.core.lookup import same_path
from studio.core.session import Model, Session
from studio.ui.pages.naming import Subject
from studio.ui.selection import Selection
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

_NAME_LENGTH = 14


class ReferenceChoice(QWidget):
    """Is there while a file is shown that was opened, not converted here."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = ""
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(_NAME_LENGTH)
        self.box.setAccessibleName(self.tr("Reference"))
        self.box.setToolTip(self.tr("The opened model that this file was made from."))
        self.box.activated.connect(self.changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(text_label(self.tr("against"), muted=True))
        layout.addWidget(self.box)

    @property
    def path(self) -> str:
        """Of the chosen model; "" = there is none."""
        return self.box.currentData() or ""

    @property
    def name(self) -> str:
        return self.box.currentText()

    def refresh(self, session: Session, selection: Selection, subject: Subject | None) -> None:
        """Offer all other opened models; first choice is the one that is selected as well."""
        is_file = subject is not None and subject.variant is None
        self.setVisible(is_file)
        if subject is None or not is_file:
            return
        offered = references(session, subject)
        entries = [(model.name, model.path) for model in offered]
        known = [(self.box.itemText(at), self.box.itemData(at)) for at in range(self.box.count())]
        if known == entries and self._file == subject.path:
            return
        wanted = self.path if self._file == subject.path else ""
        found = session.diagnosis(subject.model.info.sha256) if subject.model.info else None
        if not wanted and found is not None:
            wanted = next(
                (one.path for one in offered if same_path(one.path, found.result.against)), ""
            )
        if not wanted:
            selected = [one.path for one in offered if one.id in selection.models]
            wanted = selected[0] if selected else ""
        self._file = subject.path
        self.box.clear()
        for name, path in entries:
            self.box.addItem(name, path)
        self.box.setCurrentIndex(max(0, self.box.findData(wanted)) if entries else -1)


def references(session: Session, subject: Subject) -> list[Model]:
    """The opened models that a file may have been made from."""
    return [
        model
        for model in session.models
        if model.id != subject.model.id and model.info is not None and not model.is_missing
    ]
