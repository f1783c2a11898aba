"""A legend of buttons: each shows a line's color and name, and hides or shows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from studio.ui.icons import dot
from studio.ui.texts import tr
from studio.ui.theme import colors_of, line_style
from studio.ui.widgets.wrap_row import WrapRow

_STYLE = (
    "QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 4px 8px; }"
    "QToolButton:hover { background: palette(midlight); }"
    "QToolButton:focus { border-color: palette(highlight); }"
)


class PlotLegend(WrapRow):
    """``toggled(index, is_shown)``. Buttons are reachable by keyboard, unlike a drawn legend.

    ``beside``: what else stands in the row, at its right end.
    """

    toggled = Signal(int, bool)

    def __init__(self, beside: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self._beside = beside
        self._entries: list[tuple[str, int, int]] = []
        self._buttons: list[QToolButton] = []
        self._fill()

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        return tuple(self._buttons)

    def set_entries(self, entries: Sequence[tuple[str, int, int]]) -> None:
        """``entries``: (name, color index, shade); all are shown again."""
        if list(entries) == self._entries:
            for button in self._buttons:
                button.setChecked(True)
            return
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        self._entries = list(entries)
        for index, (name, _, _) in enumerate(self._entries):
            button = QToolButton()
            button.setStyleSheet(_STYLE)
            button.setText(name)
            button.setCheckable(True)
            button.setChecked(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setToolTip(tr("Show or hide {name} in the plots.").format(name=name))
            button.setAccessibleName(tr("Show {name}").format(name=name))
            button.toggled.connect(lambda shown, index=index: self._on_toggled(index, shown))
            self._buttons.append(button)
        self._fill()
        self._draw_dots()

    def _fill(self) -> None:
        self.clear()
        for button in self._buttons:
            self.add(button)
        self.add_stretch()
        if self._beside is not None:
            self.add(self._beside)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_dots()

    def _on_toggled(self, index: int, shown: bool) -> None:
        self._draw_dots()
        self.toggled.emit(index, shown)

    def _draw_dots(self) -> None:
        colors = colors_of(self.palette())
        for button, (_, color, shade) in zip(self._buttons, self._entries, strict=True):
            is_hollow, style = not button.isChecked(), line_style(shade)
            button.setIcon(dot(colors.line(color, shade), is_hollow=is_hollow, style=style))
