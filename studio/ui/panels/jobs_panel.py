"""The Jobs dock: what runs, what waits, what has ended, each with its phase and its buttons."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.bisecting import BisectResult
from studio.core.events import JobSucceeded
from studio.core.lookup import is_finished
from studio.core.session import Job, Session
from studio.ui.changes import is_progress_only
from studio.ui.context import UiContext
from studio.ui.panels.job_row import JobRow, row_height
from studio.ui.panels.ways_out import cause_of
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_scroll import RowsScroll

SHOWN = 40
_ROWS = 3
_TICK_MS = 500
_PROGRESS_MS = 100


class JobsPanel(QWidget):
    """Running jobs on top; finished ones stay until they are cleared.

    ``room_wanted``: height in pixels that shows all down to the first banner, which tells what has
    just ended; 0 when the last banner was dismissed.
    """

    room_wanted = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: dict[str, JobRow] = {}
        self._order: list[str] = []
        self._unfinished: set[str] = set()
        self._found: dict[str, BisectResult] = {}
        self._empty = text_label(tr("No jobs. What you convert or measure shows here."), muted=True)
        self._empty.setContentsMargins(GRID + 4, GRID // 2, GRID, GRID)
        self._more = text_label("", muted=True)
        self._more.setContentsMargins(GRID + 4, GRID // 2, GRID, GRID)
        self._more.hide()
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(self._empty)
        self._list.addWidget(self._more)
        self._list.addStretch(1)
        self._scroll = scroll = RowsScroll(inner, _ROWS)
        scroll.set_row_height(row_height())
        scroll.setAccessibleName(tr("Jobs"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._progress = QTimer(self)
        self._progress.setSingleShot(True)
        self._progress.setInterval(_PROGRESS_MS)
        self._progress.timeout.connect(self._on_progress)
        context.store.changed.connect(self._on_changed)
        context.store.ended.connect(self._on_ended)

    def _on_changed(self, old: Session, new: Session) -> None:
        if old.jobs is new.jobs:
            return
        if is_progress_only(old, new):
            if not self._progress.isActive():
                self._progress.start()
            return
        self._unfinished |= {job.id for job in new.jobs if not is_finished(job)}
        self._context.turns.add(self._make_rows, self._show_jobs)

    def _on_ended(self, job_id: str, body: object) -> None:
        """Its row may be yet to come: what is shown follows at a later turn."""
        if isinstance(body, JobSucceeded) and isinstance(body.result, BisectResult):
            self._found[job_id] = body.result
            self._context.turns.add(self._show_found)

    def _show_found(self) -> None:
        for job_id in [one for one in self._found if one in self.rows]:
            self.rows[job_id].show_found(self._found.pop(job_id))

    def _make_rows(self) -> None:
        for job in self._shown():
            if job.id not in self.rows:
                row = self.rows[job.id] = JobRow(self._context, job.id, self)
                row.banner_changed.connect(partial(self._on_banner_changed, row))
                row.banner_resized.connect(partial(self._make_room, row))

    def _on_banner_changed(self, row: JobRow) -> None:
        """The newest is on top: that is to be seen, wherever the list was scrolled to before. A
        cause that it shares with others is told once."""
        if row.has_banner and row.job is not None:
            cause = cause_of(row.job)
            for other in self.rows.values():
                if other is not row and other.job is not None and cause_of(other.job) == cause:
                    other.drop_banner()
        self._show_whole_rows()
        self._scroll.verticalScrollBar().setValue(0)
        if not self._has_banners:
            self.room_wanted.emit(0)

    def _make_room(self, row: JobRow) -> None:
        """Its layout takes several turns to find how high a text is, so at each new height."""
        with_banners = (self.rows[one] for one in self._order if one in self.rows)
        if next((one for one in with_banners if one.has_banner), row) is row:
            self.room_wanted.emit(row.geometry().bottom() + 1)

    @property
    def _has_banners(self) -> bool:
        return any(row.has_banner for row in self.rows.values())

    def _show_whole_rows(self) -> None:
        self._scroll.set_row_height(0 if self._has_banners else row_height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_scroll"):
            self._show_whole_rows()

    def _shown(self) -> list[Job]:
        return sorted(self._context.store.session.jobs, key=_rank)[:SHOWN]

    def _show_jobs(self) -> None:
        session, shown = self._context.store.session, self._shown()
        self._make_rows()
        more = len(session.jobs) - len(shown)
        self._more.setText(tr("and {count} more").format(count=more))
        self._more.setVisible(more > 0)
        now = time.time()
        for job_id in set(self.rows) - {job.id for job in shown}:
            row = self.rows.pop(job_id)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for job in shown:
            if self.rows[job.id].job is not job:
                has_just_ended = is_finished(job) and job.id in self._unfinished
                self.rows[job.id].show_job(session, job, now, has_just_ended=has_just_ended)
        self._unfinished = {job.id for job in session.jobs if not is_finished(job)}
        self._arrange([job.id for job in shown])
        self._show_whole_rows()
        self._empty.setVisible(not self.rows)
        is_working = any(not is_finished(job) for job in session.jobs)
        if is_working and not self._timer.isActive():
            self._timer.start()
        elif not is_working:
            self._timer.stop()

    def _on_progress(self) -> None:
        """Show how far running jobs are; a progress bar repaints at once, so not too often."""
        session, now = self._context.store.session, time.time()
        for job in session.jobs:
            if not is_finished(job) and job.id in self.rows:
                self.rows[job.id].show_job(session, job, now)

    def _arrange(self, wanted: list[str]) -> None:
        if wanted == self._order:
            return
        if wanted[:1] != self._order[:1]:
            self._scroll.verticalScrollBar().setValue(0)
        self._order = wanted
        for place, job_id in enumerate(wanted):
            if self._list.indexOf(self.rows[job_id]) != place:
                self._list.insertWidget(place, self.rows[job_id])

    def _on_tick(self) -> None:
        now = time.time()
        for row in self.rows.values():
            row.tick(now)


def _rank(job: Job) -> tuple[int, float]:
    """What runs, then what waits in its order, then what has ended, the latest first."""
    if is_finished(job):
        return 2, -(job.ended_at or 0.0)
    return (0 if job.state == "running" else 1), job.queued_at
