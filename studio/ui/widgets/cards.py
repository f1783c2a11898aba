"""Cards: a titled frame instead of nested group boxes; and the empty state of a page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QVBoxLayout, QWidget

from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label


class Card(QFrame):
    """A raised frame with an optional small title; put content into ``body``."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(GRID * 2, GRID + 4, GRID * 2, GRID + 4)
        self.body.setSpacing(GRID)
        self._title = text_label(title, "small", muted=True)
        self.body.addWidget(self._title)
        self._title.setVisible(bool(title))

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)


def primary_button(text: str, tooltip: str, parent: QWidget | None = None) -> QPushButton:
    """The one button of a page that stands out."""
    button = QPushButton(text, parent)
    button.setProperty("primary", True)
    button.setToolTip(tooltip)
    return button


class EmptyState(QWidget):
    """What to do where there is nothing to show yet, with the button for it."""

    activated = Signal()

    def __init__(
        self,
        title: str,
        hint: str,
        button: str = "",
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = text_label(title, "title", wrap=True)
        self._hint = text_label(hint, muted=True, wrap=True)
        self._button = primary_button(button, tooltip or hint, self)
        self._button.setVisible(bool(button))
        self._button.clicked.connect(self.activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 4, GRID * 4, GRID * 4, GRID * 4)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(GRID)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def set_texts(self, title: str, hint: str, button: str | None = None) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        if button is not None:
            self._button.setText(button)
            self._button.setVisible(bool(button))

    def set_button_enabled(self, why_not: str | None) -> None:
        """Disable the button with the reason as its tooltip; None enables it."""
        self._button.setEnabled(why_not is None)
        if why_not is not None:
            self._button.setToolTip(why_not)
