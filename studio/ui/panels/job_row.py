"""The row of one job: a line with its buttons, and a banner under it where it failed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from studio.core.bisecting import BisectResult
from studio.core.lookup import is_finished
from studio.core.measure_requests import BenchmarkRequest
from studio.core.requests import InspectRequest
from studio.core.session import Job, Session
from studio.ui.context import UiContext
from studio.ui.panels.job_buttons import cancel_button, log_button, stop_button
from studio.ui.panels.jobs_texts import (
    job_title,
    phase_line,
    state_sign,
    state_text,
    time_line,
    warning_lines,
    warnings_text,
)
from studio.ui.panels.ways_out import offer_ways_out, show_found
from studio.ui.texts import labelled
from studio.ui.theme import GRID, colors_of, status_color
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.labels import ElidedLabel, text_label

_MARGIN = 2
_STATUS = {"succeeded": "ok", "failed": "failed"}


class JobRow(QFrame):
    """One job: a line, and a banner under it where it failed.

    ``banner_changed``: it shows something new, or was dismissed. ``banner_resized``: the row has
    another height or width, with a banner.
    """

    banner_changed = Signal()
    banner_resized = Signal()

    def __init__(self, context: UiContext, job_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job_id = job_id
        self.job: Job | None = None
        self._phase_key = ""
        self._sign_color = ""
        self._phase_started = self._fraction_before = 0.0
        self._sign = text_label("")
        self._sign.setFixedWidth(GRID * 2)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = ElidedLabel()
        self.title.setMinimumWidth(GRID * 24)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(GRID * 18, GRID)
        self.phase = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self.times = text_label("", muted=True)
        self._stop = stop_button(lambda: context.stop(job_id))
        self._cancel = cancel_button(lambda: context.cancel(job_id))
        self._log = log_button(lambda: context.run_command("show-log", job_id=job_id))
        self.banner: Banner | None = None
        self.times.setMinimumWidth(GRID * 15)
        self.times.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.bar, self._stop, self._cancel):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._sign)
        line.addWidget(self.title, 3)
        line.addWidget(self.bar)
        line.addWidget(self.phase, 3)
        line.addWidget(self.times)
        for button in (self._stop, self._cancel, self._log):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, _MARGIN, GRID, _MARGIN)
        layout.setSpacing(GRID // 2)
        layout.addLayout(line)

    def show_job(
        self, session: Session, job: Job, now: float, *, has_just_ended: bool = False
    ) -> None:
        if job.phase != self._phase_key or self._phase_started == 0.0:
            self._phase_key, self._phase_started = job.phase, now
            self._fraction_before = job.fraction or 0.0
        self.job = job
        self.title.setText(job_title(session, job))
        self.phase.setText(" · ".join(filter(None, (phase_line(job), warnings_text(job)))))
        self.phase.setToolTip("\n".join(filter(None, (phase_line(job), warning_lines(job)))))
        self._sign.setText(state_sign(job))
        self._color_sign()
        running = job.state == "running"
        self.bar.setVisible(running)
        if running:
            if job.fraction is None:
                self.bar.setRange(0, 0)
            else:
                self.bar.setRange(0, 1000)
                self.bar.setValue(round(1000 * job.fraction))
        finished = is_finished(job)
        self._cancel.setVisible(not finished)
        self._stop.setVisible(running and isinstance(job.request, BenchmarkRequest))
        has_page = isinstance(job.request, InspectRequest)
        if job.state == "failed" and job.error is not None and has_just_ended and not has_page:
            self._make_banner().show_error(job.error, log="\n".join(job.log_tail))
            offer_ways_out(self._make_banner(), self._context, (job,), job.error)
            self.banner_changed.emit()
        self.setAccessibleName(
            labelled(self.title.text(), f"{state_text(job)}, {self.phase.text()}")
        )
        self.tick(now)

    @property
    def has_banner(self) -> bool:
        """Whether it tells more than its line does."""
        return self.banner is not None and not self.banner.isHidden()

    def drop_banner(self) -> None:
        """Its line has the title; a newer row tells the rest."""
        if self.banner is not None:
            self.banner.clear()

    def tick(self, now: float) -> None:
        if self.job is not None:
            line = time_line(self.job, self._phase_started, now, self._fraction_before)
            self.times.setText(line)

    def _make_banner(self) -> Banner:
        """Most jobs need none, and it would be half the work of a new row."""
        if self.banner is None:
            self.banner = Banner(dismissible=True)
            self.banner.report_requested.connect(
                lambda: self._context.run_command("save-report", job_id=self._job_id)
            )
            self.banner.dismissed.connect(self.banner_changed)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.banner)
        return self.banner

    def show_found(self, result: BisectResult) -> None:
        """What a crash was cut down to."""
        show_found(self._make_banner(), result)
        self.banner_changed.emit()

    def _color_sign(self) -> None:
        if self.job is None:
            return
        colors = colors_of(self.palette())
        color = (
            colors.accent
            if self.job.state == "running"
            else status_color(colors, _STATUS.get(self.job.state, "")).name()
        )
        if color != self._sign_color:
            self._sign_color = color
            self._sign.setStyleSheet(f"color: {color}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.has_banner:
            self.banner_resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sign"):
            self._color_sign()


def row_height() -> int:
    """Of a row without a banner, in pixels: that of its buttons."""
    button = log_button(lambda: None)
    button.ensurePolished()
    return button.sizeHint().height() + 2 * _MARGIN
