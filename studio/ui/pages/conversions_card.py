"""Conversions of a model that are under way or have failed, on its overview page."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.core.lookup import is_finished
from studio.core.requests import ConvertRequest
from studio.core.session import Job
from studio.ui.context import UiContext
from studio.ui.panels.jobs_texts import phase_line, state_sign
from studio.ui.panels.ways_out import offer_ways_out
from studio.ui.texts import labelled, tr
from studio.ui.theme import GRID, colors_of, status_color
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import ElidedLabel, text_label

MOST_FAILURES = 3


class ConversionsCard(Card):
    """A row a conversion: how far it is; or what failed, why, and the ways out. Else hidden."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(tr("Conversions"))
        self._context = context
        self._rows: dict[str, _Row] = {}
        self._dismissed: set[str] = set()
        self._earlier = text_label("", "small", muted=True, wrap=True)
        self.add(self._earlier)
        self.hide()

    def show_jobs(self, jobs: Iterable[Job]) -> None:
        """``jobs``: of the one model that is shown, in the order in which they were started."""
        latest = _latest(jobs, self._dismissed)
        failed = [job for job in latest if job.state == "failed"]
        left_out = failed[:-MOST_FAILURES]
        rest = [job for job in latest if job not in left_out]
        # those under way first: a failure may take much room
        shown = {job.id: job for job in sorted(rest, key=lambda job: job.state == "failed")}
        for job_id in self._rows.keys() - shown.keys():
            row = self._rows.pop(job_id)
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, job in enumerate(shown.values()):
            if job.id not in self._rows:
                self._rows[job.id] = self._made(job)
            row = self._rows[job.id]
            if self.body.indexOf(row) != place + 1:  # below the title
                self.body.insertWidget(place + 1, row)
            row.show_job(job)
        self._earlier.setText(
            tr("And {count} more that failed: the Log page has them.").format(count=len(left_out))
        )
        self._earlier.setVisible(bool(left_out))
        self.setVisible(bool(shown))

    def _made(self, job: Job) -> _Row:
        row = _Row(self._context, job.id)
        job_id = job.id
        row.banner.dismissed.connect(lambda: self._dismiss(job_id))
        return row

    def _dismiss(self, job_id: str) -> None:
        self._dismissed.add(job_id)
        self._rows[job_id].hide()
        self.setVisible(any(not row.isHidden() for row in self._rows.values()))


class _Row(QWidget):
    """One conversion: a line with its bar, or a banner where it failed."""

    def __init__(self, context: UiContext, job_id: str) -> None:
        super().__init__()
        self._context, self._job_id = context, job_id
        self._job: Job | None = None
        self._sign = text_label("")
        self._name = text_label("", selectable=True)
        self._phase = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(GRID)
        self._cancel = _button(tr("Cancel"), tr("End this job; nothing of it is kept."))
        self._cancel.clicked.connect(lambda: context.cancel(job_id))
        log = _button(tr("Log"), tr("Show what this job said."))
        log.clicked.connect(lambda: context.run_command("show-log", job_id=job_id))
        self.banner = Banner(dismissible=True)
        self.banner.report_requested.connect(
            lambda: context.run_command("save-report", job_id=job_id)
        )
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._sign)
        line.addWidget(self._name)
        line.addWidget(self._phase, 1)
        line.addWidget(self._cancel)
        line.addWidget(log)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(line)
        layout.addWidget(self._bar)
        layout.addWidget(self.banner)

    def show_job(self, job: Job) -> None:
        before, self._job = self._job, job
        if before == job:
            return
        assert isinstance(job.request, ConvertRequest)
        self._sign.setText(state_sign(job))
        self._name.setText(job.request.recipe.label)
        has_failed = job.state == "failed"
        self._phase.setText(tr("failed") if has_failed else phase_line(job))
        self._color_sign()
        self._cancel.setVisible(not is_finished(job))
        self._bar.setVisible(job.state == "running")
        self._bar.setRange(0, 0 if job.fraction is None else 1000)
        if job.fraction is not None:
            self._bar.setValue(round(1000 * job.fraction))
        if job.error is not None and has_failed and (before is None or before.error != job.error):
            self.banner.show_error(job.error, log="\n".join(job.log_tail))
            offer_ways_out(self.banner, self._context, job, job.error)
        self.setAccessibleName(labelled(self._name.text(), self._phase.text()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color_sign()

    def _color_sign(self) -> None:
        if self._job is None:
            return
        colors = colors_of(self.palette())
        has_failed = self._job.state == "failed"
        color = status_color(colors, "failed").name() if has_failed else colors.accent
        self._sign.setStyleSheet(f"color: {color}")


def _latest(jobs: Iterable[Job], dismissed: set[str]) -> list[Job]:
    """Of each recipe the last conversion, where it runs, waits or has failed."""
    found: dict[str, Job] = {}
    for job in jobs:
        if isinstance(job.request, ConvertRequest):
            found.pop(job.request.recipe.label, None)
            found[job.request.recipe.label] = job
    return [
        job
        for job in found.values()
        if job.id not in dismissed and (job.state == "failed" or not is_finished(job))
    ]


def _button(text: str, tooltip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tooltip)
    return button
