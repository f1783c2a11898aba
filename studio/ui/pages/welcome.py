"""The welcome page: open a model, open the sample, go on with a recent one, or drop a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.core.formats import FORMATS
from studio.core.session import Session
from studio.ui.context import UiContext
from studio.ui.selection import Selection
from studio.ui.theme import GRID
from studio.ui.widgets.cards import Card, primary_button
from studio.ui.widgets.labels import text_label
from studio.ui.worker import run_in_background

RECENT_SHOWN = 8


class WelcomePage(QWidget):
    """Shown while no model is open."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.open = primary_button(
            self.tr("Open a model…"), self.tr("Choose a trained model's file.")
        )
        self.open.clicked.connect(lambda: context.run_command("open"))
        self.folder = QPushButton(self.tr("Open a SavedModel folder…"))
        self.folder.setToolTip(self.tr("Choose the folder that holds saved_model.pb."))
        self.folder.clicked.connect(lambda: context.run_command("open-folder"))
        self.sample = QPushButton(self.tr("Open the sample"))
        self.sample.setToolTip(
            self.tr("A small digits classifier with its data, to try everything at once.")
        )
        self.sample.clicked.connect(lambda: context.run_command("open-sample"))
        self.recent = Card(self.tr("Recently opened"))
        self.recent.hide()
        self._links: list[QPushButton] = []
        self._build()

    def widget(self) -> QWidget:
        return self

    @property
    def links(self) -> tuple[QPushButton, ...]:
        """The buttons of recent models."""
        return tuple(self._links)

    def refresh(self, _session: Session, _selection: Selection) -> None:
        """Nothing of the session is shown here."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        run_in_background(self, self._read_recent, self._on_recent)

    def _read_recent(self) -> list[tuple[str, bool]]:
        """(path, whether it is still there)."""
        paths = self._context.history.recent(RECENT_SHOWN)
        return [(path, Path(path).exists()) for path in paths]

    def _on_recent(self, found: list[tuple[str, bool]]) -> None:
        for button in self._links:
            button.hide()
            button.deleteLater()
        self._links.clear()
        for path, exists in found:
            button = QPushButton(f"{Path(path).name}   —   {Path(path).parent}")
            button.setFlat(True)
            button.setStyleSheet("text-align: left; padding: 4px;")
            button.setEnabled(exists)
            button.setToolTip(path if exists else self.tr("{path} is gone").format(path=path))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(
                lambda _=False, path=path: self._context.run_command("open", path=path)
            )
            self.recent.add(button)
            self._links.append(button)
        self.recent.setVisible(bool(found))

    def _build(self) -> None:
        title = text_label(
            self.tr("Make a trained network run well, and know that it does"), "title"
        )
        steps = text_label(
            self.tr("Open → see → optimize → convert → check → measure → compare"), muted=True
        )
        titles = ", ".join(entry.title for entry in FORMATS)
        formats = text_label(
            self.tr("Opens {formats}. Or drop a file or folder anywhere in this window.").format(
                formats=titles
            ),
            "small",
            muted=True,
            wrap=True,
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self.open, self.folder, self.sample):
            buttons.addWidget(button)
        buttons.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        for label in (title, steps, formats):
            label.setAlignment(centre)
        self.recent.setMaximumWidth(GRID * 90)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 4, GRID * 4, GRID * 4, GRID * 4)
        layout.setSpacing(GRID * 2)
        layout.addStretch(2)
        layout.addWidget(title)
        layout.addWidget(steps)
        layout.addLayout(buttons)
        layout.addWidget(formats)
        layout.addSpacing(GRID)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.recent, 6)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)
