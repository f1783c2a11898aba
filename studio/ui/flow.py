"""What follows from what happens: saving, first ticks, consent, notifications."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from studio.core import edits
from studio.core.errors import ErrorInfo
from studio.core.events import JobFailed, JobSucceeded
from studio.core.graph_requests import CutRequest, PictureRequest
from studio.core.lookup import same_path
from studio.core.requests import InspectRequest
from studio.core.session import Job, Model, Session
from studio.ui.actions import models
from studio.ui.changes import is_progress_only
from studio.ui.icons import app_icon
from studio.ui.panels.jobs_texts import STATE_TEXTS, job_title
from studio.ui.planning import default_draft
from studio.ui.shell import Shell
from studio.ui.texts import labelled, tr

if TYPE_CHECKING:
    from studio.history.store import History

_KEEP_ARTIFACTS_S = 7 * 24 * 3600
_ARTIFACT_FOLDER = re.compile(r"[0-9a-f]{12}")


class Flow(QObject):
    """Started when the session is loaded; from then on every change is saved."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._tray: QSystemTrayIcon | None = None
        self._is_stopped = False

    def start(self) -> None:
        store = self._shell.store
        store.changed.connect(self._on_changed)
        store.ended.connect(self._on_ended)
        for model in store.session.models:
            if model.info is None and model.error is None and not model.is_missing:
                models.inspect(self._shell, model.id)
        session, folder, history = store.session, self._shell.places.artifacts, self._shell.history
        if history is not None:
            self._shell.in_background(
                lambda: clean_artifacts(history, folder, session, _KEEP_ARTIFACTS_S)
            )

    def stop(self) -> None:
        """The history is about to be closed."""
        self._is_stopped = True

    def _on_changed(self, old: Session, new: Session) -> None:
        if self._is_stopped or self._shell.history is None:
            return
        if not is_progress_only(old, new):
            self._shell.history.save_session(new)
            self._inspect_reshaped(old, new)

    def _inspect_reshaped(self, old: Session, new: Session) -> None:
        """Costs and shapes shown are those of the input shapes: count them anew for others.

        An edit, its undo and its redo all come through here.
        """
        if old.models is new.models:
            return
        for model in new.models:
            before = old.model(model.id)
            if before is not None and before is not model and before.shapes != model.shapes:
                models.inspect(self._shell, model.id)

    def _on_ended(self, job_id: str, body: object) -> None:
        job = self._shell.store.session.job(job_id)
        if job is None:
            return
        model = self._shell.store.session.model(job.model_id)
        if isinstance(job.request, InspectRequest) and model is not None:
            self._after_inspect(model, body)
        elif isinstance(body, JobFailed):
            self._after_refusal(body.error)
        if isinstance(job.request, CutRequest) and isinstance(body, JobSucceeded):
            models.open_path(self._shell, job.request.artifact)
        if isinstance(job.request, PictureRequest) and isinstance(body, JobSucceeded):
            self._shell.saved.emit(Path(job.request.picture))
        self._notify(job)

    def _after_inspect(self, model: Model, body: object) -> None:
        if isinstance(body, JobSucceeded):
            if self._shell.history is not None:
                self._shell.history.add_recent(model.path)
            if not model.draft.recipes:
                draft = default_draft(model)
                self._shell.store.apply(lambda session: edits.set_draft(session, model.id, draft))
        elif isinstance(body, JobFailed) and body.error.code == "model-needs-code":
            self._run_next("allow-code", model.id)
        elif isinstance(body, JobFailed) and body.error.code == "custom-code-not-allowed":
            self._run_next("choose-code", model.id, path=body.error.params.get("file", ""))

    def _after_refusal(self, error: ErrorInfo) -> None:
        """A file that runs code nobody said yes to is another than the one that was opened: opening
        it again shows what it is, and asks."""
        if error.code not in ("model-needs-code", "custom-code-not-allowed"):
            return
        path = error.params.get("path", "")
        model = next((one for one in self._models() if same_path(one.path, path)), None)
        if model is not None and model.error is None:
            self._run_next("inspect", model.id)

    def _models(self) -> tuple[Model, ...]:
        return self._shell.store.session.models

    def _run_next(self, command: str, model_id: str, **given: str) -> None:
        """Once what is under way now is done: it may ask."""
        QTimer.singleShot(
            0, self, lambda: self._shell.run_command(command, model_id=model_id, **given)
        )

    def _notify(self, job: Job) -> None:
        window = self._shell.window
        if window is None or window.isActiveWindow() or job.state == "cancelled":
            return
        if job.started_at is None or job.ended_at is None:
            return
        if job.ended_at - job.started_at < self._shell.settings.notify_after_seconds:
            return
        QApplication.alert(window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            if self._tray is None:
                self._tray = QSystemTrayIcon(app_icon(), self)
                self._tray.messageClicked.connect(window.activateWindow)
            self._tray.show()
            title = job_title(self._shell.store.session, job)
            self._tray.showMessage("Studio", labelled(title, tr(STATE_TEXTS[job.state])))


def clean_artifacts(history: History, folder: Path, session: Session, unseen_seconds: float) -> int:
    """Delete artifacts of variants deleted that long ago; returns how many. Blocks on the disk.

    Which they are the history says. A session that came up empty because the history is damaged or
    newer is no reason to delete what it cannot name. Folders of ours in ``folder`` only.
    """
    removed = 0
    for path in history.forgotten_artifacts(session, unseen_seconds):
        own = path.parent
        is_ours = own.parent == folder and _ARTIFACT_FOLDER.fullmatch(own.name) is not None
        if is_ours and own.is_dir():
            shutil.rmtree(own, ignore_errors=True)
            removed += 1
    return removed
