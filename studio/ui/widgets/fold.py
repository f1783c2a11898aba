"""A heading that opens and closes what stands below it: for what is needed rarely."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.ui.theme import GRID


class Fold(QWidget):
    """``toggled(is open)``: the user opened or closed it."""

    toggled = Signal(bool)

    def __init__(self, title: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setToolTip(tooltip)
        self.button.clicked.connect(self._on_clicked)
        self._is_open = False
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GRID)
        self._inner = QWidget()
        self._inner.setLayout(self.body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.button)
        layout.addWidget(self._inner)
        self.set_title(title)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        return self._is_open

    def set_title(self, title: str) -> None:
        self.button.setText(title)
        self.button.setAccessibleName(title)

    def set_open(self, is_open: bool) -> None:
        self._is_open = is_open
        arrow = Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
        self.button.setArrowType(arrow)
        self._inner.setVisible(is_open)

    def _on_clicked(self) -> None:
        self.set_open(not self._is_open)
        self.toggled.emit(self._is_open)
