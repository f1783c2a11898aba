"""Puts a theme on the whole program, and follows the system's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from studio.ui.theme import DARK, LIGHT, Colors, ThemeChoice, make_palette, style_sheet


class ThemeSwitch(QObject):
    """Applies the chosen theme to the application and follows the system where it says so."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeChoice = "system"
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def colors(self) -> Colors:
        if self._choice == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def prepare(self, choice: ThemeChoice) -> None:
        """Only the colors: enough for the first paint, and quick."""
        self._choice = choice
        self._app.setPalette(make_palette(self.colors))

    def apply(self, choice: ThemeChoice) -> None:
        self.prepare(choice)
        self._app.setStyleSheet(style_sheet(self.colors))
        self.changed.emit()

    def _on_scheme_changed(self) -> None:
        if self._choice == "system":
            self.apply("system")
