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
        self.box.setPlaceholderText(self.tr("choose…"))
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
        """Offer all other opened models. Chosen is what the file was diagnosed against last, else
        what is selected as well, else the only one that takes the same inputs; else none is: which
        one it was made from, only the user knows."""
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
            likely = [one.path for one in offered if one.id in selection.models]
            likely = likely or [one.path for one in offered if _takes_the_same(one, subject.model)]
            wanted = likely[0] if len(likely) == 1 else ""
        self._file = subject.path
        self.box.clear()
        for name, path in entries:
            self.box.addItem(name, path)
        self.box.setCurrentIndex(self.box.findData(wanted) if wanted else -1)

    def why_not(self, subject: Subject) -> str | None:
        """None = a model is chosen."""
        if self.path:
            return None
        if self.box.count():
            text = self.tr("Choose the model that {name} was made from, above.")
        else:
            text = self.tr(
                "Open the float model that {name} was made from as well: each tensor is then "
                "compared with that model's."
            )
        return text.format(name=subject.name)


def _takes_the_same(one: Model, other: Model) -> bool:
    """Whether both have inputs of the same shapes, whatever their order and batch."""
    shapes = [
        sorted(
            tuple(dim or 1 for dim in tensor.shape)
            for signature in model.info.signatures[:1]
            for tensor in signature.inputs
        )
        for model in (one, other)
        if model.info is not None
    ]
    return len(shapes) == 2 and shapes[0] == shapes[1] != []


def references(session: Session, subject: Subject) -> list[Model]:
    """The opened models that a file may have been made from: no quantized ones."""
    return [
        model
        for model in session.models
        if model.id != subject.model.id
        and model.info is not None
        and model.info.weight_kind != "quantized"
        and not model.is_missing
    ]
