"""What is shown of one run: verdicts, plots, table and conditions; and the history beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from studio.core.session import Run
from studio.ui.pages.conditions_strip import ConditionsStrip
from studio.ui.pages.conditions_text import condition_chips, conditions_tooltip
from studio.ui.pages.facts import fit_columns
from studio.ui.pages.latency_history import LatencyHistory
from studio.ui.pages.latency_plot import LatencyPlots
from studio.ui.pages.latency_table import STATE_COLUMN, LatencyRow, latency_columns
from studio.ui.pages.verdict_strip import VerdictStrip
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import ElidedLabel
from studio.ui.widgets.table import CopyableTable


class LatencySheet(QTabWidget):
    """Two tabs: the run on display, and the history of what is selected."""

    def __init__(
        self, verdicts: VerdictStrip, plots: LatencyPlots, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.plots = plots
        self.table = CopyableTable(is_compact=True)
        self.table.setAccessibleName(self.tr("Latency of each variant"))
        self._model = self.table.set_columns(latency_columns(colors_of(self.palette())))
        self._rows: Sequence[LatencyRow] = ()
        self._is_fit = False
        self.progress = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self.conditions = ConditionsStrip()
        self.history = LatencyHistory()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(plots)
        split.addWidget(self.table)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([500, 180])
        run = QWidget()
        layout = QVBoxLayout(run)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(verdicts)
        layout.addWidget(split, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.conditions)
        self.setDocumentMode(True)
        self.addTab(run, self.tr("Run"))
        self.addTab(self.history, self.tr("History"))
        self.setTabToolTip(1, self.tr("The medians of one variant over days."))

    @property
    def is_history(self) -> bool:
        """Whether the history is in front."""
        return self.currentWidget() is self.history

    def show_rows(self, rows: Sequence[LatencyRow], *, is_new: bool) -> None:
        """``is_new``: of another run than before; :meth:`fit_table` is due then."""
        is_first = any(map(_has_numbers, rows)) and not any(map(_has_numbers, self._rows))
        is_other = is_new or is_first or len(rows) != len(self._rows)
        self._is_fit = self._is_fit and not is_other
        self._rows = rows
        self._model.update_rows(list(rows))
        # of a run that ended well the state is no news
        self.table.setColumnHidden(STATE_COLUMN, all(row.is_done for row in rows))

    def fit_table(self) -> None:
        """Give the columns the width of what is in them, where that is due."""
        if not self._is_fit:
            self._is_fit = True
            fit_columns(self.table, least_rows=6)

    def show_conditions(self, run: Run | None, *, is_live: bool) -> None:
        """Those of a run that has ended; while one goes on, its progress stands there."""
        if run is not None and not is_live:
            result = run.result
            self.conditions.show_chips(
                condition_chips(result, run.request), conditions_tooltip(result.conditions)
            )
        self.progress.setVisible(is_live)
        self.conditions.setVisible(not is_live and run is not None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._model = self.table.set_columns(latency_columns(colors_of(self.palette())))
            self.show_rows(self._rows, is_new=False)


def _has_numbers(row: LatencyRow) -> bool:
    return row.value("median_ms") is not None
