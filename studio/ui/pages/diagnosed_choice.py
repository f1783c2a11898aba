"""The box that chooses whose tensors are compared."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from studio.core.session import Session
from studio.ui.pages.naming import Subject, hash_of, subjects, subjects_of_models
from studio.ui.selection import Selection

_NAME_LENGTH = 14


class DiagnosedChoice(QComboBox):
    """Offers the variants of the selected models, and files that were opened as .tflite."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offered: list[Subject] = []
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_NAME_LENGTH)
        self.setAccessibleName(self.tr("Variant"))
        self.setToolTip(self.tr("Whose tensors are compared."))

    @property
    def chosen(self) -> Subject | None:
        path = self.currentData()
        return next((one for one in self.offered if one.path == path), None)

    def offer(self, session: Session, selection: Selection, *, is_new: bool) -> None:
        """What was chosen stays so, unless the selection ``is_new``."""
        usable = [one for one in subjects(session, selection) if _is_usable(one)]
        self.offered = subjects_of_models(session, selection, _is_usable)
        wanted = self.currentData() or ""
        if is_new or not wanted:
            wanted = _wanted(session, selection, usable)
        known = [self.itemData(at) for at in range(self.count())]
        names = [one.name for one in self.offered]
        shown = [self.itemText(at) for at in range(self.count())]
        if known != [one.path for one in self.offered] or shown != names:
            self.clear()
            for one in self.offered:
                self.addItem(one.name, one.path)
        self.setCurrentIndex(max(0, self.findData(wanted)))


def _wanted(session: Session, selection: Selection, usable: list[Subject]) -> str:
    """The selected variant; of a model the one that was diagnosed last, else the last made:
    the float one comes first and has little to tell."""
    if selection.variant_ids or not usable:
        return usable[0].path if usable else ""
    known = [
        (found.at, one.path)
        for one in usable
        if (found := session.diagnosis(hash_of(one))) is not None
    ]
    return max(known)[1] if known else usable[-1].path


def _is_usable(subject: Subject) -> bool:
    """Whether there is a .tflite to look into: a variant's, or one that was opened as such."""
    if subject.variant is not None:
        return not subject.variant.is_missing
    info = subject.model.info
    return info is not None and info.format == "tflite" and not subject.model.is_missing
