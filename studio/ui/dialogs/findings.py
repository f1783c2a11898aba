"""All that the data doctor found, the severest first: sentence, figure, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from studio.core.data_findings import DataFinding
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.findings_list import FindingsList
from studio.ui.widgets.labels import text_label


class FindingsDialog(QDialog):
    """Not modal; shows what was found when it was opened."""

    def __init__(self, findings: tuple[DataFinding, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Data doctor"))
        self.resize(GRID * 72, GRID * 48)
        self.list = FindingsList(findings)
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(GRID, GRID, GRID, GRID)
        lines.addWidget(text_label(summary_text(findings), muted=True, wrap=True))
        lines.addWidget(self.list)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAccessibleName(tr("What was found"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText("\n".join(self.list.texts))
        )
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.addWidget(scroll)
        layout.addWidget(buttons)


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
