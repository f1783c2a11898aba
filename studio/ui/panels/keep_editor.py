"""The list of ops that are left in another precision: shows, changes, adds and takes away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.keep import BY_TITLES, PRECISION_TITLES, Keep, KeepPrecision, with_keep
from studio.ui.texts import tr, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.fold import Fold
from studio.ui.widgets.labels import ElidedLabel, text_label
from studio.ui.widgets.wrap_row import WrapRow


class KeepEditor(Fold):
    """``edited(tuple of Keep)``: the whole list as the user wants it now."""

    edited = Signal(tuple)

    def __init__(self) -> None:
        super().__init__(
            "", tr("Leave single ops in float, 16 or 8 bits where quantizing them costs too much.")
        )
        self._keeps: tuple[Keep, ...] = ()
        self.rows: list[_Row] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID // 2)
        self.by = QComboBox()
        self.by.setAccessibleName(tr("What the entry means"))
        self.by.setToolTip(tr("How ops are chosen: by their names, one op exactly, or by kind."))
        for by, title in BY_TITLES.items():
            self.by.addItem(tr_core(title), by)
        self.by.currentIndexChanged.connect(self._on_by_changed)
        self.pattern = QLineEdit()
        self.pattern.setAccessibleName(tr("Name, kind or regular expression"))
        self.pattern.setClearButtonEnabled(True)
        self.pattern.textChanged.connect(self._on_typed)
        self.pattern.returnPressed.connect(self._on_add)
        self.precision = _precision_box()
        self.add = QPushButton(tr("Add"))
        self.add.setToolTip(tr("Put this entry on the list; where several match, the last counts."))
        self.add.clicked.connect(self._on_add)
        self.problem = text_label("", "small", wrap=True)
        self.problem.hide()
        new = WrapRow(spacing=GRID // 2)
        for widget in (self.by, self.pattern, self.precision, self.add):
            new.add(widget)
        self.body.addLayout(self._list)
        self.body.addWidget(new)
        self.body.addWidget(self.problem)
        self.body.setContentsMargins(GRID, 0, 0, 0)
        self._on_by_changed()
        self._on_typed()

    def show_keeps(
        self, keeps: tuple[Keep, ...], offered: Iterable[KeepPrecision], able: str
    ) -> None:
        """``offered``: precisions that a ticked optimization has a meaning for; ``able`` names
        those that have one for what is not offered."""
        possible = tuple(offered)
        count = len(keeps)
        title = tr("Per-op precision ({count})").format(count=count) if count else None
        self.set_title(title or tr("Per-op precision"))
        if count > len(self._keeps):
            self.set_open(True)
        self._keeps = keeps
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [_Row(keep, "" if keep.precision in possible else able) for keep in keeps]
        for place, row in enumerate(self.rows):
            row.precision_chosen.connect(
                lambda precision, place=place: self._on_changed(place, precision)
            )
            row.removed.connect(lambda place=place: self._on_removed(place))
            self._list.addWidget(row)

    def _on_by_changed(self) -> None:
        hints = {
            "name": tr("e.g. block_1.*/conv"),
            "node": tr("the op's name, or a layer's"),
            "op": tr("e.g. CONV_2D"),
        }
        self.pattern.setPlaceholderText(hints[self.by.currentData()])
        self._on_typed()

    def _on_typed(self) -> None:
        text, problem = self.pattern.text().strip(), ""
        if self.by.currentData() == "name":
            try:
                re.compile(text)
            except re.error as error:
                problem = tr("This is no regular expression: {error}.").format(error=error)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.add.setEnabled(bool(text) and not problem)

    def _on_add(self) -> None:
        if not self.add.isEnabled():
            return
        keep = Keep(
            pattern=self.pattern.text().strip(),
            precision=self.precision.currentData(),
            by=self.by.currentData(),
        )
        self.pattern.clear()
        self.edited.emit(with_keep(self._keeps, keep))

    def _on_changed(self, place: int, precision: KeepPrecision) -> None:
        keeps = list(self._keeps)
        keeps[place] = replace(keeps[place], precision=precision)
        self.edited.emit(tuple(keeps))

    def _on_removed(self, place: int) -> None:
        self.edited.emit(self._keeps[:place] + self._keeps[place + 1 :])


class _Row(QWidget):
    """One entry. ``able``: what would have to be ticked for it to count, "" = it counts."""

    precision_chosen = Signal(str)
    removed = Signal()

    def __init__(self, keep: Keep, able: str) -> None:
        super().__init__()
        name = f"{tr_core(BY_TITLES[keep.by])} {keep.pattern}"
        label = ElidedLabel(keep.pattern, Qt.TextElideMode.ElideMiddle)
        label.setToolTip(name)
        self.precision = _precision_box()
        self.precision.setCurrentIndex(self.precision.findData(keep.precision))
        self.precision.setAccessibleName(tr("Precision of {name}").format(name=name))
        self.precision.currentIndexChanged.connect(
            lambda: self.precision_chosen.emit(self.precision.currentData())
        )
        self.remove = QToolButton()
        self.remove.setText("✕")
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(tr("Take this entry off the list."))
        self.remove.setAccessibleName(tr("Remove {name}").format(name=name))
        self.remove.clicked.connect(self.removed)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID // 2)
        line.addWidget(label, 1)
        line.addWidget(self.precision)
        line.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        kind = text_label(tr_core(BY_TITLES[keep.by]), "small", muted=True)
        layout.addWidget(kind)
        layout.addLayout(line)
        if able:
            text = tr("Does not count: tick one of {names}.").format(names=able)
            layout.addWidget(text_label(text, "small", muted=True, wrap=True))


def _precision_box() -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(tr("Precision"))
    box.setToolTip(tr("What the ops compute in."))
    for precision, title in PRECISION_TITLES.items():
        box.addItem(tr_core(title), precision)
    return box
