"""The log page: what the jobs of the selection said, and the report of a failed one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.core.lookup import is_finished
from studio.core.session import Job, Session
from studio.ui.actions.bisecting import bisect_request
from studio.ui.context import UiContext
from studio.ui.panels.jobs_texts import is_interrupted, job_title, state_text
from studio.ui.selection import Selection
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import EmptyState
from studio.ui.widgets.labels import ElidedLabel
from studio.ui.worker import run_in_background

TAIL_BYTES = 200_000
RELOAD_MS = 1_000
JOINS_TRIED = 20
"""At how many places a later part of a log is tried to be joined to what is shown."""


class LogPage(QWidget):
    """Shows the chosen job's log file (its last part), else that of the selection's latest."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session, self._selection = Session(), Selection()
        self._chosen = ""
        self._job: Job | None = None
        self._text = ""
        self._is_reading = self._is_outdated = False
        self.jobs = QComboBox()
        self.jobs.setAccessibleName(self.tr("Job"))
        self.jobs.setToolTip(self.tr("Which job's log is shown; the newest stands first."))
        self.jobs.activated.connect(self._on_chosen)
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setToolTip(self.tr("Copy the text below."))
        self.report = QPushButton(self.tr("Save a report…"))
        self.report.setToolTip(
            self.tr("Write error, recipe, versions and log of this job to a zip.")
        )
        self.report.clicked.connect(self._on_report)
        self.bisect = QPushButton(self.tr("Find what crashes…"))
        self.bisect.setToolTip(
            self.tr("Cut the model down to the smallest part that still dies, and save it.")
        )
        self.bisect.clicked.connect(self._on_bisect)
        # job titles are long: the list is as wide as there is room
        self.jobs.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.jobs.setMinimumContentsLength(12)
        self.banner = Banner()
        self.banner.report_requested.connect(self._on_report)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(_fixed_font(self.text.font()))
        self.text.setAccessibleName(self.tr("Log"))
        self.copy.clicked.connect(self._on_copy)
        self.path = ElidedLabel()
        self.path.setProperty("muted", True)
        self.empty = EmptyState(
            self.tr("No job has run yet"),
            self.tr("Opening, converting and measuring write down here what they do."),
        )
        self._timer = QTimer(self)
        self._timer.setInterval(RELOAD_MS)
        self._timer.timeout.connect(self._read)
        self._build()
        self.refresh(context.store.session, context.store.selection)

    def widget(self) -> QWidget:
        return self

    def open_with(self, job_id: str = "") -> None:
        """Show this job."""
        self._chosen = job_id
        self.refresh(self._context.store.session, self._context.store.selection)

    def refresh(self, session: Session, selection: Selection) -> None:
        if selection != self._selection:
            self._chosen = ""
        self._session, self._selection = session, selection
        jobs = self._jobs()
        job = next((job for job in jobs if job.id == self._chosen), None) or _most_telling(jobs)
        self._stack.setCurrentIndex(1 if job is None else 0)
        if job is None:
            self._job = None
            self._timer.stop()
            return
        self._show_jobs(jobs, job)
        before, self._job = self._job, job
        self.report.setVisible(job.state == "failed")
        self.bisect.setVisible(bisect_request(job, "") is not None)
        if before is None or (before.id, before.state) != (job.id, job.state):
            self._show_error(job)
            if before is None or before.id != job.id:
                self._text = ""
                self.text.clear()
            self._read()
        if is_finished(job):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _jobs(self) -> list[Job]:
        """The selection's jobs and those of no model, the newest first."""
        model_ids = {self._selection.model_id, ""}
        for variant_id in self._selection.variant_ids:
            found = self._session.variant(variant_id)
            if found is not None:
                model_ids.add(found[0].id)
        return [
            job
            for job in reversed(self._session.jobs)
            if job.model_id in model_ids or job.id == self._chosen
        ]

    def _show_jobs(self, jobs: list[Job], shown: Job) -> None:
        entries = [(job.id, _job_text(self._session, job)) for job in jobs]
        known = [
            (self.jobs.itemData(index), self.jobs.itemText(index))
            for index in range(self.jobs.count())
        ]
        if known != entries:
            self.jobs.clear()
            for job_id, text in entries:
                self.jobs.addItem(text, job_id)
        self.jobs.setCurrentIndex(self.jobs.findData(shown.id))

    def _show_error(self, job: Job) -> None:
        if job.error is not None:
            self.banner.show_error(job.error, can_report=False)
        else:
            self.banner.clear()

    def _read(self) -> None:
        job = self._job
        if job is None:
            return
        if self._is_reading:
            # what is being read may be another job's, or not have its last lines yet
            self._is_outdated = True
            return
        self.path.setText(job.log)
        if not job.log:
            self._show_text(job.id, "\n".join(job.log_tail))
            return
        self._is_reading = True
        path = Path(job.log)
        fallback = "\n".join(job.log_tail)
        run_in_background(
            self,
            lambda: (job.id, read_tail(path, fallback)),
            self._on_read,
            lambda _: self._on_read((job.id, fallback)),
        )

    def _on_read(self, found: tuple[str, str]) -> None:
        self._is_reading = False
        self._show_text(*found)
        if self._is_outdated:
            self._is_outdated = False
            self._read()

    def _show_text(self, job_id: str, text: str) -> None:
        """Only what is new is added, so that a selection and a place scrolled to stay."""
        if self._job is None or self._job.id != job_id or text == self._text:
            return
        bar = self.text.verticalScrollBar()
        is_at_end, place = bar.value() == bar.maximum(), bar.value()
        added = new_part(self._text, text)
        if added is None:
            self._text = text
            self.text.setPlainText(text)
        else:
            self._text += added
            cursor = QTextCursor(self.text.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(added)
        bar.setValue(bar.maximum() if is_at_end else place)

    def _on_chosen(self, index: int) -> None:
        self.open_with(str(self.jobs.itemData(index)))

    def _on_copy(self) -> None:
        self.text.selectAll()
        self.text.copy()

    def _on_report(self) -> None:
        if self._job is not None:
            self._context.run_command("save-report", job_id=self._job.id)

    def _on_bisect(self) -> None:
        if self._job is not None:
            self._context.run_command("bisect-crash", job_id=self._job.id)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.jobs, 1)
        top.addWidget(self.copy)
        top.addWidget(self.bisect)
        top.addWidget(self.report)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self.banner)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.path)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self.empty)


def _most_telling(jobs: list[Job]) -> Job | None:
    """The job that runs, else the one that started last, else the newest."""
    running = next((job for job in jobs if job.state == "running"), None)
    started = next((job for job in jobs if job.started_at is not None), None)
    return running or started or (jobs[0] if jobs else None)


def new_part(shown: str, tail: str) -> str | None:
    """What ``tail`` says behind ``shown``; None where the two do not join.

    The tail of a long log begins later each time, somewhere in what is shown.
    """
    if not shown:
        return tail
    key = tail.partition("\n")[0]
    start = shown.find(key)
    for _ in range(JOINS_TRIED):
        if not 0 <= start < len(shown):
            break
        if tail.startswith(shown[start:]):
            return tail[len(shown) - start :]
        start = shown.find(key, start + 1)
    return None


def read_tail(path: Path, fallback: str) -> str:
    """The last part of a log, from a whole line on; ``fallback`` where it cannot be read."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(size - TAIL_BYTES, 0))
            text = stream.read().decode("utf-8", errors="replace")
    except OSError:
        return fallback
    return text.partition("\n")[2] if size > TAIL_BYTES else text


def _fixed_font(base: QFont) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(base.pointSizeF())
    return font


def _job_text(session: Session, job: Job) -> str:
    when = datetime.fromtimestamp(job.queued_at).strftime("%H:%M:%S")
    states = {
        "queued": tr("queued"),
        "running": tr("running"),
        "succeeded": tr("succeeded"),
        "failed": tr("failed"),
        "cancelled": tr("cancelled"),
    }
    state = state_text(job) if is_interrupted(job) else states[job.state]
    return f"{when}  {job_title(session, job)}  ({state})"
