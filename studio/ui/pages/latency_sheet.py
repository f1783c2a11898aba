"""What is shown of one run, tab by tab, and the history beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from studio.core.session import Run
from studio.ui.pages.arm_sentences import ArmSentences
from studio.ui.pages.conditions_strip import ConditionsStrip
from studio.ui.pages.conditions_text import condition_chips, conditions_tooltip
from studio.ui.pages.facts import cell_lengths, fit_columns
from studio.ui.pages.latency_history import LatencyHistory
from studio.ui.pages.latency_plot import LatencyPlots
from studio.ui.pages.latency_remarks import remark_sentences
from studio.ui.pages.latency_server import LatencyServer
from studio.ui.pages.latency_sustained import LatencySustained
from studio.ui.pages.latency_table import STATE_COLUMN, LatencyRow, latency_columns
from studio.ui.pages.latency_time import Line
from studio.ui.pages.verdict_strip import VerdictStrip
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import ElidedLabel
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.table import CopyableTable


class LatencySheet(QTabWidget):
    """The run on display (verdicts, plots, table, conditions), what it says of a server and of its
    minutes where it was such a run, and the history of what is selected.

    ``save_requested(path, write)``: see ThemedPlot.
    """

    save_requested = Signal(Path, object)

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
        self._lengths = cell_lengths(self.table)
        self.progress = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self.conditions = ConditionsStrip()
        self.remarks = ArmSentences("small")
        self.history = LatencyHistory()
        self.server, self.sustained = LatencyServer(), LatencySustained()
        for part in (plots, self.history, self.server, self.sustained):
            part.save_requested.connect(self.save_requested)
        split = Splitter(Qt.Orientation.Vertical, tr("plots and table"))
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
        layout.addWidget(self.remarks)
        layout.addWidget(self.progress)
        layout.addWidget(self.conditions)
        self.setDocumentMode(True)
        self.addTab(run, self.tr("Run"))
        for tab, title, tooltip in (
            (self.server, self.tr("Server"), self.tr("Which rate of queries keeps the bound.")),
            (
                self.sustained,
                self.tr("Sustained"),
                self.tr("How latency went over minutes without a pause."),
            ),
            (self.history, self.tr("History"), self.tr("The medians of one variant over days.")),
        ):
            self.setTabToolTip(self.addTab(tab, title), tooltip)
        self.show_details(None, ())

    @property
    def is_history(self) -> bool:
        """Whether the history is in front."""
        return self.currentWidget() is self.history

    def show_details(self, run: Run | None, lines: Sequence[Line]) -> None:
        """The remarks, and the tabs that only some runs have. ``lines``: of all arms."""
        measured = run.result.measurements if run is not None else ()
        self.remarks.show_sentences(remark_sentences(measured, lines))
        self.remarks.setVisible(bool(self.remarks.texts))
        for tab in (self.server, self.sustained):
            has_content = tab.show_run(run, lines)
            if not has_content and self.currentWidget() is tab:
                self.setCurrentIndex(0)
            self.setTabVisible(self.indexOf(tab), has_content)

    def show_rows(self, rows: Sequence[LatencyRow], *, is_new: bool) -> None:
        """``is_new``: of another run than before; :meth:`fit_table` is due then."""
        is_other = is_new or len(rows) != len(self._rows)
        self._rows = rows
        self._model.update_rows(list(rows))
        lengths = cell_lengths(self.table)
        # live numbers change their lengths all the time: columns grow with them, but never shrink
        has_grown = any(now > before for now, before in zip(lengths, self._lengths, strict=True))
        if is_other or has_grown:
            self._is_fit = False
            most = zip(lengths, self._lengths, strict=True)
            self._lengths = lengths if is_other else tuple(map(max, most))
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
