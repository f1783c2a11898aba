"""The circumstances of a run as a strip of small labels; what may have spoiled it stands out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from studio.ui.pages.conditions_text import Chip
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.wrap_row import WrapRow


class ConditionsStrip(WrapRow):
    """Goes on in a next line where it is too narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=GRID // 2)
        self._chips: tuple[Chip, ...] = ()
        self._labels: list[QLabel] = []

    @property
    def text(self) -> str:
        return " · ".join(chip.text for chip in self._chips)

    def show_chips(self, chips: Sequence[Chip], tooltip: str = "") -> None:
        """``tooltip``: all that is known, for every chip that has none of its own."""
        self._chips = tuple(chips)
        while len(self._labels) < len(chips):
            label = text_label("", "small")
            self.add(label)
            self._labels.append(label)
        for index, label in enumerate(self._labels):
            label.setVisible(index < len(chips))
            if index < len(chips):
                label.setText(chips[index].text)
                label.setToolTip("\n\n".join(filter(None, (chips[index].tooltip, tooltip))))
        self._color()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color()

    def _color(self) -> None:
        colors = colors_of(self.palette())
        for chip, label in zip(self._chips, self._labels, strict=False):
            ground = colors.warning_soft if chip.is_odd else colors.raised
            border = colors.warning if chip.is_odd else colors.border
            ink = colors.text if chip.is_odd else colors.muted
            style = (
                f"QLabel {{ background: {ground}; color: {ink}; border: 1px solid {border};"
                " border-radius: 4px; padding: 1px 6px; }"
            )
            if label.styleSheet() != style:
                label.setStyleSheet(style)
