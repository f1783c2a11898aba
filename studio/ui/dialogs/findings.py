"""All that the data doctor found, the severest first: sentence, figure, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.core.data_findings import DataFinding, Severity
from studio.ui.texts import render_message, tr
from studio.ui.theme import GRID, colors_of, status_color
from studio.ui.widgets.labels import text_label

STATUS_OF: dict[Severity, str] = {
    "wrong": "failed",
    "odd": "degraded",
    "unknown": "nothing",
    "fine": "ok",
}
_SIGNS: dict[Severity, str] = {"wrong": "✕", "odd": "⚠", "unknown": "?", "fine": "✓"}


class FindingsDialog(QDialog):
    """Not modal; shows what was found when it was opened."""

    def __init__(self, findings: tuple[DataFinding, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Data doctor"))
        self.resize(GRID * 72, GRID * 48)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        self.texts: list[str] = []
        for finding in findings:
            self._add(grid, finding)
        if not findings:
            grid.addWidget(text_label(summary_text(()), wrap=True), 0, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAccessibleName(tr("What was found"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(self.texts)))
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.addWidget(scroll)
        layout.addWidget(buttons)

    def _add(self, grid: QGridLayout, finding: DataFinding) -> None:
        title, hint = render_message(finding.code, finding.params)
        row = grid.rowCount()
        sign = text_label(_SIGNS[finding.severity])
        palette = sign.palette()
        color = status_color(colors_of(palette), STATUS_OF[finding.severity])
        palette.setColor(palette.ColorRole.WindowText, color)
        sign.setPalette(palette)
        grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text_label(title, wrap=True, selectable=True), row, 1)
        if hint:
            grid.addWidget(text_label(hint, "small", muted=True, wrap=True), row + 1, 1)
        self.texts.append(f"{_SIGNS[finding.severity]} {title}. {hint}".rstrip())


def summary_text(findings: tuple[DataFinding, ...]) -> str:
    """How much was found, in a few words: "Data doctor: 2 findings, 1 cannot be told"."""
    bad = sum(finding.severity in ("wrong", "odd") for finding in findings)
    unknown = sum(finding.severity == "unknown" for finding in findings)
    if bad and unknown:
        text = tr("Data doctor: {count} found, {unknown} cannot be told…")
    elif bad:
        text = tr("Data doctor: {count} found…")
    elif unknown:
        text = tr("Data doctor: nothing found, {unknown} cannot be told…")
    else:
        text = tr("Data doctor: nothing found")
    return text.format(count=bad, unknown=unknown)
