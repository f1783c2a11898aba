"""The search for what crashes a conversion, under its failure on the overview page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.bisecting import BisectResult
from studio.core.lookup import is_finished
from studio.core.session import Job
from studio.ui.context import UiContext
from studio.ui.panels.job_buttons import cancel_button, log_button
from studio.ui.panels.jobs_texts import phase_line
from studio.ui.panels.ways_out import show_found
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.labels import ElidedLabel


class ConversionBisect(QWidget):
    """How far the search is, then what it found, or why it found nothing. Else hidden."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self._result: BisectResult | None = None
        self._line = QWidget()
        self._phase = ElidedLabel("", Qt.TextElideMode.ElideRight)
        cancel, log = cancel_button(self._on_cancel), log_button(self._on_log)
        self.banner = Banner(dismissible=True)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self._phase, 1)
        line.addWidget(cancel)
        line.addWidget(log)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        layout.addWidget(self.banner)
        self.hide()

    def show_job(self, job: Job | None, result: BisectResult | None) -> None:
        """``result``: what it found, once it has."""
        if (job, result) == (self._job, self._result):
            return
        self._job, self._result = job, result
        is_under_way = job is not None and not is_finished(job)
        self._line.setVisible(is_under_way)
        self.banner.clear()
        if job is not None and is_under_way:
            self._phase.setText(phase_line(job))
        elif job is not None and job.state == "failed" and job.error is not None:
            self.banner.show_error(job.error, log="\n".join(job.log_tail), can_report=False)
        elif result is not None:
            show_found(self.banner, result)
        self.setVisible(is_under_way or not self.banner.isHidden())

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._context.cancel(self._job.id)

    def _on_log(self) -> None:
        if self._job is not None:
            self._context.run_command("show-log", job_id=self._job.id)
