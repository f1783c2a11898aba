"""The row of controls of the profile page: which variant is shown, and which one beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from studio.core.session import Profile, Session
from studio.ui.pages.naming import Subject, hash_of, subjects, subjects_of_models
from studio.ui.selection import Selection
from studio.ui.widgets.cards import primary_button
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.wrap_row import WrapRow

_NAME_LENGTH = 14


class ProfileChoice(WrapRow):
    """Follows the selection; what the user chooses here holds until the selection changes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._selection = Session(), Selection()
        self._offered: list[Subject] = []
        self.start = primary_button(self.tr("Profile"), "")
        self.shown, self.other = QComboBox(), QComboBox()
        self.copy = QPushButton(self.tr("Copy as TSV"))
        self.export = QPushButton(self.tr("Export CSV…"))
        self._build()

    @property
    def offered(self) -> list[Subject]:
        """All that can be profiled of the models that are selected."""
        return self._offered

    @property
    def chosen(self) -> list[Subject]:
        """One or two."""
        paths = dict.fromkeys((self.shown.currentData(), self.other.currentData()))
        return [one for path in paths for one in self._offered if path and one.path == path]

    def profile(self, subject: Subject) -> Profile | None:
        """The newest one of the file as it is now."""
        return self._session.profile(hash_of(subject))

    def name(self, subject: Subject) -> str:
        if subject.variant is not None and len({one.model.id for one in self._offered}) > 1:
            return f"{subject.model.name} · {subject.name}"
        return subject.name

    def refresh(self, session: Session, selection: Selection) -> None:
        """Say nothing: who refreshes this looks at it afterwards."""
        is_new = selection != self._selection or not self._offered
        self._session, self._selection = session, selection
        chosen = [one for one in subjects(session, selection) if _is_usable(one)]
        self._offered = subjects_of_models(session, selection, _is_usable)
        wanted = (self.shown.currentData() or "", self.other.currentData() or "")
        if is_new:
            wanted = self._wanted(chosen)
        entries = [(self.name(one), one.path) for one in self._offered]
        _fill(self.shown, entries, wanted[0])
        _fill(self.other, [(self.tr("nothing"), ""), *entries], wanted[1])

    def set_state(self, *, has_content: bool, why_not: str | None) -> None:
        """Without content the page's own button starts; ``why_not``: None = it can be started."""
        self.setVisible(bool(self._offered))
        self.start.setVisible(has_content)
        self.copy.setEnabled(has_content)
        self.export.setEnabled(has_content)
        self.start.setEnabled(why_not is None)
        self.start.setToolTip(why_not or self.tr("Record what each op of these variants takes."))

    def _wanted(self, chosen: list[Subject]) -> tuple[str, str]:
        """One or two selected variants; of a model the one that was profiled last."""
        paths = [one.path for one in chosen]
        if self._selection.variant_ids:
            return (paths[0] if paths else ""), (paths[1] if len(paths) > 1 else "")
        known = [(found.at, one.path) for one in chosen if (found := self.profile(one))]
        if known:
            return max(known)[1], ""
        return (paths[0] if paths else ""), ""

    def _build(self) -> None:
        for box, name, tooltip in (
            (self.shown, self.tr("Variant"), self.tr("Whose ops are shown.")),
            (
                self.other,
                self.tr("Compared with"),
                self.tr("A second variant: its ops are set beside the first one's."),
            ),
        ):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(_NAME_LENGTH)
            box.setAccessibleName(name)
            box.setToolTip(tooltip)
            box.activated.connect(self.changed)
        self.copy.setToolTip(self.tr("Copy the table, to be pasted into a spreadsheet."))
        self.export.setToolTip(self.tr("Write the table as CSV, in full precision."))
        self.add(self.start)
        self.add(self.shown)
        self.add(text_label(self.tr("compared with"), muted=True), self.other)
        self.add_stretch()
        self.add(self.copy, self.export)


def _is_usable(subject: Subject) -> bool:
    """Whether there is a .tflite file that can be run."""
    if subject.variant is not None:
        return not subject.variant.is_missing
    info = subject.model.info
    return info is not None and info.format == "tflite" and not subject.model.is_missing


def _fill(box: QComboBox, entries: list[tuple[str, str]], wanted: str) -> None:
    """Offer (text, path); ``activated`` is not emitted for what a program chooses."""
    known = [(box.itemText(at), box.itemData(at)) for at in range(box.count())]
    if known != entries:
        box.clear()
        for text, path in entries:
            box.addItem(text, path)
    box.setCurrentIndex(max(0, box.findData(wanted)))
