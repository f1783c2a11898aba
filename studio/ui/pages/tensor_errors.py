"""A diagnosis tensor by tensor: what stands out, and the error of each, the largest first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.diagnosis import DiagnoseResult, TensorError, ranked
from studio.core.short_names import ShortNames
from studio.ui.pages.arm_sentences import ArmSentences, Sentence
from studio.ui.pages.error_rows import error_columns, summary_text
from studio.ui.pages.facts import fit_columns
from studio.ui.texts import render_message
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.table import CopyableTable


class TensorErrors(QWidget):
    """Shows one result. ``node_wanted``: the id of the op whose row was activated."""

    node_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: DiagnoseResult | None = None
        self.summary = text_label("", wrap=True, selectable=True)
        self.findings = ArmSentences()
        self.table = CopyableTable(is_compact=True)
        self.table.setAccessibleName(self.tr("Error of each tensor"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._names = ShortNames()
        self._model = self.table.set_columns(error_columns(self._names))
        self.table.setToolTip(self.tr("Double-click or Return shows the op in the graph."))
        self.table.activated.connect(self._on_row_activated)
        in_graph = QAction(self.tr("Show in the graph"), self)
        in_graph.triggered.connect(lambda: self._on_row_activated(self.table.currentIndex()))
        self.table.addAction(in_graph)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.summary)
        layout.addWidget(self.findings)
        layout.addWidget(self.table, 1)

    def show_result(self, result: DiagnoseResult | None, reference: str) -> None:
        """``reference``: the name of the model that an opened file was compared with."""
        if result is self.shown:
            return
        self.shown = result
        if result is None:
            return
        self.summary.setText(summary_text(result, reference))
        sentences = []
        for finding in result.findings:
            title, hint = render_message(finding.code, finding.params)
            sentences.append(Sentence(title, more=hint))
        if not sentences:
            text = self.tr(
                "No tensor is constant, more than 5 % of its range off, or more than 5 % cut off."
            )
            sentences.append(Sentence(text))
        self.findings.show_sentences(sentences)
        self._names.learn(one.name for one in result.tensors)
        self._model.set_rows(ranked(result.tensors))
        fit_columns(self.table, least_rows=6)

    def _on_row_activated(self, index: QModelIndex) -> None:
        one = self.table.row_at(index)
        if isinstance(one, TensorError):
            self.node_wanted.emit(one.node_id)
