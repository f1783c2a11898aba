"""Findings of the data doctor as lines: sign, sentence with its figure, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.core.data_findings import DataFinding, Severity
from studio.ui.texts import render_message, sentences
from studio.ui.theme import GRID, colors_of, status_color
from studio.ui.widgets.labels import text_label

STATUS_OF: dict[Severity, str] = {
    "wrong": "failed",
    "odd": "degraded",
    "unknown": "nothing",
    "fine": "ok",
}
_SIGNS: dict[Severity, str] = {"wrong": "✕", "odd": "⚠", "unknown": "?", "fine": "✓"}


class FindingsList(QWidget):
    """In the order given. ``texts``: the lines as plain text."""

    def __init__(self, findings: tuple[DataFinding, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID // 4)
        self._grid.setColumnStretch(1, 1)
        self.texts: list[str] = []
        for finding in findings:
            self._add(finding)

    def _add(self, finding: DataFinding) -> None:
        title, hint = render_message(finding.code, finding.params)
        mark = _SIGNS[finding.severity]
        self.texts.append(f"{mark} {sentences(title, hint)}")
        sign = text_label(mark)
        palette = sign.palette()
        color = status_color(colors_of(self.palette()), STATUS_OF[finding.severity])
        palette.setColor(QPalette.ColorRole.WindowText, color)
        sign.setPalette(palette)
        row = self._grid.rowCount()
        self._grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text_label(title, wrap=True, selectable=True), row, 1)
        if hint:
            self._grid.addWidget(text_label(hint, "small", muted=True, wrap=True), row + 1, 1)
